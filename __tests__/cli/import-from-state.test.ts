import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { call, filesOf, newFolder } from "../support/command";
import { group, model } from "../support/models";

const G = "44444444-4444-4444-8444-444444444444";
const OTHER = "55555555-5555-4555-8555-555555555555";
const STATE = JSON.stringify({
  version: 4,
  resources: [
    { mode: "managed", type: "azuread_group", name: "ops", instances: [{ attributes: { id: `/groups/${G}` } }] },
  ],
});
const MODEL = model({
  groups: [
    group("ops", [], { address: "azuread_group.ops" }),
    group("new", [], { address: "azuread_group.new", source: "config/s.yaml:9:3" }),
  ],
});

function folderWith(files: Readonly<Record<string, string>>): string {
  return newFolder({ ...filesOf([MODEL]), "config/s.yaml": "name: s\n", ...files });
}

describe("aks-entra import --from-state", () => {
  test("writes the ids of the state to the takeover file, signs in nowhere, and says what the state has not", async () => {
    const folder = folderWith({ "old.tfstate": STATE });
    const ended = await call(folder, ["import", "config/s.yaml", "--from-state", "old.tfstate"]);
    expect(ended.out).toContain("s (config/s.yaml): 1 to import, 0 to create, 0 not clear, 1 not seen\n");
    expect(ended.out).toContain("the state has nothing of it");
    expect(ended).toMatchObject({ code: 3, err: "" });
    expect(JSON.parse(readFileSync(join(folder, "config/s.takeover.json"), "utf8"))).toEqual({
      schemaVersion: 1,
      import: { "azuread_group.ops": `/groups/${G}` },
    });
  });

  test("is done when the state, or the file from before, has everything", async () => {
    const before = JSON.stringify({ schemaVersion: 1, import: { "azuread_group.new": OTHER } });
    const folder = folderWith({ "old.tfstate": STATE, "config/s.takeover.json": before });
    const ended = await call(folder, ["import", "config/s.yaml", "--from-state", "old.tfstate", "--dry-run"]);
    expect(ended.code).toBe(0);
    expect(readFileSync(join(folder, "config/s.takeover.json"), "utf8")).toBe(before);
  });

  test.each([
    ["none.tfstate", "none.tfstate is not there; allowed: a file with what terraform state pull prints"],
    [
      "old.tfstate",
      "old.tfstate: this is no state: its version is 3; allowed: what terraform state pull prints, format 4 (TAKEOVER_FILE)",
    ],
  ])("cannot run with %s", async (name, message) => {
    const ended = await call(folderWith({ "old.tfstate": '{"version":3}' }), [
      "import",
      "config/s.yaml",
      "--from-state",
      name,
    ]);
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toContain(message);
  });

  describe("of a folder of files with the same address", () => {
    const ADDRESS = "azuread_group.ops";
    const two = (state: string, ...argv: string[]) => {
      const models = ["a", "b"].map((stack) =>
        model({
          stack,
          groups: [group("ops", [], { id: `${stack}/ops`, displayName: `Ops ${stack}`, address: ADDRESS })],
        }),
      );
      const folder = newFolder({
        ...filesOf(models),
        "config/a.yaml": "name: a\n",
        "config/b.yaml": "name: b\n",
        "old.tfstate": state,
      });
      const takenBy = (stack: string) => {
        const file = join(folder, `config/${stack}.takeover.json`);
        return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).import[ADDRESS] : undefined;
      };
      return { takenBy, ended: call(folder, ["import", "config", "--from-state", "old.tfstate", ...argv]) };
    };
    const named = (display_name?: string) =>
      STATE.replace(`"id":`, display_name === undefined ? `"id":` : `"display_name":"${display_name}","id":`);

    test("gives one id to one of them at most: to neither, where nothing says which", async () => {
      const { ended, takenBy } = two(named());
      const { code, out } = await ended;
      expect([code, takenBy("a"), takenBy("b")]).toEqual([3, undefined, undefined]);
      expect(out).toContain(`${ADDRESS}  /groups/${G} would be ${ADDRESS} of b as well; one thing has one address\n`);
    });

    test("gives it to the one that has its name", async () => {
      const { ended, takenBy } = two(named("Ops b"));
      const { code, out } = await ended;
      expect([code, takenBy("a"), takenBy("b")]).toEqual([3, undefined, `/groups/${G}`]);
      expect(out).toContain(
        `${ADDRESS}  the state has "Ops b" there, and the file says "Ops a"; if it is the same, give --id ${ADDRESS}=/groups/${G}\n`,
      );
    });

    test("wants to know which stack an id is given for", async () => {
      expect(await two(named(), "--id", `${ADDRESS}=${G}`).ended).toEqual({
        code: 2,
        out: "",
        err: `error: --id "${ADDRESS}=${G}": a and b have this address; say which: a/${ADDRESS}=ID or b/${ADDRESS}=ID\n`,
      });
      const { ended, takenBy } = two(named("Ops b"), "--id", `a/${ADDRESS}=${OTHER}`);
      expect((await ended).code).toBe(0);
      expect([takenBy("a"), takenBy("b")]).toEqual([`/groups/${OTHER}`, `/groups/${G}`]);
    });

    test.each([
      [[`a/${ADDRESS}=${G}`, `b/${ADDRESS}=${G}`], `${ADDRESS} of a has this id already; one thing has one address`],
      [[`a/${ADDRESS}=${G}`, `a/${ADDRESS}=${OTHER}`], `${ADDRESS} has an id already; allowed: one for each address`],
      [[`c/${ADDRESS}=${G}`], "no stack has this name; there are: a, b"],
      [[`a/azuread_group.opps=${G}`], `no resource has this address; did you mean "${ADDRESS}"?`],
      [["=x"], "is no ADDRESS=ID; allowed: such as azuread_group.ops=OBJECT-ID"],
    ])("refuses --id %s", async (given, why) => {
      const { code, err } = await two(named(), ...given.flatMap((one) => ["--id", one])).ended;
      expect(code).toBe(2);
      expect(err).toContain(why);
    });
  });
});

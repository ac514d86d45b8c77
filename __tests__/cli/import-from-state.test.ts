import { readFileSync } from "node:fs";
import { join } from "node:path";
import { call, filesOf, newFolder } from "../support/command";
import { group, model } from "../support/models";

const G = "44444444-4444-4444-8444-444444444444";
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
    const before = JSON.stringify({ schemaVersion: 1, import: { "azuread_group.new": G } });
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
});

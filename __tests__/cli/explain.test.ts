import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { explanations, guard } from "../../lib/guardrails";
import { accessModelOf } from "../../lib/terraform";
import { call, filesOf, newFolder } from "../support/command";
import { loaded } from "../support/config";
import { assignment, cluster, jitGroup, model, user } from "../support/models";

const cwd = newFolder();

test("a rule is explained: why, how serious in each profile, what to do, how to acknowledge it, the sources", async () => {
  const { code, out, err } = await call(cwd, ["explain", "CL-01"]);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/^CL-01: Local accounts are off\n\nWhy\n {2}\S/);
  expect(out).toMatch(
    /\nHow serious\n {2}When +strict +recommended +article\n {2}local accounts are on +error +error +warning\n/,
  );
  expect(out).toContain("\n      - { rule: CL-01, on: clusters.NAME, reason: WHY IT MAY STAY, until: 2027-03-31 }\n");
  expect(out).toMatch(/\nSources\n {2}https:\/\/learn\.microsoft\.com\//);
});

test("every id can be explained, in every form, and in small letters", async () => {
  for (const { id, title } of explanations) {
    const { code, out } = await call(cwd, ["explain", id.toLowerCase()]);
    expect([code, out.split("\n")[0]]).toEqual([0, `${id}: ${title}`]);
    expect((await call(cwd, ["explain", id, "--format", "markdown"])).out).toContain(`## ${id}: ${title}\n\n### Why\n`);
  }
});

test("without a rule it lists all of them", async () => {
  const { out } = await call(cwd, ["explain"]);
  expect(out.trimEnd().split("\n")).toEqual(explanations.map((r) => `${r.id.padEnd(7)}  ${r.title}`));
  const json = JSON.parse((await call(cwd, ["explain", "--format", "json"])).out) as { rules: { id: string }[] };
  expect(json.rules.map((r) => r.id)).toEqual(explanations.map((r) => r.id));
});

test("a rule that is not there is refused, with all that are, and the nearest", async () => {
  const { code, out, err } = await call(cwd, ["explain", "CL01"]);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toBe(
    `error: there is no rule "CL01"; allowed: ${explanations.map((r) => r.id).join(", ")}; did you mean "CL-01"?\n`,
  );
});

test("what is about the files themselves is explained without a way to acknowledge it", async () => {
  const { out } = await call(cwd, ["explain", "DATE-01"]);
  expect(out).toMatch(/\nHow serious\n {2}When .*\n {2}an assignment has ended, .* +error +error +error\n/);
  expect(out).not.toMatch(/Acknowledge it|Sources/);
});

test("a broken expectation may be acknowledged", async () => {
  const { out } = await call(cwd, ["explain", "EXPECT"]);
  expect(out).toMatch(
    /\nAcknowledge it in the config file, one of\n {2}guardrails:\n {4}acknowledge:\n {6}- \{ rule: EXPECT, on: groups\.NAME, reason: WHY IT MAY STAY, until: 2027-03-31 \}\n {6}- \{ rule: EXPECT, on: clusters\.NAME, /,
  );
  expect(out).not.toContain("Sources");
});

describe("the form that is shown to acknowledge a finding", () => {
  /** The lines of it, as they are in the output. */
  async function shown(id: string): Promise<string[]> {
    const { out } = await call(cwd, ["explain", id]);
    return out.split("\n").flatMap((l) => /^ {6}(- \{ rule: .*)$/.exec(l)?.[1] ?? []);
  }

  /** What a file of a rule earns, with something acknowledged in it. */
  function foundIn(text: string, lines: readonly string[] = []) {
    const acknowledge = lines.length === 0 ? "" : `  acknowledge:\n${lines.map((l) => `    ${l}\n`).join("")}`;
    const guardrails = /^guardrails:\n/m.test(text) ? text : `${text.trimEnd()}\nguardrails:\n`;
    const whole = acknowledge === "" ? text : guardrails.replace(/^guardrails:\n/m, `guardrails:\n${acknowledge}`);
    return guard(loaded(whole).map((s) => accessModelOf(s))).findings;
  }

  const files = "__tests__/guardrails/files";
  const withFile = readdirSync(files)
    .map((f) => f.replace(".yaml", ""))
    .filter((id) => id !== "clean" && id !== "ACK-01");

  test.each(withFile)("%s: every line of it is accepted, and one matches each finding of its file", async (id) => {
    const text = readFileSync(join(files, `${id}.yaml`), "utf8");
    const forms = await shown(id);
    expect(forms.length).toBeGreaterThan(0);
    const mine = foundIn(text).filter((f) => f.rule === id);
    for (const { subject } of mine) {
      const [, scope, name] = subject.split("/");
      const section = scope === "policies" ? "conditionalAccess" : scope;
      const form = forms.find((l) => l.includes(`on: ${section}.NAME`)) ?? forms.find((l) => !l.includes("on: "));
      const found = foundIn(text, [(form ?? "- none").replace(".NAME", `.${name}`)]);
      expect(found.filter((f) => f.rule === id && f.subject === subject).map((f) => f.acknowledged?.reason)).toEqual([
        "WHY IT MAY STAY",
      ]);
      expect(found.map((f) => f.rule)).not.toContain("ACK-01");
    }
  });

  test.each([
    ["PIM-02", ["groups.NAME"]],
    ["GR-01", ["groups.NAME"]],
    ["CA-07", ["conditionalAccess.NAME"]],
    ["CL-01", ["clusters.NAME"]],
    ["PIM-01", ["clusters.NAME", "groups.NAME"]],
    ["LIM-01", [undefined]],
  ])("%s names what its findings are about", async (id, on) => {
    expect((await shown(id)).map((l) => /on: (\S+),/.exec(l)?.[1])).toEqual(on);
  });

  test("a limit of the tenant is acknowledged for the whole file, as it is shown", async () => {
    const [form] = await shown("LIM-02");
    const { rule, reason, until } = (parse(form) as { rule: string; reason: string; until: string }[])[0];
    const groups = Array.from({ length: 501 }, (_, i) => jitGroup(`s/groups/g${i}`, { roleAssignable: true }));
    const guardrails = [
      { id: "s/.guardrails", profile: "strict" as const, acknowledge: [{ rule, reason, until, on: null }] },
    ];
    const [limit] = guard([model({ groups, guardrails })]).findings.filter((f) => f.rule === "LIM-02");
    expect(limit.acknowledged).toEqual({ reason: "WHY IT MAY STAY", until: "2027-03-31" });
  });
});

describe("no id is printed that explain does not know", () => {
  const known = explanations.map((e) => e.id);

  test("of a check that has something to say of each kind", async () => {
    const said = model({
      tonight: "INC0042",
      principals: [user("alice")],
      groups: [jitGroup("s/admins")],
      assignments: [assignment("eligible", "s/admins", "alice", { expiration: "2026-11-20T12:00:00Z" })],
      clusters: [cluster("s/prod", { adminGroups: ["s/admins"] })],
      expectations: [
        {
          id: "s/.expectations/0",
          cannot: {
            principal: "alice",
            verb: "get",
            resource: "pods",
            cluster: "s/prod",
            namespace: null,
            when: "activated",
          },
        },
      ],
      guardrails: [
        {
          id: "s/.guardrails",
          profile: "recommended",
          acknowledge: [
            { rule: "CL-01", on: null, reason: "It is not there", until: null },
            { rule: "CL-02", on: null, reason: "It is over", until: "2026-11-01" },
          ],
        },
      ],
    });
    const { out } = await call(newFolder(filesOf([said])), ["check", "--format", "json"]);
    const { findings, unknown } = JSON.parse(out) as Record<"findings" | "unknown", { rule: string }[]>;
    const printed = new Set([...findings, ...unknown].map((f) => f.rule));
    expect([...printed].filter((id) => !known.includes(id))).toEqual([]);
    expect([...printed]).toEqual(expect.arrayContaining(known.filter((id) => !/^[A-Z]+-\d\d$/.test(id))));
    expect([...printed]).toEqual(expect.arrayContaining(["ACK-01", "DATE-01", "DATE-02", "EXPECT", "TONIGHT"]));
  });

  test("of any that is written in the sources", () => {
    const files = ["lib", "lib/access", "lib/guardrails", "lib/guardrails/rules", "lib/terraform", "lib/cli/check"];
    const texts = files.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith(".ts"))
        .map((name) => readFileSync(join(folder, name), "utf8")),
    );
    const written = texts.flatMap((text) =>
      [...text.matchAll(/(?:\b(?:rule|id): |\b[A-Z]+(?:_RULE)? = )"([A-Z]+(?:-\d\d)?)"/g)].map(([, id]) => id),
    );
    expect(written.length).toBeGreaterThan(explanations.length - 5);
    expect([...new Set(written)].filter((id) => !known.includes(id))).toEqual([]);
  });
});

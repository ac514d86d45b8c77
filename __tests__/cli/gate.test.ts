import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { call, newFolder } from "../support/command";
import { ID, group, member, planOf, policy } from "../gate/plans";

const plan = (...entries: Parameters<typeof planOf>[0]) => JSON.stringify(planOf(entries));
const folder = newFolder({
  "fine.json": plan(policy("p").kept()),
  "bom.json": `\uFEFF${plan(policy("p").kept())}`,
  "refused.json": plan(group("old", 1).deleted()),
  "errored.json": JSON.stringify(planOf([], { errored: true })),
  "people.json": plan(...[1, 2, 3].map((n) => member(`m${n}`, 9, n).deleted())),
  "create.json": plan(policy("p").created()),
  "null.json": JSON.stringify({ ...planOf([]), resource_changes: null }),
  "cut.json": plan(policy("p").kept()).slice(0, 40),
  "future.json": JSON.stringify({ ...planOf([]), format_version: "2.1" }),
  "allow.yaml":
    "- rule: group-deleted\n  address: azuread_group.old\n  reason: Team dissolved, CHG0042\n  until: 2026-12-31\n",
  "allow.json": JSON.stringify({ allow: [{ rule: "group-deleted", reason: "x", until: "2026-12-31" }] }),
  "wrong.yaml": "- rule: group-delete\n  reason: x\n",
  "broken.yaml": "- [\n",
});
const gate = (...argv: string[]) => call(folder, ["gate", ...argv]);

test("a plan that changes nothing is let through, whatever the shell that wrote it to a file", async () => {
  const expected = {
    code: 0,
    out:
      "The gate lets this plan through. Plan: 0 to import, 0 to add, 0 to change, 0 to destroy.\n" +
      "An empty plan does not say who is in a just-in-time group, which assignments have ended, or what Terraform " +
      'does not manage: docs/deploying.md, "What Terraform cannot see".\n',
    err: "",
  };
  expect(await gate("fine.json")).toEqual(expected);
  expect(await gate("bom.json")).toEqual(expected);
  writeFileSync(join(folder, "powershell.json"), `\uFEFF${plan(policy("p").kept())}\r\n`, "utf16le");
  expect(await gate("powershell.json")).toEqual(expected);
});

test("the exit code tells refused from unknown", async () => {
  expect((await gate("refused.json")).code).toBe(1);
  expect((await gate("errored.json")).code).toBe(3);
});

test("options reach the rules", async () => {
  expect((await gate("people.json")).code).toBe(0);
  expect((await gate("people.json", "--max-removals", "2")).code).toBe(1);
  expect((await gate("create.json")).code).toBe(0);
  expect((await gate("create.json", "--adoption")).code).toBe(1);
  expect((await gate("fine.json", "--adoption")).code).toBe(1);
  expect((await gate("fine.json", "--adoption", "--imports", "0")).code).toBe(0);
  expect((await gate("fine.json", "--adoption", "--imports", "1")).code).toBe(1);
});

test.each(["allow.yaml", "allow.json"])("an exception in %s counts until its end", async (file) => {
  const let_through = await gate("refused.json", "--allow", file, "--now", "2026-12-31");
  expect([let_through.code, let_through.err]).toEqual([0, ""]);
  const late = await gate("refused.json", "--allow", file, "--now", "2027-01-01");
  expect(late.code).toBe(1);
  expect(late.out).toContain("ended on 2026-12-31 and does not count.\n");
});

test("JSON is sorted and has a version, Markdown is a table", async () => {
  const { out } = await gate("refused.json", "--format", "json");
  expect(JSON.parse(out)).toMatchObject({
    schemaVersion: 1,
    verdict: "refused",
    counts: { delete: 1 },
    findings: [{ rule: "group-deleted", address: "azuread_group.old", name: "old", certainty: "yes" }],
  });
  expect((await gate("refused.json", "--format", "markdown")).out).toContain("| `azuread_group.old` (old) |");
  expect(out).not.toContain(ID(1));
});

test.each<[string, string[], string]>([
  [
    "a file that is not there",
    ["none.json"],
    "none.json is not there; write the plan with: terraform show -json plan.tfplan > plan.json",
  ],
  [
    "a file that is cut off",
    ["cut.json"],
    "cut.json is not JSON: it is cut off, or no plan; write the plan with: terraform show -json plan.tfplan > plan.json",
  ],
  [
    "a form to come",
    ["future.json"],
    'future.json: format_version: "2.1" is a form that this command does not know; allowed: 1.x, as Terraform 1 and OpenTofu 1 write it. Nothing of the plan was looked at. (PLAN_VERSION)',
  ],
  [
    "a number that is none",
    ["fine.json", "--max-removals", "few"],
    '--max-removals "few" is no number of people; allowed: a whole number, 0 or more',
  ],
  [
    "a number of imports without a take-over",
    ["fine.json", "--imports", "3"],
    "--imports is about a take-over; give --adoption as well, or leave it out",
  ],
  [
    "entries that are nothing",
    ["null.json"],
    "null.json: resource_changes: null is given; allowed: a list (PLAN_FORMAT)",
  ],
  [
    "exceptions that are not there",
    ["fine.json", "--allow", "none.yaml"],
    "none.yaml is not there; it is a list of exceptions, each with rule, address, reason and until",
  ],
  [
    "exceptions that are no YAML",
    ["fine.json", "--allow", "broken.yaml"],
    "broken.yaml is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 2, column 1:",
  ],
])("%s is told so, with exit code 2 and nothing on standard output", async (_, argv, message) => {
  expect(await gate(...argv)).toEqual({ code: 2, out: "", err: `error: ${message}\n` });
});

test("every mistake in the exceptions is told, with the file", async () => {
  const { code, err } = await gate("fine.json", "--allow", "wrong.yaml");
  expect(code).toBe(2);
  const lines = err.trimEnd().split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^error: wrong\.yaml: \[0\]\.rule: "group-delete" is no rule; .* \(GATE_EXCEPTION\)$/);
  expect(lines[1]).toBe(
    "error: wrong.yaml: [0].until: it is missing; allowed: the last day on which it counts, 2027-06-30 (GATE_EXCEPTION)",
  );
});

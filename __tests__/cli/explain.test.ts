import { catalogue } from "../../lib/guardrails";
import { call, newFolder } from "../support/command";

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

test("every rule can be explained, in every form, and in small letters", async () => {
  for (const { id, title } of catalogue) {
    const { code, out } = await call(cwd, ["explain", id.toLowerCase()]);
    expect([code, out.split("\n")[0]]).toEqual([0, `${id}: ${title}`]);
    expect((await call(cwd, ["explain", id, "--format", "markdown"])).out).toContain(`## ${id}: ${title}\n\n### Why\n`);
  }
});

test("without a rule it lists all of them", async () => {
  const { out } = await call(cwd, ["explain"]);
  expect(out.trimEnd().split("\n")).toEqual(catalogue.map((r) => `${r.id.padEnd(6)}  ${r.title}`));
  const json = JSON.parse((await call(cwd, ["explain", "--format", "json"])).out) as { rules: { id: string }[] };
  expect(json.rules.map((r) => r.id)).toEqual(catalogue.map((r) => r.id));
});

test("a rule that is not there is refused, with all that are, and the nearest", async () => {
  const { code, out, err } = await call(cwd, ["explain", "CL01"]);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toBe(
    `error: there is no rule "CL01"; allowed: ${catalogue.map((r) => r.id).join(", ")}; did you mean "CL-01"?\n`,
  );
});

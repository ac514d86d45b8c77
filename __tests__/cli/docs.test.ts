import { readFileSync } from "node:fs";
import { join } from "node:path";
import { COMMANDS } from "../../lib/cli/commands";
import { CHANGE_KINDS } from "../../lib/diff";
import { call, synthesized } from "../support/command";

const root = join(__dirname, "../..");
const docs = readFileSync(join(root, "docs/commands.md"), "utf8");
const readme = readFileSync(join(root, "README.md"), "utf8");

/** The words of every call in a text, as a shell takes them; those that ask a tenant are in docs-import.test.ts. */
const calls = [
  ...new Set([...`${docs}\n${readme}`.matchAll(/^npx aks-entra (?!import )(.+?)(?:\s+#.*)?$/gm)].map((m) => m[1])),
];

test("every call in the README and in the page on commands runs, on the platform example", async () => {
  const folder = synthesized("config/platform");
  expect(calls.length).toBeGreaterThan(10);
  for (const text of calls) {
    const argv = text.replace("OLD NEW", "cdktf.out cdktf.out").split(" ");
    const { code, err } = await call(folder, argv);
    expect([text, code === 2 ? err : ""]).toEqual([text, ""]);
  }
});

test("the page on commands names every command, and every kind of change with what it means", () => {
  for (const { name } of COMMANDS) expect(docs).toMatch(new RegExp(`aks-entra ${name}\\b|\`${name}\``));
  const rows = [...docs.matchAll(/^\| `([a-z][a-z-]*)` +\| (.+?) +\|$/gm)].map((m) => [m[1], m[2]]);
  expect(rows.map(([kind]) => kind)).toEqual(Object.keys(CHANGE_KINDS));
  for (const [kind, meaning] of rows) expect(CHANGE_KINDS[kind as keyof typeof CHANGE_KINDS]).toContain(meaning);
});

test("what the page shows of permissions is what the command says", async () => {
  const [, example] = /```text\n(prod: to make a plan[^`]+)```/.exec(docs) as RegExpExecArray;
  const { out } = await call(synthesized("config/platform"), ["permissions", "--stack", "prod", "--for", "plan"]);
  const lines = example.split("\n").filter((line) => line.trim() !== "...");
  expect(lines.filter((line) => !out.split("\n").includes(line))).toEqual([]);
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { command } from "../../../sandbox/run/command";

const folder = mkdtempSync(join(tmpdir(), "aks-entra-command-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const where = { cwd: folder, env: process.env };

test("a program is run to its end, and its lines come as they are said", async () => {
  const lines: string[] = [];
  const outcome = await command("sh", ["-c", "echo one; echo two >&2; exit 3"], {
    ...where,
    onLine: (l) => lines.push(l),
  });
  expect(outcome).toMatchObject({ status: 3, stdout: "one\n", stderr: "two\n" });
  expect(lines.sort()).toEqual(["one", "two"]);
});

test("a program that cannot be started has the status 127", async () => {
  expect(await command(join(folder, "nowhere"), [], where)).toMatchObject({ status: 127 });
});

test("whoever ends it ends what it started too, and that writes no more", async () => {
  const log = join(folder, "log");
  writeFileSync(log, "");
  const script = `sh -c 'while true; do echo x >> ${log}; sleep 0.05; done' & echo started; wait`;
  const ending = new AbortController();
  const outcome = command("sh", ["-c", script], {
    ...where,
    signal: ending.signal,
    onLine: () => void setTimeout(300).then(() => ending.abort()),
  });
  expect((await outcome).status).toBeNull();
  const written = readFileSync(log, "utf8").length;
  expect(written).toBeGreaterThan(0);
  await setTimeout(300);
  expect(readFileSync(log, "utf8")).toHaveLength(written);
});

test("after that nothing is started any more", async () => {
  const outcome = await command("sh", ["-c", "echo one"], { ...where, signal: AbortSignal.abort() });
  expect(outcome).toMatchObject({ status: null, stdout: "" });
});

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const empty = mkdtempSync(join(tmpdir(), "aks-entra-empty-"));
afterAll(() => rmSync(empty, { recursive: true, force: true }));

beforeAll(() => {
  const { status, stdout } = spawnSync("npx", ["tsc", "-b"], { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) throw new Error(stdout);
}, 300_000);

function sandbox(args: readonly string[], PATH = process.env.PATH) {
  const env = { ...process.env, PATH };
  return spawnSync(process.execPath, ["dist/sandbox/main.js", ...args], { cwd: ROOT, env, encoding: "utf8" });
}

test("a config that is not there is named, exit code 2", () => {
  const { status, stderr } = sandbox(["config/nowhere.yaml"]);
  expect(stderr).toBe("There is no config/nowhere.yaml.\n");
  expect(status).toBe(2);
});

test("without Terraform it says what is missing and how to get it, exit code 2", () => {
  const { status, stderr } = sandbox([], empty);
  expect(stderr).toBe("Terraform is not on this machine.\nInstall Terraform 1.7 or later and put it on the PATH.\n");
  expect(status).toBe(2);
});

test("an option that it does not know is named, exit code 2", () => {
  const { status, stderr } = sandbox(["--quick"]);
  expect(stderr).toContain("unknown option '--quick'");
  expect(status).toBe(2);
});

test("its help says what it does", () => {
  const { status, stdout } = sandbox(["--help"]);
  expect(stdout).toContain("--keep");
  expect(status).toBe(0);
});

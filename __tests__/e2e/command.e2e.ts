import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../sandbox/run/root";
import { deploys } from "../support/e2e";

const CONFIG = `
name: small
tenantId: 22222222-2222-2222-2222-222222222222
groups:
  operators:
    owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }]
    members: [alice@contoso.com, bob@contoso.com]
`;

/** The command, as a person starts it, with a folder of its own for whatever it leaves. */
interface Started {
  readonly child: ChildProcess;
  readonly scratch: string;
  /** Waits until it has said something. */
  said(what: RegExp): Promise<string>;
  ended: Promise<{ status: number | null; stdout: string; stderr: string }>;
}

const folder = mkdtempSync(join(tmpdir(), "aks-entra-command-e2e-"));
const config = join(folder, "small.yaml");
beforeAll(() => writeFileSync(config, CONFIG));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(program: string, args: readonly string[]): Started {
  const scratch = mkdtempSync(join(folder, "tmp-"));
  const child = spawn(program, args, { cwd: ROOT, env: { ...process.env, TMPDIR: scratch } });
  let [stdout, stderr] = ["", ""];
  const waiting: (() => void)[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    waiting.forEach((look) => look());
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<Awaited<Started["ended"]>>((resolve) =>
    child.on("close", (status) => resolve({ status, stdout, stderr })),
  );
  const said = (what: RegExp) =>
    Promise.race([
      new Promise<string>((resolve) => {
        const look = () => void (what.test(stdout) && resolve(stdout));
        waiting.push(look);
        look();
      }),
      ended.then(() => Promise.reject(new Error(`it ended before it said ${String(what)}: ${stdout}${stderr}`))),
    ]);
  return { child, scratch, said, ended };
}

const sandbox = (...args: string[]) => start(process.execPath, ["dist/sandbox/main.js", config, ...args]);

/** Processes that work in a folder, by what they were called with or where they are. */
function workingIn(scratch: string): string[] {
  const { stdout } = spawnSync("ps", ["-e", "-o", "pid=,args="], { encoding: "utf8" });
  return stdout.split("\n").filter((line) => {
    const pid = line.trim().split(/\s+/)[0];
    const { stdout: cwd } = spawnSync("readlink", [`/proc/${pid}/cwd`], { encoding: "utf8" });
    return line.includes(scratch) || cwd.startsWith(scratch);
  });
}

describe("the command", () => {
  deploys("deploys, shows what then exists, and clears up", async () => {
    const { scratch, ended } = start("npm", ["run", "sandbox", "--", config]);
    const { status, stdout, stderr } = await ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const steps = stdout.split("\n").flatMap((line) => /^ *\d+\.\d s {2}(.*)$/.exec(line)?.[1] ?? []);
    expect(steps).toEqual([
      "synthesized; Entra, Graph and Azure stand in",
      "cdktf deploy small",
      "terraform plan of small: nothing to change",
      "cdktf destroy small",
    ]);
    expect(stdout).toMatch(/\nOutputs of small\n {2}group_ids = \{\n.*operators.* = "[0-9a-f-]{36}"/s);
    expect(stdout).toContain(
      "\nWhat now exists\n  group operators (security); owners serviceprincipal-9999; members alice@contoso.com, bob@contoso.com\n\n",
    );
    expect(stdout).toContain("An empty plan does not say who is in a just-in-time group");
    expect(readdirSync(scratch)).toEqual([]);
  });

  deploys("kept running, it ends well when it is interrupted, and clears up", async () => {
    const { child, scratch, said, ended } = sandbox("--keep");
    const stdout = await said(/terraform plan\n/);
    const certificate = /SSL_CERT_FILE='(.*)'/.exec(stdout)![1];
    expect(readFileSync(certificate, "utf8")).toContain("BEGIN CERTIFICATE");
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ status: 0, stderr: "" });
    expect(readdirSync(scratch)).toEqual([]);
  });

  deploys("kept running, it fails at the end if something was called that no run may call, and lists it", async () => {
    const { child, scratch, said, ended } = sandbox("--keep");
    const stdout = await said(/terraform plan\n/);
    const of = (name: string) => new RegExp(`export ${name}='(.*)'`).exec(stdout)![1];
    const ca = readFileSync(of("SSL_CERT_FILE"));
    await new Promise((resolve) => get(`https://${of("ARM_METADATA_HOSTNAME")}/graph/v1.0/nonsense`, { ca }, resolve));
    child.kill("SIGTERM");
    const { status, stderr } = await ended;
    expect(stderr).toBe("The run did what no run may do:\n  nobody here answers GET /graph/v1.0/nonsense\n");
    expect(status).toBe(1);
    expect(readdirSync(scratch)).toEqual([]);
  });

  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    deploys(`${signal} in the middle of a deploy ends Terraform too, and clears up`, async () => {
      const { child, scratch, said, ended } = sandbox("--verbose");
      await said(/azuread_group\.operators .*: Creating/);
      expect(workingIn(scratch).join("\n")).toContain("terraform");
      child.kill(signal);
      expect((await ended).status).toBe(code);
      expect(workingIn(scratch)).toEqual([]);
      expect(readdirSync(scratch)).toEqual([]);
    });
  }
});

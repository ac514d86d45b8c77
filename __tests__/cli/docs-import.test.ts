import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { synthesized } from "../support/command";
import { Existing, callAs } from "../support/existing";
import { ROLE } from "../support/models";
import { type Client, useStandIn } from "../support/stand-in";

const root = join(__dirname, "../..");
const docs = readFileSync(join(root, "docs/commands.md"), "utf8");
const group = (n: number) => `44444444-4444-4444-8444-4444444444${n}`;

describe("what the page on commands says of import", () => {
  const sandbox = useStandIn();
  let admin: Client;
  let folder: string;

  beforeAll(async () => {
    admin = await sandbox.signedIn({ name: "the administrator" });
    const existing = new Existing(sandbox, admin);
    const { id } = existing.group("aks-approvers", { id: group(11), isAssignableToRole: true });
    existing.group("payments-writers", { id: group(12) });
    existing.group("payments-writers", { id: group(13) });
    const cluster = await existing.cluster("legacy");
    await existing.grant(cluster, ROLE.reader, id, "00000000-0000-4000-9000-000000000001");
    folder = synthesized("config/platform");
    cpSync(join(root, "config"), join(folder, "config"), { recursive: true });
    writeFileSync(join(folder, "trusted.pem"), sandbox.certificate);
    writeFileSync(join(folder, "old.tfstate"), JSON.stringify({ version: 4, resources: [] }));
  });

  test("every call runs, where there is a tenant", async () => {
    const calls = [...docs.matchAll(/^npx aks-entra (import .+?)(?:\s+#.*)?$/gm)].map((m) => m[1].split(" "));
    expect(calls.length).toBeGreaterThan(3);
    for (const argv of calls) {
      const { code, err } = await callAs(sandbox, admin, folder, argv);
      expect([argv.join(" "), code === 2 ? err : ""]).toEqual([argv.join(" "), ""]);
    }
  });

  test("its example is what the command writes", async () => {
    const [, example] = /```text\n(identity \(config[^`]+)```/.exec(docs) as RegExpExecArray;
    const { code, out } = await callAs(sandbox, admin, folder, [
      "import",
      "config/platform/identity.yaml",
      "--dry-run",
    ]);
    expect(code).toBe(1);
    const lines = example.split("\n").filter((line) => line.trim() !== "...");
    expect(lines.filter((line) => !out.split("\n").includes(line))).toEqual([]);
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { command } from "../../sandbox/run/command";
import { ROOT } from "../../sandbox/run/root";
import { type Trial, deploys, trial } from "../support/e2e";

const OWNERS = "owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }]";
const head = (name: string) => `
name: ${name}
tenantId: 22222222-2222-2222-2222-222222222222
subscriptionId: 00000000-0000-0000-0000-000000000000
location: westeurope
`;
const OPS = `  ops: { ${OWNERS}, members: [alice@contoso.com] }\n`;
const WRITERS = `  writers:
    ${OWNERS}
    pim: { eligible: [{ principal: alice@contoso.com, until: 2027-06-30, justification: Rota }] }
`;
const CLUSTER = `  prod: { resourceGroup: prod, nodePool: { vmSize: Standard_D4s_v5, count: 1 }, access: [{ clusterAdmin: [ops] }] }\n`;

/** The takeover file of a stack from the state of another, by the command that writes it. */
async function fromState(t: Trial, files: Record<string, string>, stack: string, state: string): Promise<string> {
  // nothing may be deployed yet, because nothing is imported: but the models are written, and that is enough
  await expect(t.change(files)).rejects.toThrow("would be made a second time");
  const cli = join(ROOT, "dist", "lib", "cli", "main.js");
  const args = [cli, "import", `config/${stack}.yaml`, "--from-state", `terraform.${state}.tfstate`];
  const run = await command(process.execPath, args, { cwd: t.folder, env: process.env });
  // 3: the new file declares more than the old state holds
  expect([0, 3]).toContain(run.status);
  return readFileSync(join(t.folder, "config", `${stack}.takeover.json`), "utf8");
}

const changing = (lines: readonly string[]) =>
  lines.filter((l) => !/^(import|forget) /.test(l) && !l.includes(" output "));

describe("what one file had, another has, and nothing is made, changed or deleted", () => {
  deploys("a just-in-time group moves to another file, by one deploy of each", async () => {
    const first = {
      "identity.yaml": `${head("identity")}groups:\n${OPS}${WRITERS}`,
      "team.yaml": head("team") + `groups:\n  team-ops: { ${OWNERS} }\n`,
    };
    const t = await trial({ config: first });
    const { deploy, change, plan, made, ids, people } = t;
    await deploy();
    const world = made();
    const before = ids("identity");
    people.activate("alice@contoso.com", "writers", { justification: "Working" });

    const identity = `${head("identity")}groups:\n${OPS}  writers: { movedTo: team.yaml }\n`;
    const team = `${first["team.yaml"]}${WRITERS}`;
    const takeover = await fromState(t, { "identity.yaml": identity, "team.yaml": team }, "team", "identity");
    await change({ "identity.yaml": identity, "team.yaml": team, "team.takeover.json": takeover });

    const forgets = (await plan("identity")).filter((l) => !l.includes(" output "));
    expect(forgets).toEqual([
      "forget azuread_group_role_management_policy.writers_member-settings",
      "forget azuread_group_role_management_policy.writers_owner-settings",
      "forget azuread_group_without_members.writers",
      "forget azuread_privileged_access_group_eligibility_schedule.writers_eligible_alice__contoso_com",
    ]);
    expect((await plan("team")).filter((l) => !l.includes(" output "))).toEqual(
      forgets.map((l) => l.replace("forget", "import")),
    );
    await deploy("team");
    await deploy("identity");
    expect(await plan()).toEqual([]);

    await change({ "identity.yaml": `${head("identity")}groups:\n${OPS}`, "team.yaml": team });
    // what only the provider knows of an imported group is all there is to write
    expect(changing(await plan())).toEqual(["update azuread_group_without_members.writers"]);
    await deploy("team");
    expect(await plan()).toEqual([]);
    expect(made().filter((l) => !l.startsWith("activated"))).toEqual(world);
    expect(people.members("writers")).toEqual(["alice@contoso.com"]);
    const after = { ...ids("identity"), ...ids("team") };
    for (const [address, id] of Object.entries(before)) expect([address, after[address]]).toEqual([address, id]);
  });

  deploys(
    "a file is split: a cluster with its resource group and the access to it goes to a file of its own",
    async () => {
      const all = `${head("all")}groups:\n${OPS}clusters:\n${CLUSTER}`;
      const spare = "groups:\n  spare: { existing: 44444444-4444-4444-8444-444444444444 }\n";
      const rights = () => ({ graph: "all", azure: "all" }) as const;
      const t = await trial({ config: { "all.yaml": all, "clusters.yaml": head("clusters") + spare }, rights });
      const { deploy, change, plan, made, ids } = t;
      await deploy("all");
      const world = made();
      const before = ids("all");

      const clusters = `${head("clusters")}uses: [all.yaml]\n${spare}clusters:\n${CLUSTER}`;
      const moved = `${head("all")}groups:\n${OPS}clusters:\n  prod: { movedTo: clusters.yaml }\n`;
      const takeover = await fromState(t, { "all.yaml": moved, "clusters.yaml": clusters }, "clusters", "all");
      await change({ "all.yaml": moved, "clusters.yaml": clusters, "clusters.takeover.json": takeover });

      const forgets = (await plan("all")).filter((l) => !l.includes(" output "));
      expect(forgets.map((l) => l.split(".")[0])).toEqual([
        "forget azurerm_kubernetes_cluster",
        "forget azurerm_resource_group",
        "forget azurerm_role_assignment",
        "forget azurerm_role_assignment",
      ]);
      await deploy("all");
      const imports = (await plan("clusters")).filter((l) => !l.includes(" output "));
      expect(imports).toEqual(forgets.map((l) => l.replace("forget", "import")));
      await deploy("clusters");
      expect(await plan()).toEqual([]);
      expect(made()).toEqual(world);
      const after = { ...ids("all"), ...ids("clusters") };
      for (const [address, id] of Object.entries(before)) expect([address, after[address]]).toEqual([address, id]);
    },
  );
});

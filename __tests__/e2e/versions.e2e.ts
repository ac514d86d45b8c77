import { delimiter } from "node:path";
import { spawnSync } from "node:child_process";
import { deploys, trial } from "../support/e2e";

const CONFIG = `
name: versions
tenantId: 22222222-2222-2222-2222-222222222222
subscriptionId: 00000000-0000-0000-0000-000000000000
location: westeurope
groups:
  sre: { existing: 44444444-4444-4444-8444-444444444401 }
  admins:
    formerly: ADMINS
    roleAssignable: true
    owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }]
    pim:
      settings: { activation: { maximum: 4h, require: [mfa, justification] } }
      eligible: [{ principal: sre, until: 2027-06-30, justification: Rota }]
clusters:
  made:
    resourceGroup: made
    nodePool: { vmSize: Standard_D4s_v5, count: 3 }
    access: [{ clusterAdmin: [admins] }]
`;

/** Terraforms beside the one on the PATH, separated like a PATH: the lowest and the newest that are to be had. */
const OTHERS = (process.env.AKS_ENTRA_TERRAFORMS ?? "").split(delimiter).filter((path) => path !== "");

describe("Terraform of other versions", () => {
  if (OTHERS.length === 0)
    test.skip("deploys (skipped: AKS_ENTRA_TERRAFORMS names no other Terraform)", () => undefined);

  for (const terraform of OTHERS) {
    const { stdout } = spawnSync(terraform, ["version", "-json"], { encoding: "utf8" });
    const version = (JSON.parse(stdout) as { terraform_version: string }).terraform_version;
    deploys(`Terraform ${version} deploys, plans nothing more, renames and destroys`, async () => {
      const run = await trial({
        config: { "versions.yaml": CONFIG.replace("    formerly: ADMINS\n", "").replaceAll("admins", "ADMINS") },
        terraform,
      });
      await run.deploy();
      const before = run.ids("versions")["azuread_group_without_members.ADMINS"];
      await run.change({ "versions.yaml": CONFIG });
      await run.deploy();
      expect(run.ids("versions")["azuread_group_without_members.admins"]).toBe(before);
      expect(await run.plan()).toEqual([]);
      expect(run.session.as("versions").state("versions").terraform_version).toBe(version);
      run.world.clock.advance({ minutes: 6 });
      await run.destroy();
      expect(run.made()).toEqual([]);
      expect(run.lost()).toEqual([]);
    });
  }
});

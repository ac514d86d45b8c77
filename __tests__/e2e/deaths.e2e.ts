import { rmSync } from "node:fs";
import { join } from "node:path";
import { endTree } from "../../sandbox/run/process-tree";
import { policies } from "../../sandbox/graph/conditional-access";
import { aksEntra } from "../support/aks-entra";
import { type Trial, deploys, succeed, trial } from "../support/e2e";

const CONFIG = `
name: small
tenantId: 22222222-2222-2222-2222-222222222222
subscriptionId: 00000000-0000-0000-0000-000000000000
location: westeurope
emergencyAccess:
  accounts: [{ user: 33333333-3333-4333-8333-333333333334 }, { user: 33333333-3333-4333-8333-333333333335 }]
groups:
  operators:
    owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }]
    members: [alice@contoso.com, bob@contoso.com]
  writers:
    owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }]
    pim:
      settings: { activation: { maximum: 4h, require: [mfa, justification] } }
      eligible: [{ principal: operators, for: 30d, justification: Rota }]
conditionalAccess:
  people: { state: enabled, include: [operators, writers], require: [mfa] }
clusters:
  old:
    existing: { resourceGroup: legacy }
    assume: { azureRbac: true, localAccounts: disabled }
    access: [{ reader: [operators], writer: [writers] }]
`;
const SETTINGS =
  "with MultiFactorAuthentication, Justification; eligible up to P365D; active up to P15D with Justification";
const WHOLE = [
  'eligible operators as member of writers for 30 days; "Rota"',
  "group operators (security); owners serviceprincipal-9999; members alice@contoso.com, bob@contoso.com",
  "group writers (security); owners serviceprincipal-9999; members nobody",
  "operators is Azure Kubernetes Service Cluster User Role on legacy/old",
  "operators is Azure Kubernetes Service RBAC Reader on legacy/old",
  "policy people, enabled; for operators, writers; not user-3334@contoso.com, user-3335@contoso.com; on Azure Kubernetes Service AAD Server from all; wants mfa",
  `role settings of writers for members; activation PT4H ${SETTINGS}`,
  `role settings of writers for owners; activation PT1H ${SETTINGS}`,
  "writers is Azure Kubernetes Service Cluster User Role on legacy/old",
  "writers is Azure Kubernetes Service RBAC Writer on legacy/old",
];

/** What docs/deploying.md says for after a death: import, deploy, and forget the takeover file. */
async function recipe(run: Trial): Promise<void> {
  succeed(await aksEntra(run, "small", ["import", "config/small.yaml"]));
  await run.session.resynth();
  await run.deploy();
  expect(run.made()).toEqual(WHOLE);
  expect(run.lost()).toEqual([]);
  expect(await run.plan()).toEqual([]);
  rmSync(join(run.folder, "config", "small.takeover.json"));
  await run.session.resynth();
  await run.deploy();
  expect(run.made()).toEqual(WHOLE);
  expect(await run.plan()).toEqual([]);
}

/** A deploy that ends at once, when the service has made this and Terraform has not heard of it. */
async function death(method: string, path: RegExp, config = CONFIG): Promise<Trial> {
  const run = await trial({ config: { "small.yaml": config } });
  await run.dieAt("small", method, path, endTree);
  return run;
}

const said = async (run: Trial) => {
  const { status, stdout, stderr } = await run.tryDeploy("small");
  expect(status).not.toBe(0);
  return stdout + stderr;
};

describe("a pipeline that dies after the service made something and before Terraform wrote it down", () => {
  deploys("an assignment of PIM: RoleAssignmentExists for ever, until it is imported", async () => {
    const run = await death("POST", /\/eligibilityScheduleRequests$/);
    expect(run.made()).toContain(WHOLE[0]);
    expect(Object.keys(run.ids("small")).join("\n")).not.toContain("eligibility_schedule");
    expect(await said(run)).toContain("RoleAssignmentExists");
    expect(await said(run)).toContain("RoleAssignmentExists");
    await recipe(run);
  });

  deploys("a role assignment: RoleAssignmentExists, until it is imported", async () => {
    const run = await death("PUT", /\/providers\/Microsoft\.Authorization\/roleAssignments\/[^/]+$/i);
    const given = run.made().filter((line) => line.includes(" on legacy/old"));
    expect(given).not.toEqual([]);
    expect(Object.keys(run.ids("small")).join("\n")).not.toContain("azurerm_role_assignment");
    expect(await said(run)).toContain("RoleAssignmentExists");
    await recipe(run);
  });

  deploys("a policy: nothing would say so, and the import finds it before there is a second one", async () => {
    const run = await death("POST", /\/identity\/conditionalAccess\/policies$/);
    expect(run.made().filter((line) => line.startsWith("policy"))).toHaveLength(1);
    expect(Object.keys(run.ids("small")).join("\n")).not.toContain("conditional_access_policy");
    await recipe(run);
  });

  deploys("a policy that was deployed again: the import names the two, one is deleted, the other stays", async () => {
    // without the role assignments, which would die on their way as well, and stop the second deploy
    const [config] = CONFIG.split("clusters:");
    const run = await death("POST", /\/identity\/conditionalAccess\/policies$/, config);
    await run.deploy();
    expect(run.made().filter((line) => line.startsWith("policy"))).toHaveLength(2);
    const ours = run.ids("small")["azuread_conditional_access_policy.people"];
    const imported = await aksEntra(run, "small", ["import", "config/small.yaml", "--dry-run"]);
    expect(imported.status).toBe(1);
    const ids: string[] = (imported.stdout + imported.stderr).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
    const twins = [...policies(run.world).keys()];
    expect(twins.every((id) => ids.includes(id))).toBe(true);
    for (const id of twins) if (!ours.endsWith(id)) policies(run.world).delete(id);
    expect(run.made()).toEqual(WHOLE.filter((line) => !line.includes(" on legacy/old")));
    expect(await run.plan()).toEqual([]);
  });
});

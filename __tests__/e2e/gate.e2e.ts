import { gate, readPlan } from "../../lib/gate";
import { TODAY, type Trial, deploys, rewrite, trial } from "../support/e2e";
import {
  APPLICATIONS,
  CONDITIONS,
  GRANT,
  SESSION,
  type Thing,
  USERS,
  type Values,
  cluster,
  group,
  jitGroup,
  policy,
  roleAssignment,
  schedule,
  settings,
} from "../gate/plans";

const CONFIG = `name: access
tenantId: 22222222-2222-2222-2222-222222222222
subscriptionId: 00000000-0000-0000-0000-000000000000
location: westeurope
emergencyAccess:
  accounts:
    - { user: 33333333-3333-4333-8333-333333333334 }
    - { user: 33333333-3333-4333-8333-333333333335 }
groups:
  approvers:
    roleAssignable: true
    owners: [{ user: 33333333-3333-4333-8333-333333333331 }]
    members: [{ user: 33333333-3333-4333-8333-333333333331 }, { user: 33333333-3333-4333-8333-333333333332 }]
  admins:
    roleAssignable: true
    owners: [{ user: 33333333-3333-4333-8333-333333333331 }]
    pim:
      settings: { activation: { maximum: 2h, require: [mfa, justification], approvers: [approvers] } }
      eligible: [{ principal: { user: 33333333-3333-4333-8333-333333333332 }, until: 2027-06-30, justification: Rota }]
conditionalAccess:
  aks:
    state: enabled
    include: [admins]
    require: [mfa, compliantDevice]
    signInFrequency: 4h
clusters:
  prod:
    resourceGroup: prod
    nodePool: { vmSize: Standard_D4s_v5, count: 3 }
    adminGroups: [admins]
    access: [{ clusterAdmin: [admins] }]
`;

const POLICY = CONFIG.slice(CONFIG.indexOf("conditionalAccess:"), CONFIG.indexOf("clusters:"));
const OTHER = `clusters:
  old:
    existing: { resourceGroup: legacy, name: old }
    assume: { azureRbac: true, localAccounts: disabled }
    access: [{ clusterUser: [admins] }]
`;
const ACKNOWLEDGED = `guardrails:
  acknowledge: [{ rule: CL-01, on: clusters.prod, reason: Planted, until: 2099-12-31 }]
`;
const CLUSTER = CONFIG.slice(CONFIG.indexOf("clusters:"));

deploys("plans of the real providers are told from each other as the plans of the unit tests are", async () => {
  const run = await trial({ config: { "access.yaml": CONFIG } });
  expect(await judged(run)).toEqual([]);
  await run.deploy();
  expect(await judged(run)).toEqual([]);
  expect(missingIn(await run.planJson("access"))).toEqual([]);

  // the tenant gets stricter than the file
  run.people.changeRule("admins", "member", "Expiration_EndUser_Assignment", { maximumDuration: "PT1H" });
  expect(await judged(run)).toEqual(["settings-loosened azuread_group_role_management_policy.admins_member-settings"]);
  run.people.changeRule("admins", "member", "Expiration_EndUser_Assignment", { maximumDuration: "PT2H" });

  const planted: Record<string, readonly [string, readonly string[]]> = {
    "a longer activation without approval": [
      rewrite(CONFIG, { "maximum: 2h": "maximum: 4h", ", approvers: [approvers]": "" }),
      [
        "settings-loosened azuread_group_role_management_policy.admins_member-settings",
        "settings-loosened azuread_group_role_management_policy.admins_owner-settings",
      ],
    ],
    "a policy in report-only": [
      rewrite(CONFIG, { "state: enabled": "state: reportOnly" }),
      ["policy-loosened azuread_conditional_access_policy.aks"],
    ],
    "a policy that asks for less": [
      rewrite(CONFIG, { "require: [mfa, compliantDevice]": "require: { any: [mfa, compliantDevice] }" }),
      ["policy-loosened azuread_conditional_access_policy.aks"],
    ],
    "a policy less": [CONFIG.replace(POLICY, ""), ["policy-deleted azuread_conditional_access_policy.aks"]],
    "a group of another kind": [
      CONFIG.replace("  admins:\n    roleAssignable: true\n", "  admins:\n"),
      [
        "cluster-admins-changed azurerm_kubernetes_cluster.prod",
        "group-replaced azuread_group_without_members.admins",
        "policy-loosened azuread_conditional_access_policy.aks",
      ],
    ],
    "a cluster with local accounts and without Azure RBAC": [
      `${CONFIG.replace("    access: [{ clusterAdmin: [admins] }]\n", "")}    localAccounts: enabled\n    azureRbac: false\n${ACKNOWLEDGED}`,
      ["cluster-loosened azurerm_kubernetes_cluster.prod"],
    ],
    "a just-in-time group more, which the policy includes and the cluster has as administrators": [
      rewrite(CONFIG, {
        "    include: [admins]": "    include: [admins, more]",
        "    adminGroups: [admins]": "    adminGroups: [admins, more]",
        "clusterAdmin: [admins]": "clusterAdmin: [admins, more]",
        "conditionalAccess:\n": `  more:
    roleAssignable: true
    owners: [{ user: 33333333-3333-4333-8333-333333333331 }]
    pim:
      settings: { activation: { maximum: 2h, require: [mfa, justification], approvers: [approvers] } }
      eligible: [{ principal: { user: 33333333-3333-4333-8333-333333333332 }, until: 2027-06-30, justification: Rota }]
conditionalAccess:
`,
      }),
      ["cluster-admins-changed azurerm_kubernetes_cluster.prod"],
    ],
    "a cluster without its admin group": [
      rewrite(CONFIG, { "    adminGroups: [admins]\n": "" }),
      ["cluster-admins-changed azurerm_kubernetes_cluster.prod"],
    ],
    "a cluster somewhere else": [
      rewrite(CONFIG, { "    resourceGroup: prod\n": "    resourceGroup: prod\n    location: northeurope\n" }),
      ["cluster-replaced azurerm_kubernetes_cluster.prod"],
    ],
    "a cluster less": [
      CONFIG.replace(CLUSTER, OTHER),
      ["cluster-deleted azurerm_kubernetes_cluster.prod", "resource-group-deleted azurerm_resource_group.prod"],
    ],
  };
  for (const [what, [config, expected]] of Object.entries(planted)) {
    await run.change({ "access.yaml": config });
    expect([what, await judged(run)]).toEqual([what, expected]);
  }
});

/** What the gate says to the plan of now: rules and addresses, each once and sorted. */
async function judged(run: Trial): Promise<string[]> {
  const report = gate(readPlan(await run.planJson("access")), { now: TODAY });
  return [...new Set(report.findings.map(({ rule, address }) => `${rule} ${address}`))].sort();
}

/** Attributes that the unit tests' plans have and a real plan has not. */
function missingIn(plan: Record<string, any>): string[] {
  const real = (type: string): Values | undefined =>
    plan.resource_changes.find((c: any) => c.type === type && c.mode === "managed")?.change.before;
  const things: Thing[] = [
    group("g", 1),
    jitGroup("j", 2),
    settings("s", 2),
    schedule("eligibility", "e", 2, 3),
    policy("p"),
    cluster("c"),
    roleAssignment("r", 1),
  ];
  const keys = (of: string, made: Values, there: Values | undefined): string[] =>
    Object.keys(made)
      .filter((key) => there === undefined || !(key in there))
      .map((key) => `${of}.${key}`);
  const block = (values: Values | undefined, ...path: string[]): Values | undefined =>
    path.reduce<any>((v, step) => v?.[step]?.[0], values);
  const aks = real("azuread_conditional_access_policy");
  return [
    ...things.flatMap(({ type, values }) => keys(type, values, real(type))),
    ...keys("users", USERS, block(aks, "conditions", "users")),
    ...keys("applications", APPLICATIONS, block(aks, "conditions", "applications")),
    ...keys("conditions", CONDITIONS, block(aks, "conditions")),
    ...keys("grant_controls", GRANT, block(aks, "grant_controls")),
    ...keys("session_controls", SESSION, block(aks, "session_controls")),
    ...["activation_rules", "eligible_assignment_rules", "active_assignment_rules"].flatMap((rules) =>
      keys(
        rules,
        (settings("s", 1).values[rules] as Values[])[0],
        block(real("azuread_group_role_management_policy"), rules),
      ),
    ),
  ];
}

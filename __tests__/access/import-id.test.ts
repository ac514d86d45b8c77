import fc from "fast-check";
import { IMPORTABLE_TYPES, normalizeImportId } from "../../lib/access/import-id";
import { ErrorCode } from "../../lib/core";
import { errorOf } from "../support/synth";

const G = "4444aaaa-4444-4444-8444-444444444444";
const U = "3333bbbb-3333-4333-8333-333333333333";
const S = "00000000-0000-0000-0000-000000000000";
const CLUSTER = `/subscriptions/${S}/resourceGroups/Legacy/providers/Microsoft.ContainerService/managedClusters/Old`;

describe.each(["azuread_group", "azuread_group_without_members"])("%s", (type) => {
  test.each([
    ["the object id", G],
    ["an object id in capitals", G.toUpperCase()],
    ["the id in Terraform's state", `/groups/${G}`],
    ["without the slash", `groups/${G}`],
    ["in quotes, with white space", ` "${G}"\n`],
    ["in braces, as PowerShell shows it", `{${G}}`],
    ["an address of Graph", `https://graph.microsoft.com/v1.0/groups/${G}`],
    ["an address of Graph with a query", `https://graph.microsoft.com/beta/groups/${G}?$select=id`],
    ["an address of Graph as OData writes it", `https://graph.microsoft.com/v1.0/groups('${G}')`],
    ["a directory object of Graph", `https://graph.microsoft.com/v1.0/directoryObjects/${G}`],
    ["a line of JSON", `"id": "${G}",`],
    ["a line of HCL", `id = "/groups/${G}"`],
    ["an address of Graph of its members", `https://graph.microsoft.com/v1.0/groups/${G}/members`],
    ["an address of Graph of its owners, with a query", `https://graph.microsoft.com/beta/groups/${G}/owners?$top=5`],
    ["what the portal shows", `Object ID: ${G}`],
    ["what a command shows", `objectId: ${G}`],
    ["a line of JSON with another name", `"objectId": "${G}",`],
    ["a variable", `groupId=${G}`],
    ["a URN", `urn:uuid:${G}`],
    ["what a chat puts around it", `\u200b${G}\u200e\u00a0`],
    [
      "an address of the portal",
      `https://entra.microsoft.com/#view/Microsoft_AAD_IAM/GroupDetailsMenuBlade/~/Overview/groupId/${G}/menuId/`,
    ],
  ])("takes %s", (_, pasted) => expect(normalizeImportId(type, pasted)).toBe(`/groups/${G}`));
});

test.each([
  ["azuread_group_member", `${G}/member/${U}`, `${G}/member/${U}`],
  ["azuread_group_member", `https://graph.microsoft.com/v1.0/groups/${G}/members/${U}/$ref`, `${G}/member/${U}`],
  ["azuread_group_role_management_policy", `Group_${G}_${U}`, `Group_${G}_${U}`],
  ["azuread_group_role_management_policy", `Group_${G.toUpperCase()}_${U}_member`, `Group_${G}_${U}`],
  [
    "azuread_group_role_management_policy",
    `https://graph.microsoft.com/v1.0/policies/roleManagementPolicies('Group_${G}_${U}')`,
    `Group_${G}_${U}`,
  ],
  ["azuread_privileged_access_group_eligibility_schedule", `${G}_member_${U}`, `${G}_member_${U}`],
  ["azuread_privileged_access_group_assignment_schedule", `${G}_OWNER_${U}`, `${G}_owner_${U}`],
  [
    "azuread_privileged_access_group_eligibility_schedule",
    `https://graph.microsoft.com/v1.0/identityGovernance/privilegedAccess/group/eligibilitySchedules/${G}_member_${U}`,
    `${G}_member_${U}`,
  ],
  ["azuread_conditional_access_policy", G, `/identity/conditionalAccess/policies/${G}`],
  [
    "azuread_conditional_access_policy",
    `https://entra.microsoft.com/#view/Microsoft_AAD_ConditionalAccess/PolicyBlade/policyId/${G}`,
    `/identity/conditionalAccess/policies/${G}`,
  ],
  [
    "azuread_conditional_access_policy",
    `https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies/${G}`,
    `/identity/conditionalAccess/policies/${G}`,
  ],
  [
    "azurerm_role_assignment",
    `/SUBSCRIPTIONS/${S}/resourcegroups/Legacy/providers/microsoft.containerservice/managedclusters/Old/providers/microsoft.authorization/roleassignments/${U.toUpperCase()}`,
    `${CLUSTER}/providers/Microsoft.Authorization/roleAssignments/${U}`,
  ],
  [
    "azurerm_role_assignment",
    `${CLUSTER}/namespaces/payments/providers/Microsoft.Authorization/roleAssignments/${U}|${G}`,
    `${CLUSTER}/namespaces/payments/providers/Microsoft.Authorization/roleAssignments/${U}|${G}`,
  ],
  [
    "azurerm_role_assignment",
    `/providers/Microsoft.Management/managementGroups/corp/providers/Microsoft.Authorization/roleAssignments/${U}`,
    `/providers/Microsoft.Management/managementGroups/corp/providers/Microsoft.Authorization/roleAssignments/${U}`,
  ],
  ["azurerm_kubernetes_cluster", CLUSTER.toLowerCase(), CLUSTER.replace("Legacy", "legacy").replace("Old", "old")],
  ["azurerm_kubernetes_cluster", `https://portal.azure.com/#@contoso.com/resource${CLUSTER}/overview`, CLUSTER],
  ["azurerm_kubernetes_cluster", `https://portal.azure.com/?l=en#@contoso.com/resource${CLUSTER}/workloads`, CLUSTER],
  ["azurerm_kubernetes_cluster", `https://management.azure.com${CLUSTER}?api-version=2025-07-01`, CLUSTER],
  ["azurerm_kubernetes_cluster", `"${CLUSTER}",`, CLUSTER],
  ["azurerm_kubernetes_cluster", CLUSTER.slice(1), CLUSTER],
  ["azurerm_kubernetes_cluster", encodeURIComponent(CLUSTER), CLUSTER],
  [
    "azurerm_resource_group",
    `"/subscriptions/${S}/resourceGroups/apps(weu)"`,
    `/subscriptions/${S}/resourceGroups/apps(weu)`,
  ],
  ["azurerm_kubernetes_cluster_node_pool", `${CLUSTER}/agentpools/system/`, `${CLUSTER}/agentPools/system`],
  [
    "azurerm_resource_group",
    `https://portal.azure.com/#@contoso.com/resource/subscriptions/${S}/resourceGroups/Legacy/overview`,
    `/subscriptions/${S}/resourceGroups/Legacy`,
  ],
  ["azurerm_monitor_diagnostic_setting", `${CLUSTER}|audit-logs`, `${CLUSTER}|audit-logs`],
  [
    "azurerm_monitor_diagnostic_setting",
    `${CLUSTER}/providers/microsoft.insights/diagnosticSettings/audit-logs`,
    `${CLUSTER}|audit-logs`,
  ],
  ["azurerm_log_analytics_workspace", ' "/anything/at/all" ', "/anything/at/all"],
])("%s is found in %s", (type, pasted, id) => expect(normalizeImportId(type, pasted)).toBe(id));

test.each([
  ["azuread_group", "aks-admins", '"aks-admins" is not the id of an azuread_group; allowed: /groups/OBJECT-ID'],
  ["azuread_group", " ", '" ": nothing is given; allowed: /groups/OBJECT-ID'],
  ["azuread_group", `/users/${U}`, `"/users/${U}" is not the id of an azuread_group; allowed: /groups/OBJECT-ID`],
  [
    "azuread_group",
    `/groups/${G}/members/${U}`,
    `"/groups/${G}/members/${U}" is not the id of an azuread_group; allowed: /groups/OBJECT-ID`,
  ],
  [
    "azuread_group_role_management_policy",
    G,
    `"${G}": this is one UUID, and the id of role settings has the group and the policy in it; allowed: Group_GROUP-ID_POLICY-ID`,
  ],
  [
    "azuread_privileged_access_group_assignment_schedule",
    G,
    `"${G}": this is one UUID, and the id of a schedule has the group, member or owner, and the schedule in it; allowed: GROUP-ID_member_SCHEDULE-ID, or _owner_`,
  ],
  [
    "azurerm_role_assignment",
    U,
    `"${U}": this is the name alone, and the id of a role assignment has its scope in it; allowed: SCOPE/providers/Microsoft.Authorization/roleAssignments/NAME`,
  ],
  [
    "azurerm_kubernetes_cluster",
    `/subscriptions/${S}/resourceGroups/Legacy`,
    `"/subscriptions/${S}/resourceGroups/Legacy" is not the id of an azurerm_kubernetes_cluster; allowed: /subscriptions/ID/resourceGroups/NAME/providers/Microsoft.ContainerService/managedClusters/NAME`,
  ],
  [
    "azurerm_kubernetes_cluster",
    `${CLUSTER}/agentPools/system`,
    `"${CLUSTER}/agentPools/system" is not the id of an azurerm_kubernetes_cluster; allowed: /subscriptions/ID/resourceGroups/NAME/providers/Microsoft.ContainerService/managedClusters/NAME`,
  ],
  ["toString", "", '"": nothing is given; allowed: the id of the resource'],
])("%s is not found in %s", (type, pasted, message) => {
  const error = errorOf(() => normalizeImportId(type, pasted));
  expect(error.message).toBe(`${message} (IMPORT_ID)`);
  expect(error.code).toBe(ErrorCode.IMPORT_ID);
});

test("an id that came out goes in again and stays as it is, whatever its letters", () => {
  const id = fc.uuid().chain((u) => fc.constantFrom(u, u.toUpperCase()));
  const name = fc.stringMatching(/^[A-Za-z0-9-]{1,20}$/);
  const pasted = fc
    .tuple(fc.constantFrom(...IMPORTABLE_TYPES), id, id, name, name)
    .map(([type, a, b, group, other]) => {
      const cluster = `/subscriptions/${a}/resourcegroups/${group}/providers/microsoft.containerservice/managedclusters/${other}`;
      const forms: Record<string, string> = {
        azuread_group_member: `${a}/member/${b}`,
        azuread_group_role_management_policy: `Group_${a}_${b}`,
        azuread_privileged_access_group_eligibility_schedule: `${a}_member_${b}`,
        azuread_privileged_access_group_assignment_schedule: `${a}_owner_${b}`,
        azurerm_role_assignment: `${cluster}/providers/Microsoft.Authorization/roleAssignments/${b}`,
        azurerm_kubernetes_cluster: cluster,
        azurerm_kubernetes_cluster_node_pool: `${cluster}/agentpools/${group}`,
        azurerm_resource_group: `/subscriptions/${a}/resourcegroups/${group}`,
        azurerm_monitor_diagnostic_setting: `${cluster}|${group}`,
      };
      return [type, forms[type] ?? a] as const;
    });
  fc.assert(
    fc.property(pasted, ([type, text]) => {
      const once = normalizeImportId(type, text);
      expect(normalizeImportId(type, once)).toBe(once);
      expect(once.toLowerCase()).toContain(text.toLowerCase());
    }),
  );
});

import { type AccessStack } from "../../lib";
import { addresses, newApp, synth, warnings, written, writtenModel } from "../support/synth";
import { article } from "./article";

const RSA = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC4vF5aNXB1vy1yvp0tbc6XD aks-nodes";

let stack: AccessStack;
let json: ReturnType<typeof synth>;

beforeAll(() => {
  stack = article(newApp(), RSA);
  json = synth(stack);
});

test("the article's program makes these resources at these addresses, and looks up these things", () => {
  expect(addresses(stack)).toEqual([
    "azuread_conditional_access_policy.aks-policy",
    "azuread_group.aks-operators",
    "azuread_group_role_management_policy.myJITGroup_member-settings",
    "azuread_group_role_management_policy.myJITGroup_owner-settings",
    "azuread_group_role_management_policy.payments-readers_member-settings",
    "azuread_group_role_management_policy.payments-readers_owner-settings",
    "azuread_group_without_members.myJITGroup",
    "azuread_group_without_members.payments-readers",
    "azuread_privileged_access_group_assignment_schedule.myJITGroup_active_carol__contoso_com",
    "azuread_privileged_access_group_eligibility_schedule.myJITGroup_eligible_aks-operators",
    "azuread_privileged_access_group_eligibility_schedule.payments-readers_eligible_aks-operators",
    "azurerm_kubernetes_cluster.myManagedCluster",
    "azurerm_resource_group.myResourceGroup",
    "azurerm_role_assignment.myManagedCluster_cluster-user_aks-operators",
    "azurerm_role_assignment.myManagedCluster_cluster-user_myJITGroup",
    "azurerm_role_assignment.myManagedCluster_cluster-user_payments-readers",
    "azurerm_role_assignment.myManagedCluster_namespace_payments_reader_payments-readers",
    "data.azuread_service_principals.aks-server",
    "data.azuread_user.alice__contoso_com",
    "data.azuread_user.bob__contoso_com",
    "data.azuread_user.carol__contoso_com",
    "data.azuread_user.dave__contoso_com",
  ]);
});

test("four users and one application are looked up, and the cluster is not", () => {
  const counts = Object.entries(json.data as Record<string, object>).map(([type, named]) => [
    type,
    Object.keys(named).length,
  ]);
  expect(counts).toEqual([
    ["azuread_service_principals", 1],
    ["azuread_user", 4],
  ]);
});

test("the outputs for others are the groups, the clusters and how to connect", () => {
  const { output } = json;
  expect(Object.keys(output).sort()).toEqual(["cluster_ids", "connect_myManagedCluster", "group_ids"]);
  expect(Object.keys(output.group_ids.value).sort()).toEqual(["aks-operators", "myJITGroup", "payments-readers"]);
  expect(Object.keys(output.cluster_ids.value)).toEqual(["myManagedCluster"]);
});

test("the article's program needs two providers, warns of nothing, and names no machine", () => {
  expect(warnings(stack)).toEqual([]);
  const app = newApp();
  article(app, RSA);
  const text = written(app, "article");
  expect(Object.keys(JSON.parse(text).provider)).toEqual(["azuread", "azurerm"]);
  expect(text).not.toContain(app.outdir);
});

test("the article's model knows everybody who gets in", () => {
  const app = newApp();
  article(app, RSA);
  const model = writtenModel(app, "article");
  expect(model.grants.map((g) => [g.principal, g.roleName, g.namespace])).toEqual([
    ["article/aks-operators", "Azure Kubernetes Service Cluster User Role", null],
    ["article/myJITGroup", "Azure Kubernetes Service Cluster User Role", null],
    ["article/payments-readers", "Azure Kubernetes Service Cluster User Role", null],
    ["article/payments-readers", "Azure Kubernetes Service RBAC Reader", "payments"],
  ]);
  expect(model.clusters.map((c) => [c.id, c.adminGroups, c.localAccountsDisabled, c.azureRbac])).toEqual([
    ["article/myManagedCluster", ["article/myJITGroup"], true, true],
  ]);
  expect(model.policies.map((p) => [p.id, p.include, p.controls])).toEqual([
    [
      "article/aks-policy",
      ["article/aks-operators", "article/myJITGroup", "article/payments-readers"],
      ["compliantDevice"],
    ],
  ]);
  expect(model.policies[0].exclude).toEqual(model.emergencyAccess[0].accounts);
  expect(model.assignments.map((a) => [a.group, a.principal, a.kind])).toEqual([
    ["article/myJITGroup", "article/.users/carol@contoso.com", "active"],
    ["article/myJITGroup", "article/aks-operators", "eligible"],
    ["article/payments-readers", "article/aks-operators", "eligible"],
  ]);
});

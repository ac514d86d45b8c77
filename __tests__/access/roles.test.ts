import { ROLES, allows, allowsData, roleOf } from "../../lib/access";
import { AzureRole } from "../../lib";

const AKS = "Microsoft.ContainerService/managedClusters";
const named = (name: string) => ROLES.find((r) => r.name === `Azure Kubernetes Service ${name}` || r.name === name)!;
const data = (name: string, ...actions: string[]) => actions.filter((a) => allowsData(named(name), `${AKS}/${a}`));
const arm = (name: string, ...actions: string[]) => actions.filter((a) => allows(named(name), `${AKS}/${a}`));

test("every role that can be granted by name has its definition here, with a source and a date", () => {
  for (const { guid, roleName } of AzureRole.BUILT_IN) expect(roleOf(guid)?.name).toBe(roleName);
  for (const role of ROLES) {
    expect(role.source).toMatch(/^MicrosoftDocs\/azure-docs .*\.md$/);
    expect(role.date).toMatch(/^20\d\d-\d\d-\d\d$/);
  }
  expect(new Set(ROLES.map((r) => r.guid)).size).toBe(14);
});

test("a role is found in whatever letters; a custom one, or one that is not known yet, is not", () => {
  expect(roleOf("7F6C6A51-BCF8-42BA-9220-52D62157D7DB")?.name).toBe("Azure Kubernetes Service RBAC Reader");
  expect(roleOf("11111111-2222-4333-8444-555555555555")).toBeUndefined();
  expect(roleOf({ unknown: "a token" })).toBeUndefined();
});

test("the reader reads what is not secret, and neither nodes nor roles", () => {
  const reads = [
    "pods/read",
    "apps/deployments/read",
    "configmaps/read",
    "services/read",
    "events/read",
    "events.k8s.io/events/read",
    "metrics.k8s.io/nodes/read",
    "metrics.k8s.io/pods/read",
    "namespaces/read",
    "limitranges/read",
    "resourcequotas/read",
    "discovery.k8s.io/endpointslices/read",
    "apps/controllerrevisions/read",
    "serviceaccounts/read",
  ];
  expect(data("RBAC Reader", ...reads)).toEqual(reads);
  expect(
    data(
      "RBAC Reader",
      "secrets/read",
      "nodes/read",
      "rbac.authorization.k8s.io/roles/read",
      "pods/write",
      "pods/exec/action",
      "pods/delete",
      "example.com/widgets/read",
      "*/read",
      "coordination.k8s.io/leases/read",
    ),
  ).toEqual([]);
  expect(named("RBAC Reader").dataActions).toHaveLength(31);
});

test("the writer also reads secrets and runs commands in pods; neither roles, namespaces nor quotas are his", () => {
  const writes = [
    "pods/write",
    "pods/delete",
    "pods/exec/action",
    "secrets/read",
    "secrets/write",
    "apps/deployments/write",
    "coordination.k8s.io/leases/read",
    "coordination.k8s.io/leases/write",
    "coordination.k8s.io/leases/delete",
    "serviceaccounts/impersonate/action",
  ];
  expect(data("RBAC Writer", ...writes)).toEqual(writes);
  expect(
    data(
      "RBAC Writer",
      "rbac.authorization.k8s.io/roles/write",
      "namespaces/write",
      "resourcequotas/write",
      "nodes/read",
      "limitranges/write",
      "events.k8s.io/events/write",
      "apps/controllerrevisions/write",
    ),
  ).toEqual([]);
  expect(named("RBAC Writer").dataActions).toHaveLength(35);
});

test("the admin has everything but namespaces and quotas, which he reads; the cluster admin has everything", () => {
  const all = [
    "nodes/read",
    "rbac.authorization.k8s.io/clusterrolebindings/write",
    "example.com/widgets/delete",
    "namespaces/read",
    "resourcequotas/read",
  ];
  const more = [
    "namespaces/write",
    "namespaces/delete",
    "resourcequotas/write",
    "resourcequotas/delete",
    "*",
    "*/write",
  ];
  expect(data("RBAC Admin", ...all, ...more)).toEqual(all);
  expect(data("RBAC Admin", "*/read")).toEqual(["*/read"]);
  expect(data("RBAC Cluster Admin", ...all, ...more)).toEqual([...all, ...more]);
});

test("who downloads which credential, runs commands and changes the cluster", () => {
  const actions = [
    "listClusterUserCredential/action",
    "listClusterAdminCredential/action",
    "listClusterMonitoringUserCredential/action",
    "runcommand/action",
    "read",
    "write",
  ];
  const table = ROLES.map(({ name }) =>
    [name.replace("Azure Kubernetes Service ", ""), ...arm(name, ...actions)].join(" "),
  );
  expect(table).toEqual([
    "Cluster User Role listClusterUserCredential/action read",
    "RBAC Reader",
    "RBAC Writer",
    "RBAC Admin listClusterUserCredential/action",
    "RBAC Cluster Admin listClusterUserCredential/action",
    "Cluster Admin Role listClusterAdminCredential/action runcommand/action read",
    "Cluster Monitoring User listClusterMonitoringUserCredential/action read",
    "Namespace User",
    "Namespace Contributor",
    "Contributor Role listClusterUserCredential/action listClusterAdminCredential/action listClusterMonitoringUserCredential/action runcommand/action read write",
    "Contributor listClusterUserCredential/action listClusterAdminCredential/action listClusterMonitoringUserCredential/action runcommand/action read write",
    "Owner listClusterUserCredential/action listClusterAdminCredential/action listClusterMonitoringUserCredential/action runcommand/action read write",
    "Role Based Access Control Administrator read",
    "User Access Administrator read",
  ]);
});

test("who assigns roles", () => {
  const assigns = ROLES.filter((r) => allows(r, "Microsoft.Authorization/roleAssignments/write")).map((r) => r.name);
  expect(assigns).toEqual(["Owner", "Role Based Access Control Administrator", "User Access Administrator"]);
});

test("letters do not count, a pattern takes the whole action, and its dots are dots", () => {
  const role = { ...named("RBAC Reader"), dataActions: [`${AKS}/a.b/pods/*`] };
  expect(allowsData(role, `${AKS}/A.B/PODS/READ`.toUpperCase())).toBe(true);
  expect(allowsData(role, `${AKS}/axb/pods/read`)).toBe(false);
  expect(allowsData(role, `x${AKS}/a.b/pods/read`)).toBe(false);
  expect(allowsData({ ...role, dataActions: [`${AKS}/pods/read`] }, `${AKS}/pods/read/more`)).toBe(false);
});

import { type RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import {
  AccessStack,
  AksCluster,
  AzureRole,
  ClusterUserRole,
  EntraGroup,
  type ExistingClusterOptions,
  accessModelOf,
} from "../../lib";
import {
  SUBSCRIPTION,
  TENANT,
  addresses,
  errorOf,
  foreignStack,
  newApp,
  newStack,
  resources,
  synth,
} from "../support/synth";

const OTHER = "99999999-9999-4999-8999-999999999999";
const idOf = (name: string, subscription = SUBSCRIPTION) =>
  `/subscriptions/${subscription}/resourceGroups/legacy/providers/Microsoft.ContainerService/managedClusters/${name}`;
const OLD = idOf("old");
const TENANT_KNOWS = { unknown: "only the tenant knows" };

const group = (stack: TerraformStack, id: string, n = 1) =>
  EntraGroup.fromObjectId(stack, id, `44444444-4444-4444-8444-44444444440${n}`);
const existing = (stack: TerraformStack, options: ExistingClusterOptions = {}, id = "found") =>
  AksCluster.fromClusterId(stack, id, OLD, options);
const assignments = (stack: TerraformStack) => resources(stack, "azurerm_role_assignment");

test("a cluster that exists is neither made nor looked up", () => {
  const stack = newStack();
  existing(stack);
  AksCluster.fromClusterAttributes(stack, "other", { resourceGroup: "legacy" });
  expect(addresses(stack)).toEqual([]);
});

test("a cluster is known by its id", () => {
  const stack = newStack();
  expect(existing(stack)).toMatchObject({
    clusterId: OLD,
    clusterName: "old",
    resourceGroupName: "legacy",
    subscriptionId: SUBSCRIPTION,
    tenantId: TENANT,
    azureRbac: undefined,
    clusterUserRole: "granted",
    provider: undefined,
  });
});

test("an id in another spelling is written as Azure answers it, which else would replace grants at every plan", () => {
  const id = OLD.replace("resourceGroups", "resourcegroups").replace("managedClusters", "managedclusters");
  expect(AksCluster.fromClusterId(newStack(), "found", id).clusterId).toBe(OLD);
});

test("a cluster is known by subscription, resource group and name", () => {
  const stack = newStack();
  const named = { subscriptionId: OTHER, resourceGroup: "legacy", name: "old", tenantId: OTHER };
  expect(AksCluster.fromClusterAttributes(stack, "found", named)).toMatchObject({
    clusterId: idOf("old", OTHER),
    clusterName: "old",
    resourceGroupName: "legacy",
    subscriptionId: OTHER,
    tenantId: OTHER,
  });
});

test("name and subscription are the construct id and the stack's unless they are given", () => {
  const cluster = AksCluster.fromClusterAttributes(newStack(), "found", { resourceGroup: "legacy" });
  expect(cluster.clusterId).toBe(idOf("found"));
});

test("an id may be a token, of which the parts are taken by Terraform", () => {
  const stack = newStack();
  const token = new TerraformVariable(stack, "cluster", {}).stringValue;
  const cluster = AksCluster.fromClusterId(stack, "found", token);
  cluster.access.namespace("payments").grantReader(group(stack, "team"));
  const part = (n: number) => `\${element(split("/", var.cluster), ${n})}`;
  expect(assignments(stack)["found_namespace_payments_reader_team"]).toMatchObject({
    scope: "${var.cluster}/namespaces/payments",
    role_definition_id: `/subscriptions/${part(2)}/providers/Microsoft.Authorization/roleDefinitions/7f6c6a51-bcf8-42ba-9220-52d62157d7db`,
  });
  new TerraformOutput(stack, "names", { value: [cluster.clusterName, cluster.resourceGroupName] });
  expect(synth(stack).output.names.value).toEqual([part(8), part(4)]);
  expect(synth(stack).output.connect_found.value.guide).toContain(
    `--subscription ${part(2)} --resource-group ${part(4)} --name ${part(8)}\n`,
  );
  const notKnown = { unknown: "known to Terraform only" };
  expect(accessModelOf(stack).clusters[0]).toMatchObject({
    name: notKnown,
    resourceGroup: notKnown,
    subscriptionId: { unknown: "that of the provider" },
  });
});

test("attributes may be tokens", () => {
  const stack = newStack();
  const token = (name: string) => new TerraformVariable(stack, name, {}).stringValue;
  const cluster = AksCluster.fromClusterAttributes(stack, "found", {
    name: token("name"),
    resourceGroup: token("group"),
    subscriptionId: token("subscription"),
    tenantId: token("tenant"),
  });
  new TerraformOutput(stack, "id", { value: cluster.clusterId });
  expect(synth(stack).output.id.value).toBe(
    "/subscriptions/${var.subscription}/resourceGroups/${var.group}/providers/Microsoft.ContainerService/managedClusters/${var.name}",
  );
  expect(accessModelOf(stack).clusters[0].tenantId).toEqual({ unknown: "that of the provider" });
});

test("access is granted as on a cluster that we make", () => {
  const stack = newStack();
  const { access } = existing(stack);
  access.namespace("payments").grantReader(group(stack, "team"));
  const who = { principal_id: "44444444-4444-4444-8444-444444444401", principal_type: "Group" };
  const definition = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions`;
  expect(assignments(stack)).toEqual({
    "found_cluster-user_team": {
      ...who,
      scope: OLD,
      role_definition_id: `${definition}/4abbcc35-e782-43d8-92c5-2d3f1bd2253f`,
    },
    found_namespace_payments_reader_team: {
      ...who,
      scope: `${OLD}/namespaces/payments`,
      role_definition_id: `${definition}/7f6c6a51-bcf8-42ba-9220-52d62157d7db`,
    },
  });
  expect(access.grants.map((g) => (g.node.defaultChild as RoleAssignment).node.path)).toEqual([
    "test/found/namespace/payments/reader/team/Default",
    "test/found/cluster-user/team/Default",
  ]);
});

test("a group that is said to be an administrator is granted nothing by that, and is told what it can do", () => {
  const stack = newStack();
  const admins = group(stack, "admins");
  const { access } = existing(stack, { assume: { adminGroups: [admins] } });
  expect(assignments(stack)).toEqual({});
  access.grantClusterUser(admins);
  expect(Object.keys(assignments(stack))).toEqual(["found_cluster-user_admins"]);
  const { guide } = synth(stack).output.connect_found.value;
  expect(guide.split("\n\n").slice(2)).toEqual(["Cluster administrators (admins):\n  kubectl get nodes"]);
});

test.each([true, undefined])("with Azure RBAC said to be %s, roles inside Kubernetes are granted", (azureRbac) => {
  const stack = newStack();
  existing(stack, { assume: { azureRbac } }).access.grantReader(group(stack, "team"));
  expect(Object.keys(assignments(stack)).sort()).toEqual(["found_cluster-user_team", "found_reader_team"]);
});

test("fails for roles inside Kubernetes where Azure RBAC is said to be off", () => {
  const stack = newStack();
  const { access } = existing(stack, { assume: { azureRbac: false } });
  const error = errorOf(() => access.grantReader(group(stack, "team")));
  expect(error.code).toBe("AKS_AZURE_RBAC_OFF");
  expect(error.message).toBe(
    "[test/found] role: Azure Kubernetes Service RBAC Reader has no effect on a cluster without Azure RBAC; allowed: azureRbac: true on the cluster, or RoleBindings inside Kubernetes (AKS_AZURE_RBAC_OFF)",
  );
  expect(assignments(stack)).toEqual({});
});

test("a stack of ours tells its id and how to connect, without a kubeconfig", () => {
  const stack = newStack();
  existing(stack);
  const { output } = synth(stack);
  expect(output.cluster_ids.value).toEqual({ found: OLD });
  expect(output.connect_found.value).toEqual({
    activate: "https://entra.microsoft.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadgroup",
    guide: `How to get into old

Everybody, once:
  az login --tenant ${TENANT}
  az aks get-credentials --subscription ${SUBSCRIPTION} --resource-group legacy --name old
  kubelogin convert-kubeconfig -l interactive
  On a machine without a browser: kubelogin convert-kubeconfig -l devicecode, unless a policy of the tenant asks for a device.`,
    login_mode: "interactive",
  });
});

describe("in another subscription", () => {
  const far = (stack: TerraformStack, options: ExistingClusterOptions = {}, id = "far") =>
    AksCluster.fromClusterId(stack, id, idOf(id, OTHER), options);

  test("a stack of ours grants with a provider of that subscription, one for all of its clusters", () => {
    const stack = newStack();
    const team = group(stack, "team");
    for (const id of ["far", "further"]) far(stack, {}, id).access.grantClusterUser(team);
    existing(stack).access.grantClusterUser(team);
    expect(Object.entries(assignments(stack)).map(([name, r]) => [name, r.provider])).toEqual([
      ["far_cluster-user_team", `azurerm.subscription-${OTHER}`],
      ["found_cluster-user_team", undefined],
      ["further_cluster-user_team", `azurerm.subscription-${OTHER}`],
    ]);
    expect(synth(stack).provider.azurerm).toEqual([
      expect.not.objectContaining({ alias: expect.anything() }),
      expect.objectContaining({ alias: `subscription-${OTHER}`, subscription_id: OTHER, tenant_id: TENANT }),
    ]);
    expect(assignments(stack)["far_cluster-user_team"].role_definition_id).toMatch(`/subscriptions/${OTHER}/`);
  });

  test("a provider that is given is taken", () => {
    const stack = newStack();
    const provider = new AzurermProvider(stack, "second", { alias: "second", subscriptionId: OTHER, features: [{}] });
    far(stack, { provider }).access.grantClusterUser(group(stack, "team"));
    expect(assignments(stack)["far_cluster-user_team"].provider).toBe("azurerm.second");
    const aliases = (synth(stack).provider.azurerm as { alias?: string }[]).map((p) => p.alias);
    expect(aliases).toEqual(expect.arrayContaining(["second", undefined]));
    expect(aliases).toHaveLength(2);
  });

  test("a cluster without a subscription of its own is in that of the given provider", () => {
    const stack = newStack();
    const provider = new AzurermProvider(stack, "second", { alias: "second", subscriptionId: OTHER, features: [{}] });
    const cluster = AksCluster.fromClusterAttributes(stack, "far", { resourceGroup: "legacy", provider });
    new TerraformOutput(stack, "id", { value: cluster.clusterId });
    expect(synth(stack).output.id.value).toBe(
      "/subscriptions/${data.azurerm_client_config.azurerm-client-config-second.subscription_id}/resourceGroups/legacy/providers/Microsoft.ContainerService/managedClusters/far",
    );
  });

  test("a foreign stack grants with its own provider, in the subscription of the cluster", () => {
    const stack = foreignStack();
    far(stack, { tenantId: TENANT }).access.grantClusterUser(group(stack, "team"));
    expect(addresses(stack)).toEqual(["azurerm_role_assignment.far_cluster-user_team_815BEDD9"]);
    const [assignment] = Object.values(assignments(stack));
    expect(assignment).not.toHaveProperty("provider");
    expect(assignment.role_definition_id).toMatch(`/subscriptions/${OTHER}/`);
  });

  test("a foreign stack that is not told the tenant asks its provider", () => {
    const stack = foreignStack();
    existing(stack);
    expect(addresses(stack)).toEqual(["data.azurerm_client_config.look-ups_azurerm-client-config_FD5F9DF4"]);
  });
});

describe("what a cluster that exists says about access", () => {
  test("what nobody said of it is unknown", () => {
    const stack = newStack();
    existing(stack);
    expect(accessModelOf(stack).clusters).toEqual([
      {
        id: "test/found",
        source: undefined,
        name: "old",
        resourceGroup: "legacy",
        subscriptionId: SUBSCRIPTION,
        tenantId: TENANT,
        kind: "existing",
        assumed: [],
        entraIntegration: TENANT_KNOWS,
        azureRbac: TENANT_KNOWS,
        localAccountsDisabled: TENANT_KNOWS,
        runCommandEnabled: TENANT_KNOWS,
        privateCluster: TENANT_KNOWS,
        authorizedIpRanges: TENANT_KNOWS,
        workloadIdentity: TENANT_KNOWS,
        kubernetesVersion: TENANT_KNOWS,
        adminGroups: TENANT_KNOWS,
        auditLogs: TENANT_KNOWS,
        clusterUserRole: "granted",
        loginMode: "interactive",
      },
    ]);
  });

  test.each([
    [
      { azureRbac: true, localAccounts: true },
      { azureRbac: true, localAccountsDisabled: false },
    ],
    [
      { azureRbac: false, localAccounts: false },
      { azureRbac: false, localAccountsDisabled: true },
    ],
  ])("what is assumed counts, and is shown as assumed: %j", (assume, facts) => {
    const stack = newStack();
    const admins = group(stack, "admins");
    existing(stack, { assume: { ...assume, adminGroups: [admins] }, clusterUserRole: ClusterUserRole.EXTERNAL });
    expect(accessModelOf(stack).clusters[0]).toMatchObject({
      ...facts,
      adminGroups: ["test/admins"],
      assumed: ["azureRbac", "localAccountsDisabled", "adminGroups"],
      runCommandEnabled: TENANT_KNOWS,
      clusterUserRole: "external",
    });
  });

  test("its grants name it", () => {
    const stack = newStack();
    existing(stack).access.grantRole(AzureRole.AKS_CONTRIBUTOR, group(stack, "team"));
    expect(accessModelOf(stack).grants.map((g) => [g.cluster, g.roleName])).toEqual([
      ["test/found", "Azure Kubernetes Service Cluster User Role"],
      ["test/found", "Azure Kubernetes Service Contributor Role"],
    ]);
  });
});

describe("one cluster, declared twice", () => {
  const MESSAGE = (other: string) =>
    `this cluster is also declared by ${other}, which grants the Cluster User role on it; allowed: one declaration for the whole app, or clusterUserRole: external on this one (AKS_DECLARED_TWICE)`;
  const attributes = { subscriptionId: SUBSCRIPTION, resourceGroup: "LEGACY", name: "Old" };

  test("fails in one stack, in any case of letters", () => {
    const stack = newStack();
    existing(stack);
    const error = errorOf(() => AksCluster.fromClusterAttributes(stack, "again", attributes));
    expect(error.code).toBe("AKS_DECLARED_TWICE");
    expect(error.message).toBe(`[test/again] ${MESSAGE("test/found")}`);
  });

  test("fails in two stacks of one app, also for a cluster that is made", () => {
    const app = newApp();
    const [one, two] = ["one", "two"].map((id) => new AccessStack(app, id, { subscriptionId: SUBSCRIPTION }));
    new AksCluster(one, "prod", {
      name: "old",
      resourceGroup: { name: "legacy", location: "westeurope" },
      nodePool: { vmSize: "Standard_D4s_v5", count: 3 },
    });
    const error = errorOf(() => existing(two));
    expect(error.code).toBe("AKS_DECLARED_TWICE");
    expect(error.message).toBe(`[two/found] ${MESSAGE("one/prod")}`);
  });

  test("fails for a cluster that is made twice, and makes one", () => {
    const stack = newStack();
    const make = (id: string) =>
      new AksCluster(stack, id, {
        name: "old",
        resourceGroup: { name: "legacy", location: "westeurope" },
        nodePool: { vmSize: "Standard_D4s_v5", count: 3 },
      });
    make("a");
    expect(errorOf(() => make("b")).message).toBe(`[test/b] ${MESSAGE("test/a")}`);
    expect(addresses(stack)).toEqual(["azurerm_kubernetes_cluster.a"]);
  });

  test("is no error if the second leaves the Cluster User role to the first, or the first to the second", () => {
    const external = { clusterUserRole: ClusterUserRole.EXTERNAL };
    const [first, second] = [newStack(), newStack()];
    existing(first);
    existing(first, external, "again").access.grantReader(group(first, "team"));
    expect(Object.keys(assignments(first))).toEqual(["again_reader_team"]);
    existing(second, external);
    existing(second, {}, "again").access.grantReader(group(second, "team"));
    expect(Object.keys(assignments(second)).sort()).toEqual(["again_cluster-user_team", "again_reader_team"]);
  });

  test("is no error for clusters of which nobody knows where they are, in two apps, or after the first was removed", () => {
    const stack = newStack();
    const token = new TerraformVariable(stack, "cluster", {}).stringValue;
    for (const id of ["a", "b"]) AksCluster.fromClusterId(stack, id, token);
    existing(newStack());
    existing(stack);
    stack.node.tryRemoveChild("found");
    expect(existing(stack, {}, "again").clusterId).toBe(OLD);
  });
});

describe("what is refused", () => {
  test.each(["old", "", OLD.slice(1), `${OLD}/namespaces/payments`, OLD.replace("ContainerService", "Compute")])(
    "fails for %p, which is no id of a cluster",
    (id) => {
      const stack = newStack();
      const error = errorOf(() => AksCluster.fromClusterId(stack, "found", id));
      expect(error.code).toBe("AKS_RESOURCE_ID");
      expect(error.message).toBe(
        `[test/found] clusterId: "${id}" is not the resource id of a cluster; allowed: /subscriptions/ID/resourceGroups/NAME/providers/Microsoft.ContainerService/managedClusters/NAME (AKS_RESOURCE_ID)`,
      );
      expect(stack.node.tryFindChild("found")).toBeUndefined();
    },
  );

  test("fails with everything that is wrong with the attributes at once", () => {
    const error = errorOf(() =>
      AksCluster.fromClusterAttributes(newStack(), "found", {
        name: "-",
        resourceGroup: "rg.",
        subscriptionId: "prod",
        tenantId: "contoso.com",
      }),
    );
    expect(error.message).toBe(
      [
        '[test/found] name: "-" is not the name of a cluster; allowed: up to 63 letters, digits, underscores and hyphens, a letter or digit at both ends (NAME_FORMAT)',
        '[test/found] resourceGroup: "rg." is not the name of a resource group; allowed: up to 90 letters, digits, and . - _ ( ), no full stop at the end (NAME_FORMAT)',
        '[test/found] subscriptionId: "prod" is not the id of a subscription; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)',
        '[test/found] tenantId: "contoso.com" is not the id of a tenant; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)',
      ].join("\n"),
    );
  });

  test("fails with a tenant that is no UUID, beside an id or a token", () => {
    const stack = newStack();
    const token = new TerraformVariable(stack, "cluster", {}).stringValue;
    for (const id of [OLD, token]) {
      const error = errorOf(() => AksCluster.fromClusterId(stack, "found", id, { tenantId: "contoso.com" }));
      expect(error.code).toBe("ID_NOT_A_UUID");
      expect(error.message).toBe(
        '[test/found] tenantId: "contoso.com" is not the id of a tenant; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)',
      );
    }
  });
});

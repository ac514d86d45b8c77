import { type KubernetesCluster } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import { type MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import * as fc from "fast-check";
import {
  AccessStack,
  AksCluster,
  type AksClusterProps,
  ClusterUserRole,
  EntraGroup,
  SkuTier,
  accessModelOf,
} from "../../lib";
import {
  SUBSCRIPTION,
  TENANT,
  addresses,
  foreignStack,
  newApp,
  newStack,
  resources,
  synth,
  warnings,
  written,
  writtenModel,
} from "../support/synth";

const TYPE = "azurerm_kubernetes_cluster";
const OTHER = "99999999-9999-4999-8999-999999999999";
const WORKSPACE = `/subscriptions/${SUBSCRIPTION}/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/central`;
const groupOf = (n: number) => ({ name: `rg${n}`, location: "westeurope" });
const objectId = (n: number) => `44444444-4444-4444-8444-44444444440${n}`;

function make(stack: TerraformStack, props: Partial<AksClusterProps> = {}, id = "prod"): AksCluster {
  return new AksCluster(stack, id, {
    resourceGroup: { name: "rg", location: "westeurope" },
    nodePool: { vmSize: "Standard_D4s_v5", count: 3 },
    ...props,
  });
}

const rendered = (stack: TerraformStack, name = "prod") => resources(stack, TYPE)[name];
const resourceOf = (cluster: AksCluster) => cluster.node.defaultChild as KubernetesCluster;
const group = (stack: TerraformStack, id: string, n = 1) => EntraGroup.fromObjectId(stack, id, objectId(n));

describe("what a cluster renders", () => {
  test("a cluster with nothing but a place and a pool is closed", () => {
    const stack = newStack();
    const cluster = make(stack);
    expect(rendered(stack)).toMatchInlineSnapshot(`
     {
       "azure_active_directory_role_based_access_control": {
         "admin_group_object_ids": [],
         "azure_rbac_enabled": true,
         "tenant_id": "22222222-2222-2222-2222-222222222222",
       },
       "default_node_pool": {
         "auto_scaling_enabled": false,
         "name": "system",
         "node_count": 3,
         "temporary_name_for_rotation": "systemtmp",
         "upgrade_settings": {
           "max_surge": "10%",
         },
         "vm_size": "Standard_D4s_v5",
       },
       "dns_prefix": "prod",
       "identity": {
         "type": "SystemAssigned",
       },
       "local_account_disabled": true,
       "location": "westeurope",
       "name": "prod",
       "network_profile": {
         "network_plugin": "azure",
         "network_plugin_mode": "overlay",
       },
       "oidc_issuer_enabled": true,
       "private_cluster_enabled": false,
       "resource_group_name": "rg",
       "run_command_enabled": false,
       "sku_tier": "Free",
       "workload_identity_enabled": false,
     }
    `);
    expect(cluster).toMatchObject({
      clusterName: "prod",
      resourceGroupName: "rg",
      subscriptionId: SUBSCRIPTION,
      tenantId: TENANT,
      azureRbac: true,
      clusterUserRole: "granted",
      adminGroups: [],
      provider: undefined,
    });
  });

  test.each<[string, Partial<AksClusterProps>, Record<string, unknown>]>([
    ["name", { name: "prod_weu" }, { name: "prod_weu", dns_prefix: "prod-weu" }],
    ["location", { location: "northeurope" }, { location: "northeurope" }],
    ["kubernetesVersion", { kubernetesVersion: "1.36" }, { kubernetes_version: "1.36" }],
    ["skuTier", { skuTier: SkuTier.STANDARD }, { sku_tier: "Standard" }],
    ["skuTier", { skuTier: SkuTier.PREMIUM }, { sku_tier: "Premium" }],
    [
      "authorizedIpRanges",
      { authorizedIpRanges: ["203.0.113.0/24"] },
      { api_server_access_profile: { authorized_ip_ranges: ["203.0.113.0/24"] }, private_cluster_enabled: false },
    ],
    ["authorizedIpRanges", { authorizedIpRanges: [] }, { api_server_access_profile: undefined }],
    ["privateCluster", { privateCluster: true }, { private_cluster_enabled: true }],
    ["runCommand", { runCommand: true }, { run_command_enabled: true }],
    ["localAccounts", { localAccounts: true }, { local_account_disabled: false }],
    ["workloadIdentity", { workloadIdentity: true }, { workload_identity_enabled: true, oidc_issuer_enabled: true }],
    ["oidcIssuer", { oidcIssuer: true }, { workload_identity_enabled: false, oidc_issuer_enabled: true }],
    ["oidcIssuer", { oidcIssuer: undefined }, { workload_identity_enabled: false, oidc_issuer_enabled: true }],
    ["oidcIssuer", { oidcIssuer: false }, { workload_identity_enabled: false, oidc_issuer_enabled: false }],
    [
      "oidcIssuer",
      { workloadIdentity: true, oidcIssuer: true },
      { workload_identity_enabled: true, oidc_issuer_enabled: true },
    ],
    ["sshPublicKey", { sshPublicKey: undefined }, { linux_profile: undefined }],
    ["tags", { tags: { env: "prod" } }, { tags: { env: "prod" } }],
    ["tags", { tags: {} }, { tags: undefined }],
    [
      "azureRbac",
      { azureRbac: false, localAccounts: true },
      {
        local_account_disabled: false,
        azure_active_directory_role_based_access_control: {
          tenant_id: TENANT,
          azure_rbac_enabled: false,
          admin_group_object_ids: [],
        },
      },
    ],
    [
      "tenantId",
      { tenantId: OTHER },
      {
        azure_active_directory_role_based_access_control: {
          tenant_id: OTHER,
          azure_rbac_enabled: true,
          admin_group_object_ids: [],
        },
      },
    ],
  ])("%s: %j", (_, props, attributes) => {
    const [plain, stack] = [newStack(), newStack()];
    make(plain);
    make(stack, props);
    const withoutUndefined = JSON.parse(JSON.stringify({ ...rendered(plain), ...attributes }));
    expect(rendered(stack)).toEqual(withoutUndefined);
  });

  test("admin groups are written by object id, each once", () => {
    const stack = newStack();
    const admins = group(stack, "admins");
    const cluster = make(stack, { adminGroups: [admins, group(stack, "others", 2), group(stack, "same")] });
    expect(rendered(stack).azure_active_directory_role_based_access_control).toEqual({
      tenant_id: TENANT,
      azure_rbac_enabled: true,
      admin_group_object_ids: [objectId(1), objectId(2)],
    });
    expect(cluster.adminGroups.map((g) => g.node.path)).toEqual(["test/admins", "test/others"]);
  });

  test("an admin group whose object id only Terraform knows is checked there, with a sentence", () => {
    const stack = newStack();
    const token = new TerraformVariable(stack, "admins-id", {}).stringValue;
    make(stack, { adminGroups: [EntraGroup.fromObjectId(stack, "admins", token)] });
    expect(rendered(stack).lifecycle.precondition).toEqual([
      {
        condition:
          '${can(regex("^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$", var.admins-id))}',
        error_message: "The object id of test/admins is not a UUID; write the object_id of the resource, not its id.",
      },
    ]);
  });

  test("tags are the stack's, and the cluster's own before them", () => {
    const stack = newStack({ tenantId: TENANT, subscriptionId: SUBSCRIPTION, tags: { owner: "platform", env: "any" } });
    make(stack, { tags: { env: "prod" } });
    make(stack, {}, "plain");
    expect(rendered(stack).tags).toEqual({ owner: "platform", env: "prod" });
    expect(rendered(stack, "plain").tags).toEqual({ owner: "platform", env: "any" });
  });

  test("the DNS prefix of every name is one that the provider takes", () => {
    const stack = newStack();
    let made = 0;
    const end = fc.constantFrom(..."aZ9");
    const inner = fc.string({ unit: fc.constantFrom(..."aZ9-_"), maxLength: 61 });
    fc.assert(
      fc.property(
        fc.oneof(
          end,
          fc.tuple(end, inner, end).map((t) => t.join("")),
        ),
        (name) => {
          const { dnsPrefixInput } = resourceOf(make(stack, { name, resourceGroup: groupOf(made) }, `c${made++}`));
          expect(dnsPrefixInput).toMatch(/^[a-zA-Z0-9](?:[-a-zA-Z0-9]{0,52}[a-zA-Z0-9])?$/);
        },
      ),
      { numRuns: 25, examples: [["a".repeat(63)], [`${"a".repeat(53)}_b`], [`${"a".repeat(50)}____-a`]] },
    );
  });
});

describe("the resource group", () => {
  test("a resource group that the stack makes is referred to, so that the cluster waits for it", () => {
    const stack = newStack();
    const resourceGroup = new ResourceGroup(stack, "rg", { name: "aks-prod", location: "westeurope" });
    const cluster = make(stack, { resourceGroup });
    expect(rendered(stack)).toMatchObject({
      resource_group_name: "${azurerm_resource_group.rg.name}",
      location: "${azurerm_resource_group.rg.location}",
    });
    expect(cluster.resourceGroupName).toBe("aks-prod");
    expect(accessModelOf(stack).clusters[0].resourceGroup).toBe("aks-prod");
  });

  test("a resource group that exists is named", () => {
    const stack = newStack();
    const cluster = make(stack, { resourceGroup: { name: "aks-prod", location: "westeurope" } });
    expect(rendered(stack)).toMatchObject({ resource_group_name: "aks-prod", location: "westeurope" });
    expect(cluster.resourceGroupName).toBe("aks-prod");
    expect(addresses(stack)).toEqual(["azurerm_kubernetes_cluster.prod"]);
  });
});

describe("tenant and subscription", () => {
  const ids = (cluster: AksCluster) => {
    const stack = cluster.node.scopes.find((c) => c.node.id === "prod")!.node.scope as TerraformStack;
    new TerraformOutput(stack, "ids", { value: [cluster.subscriptionId, cluster.tenantId] });
    return [...(synth(stack).output.ids.value as string[]), Object.keys(synth(stack).data ?? {})];
  };

  test("they are those that the stack was told", () => {
    expect(ids(make(newStack()))).toEqual([SUBSCRIPTION, TENANT, []]);
  });

  test("they are those of the cluster before those of the stack", () => {
    const cluster = make(newStack(), { subscriptionId: OTHER, tenantId: OTHER });
    expect(ids(cluster)).toEqual([OTHER, OTHER, []]);
    expect(cluster.provider?.alias).toBe(`subscription-${OTHER}`);
  });

  test.each<[string, { tenantId?: string; subscriptionId?: string }, string, string]>([
    [
      "neither",
      {},
      "${data.azurerm_client_config.azurerm-client-config.subscription_id}",
      "${data.azurerm_client_config.azurerm-client-config.tenant_id}",
    ],
    [
      "the tenant alone",
      { tenantId: TENANT },
      "${data.azurerm_client_config.azurerm-client-config.subscription_id}",
      TENANT,
    ],
    [
      "the subscription alone",
      { subscriptionId: SUBSCRIPTION },
      SUBSCRIPTION,
      "${data.azurerm_client_config.azurerm-client-config.tenant_id}",
    ],
  ])("what a stack that was told %s does not know is that of its provider", (_, told, subscription, tenant) => {
    expect(ids(make(newStack(told)))).toEqual([subscription, tenant, ["azurerm_client_config"]]);
  });

  test("a foreign stack is asked once, for all of its clusters", () => {
    const stack = foreignStack();
    make(stack, {}, "one").access.grantClusterUser(group(stack, "team"));
    make(stack, {}, "two");
    expect(synth(stack).data).toEqual({
      azurerm_client_config: { "look-ups_azurerm-client-config_FD5F9DF4": {} },
    });
    const asked = "${data.azurerm_client_config.look-ups_azurerm-client-config_FD5F9DF4";
    expect(rendered(stack, "two").azure_active_directory_role_based_access_control.tenant_id).toBe(
      `${asked}.tenant_id}`,
    );
    const [assignment] = Object.values(resources(stack, "azurerm_role_assignment"));
    expect(assignment.role_definition_id).toBe(
      `/subscriptions/${asked}.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/4abbcc35-e782-43d8-92c5-2d3f1bd2253f`,
    );
  });

  test("a foreign stack whose clusters say both is not asked", () => {
    const stack = foreignStack();
    make(stack, { subscriptionId: SUBSCRIPTION, tenantId: TENANT });
    expect(synth(stack)).not.toHaveProperty("data");
  });

  test("a cluster and a group may be called as the look-ups are", () => {
    const stack = newStack({});
    make(stack, {}, "azurerm-client-config");
    expect(addresses(stack)).toEqual([
      "azurerm_kubernetes_cluster.azurerm-client-config",
      "data.azurerm_client_config.azurerm-client-config",
    ]);
  });

  describe("with a second provider", () => {
    const second = (stack: TerraformStack) =>
      new AzurermProvider(stack, "second", { alias: "second", subscriptionId: OTHER, features: [{}] });

    test.each([
      ["of ours", newStack],
      ["that somebody else wrote", foreignStack],
    ])("everything of the cluster is made by it, in its subscription, in a stack %s", (_, newOne) => {
      const stack = newOne();
      const cluster = make(stack, {
        provider: second(stack),
        adminGroups: [group(stack, "admins")],
        auditLogs: { workspaceId: WORKSPACE },
      });
      const json = synth(stack);
      const made = [TYPE, "azurerm_role_assignment", "azurerm_monitor_diagnostic_setting"].flatMap((type) =>
        Object.values(json.resource[type] as Record<string, { provider: string }>),
      );
      const asked = Object.entries(json.data.azurerm_client_config as Record<string, { provider: string }>);
      expect([...made, ...asked.map(([, value]) => value)].map((r) => r.provider)).toEqual(
        Array.from({ length: 4 }, () => "azurerm.second"),
      );
      expect(Object.values(resources(stack, "azurerm_role_assignment"))[0].role_definition_id).toBe(
        `/subscriptions/\${data.azurerm_client_config.${asked[0][0]}.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/4abbcc35-e782-43d8-92c5-2d3f1bd2253f`,
      );
      expect(accessModelOf(stack).clusters[0].subscriptionId).toEqual({ unknown: "that of the provider" });
      expect(cluster.provider?.alias).toBe("second");
    });

    test("a stack of ours takes the same range of versions as with its own", () => {
      const app = newApp();
      const stack = new AccessStack(app, "test");
      make(stack, { provider: second(stack) });
      expect(JSON.parse(written(app, "test")).terraform.required_providers.azurerm.version).toBe(">= 4.55.0, < 5.0.0");
    });

    test("a subscription that is given is taken", () => {
      const stack = newStack();
      const cluster = make(stack, { provider: second(stack), subscriptionId: OTHER });
      expect(cluster.subscriptionId).toBe(OTHER);
      expect(cluster.tenantId).toBe(TENANT);
      expect(synth(stack)).not.toHaveProperty("data");
    });

    test("clusters of several providers ask each of them once", () => {
      const stack = newStack({});
      const provider = second(stack);
      make(stack, {}, "a");
      make(stack, { provider }, "b");
      make(stack, { provider }, "c");
      expect(Object.keys(synth(stack).data.azurerm_client_config).sort()).toEqual([
        "azurerm-client-config",
        "azurerm-client-config-second",
      ]);
    });

    test("the stack's own provider may be given in words", () => {
      const stack = newStack();
      make(stack, { provider: new AzurermProvider(stack, "own", { features: [{}] }) });
      expect(synth(stack)).not.toHaveProperty("data");
    });
  });
});

describe("audit logs", () => {
  test.each([
    [undefined, "kube-audit-admin"],
    [false, "kube-audit-admin"],
    [true, "kube-audit"],
  ])("with reads %s the category is %s", (reads, category) => {
    const stack = newStack();
    make(stack, { auditLogs: { workspaceId: WORKSPACE, reads } });
    expect(resources(stack, "azurerm_monitor_diagnostic_setting")).toEqual({
      "prod_audit-logs": {
        name: "audit-logs",
        target_resource_id: "${azurerm_kubernetes_cluster.prod.id}",
        log_analytics_workspace_id: WORKSPACE,
        enabled_log: [{ category }, { category: "guard" }],
      },
    });
  });

  test("without a workspace nothing is sent", () => {
    const stack = newStack();
    make(stack);
    expect(addresses(stack)).toEqual(["azurerm_kubernetes_cluster.prod"]);
  });
});

describe("addresses and outputs", () => {
  test("the addresses and paths of a cluster in a stack of ours are pinned", () => {
    const stack = newStack();
    make(stack, { adminGroups: [group(stack, "admins")], auditLogs: { workspaceId: WORKSPACE } });
    expect(addresses(stack)).toEqual([
      "azurerm_kubernetes_cluster.prod",
      "azurerm_monitor_diagnostic_setting.prod_audit-logs",
      "azurerm_role_assignment.prod_cluster-user_admins",
    ]);
    expect(
      stack.node
        .findChild("prod")
        .node.findAll()
        .map((c) => c.node.path),
    ).toEqual([
      "test/prod",
      "test/prod/Default",
      "test/prod/audit-logs",
      "test/prod/cluster-user",
      "test/prod/cluster-user/admins",
      "test/prod/cluster-user/admins/Default",
    ]);
  });

  test("the addresses of a cluster in a foreign stack are pinned, and it gets neither provider, version nor output", () => {
    const stack = foreignStack();
    make(stack, { subscriptionId: SUBSCRIPTION, tenantId: TENANT, auditLogs: { workspaceId: WORKSPACE } });
    expect(addresses(stack)).toEqual([
      "azurerm_kubernetes_cluster.prod",
      "azurerm_monitor_diagnostic_setting.prod_audit-logs_A1E0A0EB",
    ]);
    expect(Object.keys(synth(stack))).toEqual(["resource"]);
  });

  test("a stack of ours tells the ids of its clusters, and how to connect to each", () => {
    const stack = newStack();
    make(stack, {}, "one");
    make(stack, {}, "two");
    const { output } = synth(stack);
    expect(output.cluster_ids.value).toEqual({
      one: "${azurerm_kubernetes_cluster.one.id}",
      two: "${azurerm_kubernetes_cluster.two.id}",
    });
    expect(Object.keys(output).sort()).toEqual(["cluster_ids", "connect_one", "connect_two"]);
    expect(Object.keys(output.connect_one.value).sort()).toEqual(["activate", "guide", "kubeconfig", "login_mode"]);
  });

  test("what a cluster exposes are references to its resource", () => {
    const stack = newStack();
    const { clusterId, server, certificateAuthority, oidcIssuerUrl } = make(stack);
    new TerraformOutput(stack, "all", { value: { clusterId, server, certificateAuthority, oidcIssuerUrl } });
    const hidden = make(stack, { privateCluster: true }, "hidden");
    new TerraformOutput(stack, "hidden-server", { value: hidden.server });
    const { output } = synth(stack);
    expect(output.all.value).toEqual({
      clusterId: "${azurerm_kubernetes_cluster.prod.id}",
      server: "https://${azurerm_kubernetes_cluster.prod.fqdn}:443",
      certificateAuthority: "${azurerm_kubernetes_cluster.prod.kube_config[0].cluster_ca_certificate}",
      oidcIssuerUrl: "${azurerm_kubernetes_cluster.prod.oidc_issuer_url}",
    });
    expect(output["hidden-server"].value).toBe("https://${azurerm_kubernetes_cluster.hidden.private_fqdn}:443");
  });

  test("everything that has no prop goes through the resource, which is the default child", () => {
    const stack = newStack();
    const resource = resourceOf(make(stack));
    expect(resource.terraformResourceType).toBe(TYPE);
    resource.imageCleanerEnabled = true;
    resource.addOverride("image_cleaner_interval_hours", 48);
    expect(rendered(stack)).toMatchObject({ image_cleaner_enabled: true, image_cleaner_interval_hours: 48 });
  });
});

describe("overrides", () => {
  test("an attribute that has no prop is written by its name, and is no warning", () => {
    const stack = newStack();
    make(stack, { overrides: { image_cleaner_enabled: true, "storage_profile.blob_driver_enabled": true } });
    expect(rendered(stack)).toMatchObject({
      image_cleaner_enabled: true,
      storage_profile: { blob_driver_enabled: true },
    });
    expect(warnings(stack)).toEqual([]);
  });

  test.each([
    ["api_server_access_profile.authorized_ip_ranges", []],
    ["azure_active_directory_role_based_access_control.azure_rbac_enabled", false],
    ["local_account_disabled", false],
    ["network_profile.network_plugin", "kubenet"],
    ["oidc_issuer_enabled", true],
    ["private_cluster_enabled", true],
    ["role_based_access_control_enabled", false],
    ["run_command_enabled", true],
    ["workload_identity_enabled", true],
  ])("%s decides who gets in, so to override it is a warning", (attribute, value) => {
    const stack = newStack();
    make(stack, { overrides: { [attribute]: value } });
    const at = attribute.split(".").reduce<unknown>((o, key) => (o as Record<string, unknown>)[key], rendered(stack));
    expect(at).toEqual(value);
    expect(warnings(stack)).toEqual([
      `The attribute ${attribute} is overridden. It decides who gets in, and the access model no longer knows it.`,
    ]);
  });

  test("what an override changes is unknown to the model", () => {
    const stack = newStack();
    make(stack, { overrides: { local_account_disabled: false } });
    expect(accessModelOf(stack).clusters[0].localAccountsDisabled).toEqual({ unknown: "changed by hand" });
  });
});

describe("what a cluster says about access", () => {
  const entry = (stack: TerraformStack) => accessModelOf(stack).clusters[0];
  const BY_HAND = { unknown: "changed by hand" };
  const NOT_KNOWN = { unknown: "known to Terraform only" };

  test("a cluster states its facts", () => {
    const stack = newStack();
    make(stack, {
      name: "prod-weu",
      adminGroups: [group(stack, "admins")],
      kubernetesVersion: "1.36",
      authorizedIpRanges: ["203.0.113.0/24"],
      workloadIdentity: true,
      auditLogs: { workspaceId: WORKSPACE, reads: true },
    });
    expect(entry(stack)).toEqual({
      id: "test/prod",
      source: undefined,
      address: "azurerm_kubernetes_cluster.prod",
      name: "prod-weu",
      resourceGroup: "rg",
      subscriptionId: SUBSCRIPTION,
      tenantId: TENANT,
      kind: "made",
      entraIntegration: true,
      azureRbac: true,
      localAccountsDisabled: true,
      runCommandEnabled: false,
      privateCluster: false,
      authorizedIpRanges: ["203.0.113.0/24"],
      workloadIdentity: true,
      kubernetesVersion: "1.36",
      adminGroups: ["test/admins"],
      auditLogs: ["kube-audit", "guard"],
      clusterUserRole: "granted",
      around: [
        {
          address: "azurerm_monitor_diagnostic_setting.prod_audit-logs",
          resourceId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/prod-weu|audit-logs`,
        },
      ],
      loginMode: "interactive",
    });
  });

  test("an open cluster states that it is open", () => {
    const stack = newStack();
    make(stack, {
      localAccounts: true,
      azureRbac: false,
      runCommand: true,
      privateCluster: true,
      clusterUserRole: ClusterUserRole.EXTERNAL,
    });
    expect(entry(stack)).toMatchObject({
      azureRbac: false,
      localAccountsDisabled: false,
      runCommandEnabled: true,
      privateCluster: true,
      authorizedIpRanges: [],
      workloadIdentity: false,
      kubernetesVersion: { unknown: "left to AKS" },
      adminGroups: [],
      auditLogs: [],
      clusterUserRole: "external",
    });
  });

  test("what only Terraform knows is unknown", () => {
    const stack = newStack({});
    const token = (name: string) => new TerraformVariable(stack, name, {}).stringValue;
    make(stack, {
      name: token("name"),
      resourceGroup: { name: token("group"), location: "westeurope" },
      kubernetesVersion: token("version"),
      authorizedIpRanges: ["203.0.113.0/24", token("range")],
    });
    expect(entry(stack)).toMatchObject({
      name: NOT_KNOWN,
      resourceGroup: NOT_KNOWN,
      subscriptionId: { unknown: "that of the provider" },
      tenantId: NOT_KNOWN,
      kubernetesVersion: NOT_KNOWN,
      authorizedIpRanges: NOT_KNOWN,
    });
  });

  test.each<[string, (r: KubernetesCluster) => void, Record<string, unknown>]>([
    ["name", (r) => (r.name = "renamed"), { name: "renamed" }],
    ["resource group", (r) => (r.resourceGroupName = "elsewhere"), { resourceGroup: "elsewhere" }],
    ["local accounts", (r) => (r.localAccountDisabled = false), { localAccountsDisabled: false }],
    ["local accounts", (r) => r.resetLocalAccountDisabled(), { localAccountsDisabled: false }],
    ["run command", (r) => (r.runCommandEnabled = true), { runCommandEnabled: true }],
    ["run command", (r) => r.resetRunCommandEnabled(), { runCommandEnabled: true }],
    ["private cluster", (r) => (r.privateClusterEnabled = true), { privateCluster: true }],
    ["workload identity", (r) => (r.workloadIdentityEnabled = false), { workloadIdentity: false }],
    ["version", (r) => (r.kubernetesVersion = "1.40"), { kubernetesVersion: "1.40" }],
    [
      "address ranges",
      (r) => r.putApiServerAccessProfile({ authorizedIpRanges: ["10.0.0.0/8"] }),
      { authorizedIpRanges: ["10.0.0.0/8"] },
    ],
    ["address ranges", (r) => r.resetApiServerAccessProfile(), { authorizedIpRanges: [] }],
    [
      "Entra integration",
      (r) => r.putAzureActiveDirectoryRoleBasedAccessControl({ tenantId: OTHER, adminGroupObjectIds: [objectId(7)] }),
      { tenantId: OTHER, azureRbac: false, adminGroups: BY_HAND },
    ],
    [
      "no Entra integration",
      (r) => r.resetAzureActiveDirectoryRoleBasedAccessControl(),
      { entraIntegration: false, tenantId: "", azureRbac: false, adminGroups: BY_HAND },
    ],
    ["Kubernetes RBAC", (r) => (r.roleBasedAccessControlEnabled = false), { entraIntegration: false }],
    [
      "Azure RBAC",
      (r) => (r.azureActiveDirectoryRoleBasedAccessControl.azureRbacEnabled = false),
      { azureRbac: false },
    ],
  ])("a later setter of the %s is seen", (_, set, changed) => {
    const stack = newStack();
    const cluster = make(stack, {
      adminGroups: [group(stack, "admins")],
      authorizedIpRanges: ["203.0.113.0/24"],
      workloadIdentity: true,
    });
    const before = entry(stack);
    set(resourceOf(cluster));
    expect(entry(stack)).toEqual({ ...before, ...changed });
  });

  test("a later setter with a token is unknown, and never the wrong way round", () => {
    const stack = newStack();
    const token = new TerraformVariable(stack, "flag", { type: "bool" }).booleanValue;
    const resource = resourceOf(make(stack));
    resource.localAccountDisabled = token;
    resource.runCommandEnabled = token;
    resource.azureActiveDirectoryRoleBasedAccessControl.azureRbacEnabled = token;
    expect(entry(stack)).toMatchObject({
      localAccountsDisabled: NOT_KNOWN,
      runCommandEnabled: NOT_KNOWN,
      azureRbac: NOT_KNOWN,
    });
  });

  test.each<[string, unknown, string[]]>([
    ["name", "x", ["name"]],
    ["resource_group_name", "x", ["resourceGroup"]],
    ["local_account_disabled", false, ["localAccountsDisabled"]],
    ["run_command_enabled", true, ["runCommandEnabled"]],
    ["private_cluster_enabled", true, ["privateCluster"]],
    ["api_server_access_profile.authorized_ip_ranges", [], ["authorizedIpRanges"]],
    ["workload_identity_enabled", true, ["workloadIdentity"]],
    ["kubernetes_version", "1.40", ["kubernetesVersion"]],
    [
      "azure_active_directory_role_based_access_control.azure_rbac_enabled",
      false,
      ["entraIntegration", "tenantId", "azureRbac", "adminGroups"],
    ],
    ["role_based_access_control_enabled", false, ["entraIntegration"]],
    ["image_cleaner_enabled", true, []],
  ])("an override of %s makes what it changes unknown, on the resource and on the stack", (path, value, changed) => {
    for (const where of ["resource", "stack"]) {
      const stack = newStack();
      const cluster = make(stack);
      const before = entry(stack);
      if (where === "resource") resourceOf(cluster).addOverride(path, value);
      else stack.addOverride(`resource.${TYPE}.prod.${path}`, value);
      expect(entry(stack)).toEqual({ ...before, ...Object.fromEntries(changed.map((fact) => [fact, BY_HAND])) });
    }
  });

  test("audit logs that somebody changes are seen, or unknown", () => {
    const logs = (change: (setting: MonitorDiagnosticSetting) => void) => {
      const stack = newStack();
      const cluster = make(stack, { auditLogs: { workspaceId: WORKSPACE } });
      change(cluster.node.findChild("audit-logs") as MonitorDiagnosticSetting);
      return entry(stack).auditLogs;
    };
    expect(logs((s) => s.putEnabledLog([{ category: "guard" }, { categoryGroup: "audit" }, {}]))).toEqual([
      "guard",
      "audit",
      "",
    ]);
    expect(logs((s) => s.resetEnabledLog())).toEqual(BY_HAND);
    expect(logs((s) => s.addOverride("enabled_log", []))).toEqual(BY_HAND);
  });

  test("the model file of a whole synth has the setters in it", () => {
    const app = newApp();
    const stack = new AccessStack(app, "test", {
      tenantId: TENANT,
      subscriptionId: SUBSCRIPTION,
      guardrails: { acknowledge: [{ rule: "CL-01", reason: "It is what this test is about" }] },
    });
    resourceOf(make(stack)).localAccountDisabled = false;
    expect(writtenModel(app, "test").clusters.map((c) => [c.id, c.localAccountsDisabled])).toEqual([
      ["test/prod", false],
    ]);
  });
});

test("a cluster says which resource group is made for it, where it is made in the same stack", () => {
  const stack = newStack();
  const resourceGroup = new ResourceGroup(stack, "rg", { name: "prod-weu", location: "westeurope" });
  make(stack, { resourceGroup });
  const [{ around }] = accessModelOf(stack).clusters;
  expect(around).toEqual([
    { address: "azurerm_resource_group.rg", resourceId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/prod-weu` },
  ]);
});

import { isUnknown } from "../../lib/access";
import { BUILT_IN_ROLES } from "../arm/built-in-roles";
import { completeCluster } from "../arm/managed-cluster-model";
import { type Json } from "../run/local-backend";
import { type SynthesizedStack } from "../run/project";
import { type World } from "../stand-in/world";

const LITERAL = (value: unknown): value is string => typeof value === "string" && !value.includes("${");

/** Clusters, the resource groups that are only used, and everything else that is named by its resource id. */
export function furnishAzure(world: World, stacks: readonly SynthesizedStack[]): void {
  for (const { model, terraform } of stacks) {
    for (const cluster of model.clusters) {
      if (cluster.kind !== "existing") continue;
      if (isUnknown(cluster.subscriptionId) || isUnknown(cluster.resourceGroup) || isUnknown(cluster.name)) continue;
      addCluster(world, `${group(world, cluster.subscriptionId, cluster.resourceGroup)}`, cluster.name, {
        localAccounts: cluster.localAccountsDisabled !== true,
        azureRbac: cluster.azureRbac === true,
        adminGroups: isUnknown(cluster.adminGroups) ? [] : objectIds(world, stacks, cluster.adminGroups),
      });
    }
    const resources = (type: string) => Object.values<Json>(terraform.resource?.[type] ?? {});
    const made = resources("azurerm_resource_group").map(({ name }) => String(name).toLowerCase());
    for (const { resource_group_name: name, provider, ...cluster } of resources("azurerm_kubernetes_cluster")) {
      if (LITERAL(name) && !made.includes(name.toLowerCase())) group(world, subscriptionOf(terraform, provider), name);
      const { vnet_subnet_id: subnet } = ([cluster.default_node_pool].flat()[0] ?? {}) as Json;
      if (LITERAL(subnet)) addById(world, subnet);
    }
    for (const { log_analytics_workspace_id: workspace } of resources("azurerm_monitor_diagnostic_setting")) {
      if (LITERAL(workspace)) addById(world, workspace);
    }
    for (const { role_definition_id: role } of resources("azurerm_role_assignment")) {
      if (LITERAL(role)) addRole(world, role);
    }
  }
}

/** The object ids of groups that exist, by their ids in a model; those that are made have none yet. */
function objectIds(world: World, stacks: readonly SynthesizedStack[], ids: readonly string[]): string[] {
  const known = stacks.flatMap(({ model }) => model.groups).filter(({ id }) => ids.includes(id));
  return known.flatMap(({ objectId, displayName }) => {
    if (!isUnknown(objectId)) return objectId;
    const found = world.directory.all("group").find((g) => g.displayName === displayName);
    return found === undefined ? [] : found.id;
  });
}

function subscriptionOf(terraform: Json, provider: unknown): string {
  const providers = [terraform.provider?.azurerm].flat() as Json[];
  const alias = typeof provider === "string" ? provider.replace(/^azurerm\.?/, "") : "";
  const found = providers.find((p) => (p.alias ?? "") === alias) ?? providers[0];
  return String(found.subscription_id);
}

/** A resource group that is there before anybody deploys; its id. */
function group(world: World, subscription: string, name: string): string {
  const id = `/subscriptions/${subscription}/resourceGroups/${name}`;
  if (world.resources.get(id) === undefined) {
    world.resources.put({
      id,
      name,
      type: "Microsoft.Resources/resourceGroups",
      location: "westeurope",
      properties: { provisioningState: "Succeeded" },
    });
  }
  return id;
}

/** What a config assumes of a cluster; what it does not say is as AKS has it by default. */
interface Assumed {
  readonly localAccounts: boolean;
  readonly azureRbac: boolean;
  readonly adminGroups: readonly string[];
}

function addCluster(
  world: World,
  resourceGroup: string,
  name: string,
  { localAccounts, azureRbac, adminGroups }: Assumed,
): void {
  if (world.resources.get(`${resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${name}`)) return;
  const body = {
    location: "westeurope",
    identity: { type: "SystemAssigned" },
    properties: {
      dnsPrefix: name,
      agentPoolProfiles: [{ name: "system", mode: "System", count: 3, vmSize: "Standard_D4s_v5" }],
      networkProfile: { networkPlugin: "azure", networkPluginMode: "overlay" },
      disableLocalAccounts: !localAccounts,
      aadProfile: { managed: true, enableAzureRBAC: azureRbac, adminGroupObjectIDs: adminGroups },
    },
  };
  world.resources.put(completeCluster(world, { group: resourceGroup, name }, body));
}

/** Something of which nothing but its id matters, with the resource group that it is in. */
function addById(world: World, id: string): void {
  if (world.resources.get(id) !== undefined) return;
  const [, , subscription, , resourceGroup, , namespace, type, ...names] = id.split("/");
  group(world, subscription, resourceGroup);
  const kinds = names.filter((_, i) => i % 2 === 1);
  world.resources.put({
    id,
    name: String(names.at(-1)),
    type: [namespace, type, ...kinds].join("/"),
    location: "westeurope",
    properties: { provisioningState: "Succeeded" },
  });
}

/** A custom role; the built-in ones are there in every tenant. */
function addRole(world: World, id: string): void {
  const name = String(id.split("/").at(-1));
  const builtIn = BUILT_IN_ROLES.some(({ guid }) => guid === name.toLowerCase());
  if (builtIn || world.resources.get(id) !== undefined) return;
  world.resources.put({
    id,
    name,
    type: "Microsoft.Authorization/roleDefinitions",
    properties: {
      roleName: `custom role ${name.slice(0, 8)}`,
      type: "CustomRole",
      permissions: [],
      assignableScopes: [],
    },
  });
}

import { type Json } from "../run/local-backend";
import { mayAzure } from "../stand-in/azure-rights";
import { PAGED, page } from "../stand-in/pages";
import { type Resource } from "../stand-in/resources";
import { type Call, type Route, created, noContent, ok } from "../stand-in/route";
import { badRequest, conflict } from "../stand-in/service-error";
import { removeWithChildren } from "./children";
import { knownFields } from "./fields";
import { requireLinked } from "./linked";
import { AAD_FIELDS, CLUSTER_FIELDS, POOL_FIELDS, PROPERTY_FIELDS } from "./managed-cluster-fields";
import { completeCluster } from "./managed-cluster-model";
import { checkCluster } from "./managed-cluster-rules";
import { operation } from "./operations";
import { place } from "./resource-groups";
import { isSubscription, resourceGroup, resourceNotFound, subscriptionNotFound } from "./resource-ids";

const IN_SUBSCRIPTION = "/subscriptions/:subscription/providers/Microsoft.ContainerService/managedClusters";
const IN_GROUP =
  "/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.ContainerService/managedClusters";
/** The path of one cluster. */
export const CLUSTER_PATH = `${IN_GROUP}/:cluster`;
/** The versions of the API that azurerm speaks: 4.55, the lowest of our range, and 4.80. What they ask us is the same. */
export const AKS_VERSIONS = ["2025-07-01", "2025-10-01"];
/** What the actions on clusters begin with. */
export const CLUSTERS = "Microsoft.ContainerService/managedClusters";

/** The cluster that a path names, unless it is not there. */
export function clusterOf({ world, params }: Call): Resource {
  const { id: group } = resourceGroup(world, params);
  const id = `${group}/providers/Microsoft.ContainerService/managedClusters/${params.cluster}`;
  const found = world.resources.get(id);
  if (found === undefined) throw resourceNotFound(id);
  return found;
}

/** Clusters. What was written is read back, with the defaults that AKS fills in. */
export const managedClusters: readonly Route[] = [
  {
    method: "GET",
    path: IN_SUBSCRIPTION,
    needs: [`${CLUSTERS}/read`],
    options: PAGED,
    needsWithin: true,
    apiVersions: AKS_VERSIONS,
    answer: (call) => {
      const { subscription } = call.params;
      if (!isSubscription(call.world, subscription)) throw subscriptionNotFound(subscription);
      return ok(page(call, clustersBelow(call, `/subscriptions/${subscription}`)));
    },
  },
  {
    method: "GET",
    path: IN_GROUP,
    needs: [`${CLUSTERS}/read`],
    options: PAGED,
    needsWithin: true,
    apiVersions: AKS_VERSIONS,
    answer: (call) => ok(page(call, clustersBelow(call, resourceGroup(call.world, call.params).id))),
  },
  {
    method: "GET",
    path: CLUSTER_PATH,
    needs: [`${CLUSTERS}/read`],
    apiVersions: AKS_VERSIONS,
    answer: (call) => ok(clusterOf(call)),
  },
  {
    method: "PUT",
    path: CLUSTER_PATH,
    needs: [`${CLUSTERS}/write`],
    apiVersions: AKS_VERSIONS,
    answer: put,
  },
  {
    method: "PATCH",
    path: CLUSTER_PATH,
    needs: [`${CLUSTERS}/write`],
    apiVersions: AKS_VERSIONS,
    answer: (call) => {
      knownFields(call, "the tags of a cluster", call.body as Json, ["tags"]);
      const changed = call.world.resources.put({ ...clusterOf(call), tags: call.body?.tags ?? {} });
      return ok(changed, operation(call, call.params.subscription, String(changed.location)));
    },
  },
  {
    method: "DELETE",
    path: CLUSTER_PATH,
    needs: [`${CLUSTERS}/delete`],
    apiVersions: AKS_VERSIONS,
    answer: (call) => {
      const { id: group } = resourceGroup(call.world, call.params);
      const id = `${group}/providers/Microsoft.ContainerService/managedClusters/${call.params.cluster}`;
      const found = call.world.resources.get(id);
      if (found === undefined) return noContent();
      removeWithChildren(call.world, found.id);
      return { status: 202, headers: operation(call, call.params.subscription, String(found.location)) };
    },
  },
  {
    method: "POST",
    path: `${CLUSTER_PATH}/resetAADProfile`,
    needs: [`${CLUSTERS}/resetAADProfile/action`],
    apiVersions: AKS_VERSIONS,
    answer: () => {
      throw badRequest("BadRequest", "Microsoft Entra integration cannot be taken off a cluster, nor reset.");
    },
  },
];

function put(call: Call) {
  const { world, params, body } = call;
  const { id: group } = resourceGroup(world, params);
  const old = world.resources.get(`${group}/providers/Microsoft.ContainerService/managedClusters/${params.cluster}`);
  checkFields(call);
  if (old !== undefined && body.location && place(body.location) !== old.location) {
    throw conflict("InvalidResourceLocation", `The resource '${params.cluster}' already exists in another location.`);
  }
  const properties = (body.properties ?? {}) as Json;
  checkCluster(world, params.cluster, properties, old?.properties);
  requireWhatItUses(call);
  const made = world.resources.put(completeCluster(world, { group, name: params.cluster, old }, body as Json));
  const headers = operation(call, params.subscription, String(made.location));
  return old === undefined ? created(made, headers) : ok(made, headers);
}

function checkFields(call: Call): void {
  const { properties } = call.body as { properties?: Json };
  knownFields(call, "a cluster", call.body as Json, CLUSTER_FIELDS);
  knownFields(call, "the properties of a cluster", properties, PROPERTY_FIELDS);
  knownFields(call, "aadProfile", properties?.aadProfile as Json, AAD_FIELDS);
  for (const pool of (properties?.agentPoolProfiles ?? []) as Json[]) {
    knownFields(call, "an agent pool", pool, ["name", ...POOL_FIELDS]);
  }
}

/** Subnets of pools and identities: the caller needs to be allowed to use them. */
function requireWhatItUses(call: Call): void {
  const { properties, identity } = call.body as { properties?: Json; identity?: Json };
  for (const pool of (properties?.agentPoolProfiles ?? []) as Json[]) requirePoolSubnets(call, pool);
  for (const id of Object.keys((identity?.userAssignedIdentities ?? {}) as Json)) {
    requireLinked(call, "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", id, false);
  }
}

export function requirePoolSubnets(call: Call, { vnetSubnetID, podSubnetID }: Json): void {
  for (const subnet of [vnetSubnetID, podSubnetID]) {
    if (subnet) requireLinked(call, "Microsoft.Network/virtualNetworks/subnets/join/action", String(subnet));
  }
}

/** The clusters below an id that the caller may read. */
function clustersBelow({ world, caller }: Call, id: string): Resource[] {
  return world.resources
    .below(id)
    .filter((r) => /\/managedClusters\/[^/]+$/i.test(r.id) && !/\/providers\/.*\/providers\//i.test(r.id))
    .filter((r) => mayAzure(caller, `${CLUSTERS}/read`, r.id));
}

import { createHash, randomUUID } from "node:crypto";
import { type Json } from "../run/local-backend";
import { type Resource } from "../stand-in/resources";
import { type World } from "../stand-in/world";
import { completePool, patch } from "./agent-pool-model";
import { filled, withoutSecrets } from "./fields";
import { place } from "./resource-groups";

/** The Kubernetes version where nobody asks for one. */
export const DEFAULT_VERSION = "1.35.1";

const AUTOSCALER: Json = {
  "balance-similar-node-groups": "false",
  "daemonset-eviction-for-empty-nodes": false,
  "daemonset-eviction-for-occupied-nodes": true,
  expander: "random",
  "ignore-daemonsets-utilization": false,
  "max-empty-bulk-delete": "10",
  "max-graceful-termination-sec": "600",
  "max-node-provision-time": "15m",
  "max-total-unready-percentage": "45",
  "new-pod-scale-up-delay": "0s",
  "ok-total-unready-count": "3",
  "scale-down-delay-after-add": "10m",
  "scale-down-delay-after-delete": "10s",
  "scale-down-delay-after-failure": "3m",
  "scale-down-unneeded-time": "10m",
  "scale-down-unready-time": "20m",
  "scale-down-utilization-threshold": "0.5",
  "scan-interval": "10s",
  "skip-nodes-with-local-storage": "false",
  "skip-nodes-with-system-pods": "true",
};

/** Where a cluster is, and what it was before. */
export interface ClusterPlace {
  /** The id of the resource group. */
  readonly group: string;
  readonly name: string;
  readonly old?: Resource;
}

/**
 * A cluster as AKS answers it: what was said, with every default that AKS fills in, and what it makes of its own:
 * addresses, the node resource group, identities.
 */
export function completeCluster(world: World, { group, name, old }: ClusterPlace, body: Json): Resource {
  // AKS writes its ids so, whoever wrote them how
  const within = group.replace("/resourceGroups/", "/resourcegroups/");
  const id = old?.id ?? `${within}/providers/Microsoft.ContainerService/managedClusters/${name}`;
  const location = place(body.location ?? old?.location);
  const said = withoutSecrets(filled(body.properties as Json | undefined));
  const before = (old?.properties ?? {}) as Json;
  const kubernetesVersion = String(said.kubernetesVersion ?? before.kubernetesVersion ?? DEFAULT_VERSION);
  const networkProfile = network(said.networkProfile as Json | undefined, before.networkProfile as Json | undefined);
  const pools = (said.agentPoolProfiles ?? before.agentPoolProfiles ?? []) as Json[];
  const nodeResourceGroup = String(
    said.nodeResourceGroup ??
      before.nodeResourceGroup ??
      `MC_${group.split("/").at(-1)}_${name}_${location}`.slice(0, 80),
  );
  return {
    id,
    name: old?.name ?? name,
    type: "Microsoft.ContainerService/ManagedClusters",
    location,
    ...(body.tags && { tags: body.tags }),
    sku: { name: "Base", tier: "Free", ...filled(body.sku as Json | undefined) },
    ...(body.identity && { identity: identity(world, name, body.identity as Json, old?.identity as Json | undefined) }),
    properties: {
      ...said,
      ...addresses(id, location, said),
      provisioningState: "Succeeded",
      powerState: { code: "Running" },
      kubernetesVersion,
      currentKubernetesVersion: patch(kubernetesVersion),
      agentPoolProfiles: pools.map((pool) => completePool(pool, { kubernetesVersion, networkProfile })),
      nodeResourceGroup,
      networkProfile,
      enableRBAC: said.enableRBAC ?? true,
      disableLocalAccounts: said.disableLocalAccounts ?? false,
      ...(said.aadProfile && { aadProfile: entra(world, said.aadProfile as Json) }),
      oidcIssuerProfile: issuer(world, id, location, {
        enabled: issues(kubernetesVersion),
        ...(before.oidcIssuerProfile as Json | undefined),
        ...(said.oidcIssuerProfile as Json | undefined),
      }),
      servicePrincipalProfile: said.servicePrincipalProfile ?? { clientId: "msi" },
      supportPlan: said.supportPlan ?? "KubernetesOfficial",
      autoUpgradeProfile: { nodeOSUpgradeChannel: "NodeImage", ...filled(said.autoUpgradeProfile as Json | undefined) },
      storageProfile: said.storageProfile ?? {
        diskCSIDriver: { enabled: true },
        fileCSIDriver: { enabled: true },
        snapshotController: { enabled: true },
      },
      ...(pools.some(({ enableAutoScaling }) => enableAutoScaling) && {
        autoScalerProfile: { ...AUTOSCALER, ...filled(said.autoScalerProfile as Json | undefined) },
      }),
      securityProfile: said.securityProfile ?? {},
      metricsProfile: said.metricsProfile ?? { costAnalysis: { enabled: false } },
      identityProfile: before.identityProfile ?? kubelet(world, id, name, nodeResourceGroup),
      maxAgentPools: 100,
      resourceUID: before.resourceUID ?? createHash("sha256").update(id.toLowerCase()).digest("hex").slice(0, 24),
    },
  };
}

function entra(world: World, aadProfile: Json): Json {
  return {
    ...filled(aadProfile),
    managed: true,
    enableAzureRBAC: aadProfile.enableAzureRBAC ?? false,
    adminGroupObjectIDs: aadProfile.adminGroupObjectIDs ?? null,
    tenantID: aadProfile.tenantID || world.tenantId,
  };
}

function network(said: Json | undefined, before: Json | undefined): Json {
  const profile = { ...before, ...filled(said) } as Json;
  const plugin = String(profile.networkPlugin ?? "kubenet");
  const podCidr = profile.podCidr ?? "10.244.0.0/16";
  const serviceCidr = profile.serviceCidr ?? "10.0.0.0/16";
  const pods = plugin === "kubenet" || profile.networkPluginMode === "overlay";
  const balanced = (profile.outboundType ?? "loadBalancer") === "loadBalancer";
  return {
    ...profile,
    networkPlugin: plugin,
    networkPolicy: profile.networkPolicy ?? "none",
    networkDataplane: profile.networkDataplane ?? "azure",
    loadBalancerSku: profile.loadBalancerSku ?? "standard",
    outboundType: profile.outboundType ?? "loadBalancer",
    ...(balanced && {
      loadBalancerProfile: {
        managedOutboundIPs: { count: 1 },
        effectiveOutboundIPs: [],
        backendPoolType: "nodeIPConfiguration",
        ...filled(profile.loadBalancerProfile as Json | undefined),
      },
    }),
    ...(pods && { podCidr, podCidrs: some(profile.podCidrs) ?? [podCidr] }),
    serviceCidr,
    serviceCidrs: some(profile.serviceCidrs) ?? [serviceCidr],
    dnsServiceIP: profile.dnsServiceIP ?? "10.0.0.10",
    ipFamilies: some(profile.ipFamilies) ?? ["IPv4"],
  };
}

/** A list, unless there is nothing in it: to AKS that is as if it were not said. */
function some(list: unknown): unknown[] | undefined {
  return Array.isArray(list) && list.length > 0 ? list : undefined;
}

/** A private cluster has its own name, and a public one only if it asks for it. */
function addresses(id: string, location: string, { dnsPrefix, fqdnSubdomain, apiServerAccessProfile }: Json): Json {
  const digest = createHash("sha256").update(id.toLowerCase()).digest("hex");
  const host = `${String(dnsPrefix ?? fqdnSubdomain)}-${digest.slice(0, 8)}`;
  const { enablePrivateCluster, enablePrivateClusterPublicFQDN } = (apiServerAccessProfile ?? {}) as Json;
  return {
    azurePortalFQDN: `${host}.portal.hcp.${location}.azmk8s.io`,
    ...(enablePrivateCluster && { privateFQDN: `${host}.${digest.slice(8, 40)}.privatelink.${location}.azmk8s.io` }),
    ...((!enablePrivateCluster || enablePrivateClusterPublicFQDN) && { fqdn: `${host}.hcp.${location}.azmk8s.io` }),
  };
}

/**
 * Whether a new cluster that does not say issues tokens: from Kubernetes 1.34 on. It can't be switched off again.
 *
 * @see https://learn.microsoft.com/azure/aks/use-oidc-issuer
 */
function issues(version: string): boolean {
  const [major, minor] = version.split(".").map(Number);
  return major > 1 || minor >= 34;
}

function issuer(world: World, id: string, location: string, profile: Json): Json {
  if (!profile.enabled) return { enabled: false };
  const digest = createHash("sha256").update(`issuer ${id.toLowerCase()}`).digest("hex");
  return {
    enabled: true,
    issuerURL: `https://${location}.oic.prod-aks.azure.com/${world.tenantId}/${digest.slice(0, 32)}/`,
  };
}

/** The identity of the control plane: a service principal of the tenant. */
function identity(world: World, name: string, { type, userAssignedIdentities }: Json, old: Json | undefined): Json {
  if (String(type) === "SystemAssigned") {
    const { principalId = world.directory.addServicePrincipal({ displayName: name }).id } = old ?? {};
    return { type, principalId, tenantId: world.tenantId };
  }
  const known = (old?.userAssignedIdentities ?? {}) as Json;
  const ids = Object.keys((userAssignedIdentities ?? {}) as Json);
  return {
    type,
    userAssignedIdentities: Object.fromEntries(
      ids.map((id) => [id, known[id] ?? { principalId: randomUUID(), clientId: randomUUID() }]),
    ),
  };
}

/** The identity of the nodes: AKS makes it, in the node resource group. */
function kubelet(world: World, cluster: string, name: string, nodeResourceGroup: string): Json {
  const { id: objectId, appId: clientId } = world.directory.addServicePrincipal({ displayName: `${name}-agentpool` });
  const [, , subscription] = cluster.split("/");
  const resourceId = `/subscriptions/${subscription}/resourcegroups/${nodeResourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}-agentpool`;
  return { kubeletidentity: { resourceId, clientId, objectId } };
}

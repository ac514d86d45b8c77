import { completeCluster } from "../arm/managed-cluster-model";
import { type Json } from "../run/local-backend";
import { type Resource } from "../stand-in/resources";
import { World } from "../stand-in/world";
import { names, shortId, tags } from "./names";
import { rest } from "./rest";

/** What is said elsewhere in the line, and the ids and addresses that the service makes. */
const TOLD = [
  /^(id|name|type|location|tags\..*)$/,
  /^identity\.(principalId|userAssignedIdentities\..*\.(principalId|clientId))$/,
  /^identityProfile\.kubeletidentity\.(clientId|objectId)$/,
  /^(azurePortalFQDN|fqdn|privateFQDN)$/,
];

/** A cluster in words, and every attribute that a plain one has not. */
export function clusterLine(world: World, cluster: Resource): string {
  const { id, location, sku, properties: p } = cluster;
  const pools = (p.agentPoolProfiles as Json[]).map((pool) => {
    const count = pool.enableAutoScaling ? `${pool.minCount} to ${pool.maxCount}` : String(pool.count);
    const zones = [...((pool.availabilityZones ?? []) as string[])].sort().join(" ");
    return [
      `${String(pool.name)} ${count} ${String(pool.vmSize)}`,
      ...(zones ? [`in zones ${zones}`] : []),
      ...(pool.vnetSubnetID ? [`in ${shortId(String(pool.vnetSubnetID))}`] : []),
    ].join(" ");
  });
  const said = [
    String((sku as Json | undefined)?.tier),
    `Kubernetes ${String(p.kubernetesVersion)}`,
    ...pools,
    `local accounts ${p.disableLocalAccounts ? "off" : "on"}`,
    `Azure RBAC ${p.aadProfile?.enableAzureRBAC ? "on" : "off"}`,
    `run command ${p.apiServerAccessProfile?.disableRunCommand ? "off" : "on"}`,
    `workload identity ${p.securityProfile?.workloadIdentity?.enabled && p.oidcIssuerProfile?.enabled ? "on" : "off"}`,
    `admins ${names(world, (p.aadProfile?.adminGroupObjectIDs ?? []) as string[])}`,
    ...(p.apiServerAccessProfile?.authorizedIPRanges?.length
      ? [`from ${(p.apiServerAccessProfile.authorizedIPRanges as string[]).join(", ")}`]
      : []),
    `${String(p.networkProfile?.networkPlugin)} ${String(p.networkProfile?.networkPluginMode ?? "")}`.trim(),
    ...rest(flat(cluster), flat(plain(world, cluster)), TOLD),
  ];
  return `cluster ${shortId(id)} in ${String(location)}: ${said.join("; ")}${tags(cluster)}`;
}

/** The properties beside the rest, so that their names are short. */
function flat({ properties, ...more }: Resource): Json {
  return { ...more, ...properties };
}

/** What AKS makes of a cluster of which no more is said than the line says in words. */
function plain({ tenantId, subscriptions }: World, { id, name, location, sku, properties: p }: Resource): Resource {
  const group = id.split(/\/providers\//i)[0].replace(/\/resourcegroups\//i, "/resourceGroups/");
  const pools = (p.agentPoolProfiles as Json[]).map((pool, i) => ({
    name: pool.name as string,
    mode: i === 0 ? "System" : "User",
    vmSize: pool.vmSize as string,
    count: pool.count as number,
    availabilityZones: pool.availabilityZones as string[],
    vnetSubnetID: pool.vnetSubnetID as string,
    ...(pool.enableAutoScaling && { enableAutoScaling: true, minCount: pool.minCount, maxCount: pool.maxCount }),
  }));
  const { networkPlugin, networkPluginMode } = (p.networkProfile ?? {}) as Json;
  return completeCluster(
    new World(tenantId, subscriptions),
    { group, name },
    {
      location,
      sku: { tier: (sku as Json | undefined)?.tier },
      identity: { type: "SystemAssigned" },
      properties: {
        kubernetesVersion: p.kubernetesVersion,
        agentPoolProfiles: pools,
        disableLocalAccounts: p.disableLocalAccounts,
        aadProfile: {
          enableAzureRBAC: p.aadProfile?.enableAzureRBAC,
          adminGroupObjectIDs: p.aadProfile?.adminGroupObjectIDs,
        },
        apiServerAccessProfile: {
          disableRunCommand: p.apiServerAccessProfile?.disableRunCommand,
          authorizedIPRanges: p.apiServerAccessProfile?.authorizedIPRanges,
        },
        securityProfile: { workloadIdentity: { enabled: p.securityProfile?.workloadIdentity?.enabled } },
        networkProfile: { networkPlugin, networkPluginMode },
      },
    },
  );
}

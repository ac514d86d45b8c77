import { type Client, SUBSCRIPTION } from "./stand-in";

export const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg1`;
/** The id of a cluster as it is asked for; AKS answers it with `resourcegroups`. */
export const CLUSTER = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/clustername1`;

export const aks = (id: string) => `${id}?api-version=2025-07-01`;
export const authorization = (scope: string, rest: string) =>
  `${scope}/providers/Microsoft.Authorization/${rest}${rest.includes("?") ? "&" : "?"}api-version=2022-04-01`;
export const insights = (scope: string, rest = "") =>
  `${scope}/providers/Microsoft.Insights/diagnosticSettings${rest}?api-version=2021-05-01-preview`;

/** Makes a resource group. */
export async function makeGroup(client: Client, id = GROUP, location = "westeurope"): Promise<void> {
  const { status } = await client.put(`${id}?api-version=2023-07-01`, { location });
  if (status !== 201) throw new Error(`no group: ${status}`);
}

/** What a cluster says of itself, in the words of the API. */
export function clusterBody(properties: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  return {
    location: "westeurope",
    identity: { type: "SystemAssigned" },
    properties: {
      dnsPrefix: "dnsprefix1",
      agentPoolProfiles: [pool()],
      aadProfile: { managed: true, enableAzureRBAC: true },
      disableLocalAccounts: true,
      ...properties,
    },
    ...more,
  };
}

export const pool = (more: Record<string, unknown> = {}) => ({
  name: "nodepool1",
  count: 3,
  vmSize: "Standard_DS1_v2",
  osType: "Linux",
  type: "VirtualMachineScaleSets",
  mode: "System",
  ...more,
});

/** Makes a cluster, with its resource group. */
export async function makeCluster(client: Client, properties: Record<string, unknown> = {}, id = CLUSTER) {
  await client.put(`${id.split("/providers/")[0]}?api-version=2023-07-01`, { location: "westeurope" });
  const made = await client.put(aks(id), clusterBody(properties));
  if (made.status !== 201) throw new Error(`no cluster: ${JSON.stringify(made.body)}`);
  return made.body;
}

import { type Json } from "../run/local-backend";
import { PAGED, page } from "../stand-in/pages";
import { type Resource } from "../stand-in/resources";
import { type Call, type Route, created, noContent, ok } from "../stand-in/route";
import { badRequest, notFound } from "../stand-in/service-error";
import { completePool } from "./agent-pool-model";
import { checkPool } from "./agent-pool-rules";
import { knownFields } from "./fields";
import { AKS_VERSIONS, CLUSTERS, CLUSTER_PATH, clusterOf, requirePoolSubnets } from "./managed-clusters";
import { POOL_FIELDS } from "./managed-cluster-fields";
import { operation } from "./operations";

const PATH = `${CLUSTER_PATH}/agentPools`;

/** The pools of a cluster, one by one; they are the same that the cluster lists. */
export const agentPools: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    needs: [`${CLUSTERS}/agentPools/read`],
    options: PAGED,
    apiVersions: AKS_VERSIONS,
    answer: (call) => {
      const cluster = clusterOf(call);
      const pools = poolsOf(cluster).map((pool) => written(cluster, pool));
      return ok(page(call, pools));
    },
  },
  {
    method: "GET",
    path: `${PATH}/:pool`,
    needs: [`${CLUSTERS}/agentPools/read`],
    apiVersions: AKS_VERSIONS,
    answer: (call) => {
      const cluster = clusterOf(call);
      const found = poolsOf(cluster).find(({ name }) => name === call.params.pool);
      if (found === undefined) throw notFound("NotFound", `The agent pool '${call.params.pool}' is not there.`);
      return ok(written(cluster, found));
    },
  },
  {
    method: "PUT",
    path: `${PATH}/:pool`,
    needs: [`${CLUSTERS}/agentPools/write`],
    apiVersions: AKS_VERSIONS,
    answer: put,
  },
  {
    method: "DELETE",
    path: `${PATH}/:pool`,
    needs: [`${CLUSTERS}/agentPools/delete`],
    apiVersions: AKS_VERSIONS,
    answer: (call) => {
      const cluster = clusterOf(call);
      const rest = poolsOf(cluster).filter(({ name }) => name !== call.params.pool);
      if (rest.length === poolsOf(cluster).length) return noContent();
      if (!rest.some(({ mode }) => mode === "System")) {
        throw badRequest("OperationNotAllowed", "A cluster keeps one pool of the mode System.");
      }
      cluster.properties.agentPoolProfiles = rest;
      return { status: 202, headers: operation(call, call.params.subscription, String(cluster.location)) };
    },
  },
  {
    method: "GET",
    path: `${CLUSTER_PATH}/availableAgentPoolVersions`,
    needs: [`${CLUSTERS}/availableAgentPoolVersions/read`],
    apiVersions: AKS_VERSIONS,
    answer: (call) => {
      const { id, properties } = clusterOf(call);
      const versions = [...new Set([properties.kubernetesVersion, properties.currentKubernetesVersion] as string[])];
      return ok({
        id: `${id}/availableAgentPoolVersions/default`,
        name: "default",
        type: `${CLUSTERS}/availableAgentpoolVersions`,
        properties: {
          agentPoolVersions: versions.map((kubernetesVersion) => ({ kubernetesVersion, default: true })),
        },
      });
    },
  },
];

function put(call: Call) {
  const cluster = clusterOf(call);
  const name = call.params.pool;
  knownFields(call, "an agent pool", call.body as Json, ["id", "name", "type", "properties"]);
  const properties = (call.body?.properties ?? {}) as Json;
  knownFields(call, "the properties of an agent pool", properties, POOL_FIELDS);
  const { kubernetesVersion, networkProfile } = cluster.properties as {
    kubernetesVersion: string;
    networkProfile: Json;
  };
  checkPool(name, properties, { kubernetesVersion, old: poolsOf(cluster).find((pool) => pool.name === name) });
  requirePoolSubnets(call, properties);
  const made: Json = { name, ...completePool(properties, { kubernetesVersion, networkProfile }) };
  const pools = poolsOf(cluster);
  const at = pools.findIndex((pool) => pool.name === name);
  cluster.properties.agentPoolProfiles = at < 0 ? [...pools, made] : pools.map((pool, i) => (i === at ? made : pool));
  const headers = operation(call, call.params.subscription, String(cluster.location));
  return at < 0 ? created(written(cluster, made), headers) : ok(written(cluster, made), headers);
}

function poolsOf(cluster: Resource): Json[] {
  return (cluster.properties.agentPoolProfiles ?? []) as Json[];
}

function written(cluster: Resource, { name, ...properties }: Json): Json {
  return { id: `${cluster.id}/agentPools/${String(name)}`, name, type: `${CLUSTERS}/agentPools`, properties };
}

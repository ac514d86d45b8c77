import { ErrorCode } from "../core/error-codes";
import { isKnownText } from "../core/known";
import type { Problems } from "../core/validation-error";
import { Registry } from "../terraform";
import type { IAksCluster } from "./aks-cluster";
import { ClusterUserRole } from "./cluster-access";

const declared = new Registry<IAksCluster>();

/**
 * Notes that a cluster is declared a second time in the app, where both declarations would grant the Cluster User
 * role: the second apply would fail, because the assignment is there already.
 */
export function declareCluster(problems: Problems, cluster: IAksCluster, clusterId: string): void {
  if (!isKnownText(clusterId) || cluster.clusterUserRole === ClusterUserRole.EXTERNAL) return;
  const key = clusterId.toLowerCase();
  const other = declared.find(cluster, key);
  if (other === undefined) return declared.take(key, cluster);
  problems.add(
    ErrorCode.AKS_DECLARED_TWICE,
    "",
    `this cluster is also declared by ${other.node.path}, which grants the Cluster User role on it; allowed: one declaration for the whole app, or clusterUserRole: external on this one`,
  );
}

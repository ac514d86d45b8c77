import { addressName, stackContextOf } from "../terraform";
import type { IAksCluster } from "./aks-cluster";

/** The outputs of a cluster, in a stack that makes outputs. */
export function publishCluster(cluster: IAksCluster): void {
  const stack = stackContextOf(cluster);
  if (stack === undefined) return;
  const name = addressName(cluster);
  const { guide, activate, loginMode, kubeconfig } = cluster.connect;
  stack.publishIn("cluster_ids", cluster, cluster.clusterId);
  stack.publish(`connect_${name}`, { guide, activate, login_mode: loginMode, kubeconfig });
}

import { ErrorCode } from "../core/error-codes";
import { isKnownText } from "../core/known";
import type { Problems } from "../core/validation-error";
import { Roster, areRelated, warn } from "../terraform";
import type { IAksCluster } from "./aks-cluster";
import { ClusterUserRole } from "./cluster-access";

const declared = new Roster<IAksCluster>();
const ids = new WeakMap<IAksCluster, string>();

/**
 * Notes that a cluster is declared a second time in the app, where both declarations would grant the Cluster User
 * role: the second apply would fail, because the assignment is there already.
 *
 * Between stacks that have nothing to do with each other, such as two example files in one folder, it is a warning:
 * they may never be applied to the same tenant.
 */
export function declareCluster(problems: Problems, cluster: IAksCluster, clusterId: string): void {
  if (!isKnownText(clusterId) || cluster.clusterUserRole === ClusterUserRole.EXTERNAL) return;
  const id = clusterId.toLowerCase();
  const others = declared.all(cluster).filter((c) => ids.get(c) === id);
  const related = others.find((c) => areRelated(c, cluster));
  if (related) {
    problems.add(
      ErrorCode.AKS_DECLARED_TWICE,
      "",
      `this cluster is also declared by ${related.node.path}, which grants the Cluster User role on it; allowed: one declaration for the whole app, or clusterUserRole: external on this one`,
    );
    return;
  }
  ids.set(cluster, id);
  declared.add(cluster);
  if (others.length === 0) return;
  warn(
    cluster,
    `This cluster is also declared by ${others[0].node.path}, in a stack that has nothing to do with this one. If both are applied, the second fails on the Cluster User role: write clusterUserRole: external in one of them.`,
  );
}

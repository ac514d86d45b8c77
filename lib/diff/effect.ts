import { type AccessPath, type Estate, USER_CREDENTIAL, allows, roleOf } from "../access";
import { CLUSTER_USER } from "./cover";

/**
 * The paths as far as they have an effect: without Azure RBAC on the cluster, a data role allows nothing inside it, and
 * some of them still download a kubeconfig.
 */
export function effectiveOf(estate: Estate, paths: readonly AccessPath[]): AccessPath[] {
  return paths.flatMap((path) => {
    const { right } = path;
    const definition = right.role === undefined ? undefined : roleOf(right.role);
    if (right.kind === "cluster-admin" || definition === undefined || definition.dataActions.length === 0)
      return [path];
    if (estate.cluster(right.cluster)?.azureRbac !== false) return [path];
    const downloads = right.kind === "azure-role" && right.namespace === null && allows(definition, USER_CREDENTIAL);
    if (!downloads) return [];
    const left = { ...right, role: CLUSTER_USER, roleName: roleOf(CLUSTER_USER)?.name ?? CLUSTER_USER };
    return [{ ...path, right: left }];
  });
}

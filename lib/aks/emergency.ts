import { ErrorCode } from "../core/error-codes";
import { ValidationError } from "../core/validation-error";
import { EmergencyAccess, type IEntraGroup } from "../entra";
import type { IAksCluster } from "./aks-cluster";

/**
 * Makes every emergency access group that reaches a cluster an administrator of it, now and later.
 *
 * @param adminGroups groups that are administrators inside Kubernetes, which need no role for it
 */
export function reachedByEmergency(cluster: IAksCluster, adminGroups: readonly IEntraGroup[]): void {
  EmergencyAccess.forCluster(cluster, (group) => {
    if (cluster.azureRbac !== false) return void cluster.access.grantClusterAdmin(group);
    if (adminGroups.some((g) => g.principalKey === group.principalKey)) return;
    const message = `${group.node.path}, the emergency access group, cannot become administrator of a cluster without Azure RBAC; allowed: azureRbac: true on the cluster, or this group among its admin groups`;
    throw new ValidationError(cluster.node.path, [
      { code: ErrorCode.AKS_AZURE_RBAC_OFF, property: "azureRbac", message },
    ]);
  });
}

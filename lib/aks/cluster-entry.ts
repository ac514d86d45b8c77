import type { KubernetesCluster } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import type { ClusterEntry } from "../access/model";
import { CHANGED_BY_HAND, attributeFact, factOf, isOverridden, sourceOf } from "../terraform";
import type { AksCluster } from "./aks-cluster";
import { auditCategories } from "./audit-logs";
import type { AksClusterProps } from "./cluster-props";

/** What a cluster that we make says about itself, as its resource stands when it is asked. */
export function clusterEntry(cluster: AksCluster, resource: KubernetesCluster, props: AksClusterProps): ClusterEntry {
  const entra = resource.azureActiveDirectoryRoleBasedAccessControl.internalValue;
  const block = <T>(attribute: string, value: T) =>
    isOverridden(resource, attribute) ? { unknown: CHANGED_BY_HAND } : factOf(value);
  const admins = entra?.adminGroupObjectIds;
  // a setter may have put other ids there than those of the groups that were given
  const asGiven = JSON.stringify(admins ?? []) === JSON.stringify(cluster.adminGroups.map((g) => g.objectId));
  return {
    id: cluster.node.path,
    source: sourceOf(cluster),
    name: attributeFact(resource, "name", resource.nameInput ?? ""),
    resourceGroup: attributeFact(resource, "resource_group_name", cluster.resourceGroupName),
    subscriptionId: factOf(cluster.subscriptionId, "that of the provider"),
    tenantId: block("azure_active_directory_role_based_access_control", entra?.tenantId ?? ""),
    kind: "made",
    azureRbac: block("azure_active_directory_role_based_access_control", entra?.azureRbacEnabled === true),
    localAccountsDisabled: attributeFact(
      resource,
      "local_account_disabled",
      resource.localAccountDisabledInput === true,
    ),
    runCommandEnabled: attributeFact(resource, "run_command_enabled", resource.runCommandEnabledInput !== false),
    privateCluster: attributeFact(resource, "private_cluster_enabled", resource.privateClusterEnabledInput === true),
    authorizedIpRanges: block(
      "api_server_access_profile",
      resource.apiServerAccessProfile.internalValue?.authorizedIpRanges ?? [],
    ),
    workloadIdentity: attributeFact(
      resource,
      "workload_identity_enabled",
      resource.workloadIdentityEnabledInput === true,
    ),
    kubernetesVersion: attributeFact(
      resource,
      "kubernetes_version",
      resource.kubernetesVersionInput ?? { unknown: "left to AKS" },
    ),
    adminGroups: asGiven
      ? isOverridden(resource, "azure_active_directory_role_based_access_control")
        ? { unknown: CHANGED_BY_HAND }
        : cluster.adminGroups.map((g) => g.node.path)
      : { unknown: CHANGED_BY_HAND },
    auditLogs: props.auditLogs ? auditCategories(props.auditLogs) : [],
    clusterUserRole: cluster.clusterUserRole,
  };
}

import type { KubernetesCluster } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import type { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { type IResolvable, TerraformResource, TerraformStack } from "cdktf";
import type { ClusterEntry, Fact, ResourceEntry } from "../access/model";
import { CHANGED_BY_HAND, addressOf, attributeFact, factOf, isOverridden, sourceOf } from "../terraform";
import type { AksCluster } from "./aks-cluster";
import { categoriesOf } from "./audit-logs";
import type { IResourceGroup } from "./cluster-props";
import { clusterIdOf } from "./existing-cluster";

/** What a cluster that we make says about itself, as its resources stand when it is asked. */
export function clusterEntry(
  cluster: AksCluster,
  resource: KubernetesCluster,
  resourceGroupWritten: string | undefined,
  logs: MonitorDiagnosticSetting | undefined,
): ClusterEntry {
  const entra = resource.azureActiveDirectoryRoleBasedAccessControl.internalValue;
  const block = <T>(attribute: string, value: T) =>
    isOverridden(resource, attribute) ? { unknown: CHANGED_BY_HAND } : factOf(value);
  const flag = (attribute: string, set: boolean | IResolvable | undefined, unset = false) =>
    block(attribute, set ?? unset) as Fact<boolean>;
  const admins = entra?.adminGroupObjectIds;
  // a setter may have put other ids there than those of the groups that were given
  const asGiven = JSON.stringify(admins ?? []) === JSON.stringify(cluster.adminGroups.map((g) => g.objectId));
  return {
    id: cluster.node.path,
    source: sourceOf(cluster),
    address: addressOf(resource),
    name: attributeFact(resource, "name", resource.nameInput ?? ""),
    resourceGroup: attributeFact(
      resource,
      "resource_group_name",
      resource.resourceGroupNameInput === resourceGroupWritten
        ? cluster.resourceGroupName
        : (resource.resourceGroupNameInput ?? ""),
    ),
    subscriptionId: factOf(cluster.subscriptionId, "that of the provider"),
    tenantId: block("azure_active_directory_role_based_access_control", entra?.tenantId ?? ""),
    kind: "made",
    entraIntegration: isOverridden(resource, "role_based_access_control_enabled")
      ? { unknown: CHANGED_BY_HAND }
      : block(
          "azure_active_directory_role_based_access_control",
          entra !== undefined && (resource.roleBasedAccessControlEnabledInput ?? true) !== false,
        ),
    azureRbac: flag("azure_active_directory_role_based_access_control", entra?.azureRbacEnabled),
    localAccountsDisabled: flag("local_account_disabled", resource.localAccountDisabledInput),
    runCommandEnabled: flag("run_command_enabled", resource.runCommandEnabledInput, true),
    privateCluster: flag("private_cluster_enabled", resource.privateClusterEnabledInput),
    authorizedIpRanges: block(
      "api_server_access_profile",
      resource.apiServerAccessProfile.internalValue?.authorizedIpRanges ?? [],
    ),
    workloadIdentity: flag("workload_identity_enabled", resource.workloadIdentityEnabledInput),
    kubernetesVersion: attributeFact(
      resource,
      "kubernetes_version",
      resource.kubernetesVersionInput ?? { unknown: "left to AKS" },
    ),
    adminGroups: asGiven
      ? block(
          "azure_active_directory_role_based_access_control",
          cluster.adminGroups.map((g) => g.node.path),
        )
      : { unknown: CHANGED_BY_HAND },
    auditLogs: logs ? categoriesOf(logs) : [],
    clusterUserRole: cluster.clusterUserRole,
    loginMode: cluster.connect.loginMode,
  };
}

/** What is made for a cluster in its stack and says nothing about access, so that it can be imported with it. */
export function aroundCluster(
  cluster: AksCluster,
  group: IResourceGroup,
  logs: MonitorDiagnosticSetting | undefined,
): ResourceEntry[] {
  const { subscriptionId, resourceGroupName } = cluster;
  const idOf = (id: string) => factOf(id, "that of the provider");
  const made = TerraformResource.isTerraformResource(group) && TerraformStack.of(group) === TerraformStack.of(cluster);
  const clusterId = clusterIdOf(subscriptionId, resourceGroupName, cluster.clusterName);
  return [
    ...(made
      ? [
          {
            address: addressOf(group),
            resourceId: idOf(`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}`),
          },
        ]
      : []),
    ...(logs ? [{ address: addressOf(logs), resourceId: idOf(`${clusterId}|${logs.nameInput}`) }] : []),
  ];
}

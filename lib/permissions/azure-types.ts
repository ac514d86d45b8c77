const AKS = "Microsoft.ContainerService/managedClusters";
const GROUPS = "Microsoft.Resources/subscriptions/resourceGroups";
const ROLES = "Microsoft.Authorization";
const LOGS = "Microsoft.Insights/diagnosticSettings";

/** Actions of Azure's control plane that one type needs. */
export interface AzureActions {
  /** To refresh it, which every plan does. */
  readonly read: readonly string[];
  /** To make, change and delete it, beside reading. */
  readonly write: readonly string[];
}

/**
 * What each type needs, by the calls that the provider azurerm 4.55 makes for it.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations
 */
export const AZURE_TYPES: Readonly<Record<string, AzureActions>> = {
  azurerm_resource_group: {
    read: [`${GROUPS}/read`],
    write: [`${GROUPS}/write`, `${GROUPS}/delete`, `${GROUPS}/resources/read`],
  },
  azurerm_kubernetes_cluster: {
    // the provider reads the kubeconfig of the Cluster User at every refresh; that it may not read maintenance windows
    // it takes for there being none
    read: [`${AKS}/read`, `${AKS}/listClusterUserCredential/action`],
    // another size of machines, zone or subnet: a second pool is made beside the first, which is deleted, made and
    // filled anew, and then the second is deleted
    write: [
      `${AKS}/write`,
      `${AKS}/delete`,
      `${AKS}/agentPools/read`,
      `${AKS}/agentPools/write`,
      `${AKS}/agentPools/delete`,
    ],
  },
  azurerm_monitor_diagnostic_setting: { read: [`${LOGS}/read`], write: [`${LOGS}/write`, `${LOGS}/delete`] },
  azurerm_role_assignment: {
    read: [`${ROLES}/roleAssignments/read`],
    write: [`${ROLES}/roleAssignments/write`, `${ROLES}/roleAssignments/delete`],
  },
};

/** The local administrator's kubeconfig, which the provider reads as well where local accounts are on. */
export const ADMIN_CREDENTIAL = `${AKS}/listClusterAdminCredential/action`;

/** Where a subscription's providers are listed when the provider begins, and roles are looked up. */
export const OF_SUBSCRIPTION = {
  providers: "Microsoft.Resources/subscriptions/providers/read",
  roles: `${ROLES}/roleDefinitions/read`,
};

/** Data sources of azurerm that make no call. */
export const FREE_DATA: readonly string[] = ["azurerm_client_config"];

import { ROLES } from "../../lib/access/roles";

/** A role that is there in every tenant. */
export interface BuiltInRole {
  readonly guid: string;
  readonly roleName: string;
  readonly actions: readonly string[];
  readonly notActions?: readonly string[];
  readonly dataActions?: readonly string[];
  readonly notDataActions?: readonly string[];
}

const READ_ROLES = "Microsoft.Authorization/*/read";
const READ_GROUPS = "Microsoft.Resources/subscriptions/resourceGroups/read";

/** Roles that give no access to Kubernetes by themselves, and that somebody who deploys may have. */
const OTHERS: readonly BuiltInRole[] = [
  { guid: "acdd72a7-3385-48ef-bd42-f606fba81ae7", roleName: "Reader", actions: ["*/read"] },
  {
    guid: "4d97b98b-1d4f-4787-a291-c67834d212e7",
    roleName: "Network Contributor",
    actions: [
      READ_ROLES,
      "Microsoft.Insights/alertRules/*",
      "Microsoft.Network/*",
      "Microsoft.ResourceHealth/availabilityStatuses/read",
      "Microsoft.Resources/deployments/*",
      READ_GROUPS,
      "Microsoft.Support/*",
    ],
  },
  {
    guid: "92aaf0da-9dab-42b6-94a3-d43ce8d16293",
    roleName: "Log Analytics Contributor",
    actions: [
      "*/read",
      "Microsoft.ClassicCompute/virtualMachines/extensions/*",
      "Microsoft.ClassicStorage/storageAccounts/listKeys/action",
      "Microsoft.Compute/virtualMachines/extensions/*",
      "Microsoft.HybridCompute/machines/extensions/write",
      "Microsoft.Insights/alertRules/*",
      "Microsoft.Insights/diagnosticSettings/*",
      "Microsoft.OperationalInsights/*",
      "Microsoft.OperationsManagement/*",
      "Microsoft.Resources/deployments/*",
      "Microsoft.Resources/subscriptions/resourcegroups/deployments/*",
      "Microsoft.Storage/storageAccounts/listKeys/action",
      "Microsoft.Support/*",
    ],
  },
];

/**
 * The built-in roles that the stand-in knows: those that give access to AKS, as the library has them of Microsoft, and
 * others that somebody who deploys may have.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
export const BUILT_IN_ROLES: readonly BuiltInRole[] = [
  ...ROLES.map(({ guid, name, actions, notActions, dataActions, notDataActions }) => ({
    guid,
    roleName: name,
    actions,
    notActions,
    dataActions,
    notDataActions,
  })),
  ...OTHERS,
];

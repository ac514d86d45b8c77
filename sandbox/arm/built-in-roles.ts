/** A role that is there in every tenant. */
export interface BuiltInRole {
  readonly guid: string;
  readonly roleName: string;
  readonly actions: readonly string[];
  readonly notActions?: readonly string[];
  readonly dataActions?: readonly string[];
  readonly notDataActions?: readonly string[];
}

const AKS = "Microsoft.ContainerService/managedClusters";
const KUBERNETES_ROLE = [
  "Microsoft.Authorization/*/read",
  "Microsoft.Resources/subscriptions/operationresults/read",
  "Microsoft.Resources/subscriptions/read",
  "Microsoft.Resources/subscriptions/resourceGroups/read",
];
const READ = ["apps", "autoscaling", "batch", "networking.k8s.io", "policy"].map((group) => `${AKS}/${group}/*/read`);
const WRITTEN = ["apps", "autoscaling", "batch", "networking.k8s.io", "policy"].map((group) => `${AKS}/${group}/*`);
const CORE = ["configmaps", "endpoints", "persistentvolumeclaims", "pods", "replicationcontrollers", "services"];
const ONLY_READ = ["events", "limitranges", "namespaces", "resourcequotas"].map((kind) => `${AKS}/${kind}/read`);
const WRITER = [...WRITTEN, ...[...CORE, "secrets", "serviceaccounts"].map((kind) => `${AKS}/${kind}/*`), ...ONLY_READ];

/**
 * The roles that concern clusters, and those that give Azure's control plane: by GUID and name as Microsoft lists
 * them. What the roles inside Kubernetes may do is abridged to groups of resources.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
export const BUILT_IN_ROLES: readonly BuiltInRole[] = [
  {
    guid: "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
    roleName: "Azure Kubernetes Service Cluster User Role",
    actions: [`${AKS}/listClusterUserCredential/action`, `${AKS}/read`],
  },
  {
    guid: "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8",
    roleName: "Azure Kubernetes Service Cluster Admin Role",
    actions: [
      `${AKS}/listClusterAdminCredential/action`,
      `${AKS}/accessProfiles/listCredential/action`,
      `${AKS}/read`,
      `${AKS}/runcommand/action`,
    ],
  },
  {
    guid: "1afdec4b-e479-420e-99e7-f82237c7c5e6",
    roleName: "Azure Kubernetes Service Cluster Monitoring User",
    actions: [`${AKS}/listClusterMonitoringUserCredential/action`, `${AKS}/read`],
  },
  {
    guid: "ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8",
    roleName: "Azure Kubernetes Service Contributor Role",
    actions: [`${AKS}/read`, `${AKS}/write`, `${AKS}/*`, "Microsoft.Resources/deployments/*"],
  },
  {
    guid: "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
    roleName: "Azure Kubernetes Service RBAC Reader",
    actions: KUBERNETES_ROLE,
    dataActions: [...READ, ...[...CORE, "serviceaccounts"].map((kind) => `${AKS}/${kind}/read`), ...ONLY_READ],
  },
  {
    guid: "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb",
    roleName: "Azure Kubernetes Service RBAC Writer",
    actions: KUBERNETES_ROLE,
    dataActions: WRITER,
  },
  {
    guid: "3498e952-d568-435e-9b2c-8d77e338d7f7",
    roleName: "Azure Kubernetes Service RBAC Admin",
    actions: [...KUBERNETES_ROLE, `${AKS}/listClusterUserCredential/action`],
    dataActions: [`${AKS}/*`],
    notDataActions: ["resourcequotas", "namespaces"].flatMap((kind) => [
      `${AKS}/${kind}/write`,
      `${AKS}/${kind}/delete`,
    ]),
  },
  {
    guid: "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
    roleName: "Azure Kubernetes Service RBAC Cluster Admin",
    actions: [...KUBERNETES_ROLE, `${AKS}/listClusterUserCredential/action`],
    dataActions: [`${AKS}/*`],
  },
  {
    guid: "289d8817-ee69-43f1-a0af-43a45505b488",
    roleName: "Azure Kubernetes Service Namespace Contributor",
    actions: [...KUBERNETES_ROLE, `${AKS}/managedNamespaces/*`],
  },
  {
    guid: "c9f76ca8-b262-4b10-8ed2-09cf0948aa35",
    roleName: "Azure Kubernetes Service Namespace User",
    actions: [...KUBERNETES_ROLE, `${AKS}/managedNamespaces/read`, `${AKS}/managedNamespaces/listCredential/action`],
  },
  { guid: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", roleName: "Owner", actions: ["*"] },
  {
    guid: "b24988ac-6180-42a0-ab88-20f7382dd24c",
    roleName: "Contributor",
    actions: ["*"],
    notActions: [
      "Microsoft.Authorization/*/Delete",
      "Microsoft.Authorization/*/Write",
      "Microsoft.Authorization/elevateAccess/Action",
      "Microsoft.Blueprint/blueprintAssignments/write",
      "Microsoft.Blueprint/blueprintAssignments/delete",
      "Microsoft.Compute/galleries/share/action",
    ],
  },
  { guid: "acdd72a7-3385-48ef-bd42-f606fba81ae7", roleName: "Reader", actions: ["*/read"] },
  {
    guid: "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    roleName: "User Access Administrator",
    actions: ["*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"],
  },
  {
    guid: "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
    roleName: "Role Based Access Control Administrator",
    actions: [
      "Microsoft.Authorization/roleAssignments/write",
      "Microsoft.Authorization/roleAssignments/delete",
      "*/read",
      "Microsoft.Support/*",
    ],
  },
];

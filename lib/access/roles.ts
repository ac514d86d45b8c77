import { type Fact, isUnknown } from "./model";

/** An Azure role as Azure defines it: what it allows on the resource, and inside it. */
export interface RoleDefinition {
  readonly guid: string;
  readonly name: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
  /** Where the definition was read. */
  readonly source: string;
  /** The date that the source bears. */
  readonly date: string;
}

/** What every action of AKS begins with. */
export const AKS = "Microsoft.ContainerService/managedClusters";
/** Downloads the credential of the local administrator. */
export const ADMIN_CREDENTIAL = `${AKS}/listClusterAdminCredential/action`;
/** Downloads a kubeconfig. */
export const USER_CREDENTIAL = `${AKS}/listClusterUserCredential/action`;
/** Runs commands through Azure Resource Manager. */
export const RUN_COMMAND = `${AKS}/runcommand/action`;

const CONTAINERS = {
  source: "MicrosoftDocs/azure-docs articles/role-based-access-control/built-in-roles/containers.md",
  date: "2025-06-30",
};
const PRIVILEGED = {
  source: "MicrosoftDocs/azure-docs articles/role-based-access-control/built-in-roles/privileged.md",
  date: "2026-07-01",
};
const NONE = { actions: [], notActions: [], dataActions: [], notDataActions: [] };
const on = (...resources: string[]) => resources.map((r) => `${AKS}/${r}`);
const READ_ROLES = [
  "Microsoft.Authorization/*/read",
  "Microsoft.Resources/subscriptions/operationresults/read",
  "Microsoft.Resources/subscriptions/read",
  "Microsoft.Resources/subscriptions/resourceGroups/read",
];
/** What the reader reads and the writer writes. */
const WRITTEN = [
  "apps/daemonsets",
  "apps/deployments",
  "apps/replicasets",
  "apps/statefulsets",
  "autoscaling/horizontalpodautoscalers",
  "batch/cronjobs",
  "batch/jobs",
  "configmaps",
  "endpoints",
  "events",
  "extensions/daemonsets",
  "extensions/deployments",
  "extensions/ingresses",
  "extensions/networkpolicies",
  "extensions/replicasets",
  "networking.k8s.io/ingresses",
  "networking.k8s.io/networkpolicies",
  "persistentvolumeclaims",
  "pods",
  "policy/poddisruptionbudgets",
  "replicationcontrollers",
  "serviceaccounts",
  "services",
];
/** What both of them only read. */
const READ = [
  "apps/controllerrevisions/read",
  "discovery.k8s.io/endpointslices/read",
  "events.k8s.io/events/read",
  "limitranges/read",
  "metrics.k8s.io/pods/read",
  "metrics.k8s.io/nodes/read",
  "namespaces/read",
  "resourcequotas/read",
];

/** The built-in roles that give access to AKS, inside Kubernetes or on the cluster, as Microsoft documents them. */
export const ROLES: readonly RoleDefinition[] = [
  {
    ...NONE,
    ...CONTAINERS,
    guid: "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
    name: "Azure Kubernetes Service Cluster User Role",
    actions: [USER_CREDENTIAL, `${AKS}/read`],
  },
  {
    ...NONE,
    ...CONTAINERS,
    guid: "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
    name: "Azure Kubernetes Service RBAC Reader",
    actions: READ_ROLES,
    dataActions: on(...READ, ...WRITTEN.map((r) => `${r}/read`)),
  },
  {
    ...NONE,
    ...CONTAINERS,
    guid: "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb",
    name: "Azure Kubernetes Service RBAC Writer",
    actions: READ_ROLES,
    dataActions: on(
      ...READ,
      ...WRITTEN.map((r) => `${r}/*`),
      "coordination.k8s.io/leases/read",
      "coordination.k8s.io/leases/write",
      "coordination.k8s.io/leases/delete",
      "secrets/*",
    ),
  },
  {
    ...NONE,
    ...CONTAINERS,
    guid: "3498e952-d568-435e-9b2c-8d77e338d7f7",
    name: "Azure Kubernetes Service RBAC Admin",
    actions: [...READ_ROLES, USER_CREDENTIAL],
    dataActions: on("*"),
    notDataActions: on("resourcequotas/write", "resourcequotas/delete", "namespaces/write", "namespaces/delete"),
  },
  {
    ...NONE,
    ...CONTAINERS,
    guid: "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
    name: "Azure Kubernetes Service RBAC Cluster Admin",
    actions: [...READ_ROLES, USER_CREDENTIAL],
    dataActions: on("*"),
  },
  {
    ...NONE,
    ...CONTAINERS,
    guid: "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8",
    name: "Azure Kubernetes Service Cluster Admin Role",
    actions: [ADMIN_CREDENTIAL, `${AKS}/accessProfiles/listCredential/action`, `${AKS}/read`, RUN_COMMAND],
  },
  {
    ...NONE,
    ...CONTAINERS,
    guid: "1afdec4b-e479-420e-99e7-f82237c7c5e6",
    name: "Azure Kubernetes Service Cluster Monitoring User",
    actions: [`${AKS}/listClusterMonitoringUserCredential/action`, `${AKS}/read`],
  },
  {
    ...NONE,
    ...CONTAINERS,
    guid: "c9f76ca8-b262-4b10-8ed2-09cf0948aa35",
    name: "Azure Kubernetes Service Namespace User",
    actions: on("managedNamespaces/read", "managedNamespaces/listCredential/action"),
  },
  {
    ...NONE,
    ...CONTAINERS,
    guid: "289d8817-ee69-43f1-a0af-43a45505b488",
    name: "Azure Kubernetes Service Namespace Contributor",
    actions: [
      "Microsoft.Authorization/*/read",
      "Microsoft.Insights/alertRules/*",
      "Microsoft.Resources/subscriptions/resourceGroups/read",
      `${AKS}/managedNamespaces/*`,
      "Microsoft.Resources/deployments/*",
    ],
  },
  {
    ...NONE,
    ...CONTAINERS,
    guid: "ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8",
    name: "Azure Kubernetes Service Contributor Role",
    actions: [
      "Microsoft.Authorization/*/read",
      "Microsoft.ContainerService/locations/*",
      `${AKS}/*`,
      "Microsoft.ContainerService/managedclustersnapshots/*",
      "Microsoft.ContainerService/snapshots/*",
      "Microsoft.Insights/alertRules/*",
      "Microsoft.Resources/deployments/*",
      "Microsoft.Resources/subscriptions/resourceGroups/read",
    ],
  },
  {
    ...NONE,
    ...PRIVILEGED,
    guid: "b24988ac-6180-42a0-ab88-20f7382dd24c",
    name: "Contributor",
    actions: ["*"],
    notActions: [
      "Microsoft.Authorization/*/Delete",
      "Microsoft.Authorization/*/Write",
      "Microsoft.Authorization/elevateAccess/Action",
      "Microsoft.Blueprint/blueprintAssignments/write",
      "Microsoft.Blueprint/blueprintAssignments/delete",
      "Microsoft.Compute/galleries/share/action",
      "Microsoft.Purview/consents/write",
      "Microsoft.Purview/consents/delete",
      "Microsoft.Resources/deploymentStacks/manageDenySetting/action",
      "Microsoft.Subscription/cancel/action",
      "Microsoft.Subscription/enable/action",
    ],
  },
  {
    ...NONE,
    ...PRIVILEGED,
    guid: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    name: "Owner",
    actions: ["*"],
  },
  {
    ...NONE,
    ...PRIVILEGED,
    guid: "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
    name: "Role Based Access Control Administrator",
    actions: [
      "Microsoft.Authorization/roleAssignments/write",
      "Microsoft.Authorization/roleAssignments/delete",
      "*/read",
      "Microsoft.Support/*",
    ],
  },
  {
    ...NONE,
    ...PRIVILEGED,
    guid: "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    name: "User Access Administrator",
    actions: ["*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"],
  },
];

const BY_GUID = new Map(ROLES.map((r) => [r.guid, r]));

/** The definition of a role; nothing for a custom role, or one that is not known at synth. */
export function roleOf(role: Fact<string>): RoleDefinition | undefined {
  return isUnknown(role) ? undefined : BY_GUID.get(role.toLowerCase());
}

/** Whether a role allows an action on the resource: Azure's words, in whatever letters, `*` for anything. */
export function allows(role: RoleDefinition, action: string): boolean {
  return remembered(role, action, () => isCovered(action, role.actions, role.notActions));
}

/** Whether a role allows an action inside Kubernetes. */
export function allowsData(role: RoleDefinition, action: string): boolean {
  return remembered(role, `data ${action}`, () => isCovered(action, role.dataActions, role.notDataActions));
}

/** The roles inside Kubernetes, the mightiest last: reader, writer, admin, cluster admin. */
const POWER = [
  "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
  "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb",
  "3498e952-d568-435e-9b2c-8d77e338d7f7",
  "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
];

/** How far a role reaches inside Kubernetes, 0 for the reader to 3 for the cluster admin; -1 for one that is for something else. */
export function dataPowerOf(guid: string | undefined): number {
  return guid === undefined ? -1 : POWER.indexOf(guid);
}

const ANSWERS = new WeakMap<RoleDefinition, Map<string, boolean>>();

function remembered(role: RoleDefinition, question: string, answer: () => boolean): boolean {
  const answers = ANSWERS.get(role) ?? new Map<string, boolean>();
  ANSWERS.set(role, answers);
  const before = answers.get(question);
  if (before !== undefined) return before;
  const now = answer();
  answers.set(question, now);
  return now;
}

/** An action with `*` in it is covered only as a whole: by a pattern that takes all of it, and none that takes part. */
function isCovered(action: string, allowed: readonly string[], refused: readonly string[]): boolean {
  if (!allowed.some((pattern) => matches(pattern, action))) return false;
  return !refused.some((pattern) => matches(pattern, action) || matches(action, pattern));
}

const PATTERNS = new Map<string, RegExp>();

function matches(pattern: string, text: string): boolean {
  let regex = PATTERNS.get(pattern);
  if (regex === undefined) {
    const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    regex = new RegExp(`^${parts.join(".*")}$`, "i");
    PATTERNS.set(pattern, regex);
  }
  return regex.test(text);
}

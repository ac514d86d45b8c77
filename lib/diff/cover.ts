import type { AccessPath, Mode, Right } from "../access";

/** The data roles of AKS, each of which allows all that those after it allow. */
const DATA_ROLES: readonly string[] = [
  "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b", // RBAC Cluster Admin
  "3498e952-d568-435e-9b2c-8d77e338d7f7", // RBAC Admin
  "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb", // RBAC Writer
  "7f6c6a51-bcf8-42ba-9220-52d62157d7db", // RBAC Reader
];
/** The role that downloads a kubeconfig, which the first two of the data roles do as well. */
export const CLUSTER_USER = "4abbcc35-e782-43d8-92c5-2d3f1bd2253f";
const DOWNLOADING = DATA_ROLES.slice(0, 2);

/** The roles that change a cluster or who has access to it, each with those that allow no more. */
const WITHIN: Readonly<Record<string, readonly string[]>> = {
  // Owner
  "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": [
    "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
  ],
  // Contributor holds AKS Contributor
  "b24988ac-6180-42a0-ab88-20f7382dd24c": ["ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8"],
  // User Access Administrator holds Role Based Access Control Administrator
  "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": ["f58310d9-a9f6-439a-9e8d-f62e7b41a168"],
};

/** How freely a right can be used; more is freer. */
const FREEDOM: Readonly<Record<Mode, number>> = {
  standing: 3,
  emergency: 3,
  active: 2,
  eligible: 1,
  "control-plane": 0,
};

/** Whether a way needs at most what another needs: no activation where that one needs none, and so on. */
export function isAsFree(mode: Mode, as: Mode): boolean {
  return FREEDOM[mode] >= FREEDOM[as];
}

/** The freest of some modes. */
export function freest(modes: readonly Mode[]): Mode | null {
  return modes.reduce<Mode | null>((best, m) => (best === null || FREEDOM[m] > FREEDOM[best] ? m : best), null);
}

/** What a right allows: the name of a cluster that both sides have, and the names of roles. */
export interface Reach {
  readonly kind: Right["kind"];
  readonly role: string | undefined;
  readonly cluster: string;
  readonly namespace: string | null;
}

/** Whether a right allows all that another allows, as far as the built-in roles are nested; a role covers itself. */
export function covers(right: Reach, other: Reach): boolean {
  if (right.cluster !== other.cluster) return false;
  if (right.namespace !== null && right.namespace !== other.namespace) return false;
  if (right.kind === other.kind && right.role === other.role) return true;
  if (right.kind === other.kind && WITHIN[right.role ?? ""]?.includes(other.role ?? "")) return true;
  if (right.kind === "control-plane") return false;
  // what RBAC Admin changes are bindings inside, which who has everything inside changes as well
  if (other.kind === "control-plane") return other.role === DATA_ROLES[1] && hasAllInside(right);
  const [mine, its] = [right, other].map((r) => (r.kind === "cluster-admin" ? 0 : DATA_ROLES.indexOf(r.role ?? "")));
  if (mine < 0) return false;
  if (its >= 0) return mine <= its;
  return other.role === CLUSTER_USER && right.namespace === null && DOWNLOADING.includes(right.role ?? "");
}

function hasAllInside({ kind, role, namespace }: Pick<Right, "kind" | "role" | "namespace">): boolean {
  return namespace === null && (kind === "cluster-admin" || (kind === "azure-role" && role === DATA_ROLES[0]));
}

/** Whether a way ends at everything inside a whole cluster, or at all of it but a little: RBAC Admin binds who it likes. */
export function isAdmin({ right }: AccessPath): boolean {
  return (
    hasAllInside(right) || (right.namespace === null && right.kind === "azure-role" && right.role === DATA_ROLES[1])
  );
}

/** How large an estate is. */
export interface EstateSize {
  readonly clusters: number;
  readonly groups: number;
  /** How many of the groups are on each cluster; each has two role assignments there. */
  readonly groupsPerCluster: number;
  /** Azure takes 4,000 role assignments in one subscription. */
  readonly subscriptions: number;
}

/** The estates that are measured: a team's, a full subscription, three full subscriptions. */
export const ESTATES = {
  "40 clusters, 66 groups": { clusters: 40, groups: 66, groupsPerCluster: 9, subscriptions: 1 },
  "4,000 role assignments": { clusters: 40, groups: 66, groupsPerCluster: 50, subscriptions: 1 },
  "12,000 in 3 subscriptions": { clusters: 120, groups: 66, groupsPerCluster: 50, subscriptions: 3 },
} satisfies Record<string, EstateSize>;

export type EstateName = keyof typeof ESTATES;

export const TENANT = "22222222-2222-2222-2222-222222222222";
export const PIPELINE = "99999999-9999-4999-8999-999999999999";
export const SRE = "44444444-4444-4444-8444-444444444401";

export const subscriptionOf = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, "0")}`;
export const clusterName = (n: number) => `prod-${n}`;
export const groupName = (n: number) => `team-${n}`;

/** Which groups are on a cluster. */
export function groupsOn(size: EstateSize, cluster: number): number[] {
  return Array.from({ length: size.groupsPerCluster }, (_, i) => (cluster + i) % size.groups);
}

/** Which clusters are in a subscription. */
export function clustersIn(size: EstateSize, subscription: number): number[] {
  const each = size.clusters / size.subscriptions;
  return Array.from({ length: each }, (_, i) => subscription * each + i);
}

/** The estate that a program was told to make, by its name. */
export function estateOf(args: readonly string[]): EstateSize {
  return ESTATES[args[2] as EstateName];
}

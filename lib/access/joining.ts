import { KINDS_OF_GROUP } from "./identity";
import { type ClusterEntry, type Fact, type GroupEntry, type PrincipalEntry, isUnknown } from "./model";

/** The first fact that is known, else the first reason why it is not. */
function firstKnown<T>(facts: readonly Fact<T>[]): Fact<T> {
  return facts.find((f) => !isUnknown(f)) ?? facts[0];
}

/** What some say and nobody contradicts: lists of the same thing from several sides are added together. */
function together(facts: readonly Fact<readonly string[]>[]): Fact<readonly string[]> {
  const known = facts.flatMap((f) => (isUnknown(f) ? [] : [...f]));
  return facts.every(isUnknown) ? facts[0] : [...new Set(known)];
}

/** One group from all that use it or make it. */
export function joinGroups(id: string, same: readonly GroupEntry[]): GroupEntry {
  const sorted = [...same].sort((a, b) => KINDS_OF_GROUP[a.kind] - KINDS_OF_GROUP[b.kind]);
  return {
    ...sorted[0],
    id,
    objectId: firstKnown(sorted.map((g) => g.objectId)),
    displayName: firstKnown(sorted.map((g) => g.displayName)),
    roleAssignable: firstKnown(sorted.map((g) => g.roleAssignable)),
    owners: together(sorted.map((g) => g.owners)),
    members: together(sorted.map((g) => g.members)),
  };
}

/** Facts of which declarations may contradict each other; of anything else the first that says it is right. */
const DISPUTABLE: readonly (keyof ClusterEntry)[] = [
  "entraIntegration",
  "azureRbac",
  "localAccountsDisabled",
  "runCommandEnabled",
  "privateCluster",
  "authorizedIpRanges",
  "workloadIdentity",
  "kubernetesVersion",
  "auditLogs",
  "loginMode",
];

/**
 * One cluster from all its declarations. What makes it decides before what uses it, and what is set before what is
 * assumed; of what is left, facts that contradict each other are not known. A fact is assumed where it rests on
 * declarations that all assume it.
 */
export function joinClusters(id: string, same: readonly ClusterEntry[]): ClusterEntry {
  const sorted = [...same].sort((a, b) => Number(a.kind === "existing") - Number(b.kind === "existing"));
  const keys = [...new Set(sorted.flatMap((c) => Object.keys(c)))] as (keyof ClusterEntry)[];
  const facts = keys
    .filter((key) => key !== "assumed")
    .map((key) => ({ key, by: deciding(key, sorted) }))
    .map(({ key, by }) => ({ key, by, value: key === "adminGroups" ? groupsOf(sorted) : valueOf(key, by) }));
  const assumed = facts
    .filter(({ key, by, value }) => !isUnknown(value) && by.every((c) => c.assumed?.includes(key)))
    .map(({ key }) => key)
    .sort();
  const joined = Object.fromEntries(facts.map(({ key, value }) => [key, value])) as unknown as ClusterEntry;
  return { ...joined, id, ...(assumed.length > 0 && { assumed }) };
}

const groupsOf = (all: readonly ClusterEntry[]) => together(all.map((c) => c.adminGroups));

/** The declarations that decide about a fact: those that know it, of these those that make, of these those that set it. */
function deciding(key: keyof ClusterEntry, all: readonly ClusterEntry[]): readonly ClusterEntry[] {
  const narrowed = (from: readonly ClusterEntry[], test: (c: ClusterEntry) => boolean) => {
    const those = from.filter(test);
    return those.length > 0 ? those : from;
  };
  const said = all.filter((c) => c[key] !== undefined);
  const known = narrowed(said, (c) => !isUnknown(c[key]));
  const made = narrowed(known, (c) => c.kind === "made");
  return narrowed(made, (c) => !c.assumed?.includes(key));
}

/** What these say of a fact; not known where one says something else. */
function valueOf(key: keyof ClusterEntry, declarations: readonly ClusterEntry[]): unknown {
  const textOf = (value: unknown) => JSON.stringify(Array.isArray(value) ? [...(value as string[])].sort() : value);
  const [first] = declarations;
  const other = declarations.find((c) => !isUnknown(c[key]) && textOf(c[key]) !== textOf(first[key]));
  if (other === undefined || !DISPUTABLE.includes(key)) return first[key];
  const says = (c: ClusterEntry) => `${c.source ?? c.id} says ${textOf(c[key])}`;
  return { unknown: `${says(first)} and ${says(other)}` };
}

/** One person or application from all that name it. */
export function joinPrincipals(id: string, same: readonly PrincipalEntry[]): PrincipalEntry {
  const upn = same.find((p) => p.userPrincipalName !== undefined)?.userPrincipalName;
  return {
    ...same[0],
    id,
    objectId: firstKnown(same.map((p) => p.objectId)),
    ...(upn === undefined ? {} : { userPrincipalName: upn }),
  };
}

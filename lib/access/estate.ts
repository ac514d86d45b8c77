import { type Certainty, anyOf } from "./certainty";
import { type Identity, Identities, sameIdentity } from "./identity";
import { joinClusters, joinGroups, joinPrincipals } from "./joining";
import { isUuid } from "../core/uuid";
import {
  type AccessModel,
  type AssignmentEntry,
  type ClusterEntry,
  type DeployerEntry,
  type EmergencyAccessEntry,
  type Entry,
  type GrantEntry,
  type GroupEntry,
  type PolicyEntry,
  type PrincipalEntry,
  type RoleSettingsEntry,
  isUnknown,
} from "./model";
import { idleAt } from "./term";

/** What a deployer applies: the stack that names it, and what that stack makes. */
export interface Deployment extends DeployerEntry {
  readonly stack: string;
}

/**
 * The models of all the stacks of an app, joined and indexed once, for rules and questions.
 *
 * One person, group or cluster may have several ids, one in each stack that names it. Every id is taken; what is
 * given back bears the joined one, which is the first of them.
 */
export interface Estate {
  readonly models: readonly AccessModel[];
  /** Joined ids of the users and service principals, sorted. */
  readonly people: readonly string[];
  /** Every group once, with what all stacks say about it together. */
  readonly groups: readonly GroupEntry[];
  /** Every cluster once, with what all stacks say about it together. */
  readonly clusters: readonly ClusterEntry[];
  readonly policies: readonly PolicyEntry[];
  readonly emergencyAccess: readonly EmergencyAccessEntry[];
  readonly deployments: readonly Deployment[];
  /** The joined id of an id, a sign-in name or an object id; what the models don't know stays as it is. */
  idOf(id: string): string;
  /** Who or what an id means: type, object id and sign-in name, as far as they are known. */
  whoIs(id: string): Identity;
  /** Whether two ids mean the same; a sign-in name and an object id may. */
  same(a: string, b: string): Certainty;
  principal(id: string): PrincipalEntry | undefined;
  group(id: string): GroupEntry | undefined;
  cluster(id: string): ClusterEntry | undefined;
  /** Any entry by its own id. */
  entry(id: string): Entry | undefined;
  /** The name of the stack that has an entry. */
  stackOf(id: string): string | undefined;
  roleSettings(group: string, accessId: "member" | "owner"): RoleSettingsEntry | undefined;
  assignmentsOf(group: string): readonly AssignmentEntry[];
  grantsOn(cluster: string): readonly GrantEntry[];
  grantsTo(principal: string): readonly GrantEntry[];
  /** Whether somebody is an account of the emergency access. */
  isEmergencyAccount(principal: string): Certainty;
  /** What a reader calls it: sign-in name, display name, cluster name, or the last part of the id. */
  nameOf(id: string): string;
  /** Of a day that was asked about: which assignments give nothing then, by id, and why: `ended 2026-11-20`. */
  readonly idle: ReadonlyMap<string, string>;
  /** The same whatever the day; there where some assignment gives nothing on the day that was asked about. */
  readonly timeless?: Estate;
  /** Ids of what a reader's word may mean: an id, sign-in name, object id, name or key; sorted, empty if nothing. */
  find(word: string): readonly string[];
}

/**
 * Joins the models of all the stacks of an app. Pure; the order of the models changes nothing.
 *
 * @param now the time, RFC 3339: an assignment that has ended or not yet begun gives nothing; without it, all of them do
 */
export function estateOf(given: readonly AccessModel[], now?: string): Estate {
  const models = [...given].sort((a, b) => (a.stack < b.stack ? -1 : a.stack > b.stack ? 1 : 0));
  const identities = new Identities(models);
  const idOf = (id: string) => identities.of(id);
  const entries = new Map<string, { readonly entry: Entry; readonly stack: string }>();
  for (const model of models)
    for (const entry of entriesOf(model)) entries.set(entry.id, { entry, stack: model.stack });

  const all = <T>(pick: (m: AccessModel) => readonly T[]): T[] => models.flatMap((m) => [...pick(m)]);
  const idle = new Map<string, string>();
  for (const assignment of now === undefined ? [] : all((m) => m.assignments)) {
    const why = idleAt(assignment, Date.parse(now as string));
    if (why !== undefined) idle.set(assignment.id, why);
  }
  const groups = joined(
    all((m) => m.groups),
    idOf,
    joinGroups,
  );
  const clusters = joined(
    all((m) => m.clusters),
    idOf,
    joinClusters,
  );
  const principals = joined(
    all((m) => m.principals),
    idOf,
    joinPrincipals,
  );
  const settings = indexed(
    all((m) => m.roleSettings),
    (s) => `${s.accessId} ${idOf(s.group)}`,
  );
  const assignments = indexed(
    all((m) => m.assignments).filter((a) => !idle.has(a.id)),
    (a) => idOf(a.group),
  );
  const grants = all((m) => m.grants);
  const byCluster = indexed(grants, (g) => idOf(g.cluster));
  const byPrincipal = indexed(grants, (g) => idOf(g.principal));
  const emergencyAccess = all((m) => m.emergencyAccess);
  const accounts = [...new Set(emergencyAccess.flatMap((e) => e.accounts.map(idOf)))].map((id) => identities.whoIs(id));
  const emergency = new Map<string, Certainty>();
  const names = new Map<string, Set<string>>();
  const keys = keysOf(models, idOf);

  const estate: Estate = {
    models,
    people: [...principals.values()].filter((p) => p.type !== "Group").map((p) => p.id),
    groups: [...groups.values()],
    clusters: [...clusters.values()],
    policies: all((m) => m.policies),
    emergencyAccess,
    deployments: models.flatMap((m) => m.deployers.map((d) => ({ ...d, stack: m.stack }))),
    idOf,
    whoIs: (id) => identities.whoIs(id),
    same: (a, b) => sameIdentity(identities.whoIs(a), identities.whoIs(b)),
    principal: (id) => principals.get(idOf(id)),
    group: (id) => groups.get(idOf(id)),
    cluster: (id) => clusters.get(idOf(id)),
    entry: (id) => entries.get(id)?.entry,
    stackOf: (id) => entries.get(id)?.stack,
    roleSettings: (group, accessId) => settings.get(`${accessId} ${idOf(group)}`)?.[0],
    assignmentsOf: (group) => assignments.get(idOf(group)) ?? [],
    idle,
    ...(idle.size > 0 && { timeless: estateOf(models) }),
    grantsOn: (cluster) => byCluster.get(idOf(cluster)) ?? [],
    grantsTo: (principal) => byPrincipal.get(idOf(principal)) ?? [],
    isEmergencyAccount: (principal) => {
      const who = identities.whoIs(principal);
      const before = emergency.get(who.id);
      if (before !== undefined) return before;
      const answer = anyOf(accounts.map((account) => sameIdentity(who, account)));
      emergency.set(who.id, answer);
      return answer;
    },
    nameOf: (id) => nameOf(estate, id, keys),
    find: (word) => {
      if (names.size === 0) for (const [name, ids] of namesOf(estate, [...entries.keys()])) names.set(name, ids);
      return [...(names.get(word.toLowerCase()) ?? [])].sort();
    },
  };
  return estate;
}

function entriesOf(model: AccessModel): Entry[] {
  return [
    ...model.principals,
    ...model.groups,
    ...model.roleSettings,
    ...model.assignments,
    ...model.policies,
    ...model.clusters,
    ...model.grants,
    ...model.emergencyAccess,
    ...model.deployers,
    ...model.guardrails,
    ...model.expectations,
  ];
}

function indexed<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const index = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const there = index.get(key);
    if (there === undefined) index.set(key, [item]);
    else there.push(item);
  }
  return index;
}

/** Every thing once, under its joined id, in the order of those. */
function joined<T extends Entry>(
  entries: readonly T[],
  idOf: (id: string) => string,
  join: (id: string, same: readonly T[]) => T,
): Map<string, T> {
  const index = [...indexed(entries, (e) => idOf(e.id))].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(index.map(([id, same]) => [id, same.length === 1 && same[0].id === id ? same[0] : join(id, same)]));
}

const lastPart = (id: string) => id.slice(id.lastIndexOf("/") + 1);

function nameOf(estate: Estate, id: string, keys: ReadonlyMap<string, string>): string {
  const upn = estate.whoIs(id).userPrincipalName;
  if (upn !== undefined) return upn;
  const named = estate.group(id)?.displayName ?? estate.cluster(id)?.name;
  if (named !== undefined && !isUnknown(named) && named !== "") return named;
  const entry = estate.entry(id) as PolicyEntry | undefined;
  const display = entry?.displayName;
  return typeof display === "string" && display !== "" ? display : (keys.get(estate.idOf(id)) ?? lastPart(id));
}

/** What has a key that somebody chose, or an object id in the place of one. */
function keyed(models: readonly AccessModel[]): Entry[] {
  return models.flatMap((m) => [...m.principals, ...m.groups, ...m.policies, ...m.clusters]);
}

/** The key of each thing that has one in some file; an object id is none. */
function keysOf(models: readonly AccessModel[], idOf: (id: string) => string): Map<string, string> {
  const keys = new Map<string, string>();
  for (const { id } of keyed(models)) {
    const [joined, key] = [idOf(id), lastPart(id)];
    const there = keys.get(joined);
    if (!isUuid(key) && (there === undefined || key < there)) keys.set(joined, key);
  }
  return keys;
}

function namesOf(estate: Estate, ids: readonly string[]): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  const add = (name: string | undefined, id: string) => {
    if (name === undefined || name === "") return;
    const there = names.get(name.toLowerCase()) ?? new Set();
    names.set(name.toLowerCase(), there.add(estate.idOf(id)));
  };
  for (const id of ids) add(id, id);
  // one thing may have a key of its own in each file
  for (const { id } of keyed(estate.models)) add(lastPart(id), id);
  const things = [
    ...estate.people,
    ...estate.groups.map((g) => g.id),
    ...estate.clusters.map((c) => c.id),
    ...estate.policies.map((p) => p.id),
  ];
  for (const id of things) {
    const who = estate.whoIs(id);
    for (const name of [who.objectId, who.userPrincipalName, estate.nameOf(id)]) add(name, id);
  }
  return names;
}

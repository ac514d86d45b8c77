import type { Directory, FoundGroup, FoundRequest, FoundSchedule, FoundSettings, Someone } from "../directory";
import type { Gap, Seen } from "../result";
import type { Json } from "../service";
import type { FoundGrant, Subscriptions } from "../subscriptions";

/** A cluster that exists, and who has which role on it. */
export interface SurveyedCluster {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
  readonly tenantId: string | undefined;
  readonly azureRbac: boolean;
  readonly localAccounts: boolean;
  readonly adminGroups: readonly string[];
  /** Assigned at the cluster or in a namespace of it, not above. */
  readonly grants: readonly SurveyedGrant[];
}

export interface SurveyedGrant extends FoundGrant {
  readonly namespace: string | null;
}

/** A group with a role on a cluster. */
export interface SurveyedGroup {
  readonly group: FoundGroup;
  readonly owners: readonly Someone[];
  readonly members: readonly Someone[];
  readonly settings: readonly FoundSettings[];
  readonly eligible: readonly SurveyedAssignment[];
  readonly active: readonly SurveyedAssignment[];
  /** Who is in it because they activated, now. */
  readonly activated: readonly string[];
  /** What of it could not be read: without it, nobody can say what the group is. */
  readonly unread: readonly string[];
}

export interface SurveyedAssignment extends FoundSchedule {
  readonly principal: Someone;
  /** What was asked for, as long as PIM remembers it; the provider reads it before the assignment itself. */
  readonly request: FoundRequest | undefined;
}

/** Everything that a file about some clusters says, as it is in the tenant. */
export interface Survey {
  readonly clusters: readonly SurveyedCluster[];
  readonly groups: readonly SurveyedGroup[];
  /** Everybody with a role who is no surveyed group, by object id. */
  readonly others: ReadonlyMap<string, Someone>;
  readonly policies: readonly Json[];
  readonly gaps: readonly Gap[];
}

/** Reads everything about clusters and the groups that have roles on them. */
export async function survey(
  clusters: readonly Json[],
  directory: Directory,
  subscriptions: Subscriptions,
): Promise<Survey> {
  const gaps = new Map<string, Gap>();
  const read = async <T>(asked: Promise<Seen<T>>, instead: T): Promise<T> => {
    const seen = await asked;
    if ("value" in seen) return seen.value;
    gaps.set(`${seen.gap.what} ${seen.gap.status}`, seen.gap);
    return instead;
  };
  const surveyed = await Promise.all(
    clusters.map(async (one) => clusterOf(one, await read(subscriptions.grants(String(one.id)), []))),
  );
  const holders = new Map<string, string>();
  for (const { grants, adminGroups } of surveyed) {
    for (const id of adminGroups) holders.set(id.toLowerCase(), "Group");
    for (const { principalId, principalType } of grants) holders.set(principalId.toLowerCase(), principalType);
  }
  const ids = [...holders.keys()].sort();
  const groups = await Promise.all(
    ids.filter((id) => holders.get(id) === "Group").map((id) => groupOf(id, directory, read)),
  );
  const others = await Promise.all(
    ids.filter((id) => holders.get(id) !== "Group").map((id) => someone(id, typeOf(holders.get(id)), directory, read)),
  );
  return {
    clusters: surveyed,
    groups: groups.flatMap((g) => g ?? []),
    others: new Map(others.map((one) => [one.id.toLowerCase(), one])),
    policies: await read(directory.policies(), []),
    gaps: [...gaps.values()],
  };
}

type Read = <T>(asked: Promise<Seen<T>>, instead: T) => Promise<T>;

async function groupOf(id: string, directory: Directory, readAny: Read): Promise<SurveyedGroup | undefined> {
  const unread = new Set<string>();
  const read: Read = async (asked, instead) => {
    const seen = await asked;
    if ("gap" in seen) unread.add(seen.gap.what);
    return readAny(asked, instead);
  };
  const group = await read(directory.group(id), undefined);
  if (group === undefined) return undefined;
  const assigned = async (kind: "eligible" | "active") => {
    const [schedules, requests] = await Promise.all([
      read(directory.schedules(id, kind), []),
      read(directory.requests(id, kind), []),
    ]);
    const all = schedules.filter((s) => s.assigned);
    const made = await Promise.all(
      all.map(async (s) => ({
        ...s,
        principal: await someone(s.principalId, "other", directory, readAny),
        request: requests.find((r) => r.schedule.toLowerCase() === s.id.toLowerCase()),
      })),
    );
    return { made, activated: schedules.filter((s) => !s.assigned).map((s) => s.principalId) };
  };
  const [owners, members, settings, eligible, active] = await Promise.all([
    read(directory.people(id, "owners"), []),
    read(directory.people(id, "members"), []),
    read(directory.settings(id), []),
    assigned("eligible"),
    assigned("active"),
  ]);
  return {
    group,
    owners,
    members,
    settings,
    eligible: eligible.made,
    active: active.made,
    activated: active.activated,
    unread: [...unread].sort(),
  };
}

/** Whoever has this object id; its type as far as it is known, where nothing more can be read. */
async function someone(id: string, type: Someone["type"], directory: Directory, read: Read): Promise<Someone> {
  return (await read(directory.someone(id), undefined)) ?? { id, type, name: id };
}

function typeOf(type: string | undefined): Someone["type"] {
  return type === "User" || type === "ServicePrincipal" ? type : "other";
}

const ID =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.ContainerService\/managedClusters\/([^/]+)$/i;

function clusterOf({ id, properties }: Json, grants: readonly FoundGrant[]): SurveyedCluster {
  const own = grants.flatMap((g): SurveyedGrant[] => {
    const [at, namespace = null] = g.scope.split(/\/namespaces\//i);
    return at.toLowerCase() === String(id).toLowerCase() ? [{ ...g, namespace }] : [];
  });
  const { aadProfile, disableLocalAccounts } = (properties ?? {}) as Json;
  const { enableAzureRBAC, adminGroupObjectIDs, tenantID } = (aadProfile ?? {}) as Json;
  // as the role assignments write it: in other letters, the provider would make them anew
  const [, subscriptionId, resourceGroup, name] = (ID.exec(own[0]?.scope.split(/\/namespaces\//i)[0] ?? "") ??
    ID.exec(String(id))) as unknown as string[];
  return {
    subscriptionId,
    resourceGroup,
    name,
    tenantId: tenantID as string | undefined,
    azureRbac: enableAzureRBAC === true,
    localAccounts: disableLocalAccounts !== true,
    adminGroups: (adminGroupObjectIDs ?? []) as string[],
    grants: own,
  };
}

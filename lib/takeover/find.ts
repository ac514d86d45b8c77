import type { AccessModel, AssignmentEntry, ClusterEntry, Entry, GrantEntry } from "../access/model";
import { normalizeImportId } from "../access/import-id";
import type { Directory, FoundSchedule } from "./directory";
import { Known, known } from "./known";
import { type Principals, principalsOf } from "./principals";
import { type Beside, type Findings, type Gap, type Outcome, type Result, type Seen, pick, unseen } from "./result";
import { meant } from "./schedule-match";
import { type FoundGrant, READABLE_TYPES, type Subscriptions } from "./subscriptions";

/** Where to look, and what is known before. */
export interface Looking {
  readonly directory: Directory;
  readonly subscriptions: Subscriptions;
  /** Ids that somebody gave or that a takeover file has: of a group of any stack by its id in the model. */
  readonly takenGroup: (groupId: string) => string | undefined;
  /** The same by the Terraform address in the stack that is looked for. */
  readonly taken: Readonly<Record<string, string>>;
}

/**
 * Looks for everything that a stack declares and that is a resource of its own, all at once.
 *
 * An id that is known before is taken as it is. What is not looked for: users and groups that are only used.
 *
 * @param model of the stack
 * @param models of all stacks that it may refer to, its own among them
 */
export async function findExisting(
  model: AccessModel,
  models: readonly AccessModel[],
  looking: Looking,
): Promise<Findings> {
  const search = new Search(new Known(models), looking);
  const results = await Promise.all([
    ...model.groups.map((one) => search.entry(one, "group", () => search.group(one.id))),
    ...model.roleSettings.map((one) =>
      search.entry(one, `role settings of ${one.accessId}s`, () => search.settings(one.group, one.accessId)),
    ),
    ...model.assignments.map((one) =>
      search.entry(one, `${one.kind} assignment`, () => search.assignment(one, model.assignments)),
    ),
    ...model.policies.map((one) =>
      search.entry(one, "Conditional Access policy", () => search.policy(known(one.displayName))),
    ),
    ...model.clusters.flatMap((one) => [
      search.entry(one, "cluster", () => search.cluster(one)),
      ...(one.around ?? []).map((r) =>
        search.entry({ id: r.address, address: r.address, source: one.source }, wordFor(r.address), () =>
          search.resource(r.address, known(r.resourceId)),
        ),
      ),
    ]),
    ...model.grants.map((one) => search.entry(one, "role assignment", () => search.grant(one))),
  ]);
  const found = results.flatMap((r) => r ?? []).sort((a, b) => (a.address < b.address ? -1 : 1));
  const unique = found.filter(({ address }, i) => address !== found[i - 1]?.address);
  return { results: unique, beside: await search.beside(model, unique), gaps: search.gaps };
}

class Search {
  private readonly principals: Principals;
  private readonly noticed = new Map<string, Gap>();

  public constructor(
    private readonly models: Known,
    private readonly looking: Looking,
  ) {
    this.principals = principalsOf(this.seeing(looking.directory), models, looking.takenGroup);
  }

  /** What could not be read, each once. */
  public get gaps(): readonly Gap[] {
    return [...this.noticed.values()];
  }

  public async entry(entry: Entry, what: string, look: () => Promise<Outcome>): Promise<Result | undefined> {
    const { address, source, id } = entry;
    if (address === undefined) return undefined;
    const taken = Object.hasOwn(this.looking.taken, address) ? this.looking.taken[address] : undefined;
    const outcome = taken === undefined ? await look() : ({ is: "found", id: taken } as const);
    const [type] = address.split(".");
    const wanted: Outcome = outcome.is === "found" ? { is: "found", id: normalizeImportId(type, outcome.id) } : outcome;
    return { address, what: `${what} ${id.slice(id.indexOf("/") + 1)}`, source, outcome: wanted };
  }

  public group(id: string): Promise<Outcome> {
    return this.principals.find(id);
  }

  public settings(groupId: string, accessId: "member" | "owner"): Promise<Outcome> {
    return this.in(groupId, async (group) => {
      const seen = this.note(await this.looking.directory.settings(group));
      if (seen === undefined) return unseen("role settings cannot be read");
      const ids = seen.value.filter((s) => s.accessId === accessId).map((s) => s.id);
      return pick(ids, "are role settings of this group");
    });
  }

  public assignment(entry: AssignmentEntry, all: readonly AssignmentEntry[]): Promise<Outcome> {
    return this.in(entry.group, async (group) => {
      const principal = await this.principals.find(entry.principal);
      if (principal.is !== "found") return dependent(principal, "the principal");
      if (entry.address?.startsWith("azuread_group_member.")) return this.membership(group, principal.id);
      const seen = this.note(await this.looking.directory.schedules(group, entry.kind));
      if (seen === undefined) return unseen(`${entry.kind} assignments cannot be read`);
      const theirs = seen.value.filter(
        (s) => s.assigned && s.accessId === entry.accessId && same(s.principalId, principal.id),
      );
      const siblings = all.filter(
        (a) =>
          a.group === entry.group &&
          a.principal === entry.principal &&
          a.kind === entry.kind &&
          a.accessId === entry.accessId,
      );
      return chosen(entry, siblings, theirs);
    });
  }

  private async membership(group: string, principal: string): Promise<Outcome> {
    const seen = this.note(await this.looking.directory.people(group, "members"));
    if (seen === undefined) return unseen("members cannot be read");
    return pick(
      seen.value.filter(({ id }) => same(id, principal)).map(({ id }) => `${group}/member/${id}`),
      "",
    );
  }

  public async policy(displayName: string | undefined): Promise<Outcome> {
    if (displayName === undefined) return unseen("its display name is not known before an apply");
    const seen = this.note(await this.looking.directory.policies());
    if (seen === undefined) return unseen("Conditional Access policies cannot be read");
    const ids = seen.value.filter((p) => p.displayName === displayName).map((p) => String(p.id));
    return pick(ids, `have the name "${displayName}"`);
  }

  public cluster(entry: ClusterEntry): Promise<Outcome> {
    return this.resource(entry.address ?? "", clusterId(entry));
  }

  public async resource(address: string, id: string | undefined): Promise<Outcome> {
    const [type] = address.split(".");
    if (!READABLE_TYPES.includes(type)) return unseen(`nothing here reads an ${type}`);
    if (id === undefined) return unseen("its resource id is not known before an apply");
    const found = this.note(await this.looking.subscriptions.resource(type, id));
    if (found === undefined) return unseen("it cannot be read");
    return found.value === undefined ? { is: "absent" } : { is: "found", id };
  }

  public async grant(entry: GrantEntry): Promise<Outcome> {
    const cluster = this.models.cluster(entry.cluster);
    const at = cluster && clusterId(cluster);
    const role = known(entry.role);
    if (at === undefined || role === undefined || entry.scope !== undefined) {
      return unseen("where it is assigned, or its role, is not known before an apply");
    }
    const principal = await this.principals.find(entry.principal);
    if (principal.is !== "found") return dependent(principal, "the principal");
    const scope = entry.namespace === null ? at : `${at}/namespaces/${entry.namespace}`;
    const fits = ({ value }: { readonly value: readonly FoundGrant[] }) =>
      value.find((g) => same(g.scope, scope) && same(g.role, role) && same(g.principalId, principal.id));
    const around = this.note(await this.looking.subscriptions.grants(at));
    if (around === undefined) return unseen("role assignments cannot be read");
    let found = fits(around);
    if (found === undefined && entry.namespace !== null) {
      // whether a list at a cluster shows its namespaces is nowhere written
      const own = this.note(await this.looking.subscriptions.grantsAt(scope));
      if (own === undefined) return unseen("role assignments of the namespace cannot be read");
      found = fits(own);
    }
    return found === undefined ? { is: "absent" } : { is: "found", id: found.id };
  }

  /** What is assigned in PIM to groups of the stack, or in Azure at its clusters, and declared nowhere. */
  public async beside(model: AccessModel, results: readonly Result[]): Promise<Beside[]> {
    const found = new Set(results.flatMap(({ outcome }) => (outcome.is === "found" ? [outcome.id.toLowerCase()] : [])));
    const undeclared = (ids: readonly string[]) => ids.filter((id) => !found.has(id.toLowerCase()));
    const kinds = [...new Set(model.assignments.map(({ group, kind }) => `${kind} ${group}`))].sort();
    const schedules = kinds.map(async (key): Promise<Beside[]> => {
      const [kind, id] = [key.slice(0, key.indexOf(" ")) as "eligible" | "active", key.slice(key.indexOf(" ") + 1)];
      const group = await this.principals.find(id);
      if (group.is !== "found") return [];
      const seen = this.note(await this.looking.directory.schedules(group.id, kind));
      return undeclared((seen?.value ?? []).filter((s) => s.assigned).map((s) => s.id)).map((one) => ({
        what: `${kind} assignment of the group ${id.split("/").at(-1)}`,
        id: one,
      }));
    });
    const clusters = [...new Set(model.grants.map(({ cluster }) => cluster))].sort();
    const grants = clusters.map(async (id): Promise<Beside[]> => {
      const at = clusterId(this.models.cluster(id));
      if (at === undefined) return [];
      const seen = this.note(await this.looking.subscriptions.grants(at));
      const own = (seen?.value ?? []).filter((g) => `${g.scope.toLowerCase()}/`.startsWith(`${at.toLowerCase()}/`));
      return undeclared(own.map((g) => normalizeImportId("azurerm_role_assignment", g.id))).map((one) => ({
        what: `role assignment at the cluster ${id.split("/").at(-1)}`,
        id: one,
      }));
    });
    return (await Promise.all([...schedules, ...grants])).flat();
  }

  /** Looks in a group, if there is one. */
  private async in(groupId: string, look: (objectId: string) => Promise<Outcome>): Promise<Outcome> {
    const group = await this.principals.find(groupId);
    return group.is === "found" ? look(group.id) : dependent(group, "the group");
  }

  /** What was read; undefined where it could not be read, which is noted. */
  private note<T>(seen: Seen<T>): { readonly value: T } | undefined {
    if (!("gap" in seen)) return seen;
    this.noticed.set(`${seen.gap.what} ${seen.gap.status}`, seen.gap);
    return undefined;
  }

  /** The same directory, with its gaps noted. */
  private seeing(directory: Directory): Directory {
    const noted = async <T>(asked: Promise<Seen<T>>): Promise<Seen<T>> => {
      const seen = await asked;
      this.note(seen);
      return seen;
    };
    return {
      ...directory,
      groupsNamed: (name) => noted(directory.groupsNamed(name)),
      group: (id) => noted(directory.group(id)),
      userNamed: (name) => noted(directory.userNamed(name)),
    };
  }
}

/** The schedule that an entry means; of one that several entries may mean, the others are not guessed. */
function chosen(
  entry: AssignmentEntry,
  siblings: readonly AssignmentEntry[],
  theirs: readonly FoundSchedule[],
): Outcome {
  const mine = meant(entry, theirs);
  const alone = siblings.length === 1 || mine.length !== 1 || theirs.length >= siblings.length;
  if (alone) return pick(mine.map(idOfSchedule), "are assignments of this principal in this group");
  // fewer exist than are declared: the one that fits best has it
  const claims = siblings.filter((s) => meant(s, theirs).some(({ id }) => id === mine[0].id));
  return claims.indexOf(entry) === 0 ? pick(mine.map(idOfSchedule), "") : { is: "absent" };
}

const idOfSchedule = ({ id }: FoundSchedule) => id;

/** What hangs on something else is where that is. */
function dependent(on: Outcome, what: string): Outcome {
  if (on.is === "several") return unseen(`${what} is one of several of that name`);
  return on.is === "unseen" ? unseen(`${what} is not known: ${on.why}`) : { is: "absent" };
}

function clusterId(cluster: ClusterEntry | undefined): string | undefined {
  if (cluster === undefined) return undefined;
  const [subscription, group, name] = [cluster.subscriptionId, cluster.resourceGroup, cluster.name].map(known);
  if (subscription === undefined || group === undefined || name === undefined) return undefined;
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.ContainerService/managedClusters/${name}`;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** "resource group" of `azurerm_resource_group.prod`. */
function wordFor(address: string): string {
  return address
    .split(".")[0]
    .replace(/^[a-z]+_/, "")
    .replace(/_/g, " ");
}

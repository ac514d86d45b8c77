import type { AccessModel, AssignmentEntry, ClusterEntry, Entry, GrantEntry } from "../access/model";
import { normalizeImportId } from "../access/import-id";
import type { Directory, FoundSchedule } from "./directory";
import { Known, known } from "./known";
import { type Principals, principalsOf } from "./principals";
import {
  type Beside,
  type Findings,
  type Gap,
  type Outcome,
  type Result,
  type Seen,
  dependent,
  other,
  pick,
  unseen,
} from "./result";
import { meant } from "./schedule-match";
import { type FoundGrant, READABLE_TYPES, type Subscriptions } from "./subscriptions";

/** Where to look, and what is known before. */
export interface Looking {
  readonly directory: Directory;
  readonly subscriptions: Subscriptions;
  /** Ids that somebody gave or that a takeover file has: of a group of any stack by its id in the model. */
  readonly takenGroup: (groupId: string) => string | undefined;
  /** Ids of the takeover file by the Terraform address in the stack that is looked for; they are taken as they are. */
  readonly taken: Readonly<Record<string, string>>;
  /** Ids that somebody gave, likewise; whether they are what the file declares is looked at. */
  readonly given: Readonly<Record<string, string>>;
}

/**
 * Looks for everything that a stack declares and that is a resource of its own, all at once.
 *
 * An id of the takeover file is taken as it is. What is not looked for: users and groups that are only used.
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
    ...model.groups.map((one) => {
      const look = () => search.group(one.id);
      return search.entry(one, "group", look, look);
    }),
    ...model.roleSettings.map((one) =>
      search.entry(one, `role settings of ${one.accessId}s`, () => search.settings(one.group, one.accessId)),
    ),
    ...model.assignments.map((one) =>
      search.entry(one, `${one.kind} assignment`, () => search.assignment(one, model.assignments)),
    ),
    ...model.policies.map((one) =>
      search.entry(
        one,
        "Conditional Access policy",
        () => search.policy(known(one.displayName)),
        (id) => search.policyById(id, known(one.displayName)),
      ),
    ),
    ...model.clusters.flatMap((one) => [
      search.entry(one, "cluster", ...search.looks(one.address ?? "", clusterId(one))),
      ...(one.around ?? []).map(({ address, resourceId }) =>
        search.entry(
          { id: address, address, source: one.source },
          wordFor(address),
          ...search.looks(address, known(resourceId)),
        ),
      ),
    ]),
    ...model.grants.map((one) => search.entry(one, "role assignment", () => search.grant(one))),
  ]);
  const found = results.flatMap((r) => r ?? []).sort((a, b) => (a.address < b.address ? -1 : 1));
  const unique = found.filter(({ address }, i) => address !== found[i - 1]?.address);
  return { results: unique, beside: await search.beside(model, unique), gaps: search.gaps };
}

const POLICY = "azuread_conditional_access_policy";

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

  /**
   * What came of looking for an entry: by an id that was given, by that of the takeover file, or by what it says.
   *
   * @param check of an id that was given, whether it is what the entry declares; by default, whether it is among what
   *   is found for it
   */
  public async entry(
    entry: Entry,
    what: string,
    look: () => Promise<Outcome>,
    check = (id: string) => this.amongFound(entry, id, look),
  ): Promise<Result | undefined> {
    const { address, source, id } = entry;
    if (address === undefined) return undefined;
    const of = (ids: Readonly<Record<string, string>>) => (Object.hasOwn(ids, address) ? ids[address] : undefined);
    const [given, taken] = [of(this.looking.given), of(this.looking.taken)];
    const outcome: Outcome =
      given !== undefined ? await check(given) : taken !== undefined ? { is: "found", id: taken } : await look();
    const [type] = address.split(".");
    const wanted = outcome.is === "found" ? { ...outcome, id: normalizeImportId(type, outcome.id) } : outcome;
    return { address, what: `${what} ${id.slice(id.indexOf("/") + 1)}`, source, outcome: wanted };
  }

  private async amongFound({ address = "" }: Entry, given: string, look: () => Promise<Outcome>): Promise<Outcome> {
    const found = await look();
    const ids = found.is === "found" ? [found.id] : found.is === "several" ? found.ids : [];
    const [type] = address.split(".");
    if (ids.some((id) => same(normalizeImportId(type, id), given))) return { is: "found", id: given };
    if (found.is === "unseen" || found.is === "other") return found;
    return other(
      `${given}, which was given, is not it: ${ids.length === 0 ? "there is none" : `${ids.join(", ")} is`}`,
    );
  }

  /** By an id that was given as well, and by the file's. */
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

  public async policyById(given: string, displayName: string | undefined): Promise<Outcome> {
    const seen = this.note(await this.looking.directory.policies());
    if (seen === undefined) return unseen("Conditional Access policies cannot be read");
    const found = seen.value.find((p) => same(given, normalizeImportId(POLICY, String(p.id))));
    if (found === undefined) return other(`no policy has the id ${given}, which was given`);
    const name = String(found.displayName);
    return { is: "found", id: given, ...(displayName !== undefined && displayName !== name && { name }) };
  }

  /** How a resource of Azure is looked for by what the file says of it, and by an id that was given. */
  public looks(address: string, id: string | undefined) {
    const check = async (given: string): Promise<Outcome> => {
      const wanted = id && normalizeImportId(address.split(".")[0], id);
      if (wanted && !same(wanted, given)) return other(`${given}, which was given, is not it: the file says ${wanted}`);
      const found = await this.resource(address, given);
      return found.is === "absent" ? other(`there is nothing at ${given}, which was given`) : found;
    };
    return [() => this.resource(address, id), check] as const;
  }

  private async resource(address: string, id: string | undefined): Promise<Outcome> {
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
    if (found === undefined) return { is: "absent" };
    if (!found.conditional) return { is: "found", id: found.id };
    return other(`${found.id} holds under a condition, which the file cannot say: it would be made again without`);
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

import type { Estate } from "./estate";
import type { GroupEntry } from "./model";
import { isUnknown } from "./model";
import type { AccessPath, Hop, Mode } from "./path";

/** How somebody gets to be, or to act as, the holder of rights: the steps, and whom they end at. */
export interface Way {
  readonly principal: string;
  readonly hops: readonly Hop[];
  /** Joined id of the holder: the last group, or the principal itself. */
  readonly holder: string;
  readonly mode: Mode;
}

/**
 * So many ways of somebody into one group in the same manner are told apart, the shortest. None of the others is easier
 * than these, but it may go through other groups, on which other policies and role settings are.
 */
const MOST_ALIKE = 20;

/** What makes one way easier than another; a way with fewer of these is never the harder one. */
const MANNER = { owner: 1, eligible: 2, active: 4, ends: 8, emergency: 16 };

interface Chains {
  readonly all: readonly (readonly Hop[])[];
  /** Groups into which there are more ways than are told apart. */
  readonly cut: ReadonlySet<string>;
}

const memo = new WeakMap<Estate, Ways>();

/** The ways of an estate, found once. */
export function waysIn(estate: Estate): Ways {
  const known = memo.get(estate) ?? new Ways(estate);
  memo.set(estate, known);
  return known;
}

/** The ways from principals into groups: by membership, assignments, ownership, and by applying the stack. */
export class Ways {
  /** What a path can start at: people, applications, and groups of which only the tenant knows the members. */
  public readonly starts: readonly string[];
  private readonly into = new Map<string, Hop[]>();
  private readonly said = new Set<string>();
  private readonly chains = new Map<string, Chains>();
  private readonly from = new Map<string, readonly Way[]>();
  private readonly emergencyGroups: ReadonlySet<string>;
  private byHolder: Map<string, Way[]> | undefined;

  constructor(private readonly estate: Estate) {
    this.emergencyGroups = new Set(
      estate.emergencyAccess.flatMap((e) => (e.clusterAdmin === undefined ? [] : [estate.idOf(e.clusterAdmin)])),
    );
    this.starts = [...estate.people, ...estate.groups.filter(hasUnknownMembers).map((g) => g.id)].sort();
    for (const group of estate.groups) this.addHopsInto(group);
    this.addDeployers();
    for (const hops of this.into.values()) hops.sort((a, b) => compare(textOf(a), textOf(b)));
  }

  /**
   * The ways from a principal, the one of no step first: into each group in each manner that is not harder than
   * another, and all of them but for the groups of `cutOf`. Asked of a group, it is about whoever is a member of it.
   */
  public of(principal: string): readonly Way[] {
    const id = this.estate.idOf(principal);
    const known = this.from.get(id);
    if (known !== undefined) return known;
    const chains = [[], ...this.chainsFrom(id).all];
    const ways = chains.map((hops) => this.way(id, hops));
    this.from.set(id, ways);
    return ways;
  }

  /** The groups into which somebody has more ways than are told apart. */
  public cutOf(principal: string): ReadonlySet<string> {
    return this.chainsFrom(this.estate.idOf(principal)).cut;
  }

  /** The ways of everybody into a holder. */
  public to(holder: string): readonly Way[] {
    if (this.byHolder === undefined) {
      this.byHolder = new Map();
      for (const way of this.starts.flatMap((s) => this.of(s))) {
        const there = this.byHolder.get(way.holder);
        if (there === undefined) this.byHolder.set(way.holder, [way]);
        else there.push(way);
      }
    }
    return this.byHolder.get(this.estate.idOf(holder)) ?? [];
  }

  /** Whether a group is the one that the emergency access makes cluster administrator. */
  public isEmergencyGroup(group: string): boolean {
    return this.emergencyGroups.has(this.estate.idOf(group));
  }

  private way(principal: string, hops: readonly Hop[]): Way {
    const holder = hops.length === 0 ? principal : hops[hops.length - 1].group;
    return { principal, hops, holder, mode: this.modeOf(principal, hops) };
  }

  private modeOf(principal: string, hops: readonly Hop[]): Mode {
    if (hops.some((h) => h.accessId === "owner")) return "control-plane";
    if (hops.some((h) => h.kind === "eligible")) return "eligible";
    if (this.isEmergency(principal, hops)) return "emergency";
    return hops.some((h) => h.kind === "active") ? "active" : "standing";
  }

  /** Surely an emergency account; or in the emergency group, and perhaps one. */
  private isEmergency(principal: string, hops: readonly Hop[]): boolean {
    const account = this.estate.isEmergencyAccount(principal);
    if (account !== "unknown") return account === "yes" || this.isEmergencyGroup(principal);
    return hops.some((h) => this.isEmergencyGroup(h.group)) || this.isEmergencyGroup(principal);
  }

  /** Chains of steps from a principal or group that enter no group twice, short ones first. */
  private chainsFrom(id: string): Chains {
    const known = this.chains.get(id);
    if (known !== undefined) return known;
    const all: (readonly Hop[])[] = [];
    const manners: number[] = [];
    const alike = new Map<string, number>();
    const cut = new Set<string>();
    const extend = (chain: readonly Hop[], before: number, from: string) => {
      for (const hop of this.into.get(from) ?? []) {
        if (hop.group === id || chain.some((h) => h.group === hop.group)) continue;
        const manner = before | this.mannerOf(hop);
        const key = `${manner} ${hop.group}`;
        const there = alike.get(key) ?? 0;
        if (there === MOST_ALIKE) cut.add(hop.group);
        else {
          alike.set(key, there + 1);
          all.push([...chain, hop]);
          manners.push(manner);
        }
      }
    };
    extend([], 0, id);
    for (let i = 0; i < all.length; i++) extend(all[i], manners[i], all[i][all[i].length - 1].group);
    // where a way is left out, so is what it leads to
    for (const group of cut) for (const hop of this.into.get(group) ?? []) if (hop.group !== id) cut.add(hop.group);
    const chains = { all, cut };
    this.chains.set(id, chains);
    return chains;
  }

  private mannerOf({ kind, accessId, group, ends }: Hop): number {
    const endless = ends === null || ends === "permanent";
    return (
      (accessId === "owner" ? MANNER.owner : 0) |
      (kind === "eligible" ? MANNER.eligible : 0) |
      (kind === "active" ? MANNER.active | (endless ? 0 : MANNER.ends) : 0) |
      (this.isEmergencyGroup(group) ? MANNER.emergency : 0)
    );
  }

  private addHopsInto(group: GroupEntry): void {
    const { estate } = this;
    const into = { group: group.id, entry: group.id, ends: null };
    for (const member of known(group.members)) {
      const account = this.isEmergencyGroup(group.id) && estate.isEmergencyAccount(member) === "yes";
      this.add(member, { ...into, kind: account ? "emergency" : "member", accessId: "member" });
    }
    for (const owner of known(group.owners)) this.add(owner, { ...into, kind: "owner", accessId: "owner" });
    for (const { id, principal, kind, accessId, start, expiration, renewal } of estate.assignmentsOf(group.id)) {
      const when = { ...(start !== null && { starts: start }), ...(renewal !== undefined && { renewal }) };
      this.add(principal, { kind, group: group.id, accessId, entry: id, ends: expiration, ...when });
    }
  }

  private addDeployers(): void {
    for (const { id, principal, stack } of this.estate.deployments) {
      const model = this.estate.models.find((m) => m.stack === stack);
      for (const group of model?.groups ?? []) {
        if (group.kind === "existing") continue;
        const into = this.estate.idOf(group.id);
        this.add(principal, { kind: "deployer", group: into, accessId: "owner", entry: id, ends: null });
      }
    }
  }

  private add(principal: string, hop: Hop): void {
    const id = this.estate.idOf(principal);
    // a group that is in itself adds nothing
    if (id === hop.group) return;
    const text = `${id} ${textOf(hop)}`;
    if (this.said.has(text)) return;
    this.said.add(text);
    const there = this.into.get(id);
    if (there === undefined) this.into.set(id, [hop]);
    else there.push(hop);
  }
}

/** Whether only the tenant knows who is in a group. Of a just-in-time group, the assignments say it. */
export function hasUnknownMembers(group: GroupEntry): boolean {
  return group.kind !== "jit" && isUnknown(group.members);
}

/** That a principal has more ways to where a path leads than are told apart; nothing where that is all of them. */
export function cutAt(estate: Estate, { principal, via }: Pick<AccessPath, "principal" | "via">): string | undefined {
  const groups = via.filter((h) => estate.group(h.group) !== undefined);
  const last = groups.at(-1)?.group;
  if (last === undefined || !waysIn(estate).cutOf(principal).has(last)) return undefined;
  return cutText(estate, principal, last);
}

/** Who has more ways than are told apart, and where: the group, whatever it leads to. */
export function cutsIn(estate: Estate): { readonly principal: string; readonly says: string }[] {
  const ways = waysIn(estate);
  return ways.starts.flatMap((principal) =>
    [...ways.cutOf(principal)].sort().map((group) => ({ principal, says: cutText(estate, principal, group) })),
  );
}

/** `alice has more ways into ops than the 20 of a kind that are told apart`. */
function cutText(estate: Estate, principal: string, group: string): string {
  return `${estate.nameOf(principal)} has more ways into ${estate.nameOf(group)} than the ${MOST_ALIKE} of a kind that are told apart`;
}

function known(fact: GroupEntry["members"]): readonly string[] {
  return isUnknown(fact) ? [] : fact;
}

const textOf = (hop: Hop) => `${hop.group} ${hop.kind} ${hop.accessId} ${hop.entry}`;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

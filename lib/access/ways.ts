import type { Estate } from "./estate";
import type { GroupEntry } from "./model";
import { isUnknown } from "./model";
import type { Hop, Mode } from "./path";

/** How somebody gets to be, or to act as, the holder of rights: the steps, and whom they end at. */
export interface Way {
  readonly principal: string;
  readonly hops: readonly Hop[];
  /** Joined id of the holder: the last group, or the principal itself. */
  readonly holder: string;
  readonly mode: Mode;
}

/** More ways than this from one group are not told apart; the shortest are kept. */
const MOST_CHAINS = 500;

const memo = new WeakMap<Estate, Ways>();

/** The ways of an estate, found once. */
export function waysIn(estate: Estate): Ways {
  const known = memo.get(estate) ?? new Ways(estate);
  memo.set(estate, known);
  return known;
}

/** Every way from principals into groups: by membership, assignments, ownership, and by applying the stack. */
export class Ways {
  /** What a path can start at: people, applications, and groups of which only the tenant knows the members. */
  public readonly starts: readonly string[];
  private readonly into = new Map<string, Hop[]>();
  private readonly chains = new Map<string, readonly (readonly Hop[])[]>();
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

  /** Every way from a principal, the one of no step first. Asked of a group, it is about whoever is a member of it. */
  public of(principal: string): readonly Way[] {
    const id = this.estate.idOf(principal);
    const known = this.from.get(id);
    if (known !== undefined) return known;
    const chains = [[], ...this.chainsFrom(id)];
    const ways = chains.map((hops) => this.way(id, hops));
    this.from.set(id, ways);
    return ways;
  }

  /** Every way of everybody into a holder. */
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

  /** Every chain of steps from a principal or group that enters no group twice, short ones first. */
  private chainsFrom(id: string): readonly (readonly Hop[])[] {
    const known = this.chains.get(id);
    if (known !== undefined) return known;
    const chains: (readonly Hop[])[] = (this.into.get(id) ?? []).map((hop) => [hop]);
    for (let i = 0; i < chains.length && chains.length < MOST_CHAINS; i++) {
      const chain = chains[i];
      for (const hop of this.into.get(chain[chain.length - 1].group) ?? []) {
        if (hop.group !== id && !chain.some((h) => h.group === hop.group)) chains.push([...chain, hop]);
      }
    }
    this.chains.set(id, chains);
    return chains;
  }

  private addHopsInto(group: GroupEntry): void {
    const { estate } = this;
    const into = { group: group.id, entry: group.id, ends: null };
    for (const member of known(group.members)) {
      const account = this.isEmergencyGroup(group.id) && estate.isEmergencyAccount(member) === "yes";
      this.add(member, { ...into, kind: account ? "emergency" : "member", accessId: "member" });
    }
    for (const owner of known(group.owners)) this.add(owner, { ...into, kind: "owner", accessId: "owner" });
    for (const { id, principal, kind, accessId, expiration } of estate.assignmentsOf(group.id)) {
      this.add(principal, { kind, group: group.id, accessId, entry: id, ends: expiration });
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
    const there = this.into.get(id);
    if (there === undefined) this.into.set(id, [hop]);
    else if (!there.some((h) => textOf(h) === textOf(hop))) there.push(hop);
  }
}

/** Whether only the tenant knows who is in a group. Of a just-in-time group, the assignments say it. */
export function hasUnknownMembers(group: GroupEntry): boolean {
  return group.kind !== "jit" && isUnknown(group.members);
}

function known(fact: GroupEntry["members"]): readonly string[] {
  return isUnknown(fact) ? [] : fact;
}

const textOf = (hop: Hop) => `${hop.group} ${hop.kind} ${hop.accessId} ${hop.entry}`;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

import type { AssignmentEntry, Entry } from "../access/model";
import { type Power, controlPlaneRole, powerOf } from "./powers";
import { type Scene, known } from "./scene";

/** How somebody is in a group: for good, until an active assignment ends, or after activating. */
export type How = "standing" | "active" | "eligible";

/** One way into a group. */
export interface Way {
  /** Joined id of a user or a service principal, or of a group of which only the tenant knows the members. */
  readonly who: string;
  readonly how: How;
  /** The assignment on the way that decides how; nothing for somebody who is just a member. */
  readonly by: AssignmentEntry | undefined;
}

/** Something that a holder may do on a cluster. */
export interface Right {
  /** Joined id. */
  readonly cluster: string;
  /** The namespace; null for the whole cluster. */
  readonly namespace: string | null;
  /** What it may do inside; undefined for a role that is not built in. */
  readonly power: Power | undefined;
  /** The role changes the cluster, or who has access to it. */
  readonly controlPlane: boolean;
  /** The grant, or the declaration of the cluster that names an admin group. */
  readonly entry: Entry;
}

/** A right, and the joined id of who holds it. */
export interface Held {
  readonly holder: string;
  readonly right: Right;
}

/** Who is in which group, and what groups and people may do: looked up once, then remembered. */
export class Reach {
  /** Joined ids of everybody and everything that holds a right by itself, sorted. */
  public readonly holders: readonly string[];
  private readonly rights = new Map<string, Right[]>();
  private readonly wide = new Map<string, Held[]>();
  private readonly ways = new Map<string, readonly Way[]>();
  private groupsBy: Map<string, Set<string>> | undefined;

  constructor(private readonly scene: Scene) {
    for (const grant of scene.grants) {
      if (grant.scope === "nodeResourceGroup") continue;
      this.add(grant.principal, {
        cluster: scene.idOf(grant.cluster),
        namespace: grant.namespace,
        power: powerOf(grant.role),
        controlPlane: controlPlaneRole(grant.role) !== undefined,
        entry: grant,
      });
    }
    for (const cluster of scene.declarations) {
      for (const group of known(cluster.adminGroups) ?? []) {
        this.add(group, {
          cluster: scene.idOf(cluster.id),
          namespace: null,
          power: "cluster-admin",
          controlPlane: false,
          entry: cluster,
        });
      }
    }
    this.holders = [...this.rights.keys()].sort();
    for (const holder of this.holders) {
      for (const right of this.rightsOf(holder)) {
        if (right.namespace !== null || (right.power === "nothing" && !right.controlPlane)) continue;
        const there = this.wide.get(right.cluster);
        if (there === undefined) this.wide.set(right.cluster, [{ holder, right }]);
        else there.push({ holder, right });
      }
    }
  }

  /** What somebody or a group may do by itself. */
  public rightsOf(id: string): readonly Right[] {
    return this.rights.get(this.scene.idOf(id)) ?? [];
  }

  /** Rights over the whole of a cluster, inside it or to change it, with who holds each. */
  public over(cluster: string): readonly Held[] {
    return this.wide.get(this.scene.idOf(cluster)) ?? [];
  }

  /** Whether a right is one inside Kubernetes; taken to be so where nobody knows. */
  public static isInside(right: Right): boolean {
    return right.power === undefined || right.power !== "nothing";
  }

  /** Everybody who is in a group, or may activate to be, and how; somebody with several ways is there several times. */
  public into(group: string): readonly Way[] {
    return this.expand(this.scene.idOf(group), new Set());
  }

  /** The same for a holder: a group's ways, or the holder itself. */
  public behind(holder: string): readonly Way[] {
    const id = this.scene.idOf(holder);
    if (this.scene.group(id) !== undefined) return this.into(id);
    return [{ who: id, how: "standing", by: undefined }];
  }

  /** The groups that somebody is in without activating anything, nested ones included. */
  public groupsOf(who: string): ReadonlySet<string> {
    this.groupsBy ??= this.index();
    return this.groupsBy.get(this.scene.idOf(who)) ?? NONE;
  }

  private index(): Map<string, Set<string>> {
    const index = new Map<string, Set<string>>();
    for (const group of this.scene.groups) {
      for (const way of this.into(group.id)) {
        if (way.how === "eligible") continue;
        const there = index.get(way.who) ?? new Set();
        index.set(way.who, there.add(group.id));
      }
    }
    return index;
  }

  private add(holder: string, right: Right): void {
    const id = this.scene.idOf(holder);
    const there = this.rights.get(id);
    if (there === undefined) this.rights.set(id, [right]);
    else there.push(right);
  }

  private expand(id: string, seen: ReadonlySet<string>): readonly Way[] {
    const remembered = this.ways.get(id);
    if (remembered !== undefined) return remembered;
    const group = this.scene.group(id);
    if (group === undefined || seen.has(id)) return [];
    const inner = new Set([...seen, id]);
    const found: Way[] = [];
    const members = known(group.members);
    // only the tenant knows who is in it, so it stands for them
    if (members === undefined && group.kind !== "jit") found.push({ who: id, how: "standing", by: undefined });
    for (const member of members ?? []) found.push(...this.through(member, "standing", undefined, inner));
    for (const a of this.scene.assignmentsOf(id)) {
      if (a.accessId === "member") found.push(...this.through(a.principal, a.kind, a, inner));
    }
    const ways = once(found);
    // what was cut short by a circle is not all of it
    if (seen.size === 0) this.ways.set(id, ways);
    return ways;
  }

  private through(member: string, how: How, by: AssignmentEntry | undefined, seen: ReadonlySet<string>): Way[] {
    const id = this.scene.idOf(member);
    if (this.scene.group(id) === undefined) return [{ who: id, how, by }];
    return this.expand(id, seen).map((way) => ({ who: way.who, how: worse(how, way.how), by: by ?? way.by }));
  }
}

const NONE: ReadonlySet<string> = new Set();
const STEPS: readonly How[] = ["standing", "active", "eligible"];

/** What both together come to: who has to activate one of two has to activate. */
function worse(a: How, b: How): How {
  return STEPS.indexOf(a) > STEPS.indexOf(b) ? a : b;
}

function once(ways: readonly Way[]): Way[] {
  return [...new Map(ways.map((w) => [`${w.who} ${w.how} ${w.by?.id ?? ""}`, w])).values()];
}

import type { Estate } from "./estate";
import { GateKeeper } from "./gates";
import type { AccessPath, Hop, Mode, PathFilter } from "./path";
import { type HeldRight, LOCAL_ADMIN, type Rights, rightsIn } from "./rights";
import { type Way, type Ways, waysIn } from "./ways";

const memo = new WeakMap<Estate, Paths>();

/** The paths of an estate; what they share is found once. */
export function pathsIn(estate: Estate): Paths {
  const known = memo.get(estate) ?? new Paths(estate);
  memo.set(estate, known);
  return known;
}

/**
 * Every way in which principals reach rights on clusters, by principal, way, cluster and namespace.
 *
 * Paths start at users, at service principals, and at groups of which only the tenant knows the members. Asked of any
 * other group, it is about whoever is a member of that.
 */
export function pathsOf(estate: Estate, filter: PathFilter = {}): AccessPath[] {
  const { principal, cluster, namespace } = filter;
  const paths = pathsIn(estate);
  const starts = principal === undefined ? paths.ways.starts : [estate.idOf(principal)];
  const on = cluster === undefined ? undefined : estate.idOf(cluster);
  const wanted = ({ right }: HeldRight) =>
    (on === undefined || right.cluster === on) &&
    (namespace === undefined || right.namespace === null || right.namespace === namespace);
  return starts.flatMap((start) => paths.from(start, wanted).map(({ path }) => path));
}

/**
 * How the holder of a path's right is reached, whatever the right is: of somebody who may change the cluster, whether
 * he may do so now or after an activation.
 */
export function holdingOf(path: AccessPath): Mode {
  if (path.via.some((h) => h.accessId === "owner")) return "control-plane";
  if (path.mode !== "control-plane") return path.mode;
  if (path.via.some((h) => h.kind === "eligible")) return "eligible";
  return path.via.some((h) => h.kind === "active") ? "active" : "standing";
}

/** A path, and the right that it ends at with what its role allows. */
export interface Reached {
  readonly path: AccessPath;
  readonly held: HeldRight;
}

/** Joins ways and rights, one by one or all. */
export class Paths {
  public readonly ways: Ways;
  public readonly rights: Rights;
  private readonly keeper: GateKeeper;
  private readonly deployed = new Map<string, HeldRight[]>();

  constructor(estate: Estate) {
    this.ways = waysIn(estate);
    this.rights = rightsIn(estate);
    this.keeper = new GateKeeper(estate, this.ways);
    for (const { id, principal, stack } of estate.deployments) {
      const holder = estate.idOf(principal);
      const clusters = estate.models.find((m) => m.stack === stack)?.clusters ?? [];
      const held = clusters.map((c) => deployerRight(holder, estate.idOf(c.id), id));
      this.deployed.set(holder, [...(this.deployed.get(holder) ?? []), ...held]);
    }
  }

  /** What a principal reaches of the rights that are wanted. */
  public from(principal: string, wanted: (right: HeldRight) => boolean): Reached[] {
    const ways = this.ways.of(principal);
    return [
      ...ways.flatMap((way) =>
        this.rights
          .of(way.holder)
          .filter(wanted)
          .map((held) => this.reached(way, held)),
      ),
      ...ways.flatMap((way) => this.byDeploying(way, wanted)),
    ];
  }

  /** How everybody reaches one right. */
  public to(held: HeldRight): Reached[] {
    return this.ways.to(held.holder).map((way) => this.reached(way, held));
  }

  /** How everybody changes a cluster who applies its stack. */
  public deployersOf(cluster: string): Reached[] {
    const ways = [...this.deployed.keys()].sort().flatMap((holder) => this.ways.to(holder));
    return ways.flatMap((way) => this.byDeploying(way, ({ right }) => right.cluster === cluster));
  }

  private byDeploying(way: Way, wanted: (right: HeldRight) => boolean): Reached[] {
    const rights = this.deployed.get(way.holder)?.filter(wanted) ?? [];
    return rights.map((held) => {
      const { cluster, entry } = held.right;
      const hop: Hop = { kind: "deployer", group: cluster, accessId: "owner", entry, ends: null };
      return this.reached({ ...way, hops: [...way.hops, hop], mode: "control-plane" }, held);
    });
  }

  private reached(way: Way, held: HeldRight): Reached {
    const { right, unknowns } = held;
    const local = right.kind === "cluster-admin" && right.roleName.startsWith(LOCAL_ADMIN);
    const path: AccessPath = {
      principal: way.principal,
      via: way.hops,
      mode: right.kind === "control-plane" ? "control-plane" : way.mode,
      right,
      gates: local ? this.keeper.ofLocalAdmin(way) : this.keeper.of(way),
      certainty: unknowns.length === 0 ? "yes" : "unknown",
      unknowns,
    };
    return { path, held };
  }
}

/** What whoever applies a stack has on a cluster of it. */
function deployerRight(holder: string, cluster: string, deployment: string): HeldRight {
  const right = {
    kind: "control-plane",
    roleName: "applies the stack",
    cluster,
    namespace: null,
    entry: deployment,
  } as const;
  return { holder, right, definition: undefined, unknowns: [] };
}

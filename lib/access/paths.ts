import type { Estate } from "./estate";
import { GateKeeper } from "./gates";
import type { AccessPath, Mode, PathFilter } from "./path";
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
  return starts.flatMap((start) => paths.from(start, wanted));
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

/** Joins ways and rights, one by one or all. */
export class Paths {
  public readonly ways: Ways;
  public readonly rights: Rights;
  private readonly keeper: GateKeeper;
  private readonly deployed = new Map<string, (readonly [cluster: string, deployment: string])[]>();

  constructor(estate: Estate) {
    this.ways = waysIn(estate);
    this.rights = rightsIn(estate);
    this.keeper = new GateKeeper(estate, this.ways);
    for (const { id, principal, stack } of estate.deployments) {
      const clusters = estate.models.find((m) => m.stack === stack)?.clusters ?? [];
      const who = estate.idOf(principal);
      const there = this.deployed.get(who) ?? [];
      this.deployed.set(who, [...there, ...clusters.map((c) => [estate.idOf(c.id), id] as const)]);
    }
  }

  /** The paths that start at a principal and end at the rights that are wanted. */
  public from(principal: string, wanted: (right: HeldRight) => boolean): AccessPath[] {
    const paths: AccessPath[] = [];
    for (const way of this.ways.of(principal)) {
      for (const right of this.rights.of(way.holder)) if (wanted(right)) paths.push(this.path(way, right));
    }
    return [...paths, ...this.byDeploying(principal, wanted)];
  }

  /** The paths of everybody that end at one right. */
  public to(right: HeldRight): AccessPath[] {
    return this.ways.to(right.holder).map((way) => this.path(way, right));
  }

  /** The principals that apply a stack which declares the cluster. */
  public deployersOf(cluster: string): string[] {
    return [...this.deployed]
      .filter(([, on]) => on.some(([c]) => c === cluster))
      .map(([who]) => who)
      .sort();
  }

  /** How somebody changes clusters by applying their stacks, himself or as a member of what does. */
  public byDeploying(principal: string, wanted: (right: HeldRight) => boolean): AccessPath[] {
    return this.ways.of(principal).flatMap((way) =>
      (this.deployed.get(way.holder) ?? []).flatMap(([cluster, deployment]) => {
        const right = {
          holder: way.holder,
          right: this.rights.ofDeployer(cluster, deployment),
          definition: undefined,
          unknowns: [],
        };
        if (!wanted(right)) return [];
        const hops = [...way.hops, this.ways.deployerHop(cluster, deployment)];
        return [this.path({ ...way, hops, mode: "control-plane" }, right)];
      }),
    );
  }

  private path(way: Way, { right, unknowns }: HeldRight): AccessPath {
    const local = right.kind === "cluster-admin" && right.roleName.startsWith(LOCAL_ADMIN);
    return {
      principal: way.principal,
      via: way.hops,
      mode: right.kind === "control-plane" ? "control-plane" : way.mode,
      right,
      gates: local ? this.keeper.ofLocalAdmin(way) : this.keeper.of(way),
      certainty: unknowns.length === 0 ? "yes" : "unknown",
      unknowns,
    };
  }
}

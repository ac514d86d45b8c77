import { type AccessPath, holdingOf } from "../access";
import { compareActivations } from "./activations";
import { comparePolicies } from "./asks";
import type { AccessChange, ChangeKind, DiffDoubt, GateChange } from "./change";
import { type Reach, covers, freest, isAdmin, isAsFree } from "./cover";
import { moreTime, renewed } from "./ends";

/** A way and what both sides call its ends. */
interface Way {
  readonly path: AccessPath;
  readonly principal: string;
  readonly reach: Reach;
}

/** The ways of one side, by what both sides call them. */
export interface Ways {
  readonly all: ReadonlyMap<string, Way>;
  readonly of: ReadonlyMap<string, readonly Way[]>;
  /** By the cluster that they lead to. */
  readonly on: ReadonlyMap<string, readonly Way[]>;
}

/** The same way on both sides. */
export interface Kept {
  readonly from: AccessPath;
  readonly to: AccessPath;
}

/** Somebody on this side, and somebody on the other who may be the same. */
export interface Perhaps {
  readonly here: string;
  readonly other: string;
}

/** Indexes the paths of one side. */
export function waysOf(paths: readonly AccessPath[], key: (id: string) => string): Ways {
  const all = new Map<string, Way>();
  const [of, on] = [new Map<string, Way[]>(), new Map<string, Way[]>()];
  for (const path of paths) {
    const { kind, role, cluster, namespace } = path.right;
    const way = { path, principal: key(path.principal), reach: { kind, role, cluster: key(cluster), namespace } };
    const steps = path.via.map((h) => `${h.kind} ${h.accessId} ${key(h.group)}`);
    const end = [kind, role ?? "", way.reach.cluster, namespace ?? ""];
    const name = [way.principal, path.mode, ...steps, ...end].join("\u0000");
    if (!all.has(name)) all.set(name, way);
    push(of, way.principal, way);
    push(on, way.reach.cluster, way);
  }
  return { all, of, on };
}

/** What the second side has more than the first, way by way. */
export function gained(from: Ways, to: Ways, maybe: (principal: string) => ReadonlySet<string>) {
  const gains: AccessChange[] = [];
  const weaker: GateChange[] = [];
  const unknown: DiffDoubt[] = [];
  const kept: Kept[] = [];
  const perhaps = new Map<string, Perhaps>();
  for (const [name, way] of to.all) {
    const same = from.all.get(name);
    if (same !== undefined) {
      kept.push({ from: same.path, to: way.path });
      keep(same.path, way.path);
    } else judge(way, from.of.get(way.principal) ?? []);
  }
  return { gains: sorted(gains), weaker, unknown, kept, perhaps: [...perhaps.values()] };

  function keep(was: AccessPath, is: AccessPath): void {
    const subject = is.principal;
    if (was.certainty !== is.certainty) {
      const reasons = was.certainty === "unknown" ? was.unknowns : is.unknowns;
      return void unknown.push({ subject, what: "is certain on one side only", reasons, path: is });
    }
    const [time, anew] = [moreTime(was, is), renewed(was, is)];
    if (anew !== null || (time !== null && !("unknown" in time))) {
      const more = { ...(time !== null && "unknown" in time ? null : time), ...anew };
      gains.push({ kind: "longer-access", path: is, otherwise: was.mode, ...more });
    } else if (time !== null) doubtTime(time.unknown, is);
  }

  function judge(way: Way, others: readonly Way[]): void {
    const { path } = way;
    const covering = others.filter(
      (o) => covers(o.reach, way.reach) && (o.path.certainty === "yes" || path.certainty === "unknown"),
    );
    const free = covering.filter((o) => isAsFree(holdingOf(o.path), holdingOf(path))).map((o) => o.path);
    if (path.certainty === "unknown") {
      if (free.length > 0) return;
      return void unknown.push({ subject: path.principal, what: "may be gained", reasons: path.unknowns, path });
    }
    if (free.length === 0) {
      if (isPerhapsHad(way)) return;
      const otherwise = freest(covering.map((o) => holdingOf(o.path)));
      return void gains.push({ kind: kindOf(path), path, otherwise });
    }
    another(path, free);
  }

  /** Whether somebody else on the first side had it as freely who may be the same: the first of those is noted. */
  function isPerhapsHad({ path, principal, reach }: Way): boolean {
    const others = maybe(principal);
    if (others.size === 0) return false;
    const holding = holdingOf(path);
    const had = from.on
      .get(reach.cluster)
      ?.find(
        (o) =>
          others.has(o.principal) &&
          o.path.certainty === "yes" &&
          covers(o.reach, reach) &&
          isAsFree(holdingOf(o.path), holding),
      );
    if (had === undefined) return false;
    perhaps.set(`${principal} ${had.principal}`, { here: path.principal, other: had.path.principal });
    return true;
  }

  /** A new way to a right that somebody has already: it matters if it asks for less than each of those that he has. */
  function another(path: AccessPath, free: readonly AccessPath[]): void {
    const compared = free
      .map((other) => ({
        other,
        asks: [compareActivations(other, path), comparePolicies(other, path)],
        time: moreTime(other, path),
      }))
      .map((c) => ({ ...c, less: c.asks.flatMap((a) => a.less), unknown: c.asks.flatMap((a) => a.unknown) }));
    if (compared.some((c) => c.less.length + c.unknown.length === 0 && c.time === null)) return;
    const [nearest] = [...compared].sort(
      (a, b) => a.less.length - b.less.length || a.unknown.length - b.unknown.length,
    );
    if (nearest.less.length > 0) {
      const aspects = nearest.less.map(({ name, before, after }) => ({ name, before, after }));
      const subject = path.via.at(-1)?.group ?? path.right.entry;
      weaker.push({ kind: "weaker-gate", subject, aspects, paths: [path], another: true });
    } else if (nearest.unknown.length > 0) {
      const reasons = [...new Set(nearest.unknown.map((u) => `${u.what}: ${u.reason}`))].sort();
      unknown.push({ subject: path.principal, what: "may ask for less by another way", reasons, path });
    } else if (nearest.time !== null && "unknown" in nearest.time) doubtTime(nearest.time.unknown, path);
    else if (nearest.time !== null)
      gains.push({ kind: "longer-access", path, otherwise: nearest.other.mode, ...nearest.time });
  }

  function doubtTime(what: string, path: AccessPath): void {
    const reasons = ["a day and a length of time from apply cannot be compared"];
    unknown.push({ subject: path.principal, what, reasons, path });
  }
}

function push(ways: Map<string, Way[]>, key: string, way: Way): void {
  const there = ways.get(key);
  if (there === undefined) ways.set(key, [way]);
  else there.push(way);
}

function kindOf(path: AccessPath): ChangeKind {
  if (path.mode === "control-plane") {
    // a role on the cluster that nobody has to activate first: as good as an administrator
    const standing = isAsFree(holdingOf(path), "active");
    return standing ? "new-standing-admin" : "new-control-plane-access";
  }
  const how = path.mode === "eligible" ? "eligible" : "standing";
  return `new-${how}-${isAdmin(path) ? "admin" : "access"}`;
}

function sorted(changes: readonly AccessChange[]): AccessChange[] {
  const key = ({ kind, path: { principal, right, via } }: AccessChange) =>
    JSON.stringify([kind, principal, right.roleName, right.cluster, right.namespace, via]);
  return changes
    .map((change) => ({ change, key: key(change) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ change }) => change);
}

import { type Certainty, allOf, anyOf, is } from "./certainty";
import type { Estate } from "./estate";
import { type ClusterEntry, isUnknown } from "./model";
import type { AccessPath, Mode } from "./path";
import { type Paths, type Reached, pathsIn } from "./paths";
import { type HeldRight, unknownOf } from "./rights";
import { dataPowerOf } from "./roles";
import { rightName, placeOf, sentenceOf } from "./text";
import { cutAt, hasUnknownMembers } from "./ways";

/**
 * When somebody is to have a right.
 *
 * - `standing`: now, with nothing to do for it. A time-boxed active assignment counts: nothing has to be activated.
 * - `activated`: now, or after an activation.
 * - `ever`: also by changing the cluster, its roles or its groups.
 */
export type When = "standing" | "activated" | "ever";

/** An answer, with the paths that give it, and the reasons in words. */
export interface Answer {
  readonly answer: Certainty;
  /** Of a yes, the paths that are sure; of an unknown, those that may be. */
  readonly paths: readonly AccessPath[];
  readonly why: readonly string[];
}

/** What a right is worth for a question. */
export interface Effect {
  readonly answer: Certainty;
  /** Why it is not known, or why it is none; empty for a yes. */
  readonly reason: string;
  /** Of a no: whether the right is about another place, and so says little about this one. */
  readonly elsewhere?: boolean;
}

/** A question about rights on a cluster. */
export interface Matter {
  readonly cluster: ClusterEntry;
  readonly when: When;
  readonly effectOf: (right: HeldRight) => Effect;
  /** What the cluster itself leaves open for everybody. */
  readonly unknowns: readonly string[];
  /** What is said beside a yes. */
  readonly note: string | null;
}

const MODES: Readonly<Record<When, readonly Mode[]>> = {
  standing: ["standing", "active", "emergency"],
  activated: ["standing", "active", "emergency", "eligible"],
  ever: ["standing", "active", "emergency", "eligible", "control-plane"],
};

/** Whether a mode counts at that time. */
export function countsWhen(mode: Mode, when: When): boolean {
  return MODES[when].includes(mode);
}

/** Answers for one principal. */
export function answerFor(estate: Estate, principal: string, matter: Matter): Answer {
  const paths = pathsIn(estate);
  const who = estate.idOf(principal);
  const own = paths.from(who, ({ right }) => right.cluster === matter.cluster.id);
  const judged = own.map((reached) => judge(estate, reached, matter.effectOf(reached.held)));
  const counted = judged.filter(({ path }) => countsWhen(path.mode, matter.when));
  const sure = counted.filter((j) => j.answer === "yes").map((j) => j.path);
  if (sure.length > 0)
    return { answer: "yes", paths: sure, why: [...sentences(estate, sure), ...cuts(estate, sure), ...noted(matter)] };
  const open = counted.filter((j) => j.answer === "unknown");
  const reasons = [...open.flatMap((j) => j.reasons), ...matter.unknowns, ...mayBe(estate, who, matter, paths)];
  if (reasons.length > 0) return { answer: "unknown", paths: open.map((j) => j.path), why: [...new Set(reasons)] };
  return { answer: "no", paths: [], why: refusals(estate, who, judged, matter) };
}

/** Answers for everybody who has a way that gives it, or may give it; the reasons are those of what is unknown. */
export function answersFor(estate: Estate, matter: Matter): ReadonlyMap<string, Answer> {
  const paths = pathsIn(estate);
  const rights = paths.rights.on(matter.cluster.id).map((right) => ({ right, effect: matter.effectOf(right) }));
  const judged = [
    ...rights.flatMap(({ right, effect }) =>
      effect.answer === "no" ? [] : paths.to(right).map((r) => judge(estate, r, effect)),
    ),
    ...paths.deployersOf(matter.cluster.id).map((r) => judge(estate, r, matter.effectOf(r.held))),
  ];
  const byPrincipal = new Map<string, Judged[]>();
  for (const one of judged) {
    if (one.answer === "no" || !countsWhen(one.path.mode, matter.when)) continue;
    const there = byPrincipal.get(one.path.principal);
    if (there === undefined) byPrincipal.set(one.path.principal, [one]);
    else there.push(one);
  }
  return new Map(
    [...byPrincipal].sort(([a], [b]) => (a < b ? -1 : 1)).map(([principal, all]) => [principal, together(all)]),
  );
}

function together(all: readonly Judged[]): Answer {
  const answer = anyOf(all.map((j) => j.answer));
  const those = all.filter((j) => j.answer === answer);
  return { answer, paths: those.map((j) => j.path), why: [...new Set(those.flatMap((j) => j.reasons))] };
}

/** What a path is worth for a question. */
interface Judged {
  readonly path: AccessPath;
  readonly answer: Certainty;
  readonly reasons: readonly string[];
  readonly elsewhere?: boolean;
}

function judge(estate: Estate, { path }: Reached, effect: Effect): Judged {
  if (effect.answer === "no") return { path, answer: "no", reasons: [effect.reason], elsewhere: effect.elsewhere };
  const blocked = isBlocked(path);
  if (blocked === "yes") {
    const more = cutAt(estate, path);
    if (more === undefined) return { path, answer: "no", reasons: ["a policy blocks the sign-in"] };
    return { path, answer: "unknown", reasons: [`whether a policy blocks the sign-in on every way: ${more}`] };
  }
  const reasons = [
    ...(effect.answer === "unknown" ? [effect.reason] : []),
    ...(blocked === "unknown" ? ["whether a policy blocks the sign-in"] : []),
  ];
  return { path, answer: reasons.length > 0 ? "unknown" : "yes", reasons };
}

/** Whether an enforced policy blocks a sign-in to AKS with everything on the path active. */
export function isBlocked(path: AccessPath): Certainty {
  return anyOf(
    path.gates.policies.after.map(({ controls, state, deviceCodeOnly, applies }) =>
      allOf([
        is(controls, (c) => c.includes("block")),
        is(state, (s) => s === "enabled"),
        is(deviceCodeOnly, (only) => !only),
        applies,
      ]),
    ),
  );
}

/** Why somebody may have it all the same: whose members or owners only the tenant knows, and who may be the same. */
function mayBe(estate: Estate, who: string, matter: Matter, paths: Paths): string[] {
  const then = paths.ways.of(who).filter((w) => countsWhen(w.mode, matter.when));
  const sure = new Set(then.map((w) => w.holder));
  const reasons = new Set<string>();
  const name = estate.nameOf(who);
  for (const right of paths.rights.on(matter.cluster.id)) {
    if (matter.effectOf(right).answer === "no") continue;
    for (const { path } of paths.to(right)) {
      if (path.principal === who || !countsWhen(path.mode, matter.when) || isBlocked(path) === "yes") continue;
      const group = estate.group(path.principal);
      if (group === undefined) {
        if (estate.same(who, path.principal) !== "unknown") continue;
        reasons.add(
          `whether ${name} and ${estate.nameOf(path.principal)} are the same person: one is known by a sign-in name, one by an object id`,
        );
      } else if (!sure.has(group.id)) reasons.add(`whether ${name} is a member of ${estate.nameOf(group.id)}`);
    }
    if (matter.when === "ever")
      for (const group of ownersUnknown(estate, right, paths))
        reasons.add(`whether ${name} owns ${estate.nameOf(group)}`);
  }
  return [...reasons];
}

/** Groups with unknown owners that lead to a right; of those with unknown members, that is reason enough. */
function ownersUnknown(estate: Estate, right: HeldRight, paths: Paths): string[] {
  return estate.groups
    .filter((g) => isUnknown(g.owners) && !hasUnknownMembers(g))
    .map((g) => g.id)
    .filter((id) => paths.ways.of(id).some((way) => way.holder === right.holder));
}

function sentences(estate: Estate, paths: readonly AccessPath[]): string[] {
  return paths.map((p) => sentenceOf(estate, p));
}

const cuts = (estate: Estate, paths: readonly AccessPath[]) => [
  ...new Set(paths.flatMap((p) => cutAt(estate, p) ?? [])),
];
const noted = ({ note }: Matter) => (note === null ? [] : [note]);

/**
 * Why not: what somebody has there and why it is not enough, or what he would have at another time. What comes nearest
 * is first: a right on that place before one elsewhere, then the one that reaches furthest.
 */
function refusals(estate: Estate, who: string, judged: readonly Judged[], { when, cluster }: Matter): string[] {
  const name = estate.nameOf(who);
  const nearness = ({ path, elsewhere }: Judged) =>
    (countsWhen(path.mode, when) ? 100 : 0) + (elsewhere ? 0 : 10) + dataPowerOf(path.right.role);
  const nearest = [...judged].sort((a, b) => nearness(b) - nearness(a));
  const reasons = nearest.flatMap(({ path, answer, reasons: why }) => {
    const has = `${rightName(path.right)} on ${placeOf(estate, path.right)}`;
    if (!countsWhen(path.mode, when)) {
      const how = path.mode === "eligible" ? "after an activation" : "by a change";
      return answer === "no" ? [] : [`not ${when}; ${how}: ${sentenceOf(estate, path)}`];
    }
    return [`${name} has ${has}: ${why.join(", ")}`];
  });
  return reasons.length > 0 ? [...new Set(reasons)] : [`${name} has nothing on ${estate.nameOf(cluster.id)}`];
}

/** What the facts of a cluster leave open for everybody: who is in its admin groups, and bindings inside Kubernetes. */
export function openOn(cluster: ClusterEntry): string[] {
  const bindings =
    cluster.azureRbac === true
      ? []
      : [
          `role bindings inside Kubernetes: Azure RBAC is ${cluster.azureRbac === false ? "off" : "not known to be on"}`,
        ];
  return [...unknownOf(cluster, "admin groups", cluster.adminGroups), ...bindings];
}

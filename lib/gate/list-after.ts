import { UNKNOWN, after, isCreated, wordsAfter } from "./change";
import { OUTSIDE } from "./origin";
import type { Change, Plan } from "./plan";
import { partsOf, referencesIn, stepsOf } from "./references";

/** What a list or set of ids holds after the apply. */
export interface ListAfter {
  /** Ids that are in it for certain. */
  readonly known: readonly string[];
  /** Addresses of things that this plan makes, and whose ids are in it. */
  readonly made: readonly string[];
  /** How many more may be in it; `Infinity` if nobody knows how many. */
  readonly more: number;
  /** Something in it is not known, and nothing says what it is. */
  readonly open: boolean;
}

type Path = readonly (string | number)[];

/**
 * What a list holds, also where Terraform does not know the whole of it before the apply.
 *
 * One new id makes a set unknown as a whole. Its expression still says what it is made of: a reference to something
 * that is there has its id in the plan, one to something that the plan makes is new. Ids that are written out beside
 * references are not in a plan, so `more` stays `Infinity` for a set that is unknown as a whole: what is known is in
 * it, and anything else may be.
 */
export function listAfter(plan: Plan, change: Change, ...path: Path): ListAfter {
  const { known, more } = wordsAfter(change, ...path);
  if (more === 0) return { known, made: [], more: 0, open: false };
  const found = referencesIn(plan, change, ...path).map((r) => resolve(plan, change, r));
  const made = [...new Set(found.flatMap((f) => (f.made === undefined ? [] : [f.made])))];
  if (more !== Infinity) {
    // each that is not known yet is there one by one, so as many new ones explain them all
    const explained = found.every((f) => f.made !== undefined || f.id !== undefined) && made.length === more;
    return { known, made: explained ? made : [], more: explained ? 0 : more, open: !explained };
  }
  const open = made.length === 0 || found.some((f) => f.made === undefined && f.id === undefined);
  return { known: found.flatMap((f) => (f.id === undefined ? [] : [f.id])), made, more, open };
}

/** A reference's id if it is in the plan, or the address of what the plan makes; neither if that can't be told. */
function resolve(plan: Plan, change: Change, reference: string): { id?: string; made?: string } {
  const steps = stepsOf(reference);
  const isData = steps[0] === "data";
  const [type, name, ...trail] = isData ? steps.slice(1) : steps;
  if ((!isData && OUTSIDE.includes(type)) || trail.length === 0) return {};
  const address = `${partsOf(change.address).module}${isData ? "data." : ""}${type}.${name}`;
  const path = trail.flatMap((step) => [
    step.replace(/\[.*$/, ""),
    ...[...step.matchAll(/\[(\d+)\]/g)].map(([, n]) => Number(n)),
  ]);
  const there = plan.changes.find((c) => c.address === address && !c.deposed);
  if (there === undefined) {
    const values = plan.lookedUp.find((found) => found.address === address)?.values;
    const id = values && after({ ...change, after: values, afterUnknown: {} }, ...path);
    return typeof id === "string" && id !== "" ? { id } : {};
  }
  const id = after(there, ...path);
  if (typeof id === "string" && id !== "") return { id };
  return id === UNKNOWN && isCreated(there) && there.mode === "managed" ? { made: address } : {};
}

/**
 * The things that a plan makes and that expressions name, if they explain all of so many unknown ids; undefined if they
 * do not.
 */
export function newAmong(
  plan: Plan,
  change: Change,
  paths: readonly Path[],
  unknown: number,
): readonly string[] | undefined {
  const found = paths.flatMap((path) => referencesIn(plan, change, ...path)).map((r) => resolve(plan, change, r));
  const made = [...new Set(found.flatMap((f) => (f.made === undefined ? [] : [f.made])))];
  return made.length === unknown && found.every((f) => f.made !== undefined || f.id !== undefined) ? made : undefined;
}

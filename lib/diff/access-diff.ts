import { type AccessModel, type AccessPath, type Estate, cutsIn, estateOf, pathsOf } from "../access";
import type { AccessDiff, DiffDoubt, GateChange } from "./change";
import { type Side, maybeOne } from "./comparing";
import { effectiveOf } from "./effect";
import { weakerGates } from "./gates";
import { matchingOf } from "./match";
import { weakerSafeguards } from "./safeguards";
import { type Ways, gained, waysOf } from "./ways";

/**
 * Who gains, who loses, which gate got weaker, between two states of the same app.
 *
 * Pure, and even-handed: exchange the two and gains become losses. The order of the models and of what is in them
 * changes nothing. What a side does not know is in `unknown`, and neither gained nor weaker.
 */
export function accessDiff(before: readonly AccessModel[], after: readonly AccessModel[]): AccessDiff {
  const [old, now] = [estateOf(before), estateOf(after)];
  const matching = matchingOf(old, now);
  const [from, to] = [sideOf(old, matching.before, matching.maybe), sideOf(now, matching.after, matching.maybe)];
  const [forward, backward] = [changes(from, to), changes(to, from)];
  const stacks = (models: readonly AccessModel[]) => models.map((m) => m.stack).sort();
  const fresh = (a: readonly AccessModel[], b: readonly AccessModel[]) =>
    stacks(b).filter((s) => !stacks(a).includes(s));
  return {
    gains: forward.gains,
    losses: backward.gains,
    weaker: forward.weaker,
    stronger: backward.weaker.map(turned),
    unknown: sorted([
      ...forward.unknown,
      ...forward.perhaps.map(({ here, other }) => perhaps(other, here)),
      ...backward.perhaps.map(({ here, other }) => perhaps(here, other)),
      ...untold(old, now),
      // a doubt about a gate is the same both ways
      ...backward.unknown.flatMap((d) => (d.what === "may be gained" ? [{ ...d, what: "may be lost" }] : [])),
    ]),
    stacks: { added: fresh(before, after), removed: fresh(after, before) },
  };

  /** Somebody on each side who may be one, and then neither loses nor gains what both have. */
  function perhaps(was: string, is: string): DiffDoubt {
    const reasons = [maybeOne(old.nameOf(was), now.nameOf(is))];
    return { subject: is, what: "may be somebody who had the same", reasons };
  }
}

interface State extends Side {
  readonly paths: readonly AccessPath[];
  readonly ways: Ways;
}

function sideOf(estate: Estate, key: Side["key"], maybe: Side["maybe"]): State {
  const paths = effectiveOf(estate, pathsOf(estate));
  return { estate, key, maybe, paths, ways: waysOf(paths, key) };
}

function changes(from: State, to: State) {
  const ways = gained(from.ways, to.ways, to.maybe);
  const gates = weakerGates(from, to, ways.kept);
  return {
    gains: ways.gains,
    weaker: [...gates.weaker, ...ways.weaker, ...weakerSafeguards(from, to)],
    unknown: [...ways.unknown, ...gates.unknown],
    perhaps: ways.perhaps,
  };
}

/** Where somebody has more ways into a group than are told apart, and something changed that may be on one of them. */
function untold(before: Estate, after: Estate): DiffDoubt[] {
  const cuts = [...cutsIn(before), ...cutsIn(after)];
  if (cuts.length === 0 || onTheWay(before) === onTheWay(after)) return [];
  const what = "may ask for less, or for more, on a way that is not told apart from others";
  return cuts.map(({ principal, says }) => ({ subject: principal, what, reasons: [says] }));
}

/** Everything that a way into a group, and what is asked for on it, depends on. */
function onTheWay({ models }: Estate): string {
  const parts = models.map(
    ({ principals, groups, roleSettings, assignments, policies, emergencyAccess, deployers }) => [
      ...[principals, groups, roleSettings, assignments, policies, emergencyAccess, deployers],
    ],
  );
  return JSON.stringify(parts);
}

/** A change the other way round. */
function turned(change: GateChange): GateChange {
  return {
    ...change,
    aspects: change.aspects.map(({ name, before, after }) => ({ name, before: after, after: before })),
  };
}

function sorted(doubts: readonly DiffDoubt[]): DiffDoubt[] {
  const index = new Map<string, DiffDoubt>();
  for (const doubt of doubts) {
    const key = JSON.stringify([doubt.subject, doubt.what, doubt.path]);
    const reasons = new Set([...(index.get(key)?.reasons ?? []), ...doubt.reasons]);
    index.set(key, { ...doubt, reasons: [...reasons].sort() });
  }
  return [...index].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, d]) => d);
}

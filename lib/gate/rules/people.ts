import { type Groups, groupsIn } from "../behind";
import type { GateFinding, GateRule } from "../finding";
import { type Hold, holdsOf } from "../holds";

const SHOWN = 10;

/** What ends within so many days is about to be lost. */
const SOON = 7 * 86_400_000;

type Way = "people-removed" | "people-shortened" | "people-to-eligible";

const SAID: Readonly<Record<Way, readonly [would: string, verb: string, fix: string]>> = {
  "people-removed": ["would lose something at once", "loses", "Take them out in smaller steps"],
  "people-shortened": [
    "would keep something for less than a week, and had it for longer",
    "keeps only until then",
    "Give them a later end, or shorten in smaller steps",
  ],
  "people-to-eligible": [
    "would have to activate what they had without, and a running activation ends with it",
    "becomes eligible for",
    "Do it in smaller steps, at an hour when nobody needs it",
  ],
};

/** What somebody had, and who all lose it. */
interface Loss {
  readonly way: Way;
  readonly hold: Hold;
  readonly people: readonly string[];
  /** There are more than the plan says. */
  readonly more: boolean;
  readonly certain: boolean;
}

/** How somebody keeps something: not at all, for some days, after activating it, as before, or nobody knows for how long. */
type Kept = "no" | "soon" | "eligible" | "unknown" | "yes";
const BEST: readonly Kept[] = ["yes", "unknown", "eligible", "soon", "no"];

/**
 * Not more than so many people lose something in one plan.
 *
 * A person who keeps another way to the same thing loses nothing: whose membership moves to another resource, or who is
 * in another group that keeps it. What has not begun keeps nothing, and what ends within a week is told; so is a
 * membership that becomes an eligibility. Of a group that loses something, everybody in it does, as far as the plan
 * says who that is; how many are in another group is unknown, and is said.
 */
export const peopleRemoved: GateRule = (plan, { now, maxRemovals, isAllowed }) => {
  const { before, after, unknownAfter } = holdsOf(plan, now);
  const [then, later] = [groupsIn(plan, "before", now), groupsIn(plan, "after", now)];
  const kept = new Map<string, Hold[]>();
  for (const hold of after) {
    for (const who of new Set([hold.who, ...later.behind(hold.who).people])) {
      for (const key of keysOf(who, hold)) kept.set(key, [...(kept.get(key) ?? []), hold]);
    }
  }
  const keeps = (who: string, hold: Hold): Kept => {
    const ways = keysOf(who, hold)
      .flatMap((key) => kept.get(key) ?? [])
      .map((way) => keptBy(way, hold, now.getTime()));
    return BEST.find((best) => ways.includes(best)) ?? "no";
  };
  const lost = before
    .filter(({ period: { until } }) => until === undefined || until > now.getTime())
    .flatMap((hold): Loss[] => {
      const itself = keeps(hold.who, hold);
      if (itself === "yes") return [];
      const { people, more } = then.behind(hold.who);
      // a group of which nothing is known is one at least
      const all = more && people.length === 0 ? [hold.who] : people;
      const certain = !unknownAfter.has(hold.address);
      return (Object.entries(WAYS) as [Way, readonly Kept[]][]).flatMap(([way, how]) => {
        const losing = all.filter((who) =>
          how.includes(BEST[Math.min(BEST.indexOf(keeps(who, hold)), BEST.indexOf(itself))]),
        );
        const open = more && how.includes(itself);
        if ((losing.length === 0 && !open) || isAllowed(way, hold.address)) return [];
        return [{ way, hold, more: open, people: losing, certain: certain && itself !== "unknown" }];
      });
    });
  return (Object.keys(WAYS) as Way[]).flatMap((way) =>
    judged(
      way,
      lost.filter((l) => l.way === way),
      maxRemovals,
      then,
    ),
  );
};

/** What each way to lose something looks like. */
const WAYS: Readonly<Record<Way, readonly Kept[]>> = {
  "people-removed": ["no"],
  "people-shortened": ["soon", "unknown"],
  "people-to-eligible": ["eligible"],
};

function keptBy(way: Hold, was: Hold, now: number): Kept {
  const { from, until } = way.period;
  if (from > Math.max(now, was.period.from) || (until !== undefined && until <= now)) return "no";
  const end = was.period.until ?? Infinity;
  // an end that was not known either is no shorter one
  if (until === undefined) return was.period.until === undefined ? "yes" : "unknown";
  if (until < end && until <= now + SOON) return "soon";
  // somebody else's activation is not touched: it is the same membership that ends, or the same role
  return way.eligible && !was.eligible && way.who === was.who ? "eligible" : "yes";
}

function judged(way: Way, lost: readonly Loss[], maxRemovals: number, then: Groups): GateFinding[] {
  const [would, verb, fix] = SAID[way];
  const certain = lost.filter((l) => l.certain);
  const [people, possible] = [count(certain), count(lost)];
  const blind = lost.some(({ more }) => more);
  if (possible <= maxRemovals && !blind) return [];
  const sure = people > maxRemovals;
  const shown = sure ? certain : lost;
  const number = sure ? people : possible;
  const open = shown.some(({ more }) => more);
  const said = open ? `${number} or more` : sure ? String(number) : `Up to ${number}`;
  return [
    {
      rule: way,
      address: null,
      certainty: sure ? "yes" : "unknown",
      message:
        `${said} people or groups ${would}; allowed: ${maxRemovals}. ` +
        `${!sure && certain.length < lost.length ? "Who stays is only known after the apply. " : ""}` +
        `${open ? "The plan does not say who is in a group of another state. " : ""}${listed(shown, then, verb)}`,
      fix: `${fix}, or say how many with --max-removals; an exception of ${way} for an address leaves its people out of the count.`,
    },
  ];
}

const keysOf = (who: string, { what }: Hold) => what.map((w) => `${who} ${w}`);

function count(losses: readonly Loss[]): number {
  return new Set(losses.flatMap(({ people }) => people)).size;
}

function listed(losses: readonly Loss[], groups: Groups, verb: string): string {
  const lines = [...new Set(losses.map((l) => `${whoOf(l, groups, verb)} ${l.hold.words} (${l.hold.address})`))].sort();
  const more = lines.length - SHOWN;
  return `${lines.slice(0, SHOWN).join("; ")}${more > 0 ? `; and ${more} more` : ""}.`;
}

function whoOf({ hold: { who }, people, more }: Loss, groups: Groups, verb: string): string {
  const name = groups.nameOf(who) ?? who;
  if (more) return `${name} (a group: unknown number of people) ${verb}`;
  if (people.length === 1 && people[0] === who) return `${who} ${verb}`;
  return `${name} (a group: ${people.length} ${people.length === 1 ? "person" : "people"}) ${verb}`;
}

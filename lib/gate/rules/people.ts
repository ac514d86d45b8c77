import { type Groups, groupsIn } from "../behind";
import type { GateRule } from "../finding";
import { type Hold, holdsOf } from "../holds";

const SHOWN = 10;

/** What somebody had, and who all lose it. */
interface Loss {
  readonly hold: Hold;
  readonly people: readonly string[];
  /** There are more than the plan says. */
  readonly more: boolean;
}

/**
 * Not more than so many people lose something in one plan.
 *
 * A person who keeps another way to the same thing loses nothing: who was a member and becomes eligible, whose
 * membership moves to another resource, or who is in another group that keeps it. Of a group that loses something,
 * everybody in it does, as far as the plan says who that is; how many are in another group is unknown, and is said.
 */
export const peopleRemoved: GateRule = (plan, { maxRemovals, isAllowed }) => {
  const { before, after, unknownAfter } = holdsOf(plan);
  const [then, now] = [groupsIn(plan, "before"), groupsIn(plan, "after")];
  const kept = new Set(after.flatMap((h) => [h.who, ...now.behind(h.who).people].flatMap((who) => keysOf(who, h))));
  const keeps = (who: string, h: Hold) => keysOf(who, h).some((key) => kept.has(key));
  const lost = before
    .filter((h) => !keeps(h.who, h) && !isAllowed("people-removed", h.address))
    .map((hold): Loss => {
      const { people, more } = then.behind(hold.who);
      const losing = people.filter((who) => !keeps(who, hold));
      // a group of which nothing is known is one at least
      return { hold, more, people: more && people.length === 0 ? [hold.who] : losing };
    })
    .filter(({ people, more }) => people.length > 0 || more);
  const certain = lost.filter(({ hold }) => !unknownAfter.has(hold.address));
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
      rule: "people-removed",
      address: null,
      certainty: sure ? "yes" : "unknown",
      message:
        `${said} people or groups would lose something at once; allowed: ${maxRemovals}. ` +
        `${!sure && certain.length < lost.length ? "Who stays is only known after the apply. " : ""}` +
        `${open ? "The plan does not say who is in a group of another state. " : ""}${listed(shown, then)}`,
      fix: "Take them out in smaller steps, or say how many with --max-removals; an exception of people-removed for an address leaves its people out of the count.",
    },
  ];
};

const keysOf = (who: string, { what }: Hold) => what.map((w) => `${who} ${w}`);

function count(losses: readonly Loss[]): number {
  return new Set(losses.flatMap(({ people }) => people)).size;
}

function listed(losses: readonly Loss[], groups: Groups): string {
  const lines = [...new Set(losses.map((l) => `${whoOf(l, groups)} ${l.hold.words} (${l.hold.address})`))].sort();
  const more = lines.length - SHOWN;
  return `${lines.slice(0, SHOWN).join("; ")}${more > 0 ? `; and ${more} more` : ""}.`;
}

function whoOf({ hold: { who }, people, more }: Loss, groups: Groups): string {
  const name = groups.nameOf(who) ?? who;
  if (more) return `${name} (a group: unknown number of people) loses`;
  if (people.length === 1 && people[0] === who) return `${who} loses`;
  return `${name} (a group: ${people.length} ${people.length === 1 ? "person" : "people"}) loses`;
}

import type { GateRule } from "../finding";
import { type Hold, holdsOf } from "../holds";

const SHOWN = 10;

/**
 * Not more than so many people lose something in one plan.
 *
 * A person who keeps another way to the same thing loses nothing: who was a member and becomes eligible, or whose
 * membership moves to another resource. A group counts as one, since nobody sees here who is in it.
 */
export const peopleRemoved: GateRule = (plan, { maxRemovals, isAllowed }) => {
  const { before, after, unknownAfter } = holdsOf(plan);
  const kept = new Set(after.flatMap(keysOf));
  const lost = before.filter((h) => !keysOf(h).some((k) => kept.has(k)) && !isAllowed("people-removed", h.address));
  const certain = lost.filter((h) => !unknownAfter.has(h.address));
  const people = new Set(certain.map((h) => h.who)).size;
  const possible = new Set(lost.map((h) => h.who)).size;
  if (possible <= maxRemovals) return [];
  const sure = people > maxRemovals;
  const shown = sure ? certain : lost;
  const count = sure ? people : possible;
  return [
    {
      rule: "people-removed",
      address: null,
      certainty: sure ? "yes" : "unknown",
      message:
        `${sure ? "" : "Up to "}${count} people or groups would lose something at once; allowed: ${maxRemovals}. ` +
        `${sure ? "" : "Who stays is only known after the apply. "}${listed(shown)}`,
      fix: "Take them out in smaller steps, or say how many with --max-removals; an exception of people-removed for an address leaves its people out of the count.",
    },
  ];
};

const keysOf = ({ who, what }: Hold) => what.map((w) => `${who} ${w}`);

function listed(holds: readonly Hold[]): string {
  const lines = [...new Set(holds.map((h) => `${h.who} loses ${h.words} (${h.address})`))].sort();
  const more = lines.length - SHOWN;
  return `${lines.slice(0, SHOWN).join("; ")}${more > 0 ? `; and ${more} more` : ""}.`;
}

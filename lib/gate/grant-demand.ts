import { BUILT_IN_STRENGTHS } from "../access/strength";
import { type Answer, all, any } from "./answer";

/** What a policy asks of somebody who signs in. */
export interface GrantDemand {
  /** Controls: `mfa`, `block`, `strength:ID`, `terms:ID`, `custom:NAME`; none asks for nothing. */
  readonly controls: readonly string[];
  /** Whether all of them are asked for, or any. */
  readonly operator: "AND" | "OR";
}

const BLOCK = "block";
const MFA = "mfa";
const STRENGTH = "strength:";

/** The built-in authentication strengths as controls; each satisfies those before it. */
const LADDER = BUILT_IN_STRENGTHS.map((id) => `${STRENGTH}${id}`);

/**
 * Tells whether everybody who meets one demand also meets the other: then a policy that changes from the other to the
 * one gets no weaker. A custom authentication strength may hold anything, so it is unknown.
 */
export function meets(one: GrantDemand, other: GrantDemand): Answer {
  if (other.controls.length === 0 || one.controls.includes(BLOCK)) return "yes";
  if (other.controls.includes(BLOCK) || one.controls.length === 0) return "no";
  const { controls: have } = one;
  const { controls: need } = other;
  if (one.operator === "AND") {
    const met = need.map((n) => any(have.map((h) => satisfies(h, n))));
    return other.operator === "AND" ? all(met) : any(met);
  }
  return all(
    have.map((h) => {
      const met = need.map((n) => satisfies(h, n));
      return other.operator === "AND" ? all(met) : any(met);
    }),
  );
}

function satisfies(have: string, need: string): Answer {
  if (have === need) return "yes";
  if (!have.startsWith(STRENGTH)) return need.startsWith(STRENGTH) && have === MFA ? mfaSatisfies(need) : "no";
  if (need !== MFA && !need.startsWith(STRENGTH)) return "no";
  const [has, needs] = [LADDER.indexOf(have), LADDER.indexOf(need)];
  if (need === MFA) return has >= 0 ? "yes" : "unknown";
  return has < 0 || needs < 0 ? "unknown" : has >= needs ? "yes" : "no";
}

/** Any multifactor authentication satisfies the strength of that name, and no other built-in one. */
function mfaSatisfies(strength: string): Answer {
  const rung = LADDER.indexOf(strength);
  return rung === 0 ? "yes" : rung > 0 ? "no" : "unknown";
}

import {
  type AccessPath,
  type Certainty,
  type Gates,
  type PolicyGate,
  controlText,
  isUnknown,
  meetsOneOf,
  strengthControl,
} from "../access";
import { Duration } from "../core";
import { either } from "../core/text";
import type { Aspect } from "./change";

/** What is asked for less than before, by what: the id of role settings or of a policy. */
export interface Less extends Aspect {
  readonly subject: string;
}

/** What one way asks for less than another, and what nobody can compare. */
export interface Comparison {
  readonly less: readonly Less[];
  readonly unknown: readonly { readonly subject: string; readonly what: string; readonly reason: string }[];
}

/** What a sign-in has to meet: one of these, in a sign-in of this kind. */
interface Clause {
  readonly stage: keyof Gates["policies"];
  readonly oneOf: readonly string[];
  /** Only where the sign-in is by a device code. */
  readonly deviceCode: boolean;
  readonly policy: string;
  readonly sure: boolean;
}

const STAGES = {
  before: "at a sign-in to AKS before the activation",
  after: "at a sign-in to AKS",
  azure: "at a sign-in to Azure",
} as const;

/** What the second way asks for less than the first at sign-in, by the policies that are enforced. */
export function comparePolicies(from: AccessPath, to: AccessPath): Comparison {
  // ways of the same people share what binds them
  const known = compared.get(from.gates.policies) ?? new WeakMap<Gates["policies"], Comparison>();
  compared.set(from.gates.policies, known);
  const comparison = known.get(to.gates.policies) ?? compareClauses(from, to);
  known.set(to.gates.policies, comparison);
  return comparison;
}

const compared = new WeakMap<Gates["policies"], WeakMap<Gates["policies"], Comparison>>();

function compareClauses(from: AccessPath, to: AccessPath): Comparison {
  const [old, now] = [from, to].map(clausesOf);
  const less: Less[] = [];
  const unknown: Comparison["unknown"][number][] = [];
  for (const clause of old) {
    const judged = now.map((other) => ({ other, asks: asksAsMuch(other, clause) }));
    const meeting = judged.filter((j) => j.asks === "yes");
    if (meeting.some((m) => m.other.sure)) continue;
    const asked = either(clause.oneOf.map(controlText));
    const what = `${asked}${clause.deviceCode ? " with a device code" : ""} ${STAGES[clause.stage]}`;
    if (!clause.sure && meeting.length > 0) continue;
    const strength = judged.some((j) => j.asks === "unknown");
    if (!clause.sure || meeting.length > 0 || strength) {
      const covers = "only the tenant knows whom the policy covers";
      unknown.push({
        subject: clause.policy,
        what: `${what} may be asked for no longer`,
        reason: strength ? "only the tenant knows what an authentication strength of its own takes" : covers,
      });
      continue;
    }
    const weaker = now.find((c) => c.stage === clause.stage && c.sure && c.oneOf.some((o) => clause.oneOf.includes(o)));
    less.push({
      subject: clause.policy,
      name: what,
      before: "required",
      after: weaker === undefined ? "not required" : `${either(weaker.oneOf.map(controlText))} required`,
    });
  }
  for (const stage of Object.keys(STAGES) as (keyof typeof STAGES)[]) {
    const [was, is] = [from, to].map((p) => frequencyOf(p, stage));
    if (was === undefined || (is !== undefined && is.hours <= was.hours)) continue;
    const after = is === undefined ? "once is enough" : `every ${is.hours} h`;
    less.push({ subject: was.policy, name: `sign in again ${STAGES[stage]}`, before: `every ${was.hours} h`, after });
  }
  return { less: onceEach(less), unknown };
}

/** Whether a clause asks for all that another asks for. */
function asksAsMuch(clause: Clause, as: Clause): Certainty {
  if (clause.stage !== as.stage || (clause.deviceCode && !as.deviceCode)) return "no";
  return meetsOneOf(clause.oneOf, as.oneOf);
}

/** The same clause before and after an activation is one thing that is asked for. */
function onceEach(less: readonly Less[]): Less[] {
  const after = new Set(less.filter((l) => l.name.endsWith(STAGES.after)).map((l) => l.name));
  return less.filter((l) => !l.name.endsWith(STAGES.before) || !after.has(l.name.replace(STAGES.before, STAGES.after)));
}

function clausesOf({ gates }: AccessPath): Clause[] {
  return (Object.keys(STAGES) as (keyof typeof STAGES)[]).flatMap((stage) =>
    gates.policies[stage].flatMap((gate) => clausesOfGate(gate, stage)),
  );
}

function clausesOfGate(gate: PolicyGate, stage: Clause["stage"]): Clause[] {
  const { policy, state, controls, operator, authenticationStrength, deviceCodeOnly, applies } = gate;
  if (!isUnknown(state) && state !== "enabled") return [];
  const sure = applies === "yes" && ![state, controls, operator, deviceCodeOnly].some(isUnknown);
  const grants = isUnknown(controls) ? [] : [...controls].sort();
  if (!isUnknown(authenticationStrength) && authenticationStrength !== null) {
    grants.push(strengthControl(authenticationStrength));
  }
  const clause = (oneOf: readonly string[]) => ({ stage, policy, sure, oneOf, deviceCode: deviceCodeOnly === true });
  if (operator !== "OR") return grants.map((g) => clause([g]));
  return grants.length > 0 ? [clause(grants)] : [];
}

/** The policy that asks for a new sign-in most often, and how many hours it lets pass. */
function frequencyOf(
  { gates }: AccessPath,
  stage: keyof Gates["policies"],
): { policy: string; hours: number } | undefined {
  const asking = gates.policies[stage].flatMap(({ policy, state, applies, signInFrequency }) =>
    state === "enabled" && applies === "yes" && typeof signInFrequency === "string"
      ? [{ policy, hours: hoursOf(signInFrequency) }]
      : [],
  );
  return asking.sort((a, b) => a.hours - b.hours)[0];
}

function hoursOf(frequency: string): number {
  try {
    return Math.ceil(Duration.parse(frequency).toMinutes() / 60);
  } catch {
    return Infinity;
  }
}

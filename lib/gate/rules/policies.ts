import { either } from "../../core/text";
import { UNKNOWN, after, before, displayName, isUpdated, kindOf, wordsAfter, wordsBefore } from "../change";
import { type GateFinding, type GateRule, type Loosening, type Weaker, findingsOf } from "../finding";
import { type GrantDemand, meets } from "../grant-demand";
import type { Change } from "../plan";
import { narrowings } from "./policy-scope";

/** A Conditional Access policy gets no weaker: in force, for the same people and applications, with what it asks for. */
export const policyLoosened: GateRule = (plan) =>
  plan.changes.flatMap((change): GateFinding[] => {
    if (kindOf(change) !== "policy" || !isUpdated(change)) return [];
    const found: Loosening[] = [
      ...kindOfEach("state", [state(change)]),
      ...kindOfEach("grant", [grant(change)]),
      ...kindOfEach("scope", narrowings(plan, change)),
      ...kindOfEach("session", session(change)),
    ];
    const stricter = change.imported ? "The tenant is stricter than the plan: the" : "The";
    return [
      ...findingsOf(found, (whats, certainty) => ({
        rule: "policy-loosened",
        address: change.address,
        name: displayName(change),
        message:
          certainty === "yes"
            ? `${stricter} policy gets weaker: ${whats}.`
            : `Whether the policy gets weaker can't be told: ${whats}.`,
        fix: change.imported
          ? "Write what the tenant has into the file, so that the import changes nothing; loosen later, on purpose."
          : "Leave it as strict as it is, or allow it with a reason and an end date.",
      })),
    ];
  });

function kindOfEach(kind: string, found: readonly (Weaker | undefined)[]): Loosening[] {
  return found.flatMap((l) => (l === undefined ? [] : [{ kind, ...l }]));
}

const FORCE = ["disabled", "enabledForReportingButNotEnforced", "enabled"];

function state(change: Change): Weaker | undefined {
  const [was, is] = [before(change, "state"), after(change, "state")];
  if (was === is) return undefined;
  if (is === UNKNOWN) {
    return was === FORCE[0] ? undefined : { what: "its state is only known after the apply", certainty: "unknown" };
  }
  const weaker = FORCE.indexOf(String(is)) < FORCE.indexOf(String(was));
  return weaker ? { what: `its state goes from ${String(was)} to ${String(is)}`, certainty: "yes" } : undefined;
}

function grant(change: Change): Weaker | undefined {
  const is = demandAfter(change);
  const was = demandBefore(change);
  if (is === undefined) {
    return was.controls.length === 0
      ? undefined
      : { what: "what it asks for is only known after the apply", certainty: "unknown" };
  }
  const met = meets(is, was);
  if (met === "yes") return undefined;
  const change_ = `it asks for ${text(is)} in place of ${text(was)}`;
  return { what: change_, certainty: met === "no" ? "yes" : "unknown" };
}

function text({ controls, operator }: GrantDemand): string {
  return controls.length === 0 ? "nothing" : either(controls, operator === "AND" ? "and" : "or");
}

const LISTS = [
  ["built_in_controls", ""],
  ["terms_of_use", "terms:"],
  ["custom_authentication_factors", "custom:"],
] as const;

function demandBefore(change: Change): GrantDemand {
  const strength = before(change, "grant_controls", 0, "authentication_strength_policy_id");
  return {
    controls: [
      ...LISTS.flatMap(([list, prefix]) => wordsBefore(change, "grant_controls", 0, list).map((w) => prefix + w)),
      ...strengthOf(strength),
    ],
    operator: before(change, "grant_controls", 0, "operator") === "OR" ? "OR" : "AND",
  };
}

function demandAfter(change: Change): GrantDemand | undefined {
  const strength = after(change, "grant_controls", 0, "authentication_strength_policy_id");
  const operator = after(change, "grant_controls", 0, "operator");
  const lists = LISTS.map(([list, prefix]) => ({ prefix, ...wordsAfter(change, "grant_controls", 0, list) }));
  if (strength === UNKNOWN || operator === UNKNOWN || lists.some(({ more }) => more > 0)) return undefined;
  return {
    controls: [...lists.flatMap(({ prefix, known }) => known.map((w) => prefix + w)), ...strengthOf(strength)],
    operator: operator === "OR" ? "OR" : "AND",
  };
}

/** The provider gives the id alone, or as `/policies/authenticationStrengthPolicies/ID`. */
function strengthOf(value: unknown): string[] {
  return typeof value === "string" && value !== "" ? [`strength:${value.split("/").at(-1)}`] : [];
}

const HOURS: Readonly<Record<string, number>> = { hours: 1, days: 24 };

function session(change: Change): Weaker[] {
  const was = (attribute: string) => before(change, "session_controls", 0, attribute);
  const is = (attribute: string) => after(change, "session_controls", 0, attribute);
  const found: (Weaker | undefined)[] = [
    signInFrequency(was, is),
    secondaryOnly(was, is),
    lost(was, is, "persistent_browser_mode", (v) => v === "never", "a browser session may stay after it is closed"),
    lost(was, is, "application_enforced_restrictions_enabled", (v) => v === true, "restrictions of applications end"),
    lost(was, is, "disable_resilience_defaults", (v) => v === true, "sessions are prolonged while Entra has an outage"),
    appControl(was, is),
  ];
  return found.filter((l): l is Weaker => l !== undefined);
}

type Side = (attribute: string) => unknown;

function lost(
  was: Side,
  is: Side,
  attribute: string,
  holds: (v: unknown) => boolean,
  what: string,
): Weaker | undefined {
  if (!holds(was(attribute)) || holds(is(attribute))) return undefined;
  return is(attribute) === UNKNOWN
    ? { what: `${attribute} is only known after the apply`, certainty: "unknown" }
    : { what, certainty: "yes" };
}

/** What has to be done again: everything, unless it is said to be the second factor alone. */
function secondaryOnly(was: Side, is: Side): Weaker | undefined {
  const [attribute, less] = ["sign_in_frequency_authentication_type", "secondaryAuthentication"];
  const [old, now] = [was(attribute), is(attribute)];
  if (old === less || now === old || hoursOf(was) === Infinity) return undefined;
  if (now === UNKNOWN) return { what: `${attribute} is only known after the apply`, certainty: "unknown" };
  return now === less ? { what: "only the second factor is asked for again", certainty: "yes" } : undefined;
}

function appControl(was: Side, is: Side): Weaker | undefined {
  const [old, now] = [was("cloud_app_security_policy") || undefined, is("cloud_app_security_policy") || undefined];
  if (old === undefined || old === now) return undefined;
  if (now === undefined)
    return { what: "sessions are not watched by Defender for Cloud Apps any more", certainty: "yes" };
  return { what: "cloud_app_security_policy changes", certainty: "unknown" };
}

/** How long a sign-in lasts, in hours: 0 for every time, infinity if it is not limited. */
function signInFrequency(was: Side, is: Side): Weaker | undefined {
  const [old, now] = [hoursOf(was), hoursOf(is)];
  if (old === Infinity || old === undefined) return undefined;
  if (now === undefined) return { what: "its sign-in frequency is only known after the apply", certainty: "unknown" };
  if (now <= old) return undefined;
  const said = (hours: number) => (hours === Infinity ? "unlimited" : hours === 0 ? "every time" : `${hours} hours`);
  return { what: `a sign-in lasts longer, ${said(old)} to ${said(now)}`, certainty: "yes" };
}

function hoursOf(side: Side): number | undefined {
  const [value, period, interval] = ["sign_in_frequency", "sign_in_frequency_period", "sign_in_frequency_interval"].map(
    side,
  );
  if ([value, period, interval].includes(UNKNOWN)) return undefined;
  if (interval === "everyTime") return 0;
  return typeof value === "number" && value > 0 ? value * (HOURS[String(period)] ?? 1) : Infinity;
}

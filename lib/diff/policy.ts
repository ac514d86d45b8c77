import { type Fact, type PolicyEntry, isUnknown } from "../access";
import { Comparing, type Side, type Weaknesses } from "./comparing";

const STATES = { enabled: 2, enabledForReportingButNotEnforced: 1, disabled: 0 } as const;
const STATE_WORDS = {
  enabled: "enabled",
  enabledForReportingButNotEnforced: "report-only",
  disabled: "disabled",
} as const;

/** What a policy asks for less, or of fewer people. */
export function weakerPolicy(from: Side, to: Side, was: PolicyEntry, is: PolicyEntry): Weaknesses {
  const c = new Comparing(from, to)
    .fact(
      "state",
      was.state,
      is.state,
      (a, b) => STATES[b] < STATES[a],
      (s) => STATE_WORDS[s],
    )
    .fact(
      "includes",
      was.include,
      is.include,
      (a, b) => !b.includes("All") && (a.includes("All") || isLess(from, to, a, b)),
      (l) => named(l),
    )
    .list("excludes", was.exclude, is.exclude, "more")
    .fact(
      "applications",
      was.applications,
      is.applications,
      (a, b) => !b.includes("All") && (a.includes("All") || isLess(from, to, a, b)),
      (l) => l.join(", "),
    );
  c.fact(
    "requires",
    grants(was),
    grants(is),
    (a, b) => a.clauses.some((x) => !b.clauses.some((y) => y.every((o) => x.includes(o)))),
    (g) => g.text,
  );
  return c
    .length("sign in again", was.signInFrequency, is.signInFrequency)
    .allowed("for device codes only", was.deviceCodeOnly, is.deviceCodeOnly, ["yes", "no"]);

  function named(list: readonly string[]): string {
    return [...new Set(list.map((id) => (to.estate.entry(id) ? to : from).estate.nameOf(id)))].sort().join(", ");
  }
}

function isLess(from: Side, to: Side, was: readonly string[], is: readonly string[]): boolean {
  const now = new Set(is.map(to.key));
  return was.some((id) => !now.has(from.key(id)));
}

function grants(policy: PolicyEntry): Fact<{ clauses: readonly (readonly string[])[]; text: string }> {
  const { controls, operator, authenticationStrength } = policy;
  for (const fact of [controls, operator, authenticationStrength]) if (isUnknown(fact)) return fact;
  const strength =
    authenticationStrength === null ? [] : [`authentication strength ${authenticationStrength as string}`];
  const all = [...(controls as readonly string[]), ...strength].sort();
  const or = operator === "OR";
  return {
    clauses: or ? (all.length > 0 ? [all] : []) : all.map((one) => [one]),
    text: all.join(or ? " or " : " and ") || "nothing",
  };
}

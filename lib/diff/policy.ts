import {
  type Fact,
  type PolicyEntry,
  allOf,
  anyOf,
  controlText,
  isUnknown,
  meetsOneOf,
  strengthControl,
} from "../access";
import { Comparing, type Side, type Weaknesses } from "./comparing";
import { type Decider, LEVEL, decidersText, newDeciders } from "./deciders";

const STATES = { enabled: 2, enabledForReportingButNotEnforced: 1, disabled: 0 } as const;
const STATE_WORDS = {
  enabled: "enabled",
  enabledForReportingButNotEnforced: "report-only",
  disabled: "disabled",
} as const;

/** What a policy asks for less, or of fewer people. */
export function weakerPolicy(from: Side, to: Side, was: PolicyEntry, is: PolicyEntry): Weaknesses {
  const c = new Comparing(from, to).fact(
    "state",
    was.state,
    is.state,
    (a, b) => STATES[b] < STATES[a],
    (s) => STATE_WORDS[s],
  );
  // a policy for all covers whoever was named
  if (!isAll(is.include)) c.list("includes", was.include, is.include, "fewer");
  excluding(c, from, to, was.exclude, is.exclude);
  if (!isAll(is.applications)) c.list("applications", was.applications, is.applications, "fewer");
  requires(c, grants(was), grants(is));
  return c
    .length("sign in again", was.signInFrequency, is.signInFrequency)
    .allowed("for device codes only", was.deviceCodeOnly, is.deviceCodeOnly, ["yes", "no"]);
}

function isAll(list: Fact<readonly string[]>): boolean {
  return !isUnknown(list) && list.includes("All");
}

/** Whom the policy leaves out, and who gets past it by a group that it leaves out: owners, and who may activate a membership. */
function excluding(
  c: Comparing,
  from: Side,
  to: Side,
  was: Fact<readonly string[]>,
  is: Fact<readonly string[]>,
): void {
  const known = c.unknown.length;
  c.list("excludes", was, is, "more");
  const news = newDeciders(from, to, was, is);
  if (news === undefined) return;
  const can = (d: Decider) => d.level < LEVEL.now;
  const [old, now] = [news.before, news.after].map((all) => [...all.values()].filter(can));
  // whoever is left out already needs no way to be
  const fresh = [...news.deciding, ...news.byOwning].filter((d) => can(d) && !news.before.has(d.key));
  if (fresh.length > 0)
    c.aspects.push({ name: "who can exclude himself", before: decidersText(old, []), after: decidersText(now, fresh) });
  // what is not known of the list itself is told
  if (c.unknown.length === known)
    for (const reason of news.doubts) c.unknown.push({ what: "who is excluded may have changed", reason });
}

interface Grants {
  /** One of each of these has to be met. */
  readonly clauses: readonly (readonly string[])[];
  readonly text: string;
}

function requires(c: Comparing, was: Fact<Grants>, is: Fact<Grants>): void {
  const met = (a: Grants, b: Grants) =>
    allOf(a.clauses.map((asked) => anyOf(b.clauses.map((still) => meetsOneOf(still, asked)))));
  c.fact(
    "requires",
    was,
    is,
    (a, b) => met(a, b) === "no",
    (g) => g.text,
  );
  if (isUnknown(was) || isUnknown(is) || met(was, is) !== "unknown") return;
  c.unknown.push({
    what: `requires ${was.text} became ${is.text}`,
    reason: "only the tenant knows which asks for more",
  });
}

function grants(policy: PolicyEntry): Fact<Grants> {
  const { controls, operator, authenticationStrength } = policy;
  for (const fact of [controls, operator, authenticationStrength]) if (isUnknown(fact)) return fact;
  const strength = authenticationStrength === null ? [] : [strengthControl(authenticationStrength as string)];
  const all = [...(controls as readonly string[]), ...strength].sort();
  const or = operator === "OR";
  return {
    clauses: or ? (all.length > 0 ? [all] : []) : all.map((one) => [one]),
    text: all.map(controlText).join(or ? " or " : " and ") || "nothing",
  };
}

import {
  type AccessPath,
  type Answer,
  type Estate,
  type Finding,
  GATES,
  type Gate,
  can,
  misspeltNamespace,
  misspeltPrincipal,
  placeOf,
  policyText,
  reachedWithout,
  sentenceOf,
  standingAdmins,
} from "../access";
import { ErrorCode } from "../core/error-codes";
import { either, quote } from "../core/text";
import { Problems } from "../core/validation-error";
import { guard } from "../guardrails";
import { type AccessQuestion, type Picture, clustersIn, deedOf, meantBy, pictureOf } from "../terraform";

/** A finding that is expected: the rule, and what else of it matters. */
export interface ExpectedFinding {
  readonly rule: string;
  /** The name, key or id of what it is about. */
  readonly subject?: string;
  readonly severity?: Finding["severity"];
}

/** How to take what only the tenant knows. */
export interface MatcherOptions {
  /** Pass where nothing is known that speaks against it, although something is unknown. Default false. */
  readonly allowUnknown?: boolean;
}

/** What a matcher gives back to jest. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What jest gives to a matcher. */
export interface MatcherState {
  readonly isNot?: boolean;
}

/**
 * Somebody may do something. Fails, with and without `.not`, where only the tenant knows.
 */
export function toAllow(this: MatcherState, received: unknown, question: AccessQuestion): MatcherResult {
  const picture = pictureOf(received);
  const { estate } = picture;
  const principal = meantBy(picture, question.principal, "principal");
  const deed = deedOf(picture, question);
  const { verb, resource, cluster, namespace = null, when } = deed;
  refuseMisspelt(estate, { principal, cluster, namespace });
  const answer = can(estate, { principal, ...deed });
  const what = `${estate.nameOf(estate.idOf(principal))} to ${verb} ${resource} on ${placeOf(estate, { cluster, namespace })} (${when})`;
  return threeValued(this, answer, what);
}

/** Whoever expects that nobody of a misspelt name may do something would be content with the slip of the pen. */
function refuseMisspelt(estate: Estate, deed: { principal: string; cluster: string; namespace: string | null }): void {
  const problems = Problems.none();
  const add = (property: string, slip: string | undefined, allowed: string) =>
    slip !== undefined && problems.add(ErrorCode.QUESTION_REFERENCE, property, `${slip}; allowed: ${allowed}`);
  add(
    "principal",
    misspeltPrincipal(estate, deed.principal),
    "somebody whom the models have, or the object id of somebody whom only the tenant knows",
  );
  add(
    "namespace",
    misspeltNamespace(estate, deed.cluster, deed.namespace),
    "a namespace in which somebody has a role, or one that is called less like it",
  );
  problems.throwIfAny();
}

function threeValued({ isNot = false }: MatcherState, { answer, why }: Answer, what: string): MatcherResult {
  // whatever jest makes of a pass, it has to fail
  if (answer === "unknown") return said(isNot, `whether the access model allows ${what} is not known here`, why);
  if (answer === "yes") return said(true, `the access model is not expected to allow ${what}, but it does`, why);
  return said(false, `the access model is expected to allow ${what}, but it does not`, why);
}

/**
 * Nobody is cluster administrator without activating it: not by the admin groups of a cluster, a role for everything,
 * or the local administrator, and not for a time. Emergency access is aside.
 */
export function toHaveNoStandingClusterAdmins(
  this: MatcherState,
  received: unknown,
  { allowUnknown = false }: MatcherOptions = {},
): MatcherResult {
  const picture = pictureOf(received);
  const { estate } = picture;
  const own = clustersIn(picture).map(estate.idOf);
  const { admins, unknown } = standingAdmins(
    estate,
    estate.clusters.filter((c) => own.length === 0 || own.includes(c.id)),
  );
  const paths = admins.flatMap((a) => a.paths).map((p) => sentenceOf(estate, p));
  return noneOf(this, paths, allowUnknown ? [] : unknown, "standing cluster administrators");
}

/**
 * Every way to something inside Kubernetes asks for this: a control of Conditional Access that surely applies, or an
 * activation. Emergency access is aside, and so is changing a group or a cluster, which is no sign-in.
 */
export function toBeUnreachableWithout(
  this: MatcherState,
  received: unknown,
  gate: Gate,
  { allowUnknown = false }: MatcherOptions = {},
): MatcherResult {
  if (!GATES.includes(gate))
    throw new Error(`${quote(gate)} is nothing that a sign-in or an activation asks for; allowed: ${either(GATES)}`);
  const picture = pictureOf(received);
  const { estate } = picture;
  const own = clustersIn(picture);
  const { paths, unknown } = reachedWithout(estate, gate, own.length === 0 ? undefined : own);
  const lines = (of: readonly AccessPath[]) => of.map((p) => `${sentenceOf(estate, p)}; sign-in: ${signIn(estate, p)}`);
  return noneOf(this, lines(paths), allowUnknown ? [] : lines(unknown), `ways in without ${gate}`);
}

function noneOf(
  { isNot = false }: MatcherState,
  found: readonly string[],
  unknown: readonly string[],
  what: string,
): MatcherResult {
  if (found.length > 0) return said(false, `no ${what} are expected, but there are`, found);
  if (unknown.length > 0) return said(isNot, `whether there are ${what} is not known here`, unknown);
  return said(true, `${what} are expected, but there are none`, []);
}

function signIn(estate: Estate, { gates }: AccessPath): string {
  return gates.policies.after.map((g) => policyText(estate, g)).join(", ") || "no policy";
}

/**
 * The guardrails and the expectations find exactly this: each finding that is not acknowledged, and no other. A text is
 * the rule, with what it is about if that matters: `CL-04 prod-weu`.
 */
export function toHaveFindings(
  this: MatcherState,
  received: unknown,
  expected: readonly (string | ExpectedFinding)[],
): MatcherResult {
  const picture = pictureOf(received);
  const left = findingsOf(picture);
  const missing: string[] = [];
  for (const one of expected.map(wanted).sort((a, b) => exactness(b) - exactness(a))) {
    const at = left.findIndex((f) => fits(picture.estate, f, one));
    if (at >= 0) left.splice(at, 1);
    else missing.push(`missing: ${[one.rule, one.subject, one.severity].filter((x) => x !== undefined).join(" ")}`);
  }
  const more = left.map(
    (f) => `not expected: ${f.severity} ${f.rule} ${picture.estate.nameOf(f.subject)}: ${f.message}`,
  );
  if (missing.length + more.length > 0)
    return said(false, "the findings are not those that are expected", [...missing, ...more]);
  return said(true, "the findings are expected not to be these, but they are", []);
}

function findingsOf({ models, estate, stacks }: Picture): Finding[] {
  return guard(models).findings.filter((f) => {
    const stack = estate.stackOf(f.subject);
    return f.acknowledged === undefined && (stack === undefined || stacks.has(stack));
  });
}

function wanted(one: string | ExpectedFinding): ExpectedFinding {
  if (typeof one !== "string") return one;
  const space = one.indexOf(" ");
  return space < 0 ? { rule: one } : { rule: one.slice(0, space), subject: one.slice(space + 1) };
}

const exactness = (one: ExpectedFinding) => Number(one.subject !== undefined) + Number(one.severity !== undefined);

function fits(estate: Estate, { rule, subject, severity }: Finding, one: ExpectedFinding): boolean {
  if (rule !== one.rule || (one.severity !== undefined && severity !== one.severity)) return false;
  if (one.subject === undefined || one.subject === subject) return true;
  return [estate.nameOf(subject), subject.slice(subject.lastIndexOf("/") + 1)].includes(one.subject);
}

function said(pass: boolean, what: string, lines: readonly string[]): MatcherResult {
  return {
    pass,
    message: () => [lines.length === 0 ? what : `${what}:`, ...lines.map((line) => `  ${line}`)].join("\n"),
  };
}

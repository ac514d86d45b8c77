import { type AccessPath, type Certainty, type Fact, type Gates, anyOf, isUnknown } from "../access";
import { Duration } from "../core";
import type { Comparison, Less } from "./asks";

/** What the second way asks for less than the first before it opens, by all of its activations together. */
export function compareActivations(from: AccessPath, to: AccessPath): Comparison {
  const old = from.gates.activations;
  const subject = old[0]?.settings ?? to.gates.activations[0]?.settings ?? to.right.entry;
  const { less, unknown } = compareSignIn(from, to, subject);
  for (const { name, asked } of ASKED) {
    const [was, is] = [from, to].map((p) => anyOf(p.gates.activations.map(asked)));
    if (was === "yes" && is === "no") less.push({ subject, name, before: "required", after: "not required" });
    else if (was !== "no" && is !== "yes" && (was === "unknown" || is === "unknown")) {
      unknown.push({ subject, what: `${name} may be asked for no longer`, reason: "the role settings are not known" });
    }
  }
  const [was, is] = [from, to].map((p) => shortest(p));
  if (was !== undefined && (is === undefined || is > was)) {
    const after = is === undefined ? "no activation" : `${new Intl.NumberFormat("en").format(is / 60)} h`;
    less.push({ subject, name: "longest activation", before: `${was / 60} h`, after });
  }
  return { less, unknown };
}

/** MFA and an authentication context take each other's place; which asks for more, only the tenant knows. */
function compareSignIn(from: AccessPath, to: AccessPath, subject: string): { less: Less[]; unknown: Doubts } {
  const [was, is] = [from, to].map(({ gates: { activations } }) => ({
    mfa: anyOf(activations.map((a) => answer(a.mfa))),
    contexts: new Set(activations.flatMap(({ authenticationContext: c }) => (isUnknown(c) || c === null ? [] : [c]))),
    unsure: activations.some((a) => isUnknown(a.mfa) || isUnknown(a.authenticationContext)),
  }));
  const [less, unknown]: [Less[], Doubts] = [[], []];
  const asked = [...(was.mfa === "no" ? [] : ["MFA"]), ...[...was.contexts].sort()];
  for (const one of asked) {
    const name = one === "MFA" ? one : `authentication context ${one}`;
    if (one === "MFA" ? is.mfa === "yes" : is.contexts.has(one)) continue;
    const stated = !is.unsure && !(one === "MFA" && was.mfa === "unknown");
    if (stated && is.mfa === "no" && is.contexts.size === 0) {
      less.push({ subject, name, before: "required", after: "not required" });
    } else {
      const reason = stated ? "only the tenant knows which asks for more" : "the role settings are not known";
      unknown.push({ subject, what: `${name} may be asked for no longer`, reason });
    }
  }
  return { less, unknown };
}

type Doubts = Comparison["unknown"][number][];
type Activation = Gates["activations"][number];
const ASKED: readonly { readonly name: string; readonly asked: (a: Activation) => Certainty }[] = [
  { name: "justification", asked: (a) => answer(a.justification) },
  { name: "ticket", asked: (a) => answer(a.ticket) },
  { name: "approval", asked: (a) => answer(a.approvers, (list) => list.length > 0) },
];

function answer<T>(fact: Fact<T>, test: (value: T) => boolean = (value) => value === true): Certainty {
  if (isUnknown(fact)) return "unknown";
  return test(fact) ? "yes" : "no";
}

/** The shortest window on the way, in minutes; nothing where no activation is needed or its length is not known. */
function shortest({ gates }: AccessPath): number | undefined {
  const known = gates.activations.flatMap(({ maximum }) =>
    isUnknown(maximum) ? [] : [Duration.parse(maximum).toMinutes()],
  );
  return known.length === 0 ? undefined : Math.min(...known);
}

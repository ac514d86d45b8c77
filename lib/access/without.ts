import { isBlocked } from "./answer";
import { type Certainty, allOf, anyOf, is } from "./certainty";
import type { Estate } from "./estate";
import { type Fact, isUnknown } from "./model";
import type { AccessPath, PolicyGate } from "./path";
import { pathsOf } from "./paths";
import { roleOf } from "./roles";
import { meetsControl, strengthControl } from "./strength";
import { cutAt } from "./ways";

/**
 * What may have to be met on the way: a control of Conditional Access, in Graph's word, or something that an
 * activation asks for. `mfa` is either.
 */
export type Gate = (typeof GATES)[number];

/** All of them. */
export const GATES = [
  "mfa",
  "compliantDevice",
  "domainJoinedDevice",
  "compliantApplication",
  "passwordChange",
  "authenticationStrength",
  "activation",
  "approval",
  "justification",
  "ticket",
] as const;

/** The paths that a gate does not stand on. */
export interface Ungated {
  /** Surely without it. */
  readonly paths: readonly AccessPath[];
  /** Perhaps without it: only the tenant knows. */
  readonly unknown: readonly AccessPath[];
}

/**
 * The paths to something inside Kubernetes that do without a gate.
 *
 * A policy counts where it is on, surely covers the sign-in with everything active, and asks for nothing else instead.
 * Emergency access is aside, because every policy lets it through, and so is changing a group or a cluster, which is
 * no sign-in. Policies for users don't cover applications: what those reach is without.
 */
export function reachedWithout(estate: Estate, gate: Gate, clusters?: readonly string[]): Ungated {
  const ids = clusters?.map(estate.idOf);
  const counted = pathsOf(estate).filter(
    ({ mode, right }) =>
      mode !== "emergency" && mode !== "control-plane" && (ids === undefined || ids.includes(right.cluster)),
  );
  const judged = counted.filter(reachesKubernetes).map((path) => ({ path, stands: stands(path, gate) }));
  const cut = judged.flatMap(({ path, stands: all }) => (all === "yes" ? beyond(estate, path) : []));
  return {
    paths: judged.filter((j) => j.stands === "no").map((j) => j.path),
    unknown: [...judged.filter((j) => j.stands === "unknown").map((j) => j.path), ...cut],
  };
}

/** A way on which it stands, for all those beside it that are not told apart, and on which it may not. */
function beyond(estate: Estate, path: AccessPath): AccessPath[] {
  const more = cutAt(estate, path);
  return more === undefined ? [] : [{ ...path, certainty: "unknown", unknowns: [...path.unknowns, more] }];
}

/** Roles that act on the cluster as a resource of Azure only give a kubeconfig, which holds no credential. */
function reachesKubernetes({ right }: AccessPath): boolean {
  if (right.kind === "cluster-admin") return true;
  const definition = right.role === undefined ? undefined : roleOf(right.role);
  return definition === undefined || definition.dataActions.length > 0;
}

function stands(path: AccessPath, gate: Gate): Certainty {
  const { activations, policies } = path.gates;
  const local = path.right.kind === "cluster-admin" && path.right.role !== undefined;
  const signIn = local ? policies.azure : policies.after;
  return anyOf([isBlocked(path), ...activations.map((a) => asks(a, gate)), ...signIn.map((p) => demands(p, gate))]);
}

function asks(activation: AccessPath["gates"]["activations"][number], gate: Gate): Certainty {
  switch (gate) {
    case "activation":
      return "yes";
    case "approval":
      return is(activation.approvers, (a) => a.length > 0);
    case "mfa":
      // what an authentication context asks for, only the tenant knows
      return anyOf([is(activation.mfa, (asked) => asked), unless(activation.authenticationContext)]);
    case "justification":
    case "ticket":
      return is(activation[gate], (asked) => asked);
    default:
      return "no";
  }
}

/** Whether a policy lets nobody through who does not meet it: none of its controls is enough without this one. */
function demands(policy: PolicyGate, gate: Gate): Certainty {
  const strength = is(policy.authenticationStrength, (s) => s !== null);
  const enough = gate === "authenticationStrength" ? strength : gate === "mfa" ? strengthIsMfa(policy) : "no";
  const control = anyOf([enough, is(policy.controls, (c) => c.includes(gate))]);
  const others = anyOf([allOf([strength, not(enough)]), is(policy.controls, (c) => c.some((x) => x !== gate))]);
  const alone = anyOf([is(policy.operator, (o) => o === "AND"), not(others)]);
  return allOf([
    policy.applies,
    is(policy.state, (s) => s === "enabled"),
    is(policy.deviceCodeOnly, (only) => !only),
    control,
    alone,
  ]);
}

/** Whether who meets the authentication strength has done MFA. */
function strengthIsMfa({ authenticationStrength: strength }: PolicyGate): Certainty {
  if (isUnknown(strength)) return "unknown";
  return strength === null ? "no" : meetsControl(strengthControl(strength), "mfa");
}

/** Unknown unless it is nothing. */
function unless(fact: Fact<string | null>): Certainty {
  return fact === null ? "no" : "unknown";
}

const not = (answer: Certainty): Certainty => (answer === "unknown" ? answer : answer === "yes" ? "no" : "yes");

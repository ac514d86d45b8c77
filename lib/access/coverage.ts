import { type Certainty, allOf, anyOf } from "./certainty";
import type { Estate } from "./estate";
import { type PolicyEntry, isUnknown } from "./model";
import type { PolicyGate } from "./path";
import { hasUnknownMembers } from "./ways";

/** The application that kubectl signs in to. */
export const AKS_SERVER = "6dae42f8-4368-4678-94ff-3960e28e3630";
/** Azure Resource Manager, to which Azure's own commands sign in. */
export const AZURE_MANAGEMENT = "797f4846-ba00-4fd7-ba43-dac1f8f63013";

/** Somebody as a policy sees him: who it is, and the groups that he is in at a moment. */
export interface Subject {
  readonly principal: string;
  /** Joined ids. */
  readonly groups: ReadonlySet<string>;
}

/** Every policy that covers, or may cover, a sign-in of somebody to an application, in whatever state it is. */
export function gatesOn(estate: Estate, subject: Subject, application: string): PolicyGate[] {
  return estate.policies.flatMap((policy) => {
    const applies = allOf([targets(policy, application), covers(estate, policy, subject)]);
    return applies === "no" ? [] : [gateOf(policy, applies)];
  });
}

/** Whether a policy covers somebody: included, and not excluded. Policies for users do not cover applications. */
export function covers(estate: Estate, policy: PolicyEntry, subject: Subject): Certainty {
  if (estate.whoIs(subject.principal).type === "ServicePrincipal") return "no";
  if (isUnknown(policy.include)) return "unknown";
  const included = isAmong(estate, policy.include, subject);
  if (included === "no") return "no";
  const excluded = isUnknown(policy.exclude)
    ? "unknown"
    : isAmong(estate, withoutAccounts(estate, policy.exclude, subject), subject);
  return excluded === "yes" ? "no" : excluded === "unknown" ? "unknown" : included;
}

/**
 * Every policy excludes the emergency accounts. That somebody known by a sign-in name may be one of them, known by an
 * object id, is no reason to doubt each policy for everybody: who is not surely one counts as none.
 */
function withoutAccounts(estate: Estate, exclude: readonly string[], { principal }: Subject): readonly string[] {
  if (estate.isEmergencyAccount(principal) === "yes") return exclude;
  return exclude.filter((id) => estate.isEmergencyAccount(id) !== "yes");
}

function isAmong(estate: Estate, ids: readonly string[], subject: Subject): Certainty {
  return anyOf(ids.map((id) => isOne(estate, id, subject)));
}

function isOne(estate: Estate, id: string, { principal, groups }: Subject): Certainty {
  if (id === "All") return "yes";
  if (id.startsWith("role:")) return "unknown";
  const joined = estate.idOf(id);
  if (joined === principal || groups.has(joined)) return "yes";
  const group = estate.group(joined);
  if (group !== undefined) return hasUnknownMembers(group) ? "unknown" : "no";
  return estate.same(principal, joined);
}

function targets(policy: PolicyEntry, application: string): Certainty {
  if (isUnknown(policy.applications)) return "unknown";
  return policy.applications.some((a) => a === "All" || a.toLowerCase() === application) ? "yes" : "no";
}

function gateOf(policy: PolicyEntry, applies: "yes" | "unknown"): PolicyGate {
  const { id, state, controls, operator, authenticationStrength, signInFrequency, deviceCodeOnly } = policy;
  return { policy: id, state, controls, operator, authenticationStrength, signInFrequency, deviceCodeOnly, applies };
}

import { Duration } from "../core/duration";
import { either } from "../core/text";
import { Problems } from "../core/validation-error";
import type { Estate } from "./estate";
import { type Fact, isUnknown } from "./model";
import type { AccessPath, Activation, Hop, PolicyGate, Right } from "./path";

const PREFIX = "Azure Kubernetes Service ";

/** What a right is called in a line: `RBAC Writer`. */
export function rightName(right: Right): string {
  return right.roleName.replace(PREFIX, "");
}

/** Where a right is: `prod-weu` or `prod-weu/payments`. */
export function placeOf(estate: Estate, { cluster, namespace }: Pick<Right, "cluster" | "namespace">): string {
  return estate.nameOf(cluster) + (namespace === null ? "" : `/${namespace}`);
}

/** A path as one sentence: who, by which steps, has what where, and what an activation asks for. */
export function sentenceOf(estate: Estate, path: AccessPath): string {
  const { right, principal, via } = path;
  const steps = via.map((hop) => stepOf(estate, hop, path)).join(", which ");
  const maybe = path.certainty === "unknown" ? ` (unknown: ${path.unknowns.join("; ")})` : "";
  if (endsAtCluster(estate, path)) return `${estate.nameOf(principal)} ${steps}`;
  const change = right.kind === "control-plane" ? " and can change who has access" : "";
  const has = `has ${rightName(right)} on ${placeOf(estate, right)}${change}${maybe}`;
  return `${estate.nameOf(principal)} ${via.length === 0 ? "" : `${steps}, which `}${has}`;
}

/** Whether a path's last step is at the cluster itself: its stack is applied. */
export function endsAtCluster(estate: Estate, { via }: AccessPath): boolean {
  return via.length > 0 && estate.group(via[via.length - 1].group) === undefined;
}

function stepOf(estate: Estate, hop: Hop, path: AccessPath): string {
  const name = estate.nameOf(hop.group);
  switch (hop.kind) {
    case "member":
      return `is a member of ${name}`;
    case "emergency":
      return `is an emergency account in ${name}`;
    case "owner":
      return `owns and can join ${name}`;
    case "deployer":
      return `applies the stack ${estate.stackOf(hop.entry)} and can ${estate.group(hop.group) ? "join" : "change"} ${name}`;
    case "eligible": {
      const activation = path.gates.activations.find((a) => a.group === hop.group && a.accessId === hop.accessId);
      const asks = activation === undefined ? "" : ` (${activationText(estate, activation)})`;
      return `is eligible for ${hop.accessId === "owner" ? "ownership of " : ""}${name} ${termText(hop)}${asks}`;
    }
    case "active":
      return `is an active ${hop.accessId} of ${name} (${termText(hop)})`;
  }
}

/** When an assignment begins and ends: `for 8h`, `from 2026-12-20T00:00:00Z for 8h`, `for 8h, given anew 2 times`. */
export function termText({ starts, ends, renewal }: Hop): string {
  const from = starts === undefined ? "" : `from ${isUnknown(starts) ? "?" : starts} `;
  return `${from}${endText(ends)}${renewal === undefined ? "" : `, given anew ${renewal} ${renewal === 1 ? "time" : "times"}`}`;
}

function endText(ends: Fact<string> | null): string {
  if (ends === null) return "without an end";
  if (isUnknown(ends)) return `until ?`;
  if (ends === "permanent") return ends;
  return ends.startsWith("P") ? `for ${lengthText(ends)}` : `until ${ends}`;
}

/** `8h` for `PT8H`; a length in months or years, which a tenant may have, as it is. */
function lengthText(iso: string): string {
  return (
    Problems.none()
      .attempt("", () => Duration.parse(iso))
      ?.toString() ?? iso
  );
}

/** `4h, mfa, justification, approval by aks-approvers`. */
export function activationText(estate: Estate, activation: Activation): string {
  const { maximum, mfa, authenticationContext: context, justification, ticket, approvers } = activation;
  const flag = (fact: Fact<boolean>, name: string) => (isUnknown(fact) ? [`${name}?`] : fact ? [name] : []);
  return [
    isUnknown(maximum) ? "time?" : lengthText(maximum),
    ...flag(mfa, "mfa"),
    ...(isUnknown(context)
      ? ["authentication context?"]
      : context === null
        ? []
        : [`authentication context ${context}`]),
    ...flag(justification, "justification"),
    ...flag(ticket, "ticket"),
    ...approvalText(estate, approvers),
  ].join(", ");
}

function approvalText(estate: Estate, approvers: Activation["approvers"]): string[] {
  if (isUnknown(approvers)) return ["approval?"];
  return approvers.length === 0 ? [] : [`approval by ${either(approvers.map(estate.nameOf).sort())}`];
}

/** The strengths that every tenant has; the higher of them take in the lower. */
const STRENGTHS: Readonly<Record<string, string>> = {
  "00000000-0000-0000-0000-000000000002": "multifactor authentication",
  "00000000-0000-0000-0000-000000000003": "passwordless MFA",
  "00000000-0000-0000-0000-000000000004": "phishing-resistant MFA",
};

/** The name of an authentication strength that every tenant has, else its id. */
function strengthName(strength: string): string {
  const id = strength.slice(strength.lastIndexOf("/") + 1);
  return STRENGTHS[id] ?? id;
}

/** `aks-policy (compliantDevice)`; with `?` where it may apply, and its state where it is not on. */
export function policyText(estate: Estate, gate: PolicyGate): string {
  const { state, controls, operator, authenticationStrength: strength } = gate;
  const all = isUnknown(controls) ? ["?"] : [...controls];
  if (isUnknown(strength)) all.push("authentication strength?");
  else if (strength !== null) all.push(`authentication strength ${strengthName(strength)}`);
  if (all.length === 0) all.push("no control");
  const asks = all.join(operator === "OR" ? " or " : " and ");
  const on = isUnknown(state)
    ? ", state?"
    : state === "enabled"
      ? ""
      : state === "disabled"
        ? ", off"
        : ", report-only";
  if (gate.deviceCodeOnly === true && asks === "block" && gate.applies === "yes" && on === "") return "no device code";
  const when = gate.deviceCodeOnly === true ? ", device code" : isUnknown(gate.deviceCodeOnly) ? ", device code?" : "";
  return `${estate.nameOf(gate.policy)}${gate.applies === "unknown" ? "?" : ""} (${asks}${when}${on})`;
}

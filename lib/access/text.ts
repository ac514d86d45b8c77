import { Duration } from "../core/duration";
import { either } from "../core/text";
import { Problems } from "../core/validation-error";
import { type Estate, estateOf } from "./estate";
import { type AccessModel, type Fact, isUnknown } from "./model";
import type { AccessPath, Activation, Hop, PolicyGate, Right } from "./path";
import { pathsOf } from "./paths";
import { cutAt } from "./ways";

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
function endsAtCluster(estate: Estate, { via }: AccessPath): boolean {
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
      return `is eligible for ${hop.accessId === "owner" ? "ownership of " : ""}${name} ${endText(hop.ends)}${asks}`;
    }
    case "active":
      return `is an active ${hop.accessId} of ${name} (${endText(hop.ends)})`;
  }
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

/** `aks-policy (compliantDevice)`; with `?` where it may apply, and its state where it is not on. */
export function policyText(estate: Estate, gate: PolicyGate): string {
  const { state, controls, operator, authenticationStrength: strength } = gate;
  const all = isUnknown(controls) ? ["?"] : [...controls];
  if (isUnknown(strength)) all.push("authentication strength?");
  else if (strength !== null) all.push("authentication strength");
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

/**
 * The access of models as sorted text for code review: one line a path.
 *
 * Who can change a group by owning it or by applying its stack has one line for the group, with the number of rights
 * that it leads to.
 *
 * @param clusters ids of the clusters that it is about; all of them unless given
 */
export function accessSnapshot(models: readonly AccessModel[], clusters?: readonly string[]): string {
  const estate = named(estateOf(models));
  const ids = clusters?.map(estate.idOf);
  const lines = new Set<string>();
  const changes = new Map<string, Set<string>>();
  for (const path of pathsOf(estate)) {
    if (ids !== undefined && !ids.includes(path.right.cluster)) continue;
    const more = cutAt(estate, path);
    if (more !== undefined) lines.add(more);
    if (path.via.some((h) => h.accessId === "owner") && !endsAtCluster(estate, path)) {
      const line = `${estate.nameOf(path.principal)} -> ${viaText(estate, path)}`;
      const right = `${rightName(path.right)} on ${placeOf(estate, path.right)}`;
      changes.set(line, (changes.get(line) ?? new Set()).add(right));
    } else lines.add(lineOf(estate, path));
  }
  for (const [line, { size }] of changes) lines.add(`${line}: leads to ${size} ${size === 1 ? "right" : "rights"}`);
  return lines.size === 0 ? "" : `${[...lines].sort().join("\n")}\n`;
}

/** The same estate, in which no two things have one name: those that would have are followed by their ids. */
function named(estate: Estate): Estate {
  const things = [...estate.people, ...estate.groups.map((g) => g.id), ...estate.clusters.map((c) => c.id)];
  const times = new Map<string, number>();
  for (const id of things) times.set(estate.nameOf(id), (times.get(estate.nameOf(id)) ?? 0) + 1);
  const nameOf = (id: string) => {
    const name = estate.nameOf(id);
    return (times.get(name) ?? 0) > 1 ? `${name} [${estate.idOf(id)}]` : name;
  };
  return { ...estate, nameOf };
}

function lineOf(estate: Estate, path: AccessPath): string {
  const { right, mode, via, gates } = path;
  const who = estate.nameOf(path.principal);
  const way = via.length === 0 ? "" : ` via ${viaText(estate, path)}`;
  const signIn = via.some((h) => h.kind === "deployer") ? "" : `; sign-in: ${signInText(estate, gates.policies.after)}`;
  const maybe = path.certainty === "unknown" ? `; unknown: ${path.unknowns.join(", ")}` : "";
  return `${who} -> ${placeOf(estate, right)}: ${rightName(right)}, ${mode}${way}${signIn}${maybe}`;
}

function viaText(estate: Estate, path: AccessPath): string {
  return path.via
    .map((hop) => {
      const name = estate.nameOf(hop.group);
      if (hop.kind === "member") return name;
      if (hop.kind === "active")
        return `${name} (active ${hop.accessId === "owner" ? "owner, " : ""}${endText(hop.ends)})`;
      if (hop.kind !== "eligible") return `${name} (${hop.kind})`;
      const activation = path.gates.activations.find((a) => a.group === hop.group && a.accessId === hop.accessId);
      const asks = activation === undefined ? "" : `: ${activationText(estate, activation)}`;
      return `${name} (eligible ${hop.accessId === "owner" ? "owner, " : ""}${endText(hop.ends)}${asks})`;
    })
    .join(" > ");
}

/** The policies that surely apply; those that may, only where none does. */
function signInText(estate: Estate, gates: readonly PolicyGate[]): string {
  const sure = gates.filter((g) => g.applies === "yes");
  const shown = sure.length === 0 ? gates : sure;
  return shown.length === 0
    ? "no policy"
    : shown
        .map((g) => policyText(estate, g))
        .sort()
        .join(", ");
}

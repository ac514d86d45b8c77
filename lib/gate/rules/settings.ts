import { Duration } from "../../core/duration";
import { either } from "../../core/text";
import { UNKNOWN, after, before, isCreated, isUpdated, kindOf } from "../change";
import { type GateFinding, type GateRule, type Loosening, type Weaker, findingsOf } from "../finding";
import { newAmong } from "../list-after";
import { originOf } from "../origin";
import type { Change, Plan } from "../plan";
import { lessTold } from "./notifications";

/** Role settings of a group that is there are imported before anything is changed, never created. */
export const settingsCreated: GateRule = (plan) =>
  plan.changes.flatMap((change): GateFinding[] => {
    if (kindOf(change) !== "role settings" || !isCreated(change)) return [];
    const group = after(change, "group_id");
    const known = group !== UNKNOWN && typeof group === "string";
    const origin = known ? "existing" : originOf(plan, change, "group_id");
    if (origin === "new") return [];
    const which = known ? `the group ${group}, which exists` : "a group of which nobody knows yet whether it exists";
    const role = before(change, "role_id") ?? after(change, "role_id");
    return [
      {
        rule: "settings-created",
        address: change.address,
        certainty: known ? "yes" : "unknown",
        message: `The role settings of ${which}, would be created. They have been there since the group is: what the tenant has is overwritten unseen, also where it is stricter.`,
        fix: known
          ? `Import them first, then the plan shows what changes: aks-entra import, or an import block with the id Group_${group}_POLICY, where POLICY is the last part of policyId in roleManagementPolicyAssignments of the group for ${String(role)}.`
          : "Give the group by its object id, or make it in the same plan.",
      },
    ];
  });

/** Role settings get no weaker. */
export const settingsLoosened: GateRule = (plan: Plan) =>
  plan.changes.flatMap((change): GateFinding[] => {
    if (kindOf(change) !== "role settings" || !isUpdated(change)) return [];
    const which = `the role settings of the group ${String(before(change, "group_id"))} (${String(before(change, "role_id"))})`;
    const stricter = change.imported ? "The tenant is stricter than the plan: the" : "The";
    return [
      ...findingsOf(loosenings(plan, change), (whats, certainty) => ({
        rule: "settings-loosened",
        address: change.address,
        message:
          certainty === "yes"
            ? `${stricter}${which.slice("the".length)} get weaker: ${whats}.`
            : `Whether ${which} get weaker can't be told: ${whats}.`,
        fix: change.imported
          ? "Write what the tenant has into the file, so that the import changes nothing; loosen later, on purpose."
          : "Leave them as strict as they are, or allow it with a reason and an end date.",
      })),
    ];
  });

type Check = (change: Change, plan: Plan) => Weaker | undefined;

const ACTIVATION = ["activation_rules", 0] as const;
const ELIGIBLE = ["eligible_assignment_rules", 0] as const;
const ACTIVE = ["active_assignment_rules", 0] as const;

const CHECKS: readonly (readonly [kind: string, check: Check])[] = [
  ["length", (c) => longer(c, [...ACTIVATION, "maximum_duration"], "an activation lasts longer")],
  ["approval", (c) => dropped(c, [...ACTIVATION, "require_approval"], "an activation needs no approval any more")],
  ["approval", approversAdded],
  ["mfa", activationProof],
  [
    "justification",
    (c) => dropped(c, [...ACTIVATION, "require_justification"], "an activation needs no justification any more"),
  ],
  ["ticket", (c) => dropped(c, [...ACTIVATION, "require_ticket_info"], "an activation needs no ticket any more")],
  ["length", (c) => ceiling(c, ELIGIBLE, "an eligible assignment")],
  ["length", (c) => ceiling(c, ACTIVE, "an active assignment")],
  [
    "mfa",
    (c) => dropped(c, [...ACTIVE, "require_multifactor_authentication"], "an active assignment needs no MFA any more"),
  ],
  [
    "justification",
    (c) => dropped(c, [...ACTIVE, "require_justification"], "an active assignment needs no justification any more"),
  ],
  ["ticket", (c) => dropped(c, [...ACTIVE, "require_ticket_info"], "an active assignment needs no ticket any more")],
];

function loosenings(plan: Plan, change: Change): Loosening[] {
  return [
    ...CHECKS.flatMap(([kind, check]) => {
      const found = check(change, plan);
      return found === undefined ? [] : [{ kind, ...found }];
    }),
    ...lessTold(change).map((l) => ({ kind: "notifications", ...l })),
  ];
}

type Path = readonly (string | number)[];

function dropped(change: Change, path: Path, what: string): Weaker | undefined {
  if (before(change, ...path) !== true) return undefined;
  const now = after(change, ...path);
  if (now === UNKNOWN) return { what: `${String(path.at(-1))} is only known after the apply`, certainty: "unknown" };
  return now === true ? undefined : { what, certainty: "yes" };
}

function longer(change: Change, path: Path, what: string): Weaker | undefined {
  const [was, is] = [before(change, ...path), after(change, ...path)];
  if (was === is || typeof was !== "string" || was === "") return undefined;
  if (is === UNKNOWN) return { what: `${String(path.at(-1))} is only known after the apply`, certainty: "unknown" };
  const minutes = [was, is].map(minutesOf);
  if (minutes.includes(undefined)) {
    return { what: `${String(path.at(-1))} changes from ${was} to ${String(is)}`, certainty: "unknown" };
  }
  return (minutes[1] ?? 0) > (minutes[0] ?? 0)
    ? { what: `${what}, ${was} to ${String(is)}`, certainty: "yes" }
    : undefined;
}

function minutesOf(text: unknown): number | undefined {
  try {
    return Duration.parse(String(text)).toMinutes();
  } catch {
    return undefined;
  }
}

/** A length counts only while an end is asked for. */
function ceiling(change: Change, rules: Path, what: string): Weaker | undefined {
  const forever = dropped(change, [...rules, "expiration_required"], `${what} may be permanent`);
  if (forever !== undefined || before(change, ...rules, "expiration_required") !== true) return forever;
  return longer(change, [...rules, "expire_after"], `${what} may last longer`);
}

/** One approver is enough, so each that is added is one more who can let people in. */
function approversAdded(change: Change, plan: Plan): Weaker | undefined {
  if (before(change, ...ACTIVATION, "require_approval") !== true) return undefined;
  if (after(change, ...ACTIVATION, "require_approval") !== true) return undefined;
  const path = [...ACTIVATION, "approval_stage", 0, "primary_approver"];
  const [was, is] = [before(change, ...path), after(change, ...path)];
  if (is === UNKNOWN) return { what: "the approvers are only known after the apply", certainty: "unknown" };
  const ids = (list: unknown): unknown[] =>
    Array.isArray(list)
      ? list.map((_, i) =>
          list === is ? after(change, ...path, i, "object_id") : before(change, ...path, i, "object_id"),
        )
      : [];
  const known = ids(was);
  const added = ids(is).filter((id) => id !== UNKNOWN && !known.includes(id));
  const unknown = ids(is).filter((id) => id === UNKNOWN);
  const blocks = ids(is).map((_, i) => [...path, i, "object_id"]);
  const made = unknown.length === 0 ? undefined : newAmong(plan, change, blocks, unknown.length);
  if (made !== undefined) added.push(...made);
  if (added.length > 0)
    return { what: `${either(added.map(String), "and")} may approve from now on`, certainty: "yes" };
  return unknown.length > 0 ? { what: "an approver is only known after the apply", certainty: "unknown" } : undefined;
}

/** MFA, or an authentication context in place of it. */
function activationProof(change: Change): Weaker | undefined {
  const context = [...ACTIVATION, "required_conditional_access_authentication_context"];
  const [was, is] = [before(change, ...context) || undefined, after(change, ...context) || undefined];
  if (is === UNKNOWN) return { what: "the authentication context is only known after the apply", certainty: "unknown" };
  const mfa = [...ACTIVATION, "require_multifactor_authentication"];
  if (was === undefined) {
    return is === undefined ? dropped(change, mfa, "an activation needs no MFA any more") : undefined;
  }
  if (is === was) return undefined;
  if (is !== undefined)
    return { what: `the authentication context changes from ${String(was)} to ${String(is)}`, certainty: "unknown" };
  return { what: `an activation needs the authentication context ${String(was)} no more`, certainty: "yes" };
}

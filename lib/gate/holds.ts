import { UNKNOWN, after, before, displayName, isForgotten, wordsAfter, wordsBefore } from "./change";
import { ALWAYS, type Period, periodOfRole, periodOfSchedule } from "./period";
import type { Change, Plan } from "./plan";

/** That somebody has something: is in a group, or has a role. */
export interface Hold {
  /** Object id of a person, a group or a service principal. */
  readonly who: string;
  /** What they have, in each of the ways to say it; two that share one are the same thing. */
  readonly what: readonly string[];
  /** The same for a reader. */
  readonly words: string;
  /** It has to be activated first. */
  readonly eligible: boolean;
  readonly period: Period;
  readonly address: string;
}

/** What the entries of a plan say of who has what, before and after. */
export interface Holds {
  readonly before: readonly Hold[];
  readonly after: readonly Hold[];
  /** Addresses at which more will be held by somebody who is not known before the apply. */
  readonly unknownAfter: ReadonlySet<string>;
}

type Side = "before" | "after";
type Reader = (change: Change, side: Side, now: Date) => { readonly holds: readonly Hold[]; readonly more: boolean };

/** All that a plan says of who has what. */
export function holdsOf(plan: Plan, now: Date): Holds {
  const managed = plan.changes.filter((c) => c.mode === "managed" && READERS[c.type] !== undefined);
  const unknownAfter = new Set<string>();
  const read = (change: Change, side: "before" | "after") => {
    const { holds, more } = READERS[change.type](change, side, now);
    if (side === "after" && more) unknownAfter.add(change.address);
    return holds;
  };
  return {
    before: managed.flatMap((c) => read(c, "before")),
    // what is let go of stays as it is
    after: managed.flatMap((c) => read(c, isForgotten(c) && c.after === null ? "before" : "after")),
    unknownAfter,
  };
}

const READERS: Readonly<Record<string, Reader>> = {
  azuread_group: (change, side) => {
    const group = value(change, side, "object_id");
    const lists = [
      { list: "members", as: "member" },
      { list: "owners", as: "owner" },
    ].map(({ list, as }) => ({ as, ...wordsOf(change, side, list) }));
    return {
      holds: lists.flatMap(({ as, known }) => known.map((who) => inGroup(change, who, group, as))),
      more: lists.some(({ more }) => more > 0),
    };
  },
  azuread_group_without_members: (change, side) => {
    const { known, more } = wordsOf(change, side, "owners");
    const group = value(change, side, "object_id");
    return { holds: known.map((who) => inGroup(change, who, group, "owner")), more: more > 0 };
  },
  azuread_group_member: (change, side) =>
    one(change, side, "member_object_id", (who) =>
      inGroup(change, who, value(change, side, "group_object_id"), "member"),
    ),
  azuread_privileged_access_group_eligibility_schedule: schedule,
  azuread_privileged_access_group_assignment_schedule: schedule,
  azurerm_role_assignment: roleAssignment,
  azurerm_pim_eligible_role_assignment: roleAssignment,
  azurerm_pim_active_role_assignment: roleAssignment,
  azuread_directory_role_assignment: directoryRole("role_id", "principal_object_id"),
  azuread_directory_role_member: directoryRole("role_object_id", "member_object_id"),
  azuread_directory_role_eligibility_schedule_request: directoryRole("role_definition_id", "principal_id"),
  azuread_user: (change, side) => {
    if (value(change, side, "account_enabled") === false) return { holds: [], more: false };
    const name = value(change, side, "user_principal_name");
    return one(change, side, "object_id", (who) => ({
      ...FOR_GOOD,
      who: who.toLowerCase(),
      what: ["account"],
      words: `the account${typeof name === "string" ? ` ${name}` : ""}`,
      address: change.address,
    }));
  },
};

const FOR_GOOD = { eligible: false, period: ALWAYS };

function schedule(change: Change, side: Side, now: Date): ReturnType<Reader> {
  const as = value(change, side, "assignment_type") === "owner" ? "owner" : "member";
  return one(change, side, "principal_id", (who) => ({
    ...inGroup(change, who, value(change, side, "group_id"), as),
    eligible: change.type === "azuread_privileged_access_group_eligibility_schedule",
    period: periodOfSchedule(change, side, now),
  }));
}

/** A role of the directory; `app_scope_id` and `directory_scope_id` say where, `/` is everywhere. */
function directoryRole(role: string, principal: string): Reader {
  return (change, side) => {
    const scope = value(change, side, "directory_scope_id") ?? value(change, side, "app_scope_id");
    const at = typeof scope === "string" && scope !== "" && scope !== "/" ? ` at ${scope}` : "";
    const id = value(change, side, role);
    const words = `the directory role ${typeof id === "string" ? id : `made by ${change.address}`}${at}`;
    return one(change, side, principal, (who) => ({
      who: who.toLowerCase(),
      what: [words.toLowerCase()],
      words,
      address: change.address,
      eligible: change.type === "azuread_directory_role_eligibility_schedule_request",
      period: ALWAYS,
    }));
  };
}

function roleAssignment(change: Change, side: Side, now: Date): ReturnType<Reader> {
  const [id, name, scope] = ["role_definition_id", "role_definition_name", "scope"].map((a) => value(change, side, a));
  const guid = typeof id === "string" && id !== "" ? id.split("/").at(-1)?.toLowerCase() : undefined;
  const named = typeof name === "string" && name !== "" ? name : undefined;
  const roles = [guid, named].filter((r): r is string => r !== undefined);
  const at = typeof scope === "string" ? scope : `what ${change.address} is on`;
  const read = one(change, side, "principal_id", (who) => ({
    who: who.toLowerCase(),
    what: roles.map((role) => `role ${role.toLowerCase()} at ${at.toLowerCase()}`),
    words: `the role ${named ?? guid ?? "of a custom definition"} at ${at}`,
    address: change.address,
    eligible: change.type === "azurerm_pim_eligible_role_assignment",
    period: change.type === "azurerm_role_assignment" ? ALWAYS : periodOfRole(change, side, now),
  }));
  return { ...read, more: read.more || (read.holds.length > 0 && roles.length === 0) };
}

function one(
  change: Change,
  side: "before" | "after",
  attribute: string,
  hold: (who: string) => Hold,
): ReturnType<Reader> {
  const who = value(change, side, attribute);
  if (typeof who === "string") return { holds: [hold(who)], more: false };
  return { holds: [], more: who === UNKNOWN };
}

function inGroup(change: Change, who: string, group: unknown, as: string): Hold {
  const id = typeof group === "string" ? group.toLowerCase() : `made by ${change.address}`;
  const name = change.type.startsWith("azuread_group") ? displayName(change) : undefined;
  return {
    ...FOR_GOOD,
    who: who.toLowerCase(),
    what: [`${as} of ${id}`],
    words: `${as === "owner" ? "ownership" : "membership"} of ${name ?? id}`,
    address: change.address,
  };
}

function value(change: Change, side: "before" | "after", attribute: string): unknown {
  return side === "before" ? before(change, attribute) : after(change, attribute);
}

function wordsOf(
  change: Change,
  side: "before" | "after",
  attribute: string,
): { known: readonly string[]; more: number } {
  return side === "before" ? { known: wordsBefore(change, attribute), more: 0 } : wordsAfter(change, attribute);
}

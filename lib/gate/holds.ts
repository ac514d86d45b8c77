import { UNKNOWN, after, before, displayName, isForgotten, wordsAfter, wordsBefore } from "./change";
import type { Change, Plan } from "./plan";

/** That somebody has something: is in a group, or has a role. */
export interface Hold {
  /** Object id of a person, a group or a service principal. */
  readonly who: string;
  /** What they have, in each of the ways to say it; two that share one are the same thing. */
  readonly what: readonly string[];
  /** The same for a reader. */
  readonly words: string;
  readonly address: string;
}

/** What the entries of a plan say of who has what, before and after. */
export interface Holds {
  readonly before: readonly Hold[];
  readonly after: readonly Hold[];
  /** Addresses at which more will be held by somebody who is not known before the apply. */
  readonly unknownAfter: ReadonlySet<string>;
}

type Reader = (change: Change, side: "before" | "after") => { readonly holds: readonly Hold[]; readonly more: boolean };

/** All that a plan says of who has what. */
export function holdsOf(plan: Plan): Holds {
  const managed = plan.changes.filter((c) => c.mode === "managed" && READERS[c.type] !== undefined);
  const unknownAfter = new Set<string>();
  const read = (change: Change, side: "before" | "after") => {
    const { holds, more } = READERS[change.type](change, side);
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
};

function schedule(change: Change, side: "before" | "after"): ReturnType<Reader> {
  const as = value(change, side, "assignment_type") === "owner" ? "owner" : "member";
  return one(change, side, "principal_id", (who) => inGroup(change, who, value(change, side, "group_id"), as));
}

function roleAssignment(change: Change, side: "before" | "after"): ReturnType<Reader> {
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

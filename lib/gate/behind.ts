import { after, before, displayName, wordsAfter, wordsBefore } from "./change";
import { periodOfSchedule } from "./period";
import type { Change, Plan } from "./plan";

/** Who is behind an object id. */
export interface Behind {
  /** People and service principals; the id itself, if nothing says that it is a group's. */
  readonly people: readonly string[];
  /** It is a group, and there may be more in it than the plan says. */
  readonly more: boolean;
}

/** Who is behind object ids, on one side of a plan and as far as it says. */
export interface Groups {
  behind(id: string): Behind;
  /** What people call it, if it is a group of the plan. */
  nameOf(id: string): string | undefined;
}

interface Group {
  readonly members: Set<string>;
  name?: string;
  /** Everybody who is in it is known. */
  whole: boolean;
}

/**
 * Groups and who is in them: of a group with members its list, as the provider read it; of one without those whom the
 * plan assigns, which is everybody whom Terraform knows; of one that is looked up what was found. Of any other group
 * it is only known that it is one.
 */
export function groupsIn(plan: Plan, side: "before" | "after", now: Date): Groups {
  const groups = new Map<string, Group>();
  const group = (id: unknown): Group | undefined => {
    if (typeof id !== "string" || id === "") return undefined;
    const known = groups.get(id.toLowerCase()) ?? { members: new Set<string>(), whole: false };
    groups.set(id.toLowerCase(), known);
    return known;
  };
  const value = (change: Change, attribute: string) =>
    side === "before" ? before(change, attribute) : after(change, attribute);
  for (const { values } of plan.lookedUp.filter(({ type }) => type === "azuread_group")) {
    const found = group(values.object_id);
    if (found === undefined || !Array.isArray(values.members)) continue;
    for (const id of values.members as unknown[]) add(found, id);
    found.whole = true;
    if (typeof values.display_name === "string") found.name = values.display_name;
  }
  for (const change of plan.changes.filter((c) => c.mode === "managed")) {
    if (change.type === "azurerm_role_assignment" && value(change, "principal_type") === "Group") {
      group(value(change, "principal_id"));
    }
    const into = INTO[change.type];
    if (into !== undefined) {
      const found = group(value(change, into.group));
      const isMember = change.type === "azuread_group_member" || value(change, "assignment_type") === "member";
      const begins = into === SCHEDULE ? periodOfSchedule(change, side, now).from : -Infinity;
      if (found && isMember && (side === "before" || begins <= now.getTime())) add(found, value(change, into.who));
    }
  }
  // those who are in them by other resources are known by now
  for (const change of plan.changes.filter(
    (c) => c.mode === "managed" && /^azuread_group(_without_members)?$/.test(c.type),
  )) {
    const found = group(value(change, "object_id"));
    if (found === undefined) continue;
    found.name = displayName(change);
    if (change.type === "azuread_group") {
      const list =
        side === "before" ? { known: wordsBefore(change, "members"), more: 0 } : wordsAfter(change, "members");
      for (const id of list.known) add(found, id);
      found.whole = list.more === 0 && value(change, "members") !== undefined;
    } else found.whole = found.members.size > 0;
  }
  const behind = (id: string, seen: ReadonlySet<string>): Behind => {
    const found = groups.get(id);
    if (found === undefined) return { people: [id], more: false };
    if (seen.has(id)) return { people: [], more: false };
    const inside = [...found.members].map((member) => behind(member, new Set([...seen, id])));
    return {
      people: [...new Set(inside.flatMap(({ people }) => people))].sort(),
      more: !found.whole || inside.some(({ more }) => more),
    };
  };
  return {
    behind: (id) => behind(id.toLowerCase(), new Set()),
    nameOf: (id) => groups.get(id.toLowerCase())?.name,
  };
}

const SCHEDULE = { group: "group_id", who: "principal_id" };
/** What lets somebody into a group, beside the group's own list. */
const INTO: Readonly<Record<string, { readonly group: string; readonly who: string }>> = {
  azuread_group_member: { group: "group_object_id", who: "member_object_id" },
  azuread_privileged_access_group_eligibility_schedule: SCHEDULE,
  azuread_privileged_access_group_assignment_schedule: SCHEDULE,
};

function add(group: Group, id: unknown): void {
  if (typeof id === "string" && id !== "") group.members.add(id.toLowerCase());
}

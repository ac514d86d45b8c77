import type { Someone } from "../directory";
import { settingsSaid } from "./settings";
import type { SurveyedAssignment, SurveyedGroup } from "./survey";
import { type Said, type Writing, isPlain, lengthOf } from "./writing";

/** What a group is in a file: used only, or ours from now on. */
export type Kind = "existing" | "standing" | "jit";

/** A group in the words of a config file, with what it takes over beside itself. */
export interface SaidGroup {
  readonly key: string;
  readonly kind: Kind;
  readonly said: Said;
  /** Role settings that are written by name; nothing unless it is just-in-time. */
  readonly settings?: Said;
  /** Ids by Terraform address. */
  readonly imports: readonly (readonly [address: string, id: string])[];
}

const SCHEDULES = {
  eligible: "azuread_privileged_access_group_eligibility_schedule",
  active: "azuread_privileged_access_group_assignment_schedule",
} as const;

/** Whether a group is taken over, and why not. */
function kindOf(
  { group, owners, eligible, active, unread }: SurveyedGroup,
  hasTwin: boolean,
): {
  readonly kind: Kind;
  readonly why?: string;
} {
  if (unread.length > 0) return { kind: "existing", why: `could not be read whole (${unread.join(", ")})` };
  if (!isPlain(group.displayName) || !isPlain(group.description)) {
    return { kind: "existing", why: "has ${ or %{ in its name or description, which no file takes" };
  }
  if (hasTwin) return { kind: "existing", why: `has the name of another group, "${group.displayName}"` };
  if (group.membership === "synced") return { kind: "existing", why: "is filled from the on-premises directory" };
  if (group.membership === "dynamic") return { kind: "existing", why: "is filled by a rule" };
  if (group.mail) return { kind: "existing", why: "has a mailbox" };
  if (owners.filter(canOwn).length === 0) return { kind: "existing", why: "has no owner, and a group of ours has one" };
  return { kind: eligible.length + active.length > 0 ? "jit" : "standing" };
}

/**
 * Writes a group; its key has been given before, because others may name it.
 *
 * @param hasTwin another one of the file has the same name
 */
export function groupSaid(surveyed: SurveyedGroup, writing: Writing, hasTwin: boolean): SaidGroup {
  const { group, owners, members } = surveyed;
  const key = writing.key(group.id, group.displayName, "group");
  const { kind, why } = kindOf(surveyed, hasTwin);
  if (kind === "existing") {
    writing.note(`groups.${key} ${String(why)}, so it is only used: its members and role settings are not taken over`);
    return { key, kind, said: writing.with({ existing: group.id }, group.displayName), imports: [] };
  }
  const own = {
    objectId: group.id,
    ...(group.displayName !== key && { displayName: group.displayName }),
    ...(group.description !== null && group.description !== "" && { description: group.description }),
    ...(group.roleAssignable && { roleAssignable: true }),
    owners: people(owners.filter(canOwn), writing),
  };
  if (kind === "standing") {
    const imports = [[`azuread_group.${key}`, group.id] as const];
    return { key, kind, said: { ...own, members: people(members, writing) }, imports };
  }
  const settings = settingsSaid(surveyed.settings, writing, `groups.${key}`);
  const inByPim = new Set(
    [...surveyed.active.filter(isMember).map((a) => a.principalId), ...surveyed.activated].map(small),
  );
  const standing = members.filter((m) => !inByPim.has(small(m.id)));
  const kinds = (["eligible", "active"] as const).map((which) => assignments(surveyed, which, settings, writing, key));
  const [eligible, active] = kinds.map((all) => all.map(({ said }) => said));
  return {
    key,
    kind,
    settings,
    said: {
      ...own,
      pim: {
        ...(eligible.length > 0 && { eligible }),
        ...(active.length > 0 && { active }),
        ...(standing.length > 0 && { standingMembers: people(standing, writing) }),
      },
    },
    imports: [
      [`azuread_group_without_members.${key}`, group.id],
      ...surveyed.settings.map(
        (s) => [`azuread_group_role_management_policy.${key}_${s.accessId}-settings`, s.id] as const,
      ),
      ...kinds.flat().map(({ kind: which, rest, id }) => [`${SCHEDULES[which]}.${key}_${rest}`, id] as const),
    ],
  };
}

interface SaidAssignment {
  readonly kind: "eligible" | "active";
  readonly rest: string;
  readonly id: string;
  readonly said: object;
}

function assignments(
  surveyed: SurveyedGroup,
  kind: "eligible" | "active",
  settings: Said,
  writing: Writing,
  key: string,
): SaidAssignment[] {
  const seen = new Set<string>();
  return surveyed[kind].flatMap((one): SaidAssignment[] => {
    const principal = writing.principal(one.principal);
    const rest = `${kind}${one.accessId === "owner" ? "-owner" : ""}_${writing.address(one.principalId)}`;
    const where = `groups.${key}, ${kind} assignment ${one.id}`;
    if (principal === undefined) {
      writing.note(`${where}: ${one.principalId} is no user, group or application that can be read; it is not written`);
      return [];
    }
    const { justification = null, ticket = null } = one.request ?? {};
    if (![justification, ticket?.system, ticket?.number].every(isPlain)) {
      writing.note(`${where}: its justification or ticket has \${ or %{, which no file takes; it is not written`);
      return [];
    }
    if (seen.has(rest)) {
      writing.note(`${where}: a second one of the same person; it is not written`);
      return [];
    }
    seen.add(rest);
    const end = lasting(one, (settings[kind] ?? {}) as Said, writing, where);
    if (end === undefined) return [];
    if (justification === null) writing.note(`${where}: PIM says no justification; the plan shows that one is written`);
    const said = {
      principal,
      ...end,
      ...(isLater(one) && { from: one.start }),
      ...(one.accessId === "owner" && { as: "owner" }),
      justification: justification ?? "Assigned before it was written down",
      ...(ticket && { ticket }),
    };
    const comment = writing.commentOf(principal);
    return [{ kind, rest, id: one.id, said: comment === undefined ? said : writing.with(said, comment) }];
  });
}

/** When an assignment ends, as it was asked for: that is what the provider reads, and another way to say it differs. */
function lasting(one: SurveyedAssignment, rules: Said, writing: Writing, where: string): object | undefined {
  const { request, end } = one;
  if ((request?.expires ?? (end === null ? "noExpiration" : "")) === "noExpiration") {
    if (rules.permanent === "allowed") return { permanent: true };
    writing.note(`${where}: it has no end, and the role settings allow that no more; it is not written`);
    return undefined;
  }
  const length = request?.expires === "afterDuration" ? lengthOf(request.duration ?? "") : undefined;
  if (length !== undefined && (daysOf(length) <= daysOf(String(rules.expireAfter)) || rules.permanent === "allowed")) {
    return { for: length };
  }
  const until = request?.expires === "afterDateTime" ? request.end : end;
  if (until === null) return undefined;
  if (request?.expires !== "afterDateTime") {
    writing.note(`${where}: its end is written as a day; the plan shows that as a change, and it ends as before`);
  }
  return { until };
}

/** A start that the provider compares: one that was said, later than when it was asked for. */
function isLater({ start, request }: SurveyedAssignment): boolean {
  return start !== null && request !== undefined && request.startsLater;
}

function daysOf(length: string): number {
  const [days = 0, hours = 0, minutes = 0] = ["d", "h", "m"].map((unit) =>
    Number(new RegExp(`(\\d+)${unit}`).exec(length)?.[1] ?? 0),
  );
  return days + hours / 24 + minutes / 1440;
}

function people(all: readonly Someone[], writing: Writing): unknown[] {
  return [...all]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((one) => {
      const said = writing.principal(one);
      if (said === undefined)
        writing.note(`${one.id} is no user, group or application that can be read; it is not written`);
      return said === undefined ? [] : [said];
    });
}

function canOwn({ type }: Someone): boolean {
  return type === "User" || type === "ServicePrincipal";
}

function isMember({ accessId }: SurveyedAssignment): boolean {
  return accessId === "member";
}

function small(id: string): string {
  return id.toLowerCase();
}

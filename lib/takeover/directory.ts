import { asked, quoteOData } from "./odata";
import type { Gap, Seen } from "./result";
import { type Json, type ListReply, type Reply, type Service, reason } from "./service";

/** A group of the directory, as far as a look-up wants to know it. */
export interface FoundGroup {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly roleAssignable: boolean;
  /** Members come by a rule, from the on-premises directory, or one by one. */
  readonly membership: "dynamic" | "synced" | "assigned";
  /** It has a mailbox, or is a Microsoft 365 group. */
  readonly mail: boolean;
}

/** An eligible or active assignment that PIM knows. */
export interface FoundSchedule {
  /** `GROUP_member_UUID` */
  readonly id: string;
  readonly principalId: string;
  readonly accessId: "member" | "owner";
  readonly start: string | null;
  /** RFC 3339; null if it does not end. */
  readonly end: string | null;
  /** False of what somebody activated: that ends by itself, and no file declares it. */
  readonly assigned: boolean;
}

/** What was asked of PIM: how a schedule came to be. */
export interface FoundRequest {
  /** The id of the schedule. */
  readonly schedule: string;
  /** `afterDuration`, `afterDateTime` or `noExpiration`. */
  readonly expires: string;
  readonly duration: string | null;
  readonly end: string | null;
  readonly justification: string | null;
  readonly ticket: { readonly system: string; readonly number: string } | null;
  /** A start was asked for that was yet to come. */
  readonly startsLater: boolean;
}

/** A user, a group or an application, as a member, an owner or by its object id. */
export interface Someone {
  readonly id: string;
  readonly type: "User" | "Group" | "ServicePrincipal" | "other";
  /** A sign-in name or a display name; the id where it cannot be read. */
  readonly name: string;
}

/** A policy of role settings, for the members or the owners of a group. */
export interface FoundSettings {
  /** `Group_GROUP_POLICY` */
  readonly id: string;
  readonly accessId: "member" | "owner";
  readonly rules: readonly Json[];
}

/** What is read of the directory; every call is asked once, whoever asks again gets the same answer. */
export interface Directory {
  groupsNamed(displayName: string): Promise<Seen<readonly FoundGroup[]>>;
  /** Nothing if there is no such group. */
  group(id: string): Promise<Seen<FoundGroup | undefined>>;
  /** The object id of a user; nothing if there is none. */
  userNamed(userPrincipalName: string): Promise<Seen<string | undefined>>;
  /** Members or owners, those whom PIM lets in now among them. */
  people(group: string, relation: "members" | "owners"): Promise<Seen<readonly Someone[]>>;
  /** Nothing if there is nobody of this object id any more. */
  someone(id: string): Promise<Seen<Someone | undefined>>;
  /** Role settings of a group; none where the group is not under PIM yet. */
  settings(group: string): Promise<Seen<readonly FoundSettings[]>>;
  schedules(group: string, kind: "eligible" | "active"): Promise<Seen<readonly FoundSchedule[]>>;
  /** What was asked of PIM for a group, the newest first. */
  requests(group: string, kind: "eligible" | "active"): Promise<Seen<readonly FoundRequest[]>>;
  /** Every Conditional Access policy of the tenant. */
  policies(): Promise<Seen<readonly Json[]>>;
}

const GROUP_FIELDS =
  "id,displayName,description,isAssignableToRole,groupTypes,onPremisesSyncEnabled,membershipRule,mailEnabled";
const V1 = "/v1.0";
/**
 * Where owners and members are read: v1.0 leaves out those that are service principals.
 *
 * @see https://learn.microsoft.com/graph/api/group-list-members
 */
const WITH_APPLICATIONS = "/beta";
const PIM = `${V1}/identityGovernance/privilegedAccess/group`;

/**
 * The application permission that each read takes at least.
 *
 * @see https://learn.microsoft.com/graph/permissions-reference
 */
export const GRAPH_NEEDS = {
  groups: "GroupMember.Read.All",
  users: "User.Read.All",
  settings: "RoleManagementPolicy.Read.AzureADGroup",
  eligible: "PrivilegedEligibilitySchedule.Read.AzureADGroup",
  active: "PrivilegedAssignmentSchedule.Read.AzureADGroup",
  policies: "Policy.Read.ConditionalAccess",
  someone: "Directory.Read.All",
} as const;

/** The directory through Microsoft Graph. */
export function directoryOf(graph: Service): Directory {
  const gap = (what: string, needs: string, reply: Reply): { readonly gap: Gap } => ({
    gap: {
      what,
      service: graph.name,
      status: reply.status,
      reason: reason(reply.body),
      ...(reply.status === 403 && { needs }),
    },
  });
  const listed = <T>(what: string, needs: string, reply: ListReply, of: (one: Json) => T): Seen<readonly T[]> =>
    reply.status === 200 ? { value: reply.value.map(of) } : gap(what, needs, reply);
  const once = onceEach();
  return {
    groupsNamed: (name) =>
      once(`named ${name.toLowerCase()}`, async () => {
        const path = asked(`${V1}/groups`, { $filter: `displayName eq ${quoteOData(name)}`, $select: GROUP_FIELDS });
        return listed("groups", GRAPH_NEEDS.groups, await graph.list(path), groupOf);
      }),
    group: (id) =>
      once(`group ${id}`, async () => {
        const reply = await graph.get(asked(`${V1}/groups/${id}`, { $select: GROUP_FIELDS }));
        if (reply.status === 404) return { value: undefined };
        return reply.status === 200 ? { value: groupOf(reply.body) } : gap("groups", GRAPH_NEEDS.groups, reply);
      }),
    userNamed: (name) =>
      once(`user ${name.toLowerCase()}`, async () => {
        const reply = await graph.get(asked(`${V1}/users/${encodeURIComponent(name)}`, { $select: "id" }));
        if (reply.status === 404) return { value: undefined };
        return reply.status === 200 ? { value: String(reply.body.id) } : gap("users", GRAPH_NEEDS.users, reply);
      }),
    people: (id, relation) =>
      once(`${relation} ${id}`, async () =>
        listed(
          `${relation} of groups`,
          GRAPH_NEEDS.groups,
          await graph.list(`${WITH_APPLICATIONS}/groups/${id}/${relation}`),
          someoneOf,
        ),
      ),
    someone: (id) =>
      once(`someone ${id}`, async () => {
        const reply = await graph.get(`${V1}/directoryObjects/${id}`);
        if (reply.status === 404) return { value: undefined };
        return reply.status === 200
          ? { value: someoneOf(reply.body) }
          : gap("people and applications by object id", GRAPH_NEEDS.someone, reply);
      }),
    settings: (id) =>
      once(`settings ${id}`, async () => {
        const reply = await graph.list(
          asked(`${V1}/policies/roleManagementPolicyAssignments`, {
            $filter: `scopeId eq '${id}' and scopeType eq 'Group'`,
            $expand: "policy($expand=rules)",
          }),
        );
        // a group that PIM does not know yet has no settings to take over
        if (reply.status === 404) return { value: [] };
        return listed("role settings of groups", GRAPH_NEEDS.settings, reply, settingsOf);
      }),
    schedules: (id, kind) =>
      once(`${kind} ${id}`, async () => {
        const list = kind === "eligible" ? "eligibilitySchedules" : "assignmentSchedules";
        const reply = await graph.list(asked(`${PIM}/${list}`, { $filter: `groupId eq '${id}'` }));
        const seen = listed(`${kind} assignments of groups`, GRAPH_NEEDS[kind], reply, (one) => one);
        return "gap" in seen ? seen : { value: seen.value.filter(isStanding).map(scheduleOf) };
      }),
    requests: (id, kind) =>
      once(`${kind} requests ${id}`, async () => {
        const list = kind === "eligible" ? "eligibilityScheduleRequests" : "assignmentScheduleRequests";
        const query = { $filter: `groupId eq '${id}'`, $orderby: "createdDateTime desc" };
        const reply = await graph.list(asked(`${PIM}/${list}`, query));
        return listed(`${kind} assignments of groups`, GRAPH_NEEDS[kind], reply, requestOf);
      }),
    policies: () =>
      once("policies", async () =>
        listed(
          "Conditional Access policies",
          GRAPH_NEEDS.policies,
          await graph.list(`${V1}/identity/conditionalAccess/policies`),
          (one) => one,
        ),
      ),
  };
}

/** Asks once for each key. */
export function onceEach(): <T>(key: string, ask: () => Promise<T>) => Promise<T> {
  const asked = new Map<string, Promise<unknown>>();
  return <T>(key: string, ask: () => Promise<T>) => {
    const known = asked.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const now = ask();
    asked.set(key, now);
    return now;
  };
}

function groupOf(one: Json): FoundGroup {
  const types = (one.groupTypes ?? []) as string[];
  const rule = types.includes("DynamicMembership");
  return {
    id: String(one.id),
    displayName: String(one.displayName),
    description: (one.description as string | null | undefined) ?? null,
    roleAssignable: one.isAssignableToRole === true,
    membership: one.onPremisesSyncEnabled === true ? "synced" : rule ? "dynamic" : "assigned",
    mail: one.mailEnabled === true || types.includes("Unified"),
  };
}

function settingsOf(one: Json): FoundSettings {
  return {
    id: String(one.policyId),
    accessId: one.roleDefinitionId === "owner" ? "owner" : "member",
    rules: ((one.policy as Json | undefined)?.rules ?? []) as Json[],
  };
}

/** What holds or will, of the principal itself. */
function isStanding({ memberType, status }: Json): boolean {
  const ended = ["revoked", "canceled", "denied", "failed"].includes(String(status ?? "").toLowerCase());
  return !ended && String(memberType ?? "direct").toLowerCase() === "direct";
}

function scheduleOf({ id, principalId, accessId, scheduleInfo, assignmentType }: Json): FoundSchedule {
  const { startDateTime, expiration } = (scheduleInfo ?? {}) as Json;
  const { type, endDateTime } = (expiration ?? {}) as Json;
  return {
    id: String(id),
    principalId: String(principalId),
    accessId: accessId === "owner" ? "owner" : "member",
    start: (startDateTime as string | undefined) ?? null,
    end: type === "noExpiration" ? null : ((endDateTime as string | undefined) ?? null),
    assigned: String(assignmentType ?? "assigned").toLowerCase() === "assigned",
  };
}

function requestOf(request: Json): FoundRequest {
  const { targetScheduleId, scheduleInfo, justification, ticketInfo, createdDateTime } = request;
  const start = Date.parse(String((scheduleInfo as Json | undefined)?.startDateTime));
  const { type, duration, endDateTime } = ((scheduleInfo as Json | undefined)?.expiration ?? {}) as Json;
  const { ticketNumber, ticketSystem } = (ticketInfo ?? {}) as Json;
  return {
    schedule: String(targetScheduleId),
    expires: String(type),
    duration: (duration as string | undefined) ?? null,
    end: (endDateTime as string | undefined) ?? null,
    justification: (justification as string | undefined) || null,
    ticket: ticketNumber && ticketSystem ? { system: String(ticketSystem), number: String(ticketNumber) } : null,
    startsLater: start - Date.parse(String(createdDateTime)) > 5 * 60_000,
  };
}

const TYPES: Readonly<Record<string, Someone["type"]>> = {
  "#microsoft.graph.user": "User",
  "#microsoft.graph.group": "Group",
  "#microsoft.graph.servicePrincipal": "ServicePrincipal",
};

function someoneOf(one: Json): Someone {
  const id = String(one.id);
  const name = (one.userPrincipalName ?? one.displayName ?? id) as string;
  return { id, type: TYPES[String(one["@odata.type"])] ?? "other", name };
}

import { randomUUID } from "node:crypto";
import { type Json } from "../run/local-backend";
import { type Group } from "../stand-in/directory";
import { badRequest } from "../stand-in/service-error";
import { type World } from "../stand-in/world";
import { minutes } from "./durations";
import { type Settings, rule, settingsOf } from "./pim-rules";
import {
  type AccessId,
  type Kind,
  type Schedule,
  type ScheduleRequest,
  newScheduleId,
  pim,
  running,
  standing,
} from "./pim-store";

/** What somebody asks of PIM: an administrator for somebody else, or a person for themselves. */
export interface Ask {
  readonly kind: Kind;
  readonly action: string;
  readonly group: Group;
  readonly principalId: string;
  readonly accessId: AccessId;
  readonly justification?: string | null;
  readonly ticketInfo?: Json | null;
  readonly scheduleInfo?: Json | null;
}

const SHORTEST_MINUTES = 5;
const refused = (code: string, message: string) => badRequest(code, message);

/** Does what is asked, or refuses it in the service's words. */
export function answerAsk(world: World, ask: Ask): ScheduleRequest {
  checkGroup(world, ask);
  switch (ask.action) {
    case "adminAssign":
      return assign(world, ask);
    case "adminUpdate":
    case "adminExtend":
      return update(world, ask);
    case "adminRenew":
      return assign(world, ask);
    case "adminRemove":
      return remove(world, ask);
    default:
      throw refused("InvalidAction", `The sandbox does not know the action '${ask.action}' of an application.`);
  }
}

function assign(world: World, ask: Ask): ScheduleRequest {
  if (current(world, ask) !== undefined) throw refused("RoleAssignmentExists", "The Role assignment already exists.");
  const { start, end } = period(world, ask);
  checkAdminRules(world, ask, start, end);
  return provide(world, ask, start, end);
}

function update(world: World, ask: Ask): ScheduleRequest {
  const old = current(world, ask);
  if (old === undefined) throw refused("RoleAssignmentDoesNotExist", "The Role assignment does not exist.");
  const { start, end } = period(world, ask);
  checkAdminRules(world, ask, start, end);
  old.end = world.clock.now();
  return provide(world, ask, start, end);
}

function remove(world: World, ask: Ask): ScheduleRequest {
  const old = current(world, ask);
  if (old === undefined) throw refused("RoleAssignmentDoesNotExist", "The Role assignment does not exist.");
  if (running(world, old) && world.clock.now().getTime() - old.start.getTime() < SHORTEST_MINUTES * 60_000) {
    throw refused("ActiveDurationTooShort", "The active duration is too short: five minutes at least.");
  }
  old.end = world.clock.now();
  return record(world, ask, old.id, "Revoked");
}

/** The assignment of this kind that has not ended, if there is one. */
export function current(world: World, { kind, group, principalId, accessId }: Ask): Schedule | undefined {
  return pim(world).schedules.find(
    (s) =>
      s.kind === kind &&
      s.groupId === group.id &&
      s.principalId === principalId &&
      s.accessId === accessId &&
      s.assignmentType === "assigned" &&
      standing(world, s),
  );
}

/** When it begins and ends; `after…` counts from the start. */
export function period(world: World, { scheduleInfo }: Ask): { readonly start: Date; readonly end: Date | undefined } {
  const now = world.clock.now();
  const start = scheduleInfo?.startDateTime ? new Date(scheduleInfo.startDateTime as string) : now;
  const { type, duration, endDateTime } = (scheduleInfo?.expiration ?? {}) as Json;
  if (type === "noExpiration") return { start, end: undefined };
  const length = minutes(duration);
  if (type === "afterDuration" && length === undefined) {
    throw refused(
      "InvalidRoleAssignmentRequest",
      `The role assignment request is invalid: '${String(duration)}' is no duration.`,
    );
  }
  const end =
    type === "afterDuration" ? new Date(start.getTime() + (length ?? 0) * 60_000) : new Date(String(endDateTime));
  if (Number.isNaN(end.getTime()) || !["afterDuration", "afterDateTime"].includes(String(type))) {
    throw refused("InvalidRoleAssignmentRequest", "The role assignment request is invalid: no expiration.");
  }
  const from = Math.max(start.getTime(), now.getTime());
  if (end.getTime() - from < SHORTEST_MINUTES * 60_000) {
    throw refused(
      "InvalidRoleAssignmentRequest",
      "The role assignment request is invalid: it ends within five minutes.",
    );
  }
  return { start, end };
}

/** Makes it so, and remembers who asked. */
export function provide(
  world: World,
  ask: Ask,
  start: Date,
  end: Date | undefined,
  assignmentType: Schedule["assignmentType"] = "assigned",
): ScheduleRequest {
  const { kind, group, principalId, accessId } = ask;
  const id = newScheduleId(group.id, accessId);
  const made = world.clock.now();
  pim(world).schedules.push({ id, kind, groupId: group.id, principalId, accessId, assignmentType, made, start, end });
  return record(world, ask, id, "Provisioned", start);
}

function record(world: World, ask: Ask, targetScheduleId: string, status: string, start?: Date): ScheduleRequest {
  const { kind, group, action, principalId, accessId, justification, ticketInfo, scheduleInfo } = ask;
  const id = randomUUID();
  const made = world.clock.now();
  const { type, duration, endDateTime } = (scheduleInfo?.expiration ?? {}) as Json;
  const request: ScheduleRequest = {
    id,
    kind,
    groupId: group.id,
    targetScheduleId,
    made,
    written: {
      id,
      status,
      createdDateTime: made.toISOString(),
      completedDateTime: made.toISOString(),
      approvalId: null,
      customData: null,
      action,
      isValidationOnly: false,
      justification: justification ?? null,
      principalId,
      accessId,
      groupId: group.id,
      targetScheduleId,
      ticketInfo: ticketInfo ?? { ticketNumber: null, ticketSystem: null },
      scheduleInfo: scheduleInfo
        ? {
            startDateTime: (start ?? made).toISOString(),
            recurrence: null,
            expiration: { type, duration: duration ?? null, endDateTime: endDateTime ?? null },
          }
        : null,
    },
  };
  pim(world).requests.push(request);
  return request;
}

function checkGroup(world: World, { group, principalId }: Ask): void {
  const { directory } = world;
  if (group.membershipRule !== null) throw refused("InvalidResource", "PIM does not manage a dynamic group.");
  if (group.onPremisesSyncEnabled)
    throw refused("InvalidResource", "PIM does not manage a group that is synchronized.");
  const restricted = directory
    .all("administrativeUnit")
    .some((unit) => unit.isMemberManagementRestricted && unit.members.has(group.id.toLowerCase()));
  if (restricted) throw refused("InvalidResource", "PIM does not manage a group under restricted management.");
  const principal = directory.get(principalId);
  if (principal === undefined || !world.faults.appeared(principal.made, world.clock.now())) {
    throw refused("SubjectNotFound", `The subject ${principalId} is not found.`);
  }
  if (principalId === group.id) throw refused("InvalidRoleAssignmentRequest", "A group cannot be assigned to itself.");
}

/** The rules for what an administrator assigns. */
function checkAdminRules(world: World, ask: Ask, start: Date, end: Date | undefined): void {
  const settings = settingsOf(world, ask.group.id, ask.accessId);
  const level = ask.kind === "eligibility" ? "Eligibility" : "Assignment";
  const failed = [
    ...failedExpiration(settings, `Expiration_Admin_${level}`, start, end),
    ...failedEnablement(settings, `Enablement_Admin_${level}`, ask),
  ];
  if (failed.length > 0) throw policyFailed(failed);
}

export function policyFailed(rules: readonly string[]) {
  return refused(
    "RoleAssignmentRequestPolicyValidationFailed",
    `The following policy rules failed: ${JSON.stringify(rules)}`,
  );
}

export function failedExpiration(settings: Settings, id: string, start: Date, end: Date | undefined): string[] {
  const { isExpirationRequired, maximumDuration } = rule(settings, id);
  if (!isExpirationRequired) return [];
  const ceiling = minutes(maximumDuration) ?? 0;
  // a date is written to the second, so a minute's grace
  return end !== undefined && end.getTime() - start.getTime() <= (ceiling + 1) * 60_000 ? [] : ["ExpirationRule"];
}

/** Justification and ticket; whether somebody passed multifactor authentication is for whoever acts as a person. */
export function failedEnablement(settings: Settings, id: string, ask: Ask): string[] {
  const enabled = rule(settings, id).enabledRules as string[];
  const { ticketNumber } = (ask.ticketInfo ?? {}) as Json;
  return [
    ...(enabled.includes("Justification") && !ask.justification ? ["JustificationRule"] : []),
    ...(enabled.includes("Ticketing") && !ticketNumber ? ["TicketingRule"] : []),
  ];
}

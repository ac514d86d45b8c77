import { randomUUID } from "node:crypto";
import { type Json } from "../run/local-backend";
import { type Group } from "../stand-in/directory";
import { badRequest, notFound } from "../stand-in/service-error";
import { type World } from "../stand-in/world";
import { checkAdminRules, checkGroup, checkPrincipal } from "./pim-checks";
import { type Period, SHORTEST_MINUTES, period, typeOf } from "./pim-period";
import {
  type AccessId,
  type Kind,
  type Schedule,
  type ScheduleRequest,
  type Status,
  newScheduleId,
  pim,
  running,
  standing,
} from "./pim-store";
import { timestamp } from "./timestamp";

export const ACTIONS = [
  "adminAssign",
  "adminUpdate",
  "adminRemove",
  "adminExtend",
  "adminRenew",
  "selfActivate",
  "selfDeactivate",
] as const;
export type Action = (typeof ACTIONS)[number];

/** What somebody asks of PIM: an administrator for somebody else, or a person for themselves. */
export interface Ask {
  readonly kind: Kind;
  readonly action: Action;
  readonly group: Group;
  readonly principalId: string;
  readonly accessId: AccessId;
  /** The object id of who asks. */
  readonly by: string;
  readonly justification?: string | null;
  readonly ticketInfo?: Json | null;
  readonly scheduleInfo?: Json | null;
}

/** Does what an administrator asks, or refuses it in the service's words. */
export function answerAsk(world: World, ask: Ask): ScheduleRequest {
  checkGroup(world, ask.group);
  switch (ask.action) {
    case "adminAssign":
    case "adminRenew":
      return assign(world, ask);
    case "adminUpdate":
    case "adminExtend":
      return update(world, ask);
    case "adminRemove":
      return remove(world, ask);
    default:
      throw badRequest("InvalidAction", `An application cannot ${ask.action}: it is nobody who is eligible.`);
  }
}

function assign(world: World, ask: Ask): ScheduleRequest {
  checkPrincipal(world, ask);
  if (assignments(world, ask).some((s) => standing(world, s))) {
    throw badRequest("RoleAssignmentExists", "The Role assignment already exists.");
  }
  const asked = period(world, ask.scheduleInfo);
  checkAdminRules(world, ask, asked);
  return provide(world, ask, asked);
}

function update(world: World, ask: Ask): ScheduleRequest {
  checkPrincipal(world, ask);
  const old = assignments(world, ask).find((s) => standing(world, s));
  if (old === undefined) throw doesNotExist();
  const asked = period(world, ask.scheduleInfo);
  checkAdminRules(world, ask, asked);
  old.end = world.clock.now();
  return provide(world, ask, asked);
}

function remove(world: World, ask: Ask): ScheduleRequest {
  const all = assignments(world, ask);
  const old = all.find((s) => standing(world, s));
  if (old === undefined) {
    throw all.length > 0 && world.removalOfEnded === 404
      ? notFound("ResourceNotFound", "The Role assignment has ended.")
      : doesNotExist();
  }
  checkNotTooShort(world, old);
  old.end = world.clock.now();
  return record(world, ask, { status: "Revoked", targetScheduleId: old.id });
}

/** Nothing ends within five minutes: neither what was assigned nor what somebody activated. */
export function checkNotTooShort(world: World, schedule: Schedule): void {
  if (running(world, schedule) && world.clock.now().getTime() - schedule.start.getTime() < SHORTEST_MINUTES * 60_000) {
    throw badRequest("ActiveDurationTooShort", "The active duration is too short: five minutes at least.");
  }
}

function doesNotExist() {
  return badRequest("RoleAssignmentDoesNotExist", "The Role assignment does not exist.");
}

/** What an administrator ever assigned of this kind to this principal in this group. */
function assignments(world: World, { kind, group, principalId, accessId }: Ask): Schedule[] {
  return pim(world).schedules.filter(
    (s) =>
      s.kind === kind &&
      s.groupId === group.id &&
      s.principalId.toLowerCase() === principalId.toLowerCase() &&
      s.accessId === accessId &&
      s.assignmentType === "assigned",
  );
}

/** Makes it so, and remembers who asked. The schedule has the id of the request. */
export function provide(
  world: World,
  ask: Ask,
  { start, end }: Period,
  assignmentType: Schedule["assignmentType"] = "assigned",
  id: string = randomUUID(),
): ScheduleRequest {
  const { kind, group, principalId, accessId } = ask;
  const targetScheduleId = newScheduleId(group.id, accessId, id);
  const made = world.clock.now();
  pim(world).schedules.push({
    id: targetScheduleId,
    kind,
    groupId: group.id,
    principalId,
    accessId,
    assignmentType,
    made,
    start,
    end,
  });
  return record(world, ask, { id, status: "Provisioned", targetScheduleId, start });
}

/** Remembers what was asked. */
export function record(
  world: World,
  { kind, group, action, principalId, accessId, by, justification, ticketInfo, scheduleInfo }: Ask,
  {
    id = randomUUID(),
    status,
    targetScheduleId = newScheduleId(group.id, accessId, id),
    start,
  }: { id?: string; status: Status; targetScheduleId?: string; start?: Date },
): ScheduleRequest {
  const made = world.clock.now();
  const expiration = (scheduleInfo?.expiration ?? {}) as Json;
  const request: ScheduleRequest = {
    id,
    kind,
    groupId: group.id,
    principalId,
    accessId,
    targetScheduleId,
    made,
    status,
    said: {
      createdDateTime: timestamp(made),
      completedDateTime: status === "PendingApproval" ? null : timestamp(made),
      approvalId: null,
      customData: null,
      createdBy: { user: { displayName: null, id: by } },
      action,
      isValidationOnly: false,
      justification: justification ?? null,
      ticketInfo: ticketInfo ?? { ticketNumber: null, ticketSystem: null },
      scheduleInfo: scheduleInfo
        ? {
            startDateTime: timestamp(start ?? made),
            recurrence: null,
            expiration: {
              type: typeOf(expiration) ?? null,
              duration: expiration.duration ?? null,
              endDateTime: expiration.endDateTime ? timestamp(new Date(String(expiration.endDateTime))) : null,
            },
          }
        : null,
    },
  };
  pim(world).requests.push(request);
  return request;
}

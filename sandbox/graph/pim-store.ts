import { randomUUID } from "node:crypto";
import { type Group } from "../stand-in/directory";
import { type World } from "../stand-in/world";
import { type Settings } from "./pim-rules";

export type Kind = "eligibility" | "assignment";
export type AccessId = "member" | "owner";
export type Status =
  | "Provisioned"
  | "ScheduleCreated"
  | "Revoked"
  | "PendingApproval"
  | "TimedOut"
  | "AdminApproved"
  | "AdminDenied"
  | "Canceled";

/** Somebody's place in a group, from one time to another. */
export interface Schedule {
  /** `GROUP_member_UUID` */
  readonly id: string;
  readonly kind: Kind;
  readonly groupId: string;
  readonly principalId: string;
  readonly accessId: AccessId;
  readonly assignmentType: "assigned" | "activated";
  readonly made: Date;
  readonly start: Date;
  /** Undefined if it does not end. */
  end: Date | undefined;
}

/** What was asked for; requests are never deleted. */
export interface ScheduleRequest {
  readonly id: string;
  readonly kind: Kind;
  readonly groupId: string;
  readonly principalId: string;
  readonly accessId: AccessId;
  readonly targetScheduleId: string;
  readonly made: Date;
  status: Status;
  /** The rest of it, as Graph writes it. */
  readonly said: Readonly<Record<string, unknown>>;
}

/** What PIM for Groups keeps. */
export interface PimStore {
  readonly schedules: Schedule[];
  readonly requests: ScheduleRequest[];
  /** By `GROUP member`. */
  readonly settings: Map<string, Settings>;
}

const KEY = Symbol("pim");

export function pim(world: World): PimStore {
  return world.store(KEY, () => ({ schedules: [], requests: [], settings: new Map() }));
}

/** Whether a schedule holds now. */
export function running(world: World, schedule: Schedule): boolean {
  return schedule.start <= world.clock.now() && standing(world, schedule);
}

/** Whether a schedule has not ended; it may not have begun. It goes with whom it is for, and with the group. */
export function standing(world: World, { end, principalId, groupId }: Schedule): boolean {
  return (
    (end === undefined || world.clock.now() < end) &&
    world.directory.get(principalId) !== undefined &&
    world.directory.group(groupId) !== undefined
  );
}

/** Whether PIM manages a group: somebody was assigned something in it, or changed its role settings. */
export function isManaged(world: World, groupId: string): boolean {
  const { schedules, settings } = pim(world);
  return (
    schedules.some((schedule) => schedule.groupId === groupId) ||
    [...settings.values()].some((of) => of.groupId === groupId && of.changed)
  );
}

export function newScheduleId(groupId: string, accessId: AccessId, uuid: string = randomUUID()): string {
  return `${groupId}_${accessId}_${uuid}`;
}

/** The members or owners of a group: those written down, and those whom PIM lets in now. */
export function membersOf(world: World, group: Group, accessId: AccessId): ReadonlySet<string> {
  const active = pim(world).schedules.filter(
    (s) => s.kind === "assignment" && s.groupId === group.id && s.accessId === accessId && running(world, s),
  );
  return new Set([
    ...(accessId === "member" ? group.members : group.owners),
    ...active.map((s) => s.principalId.toLowerCase()),
  ]);
}

/** Whether somebody is this principal, or in this group, or in a group in it. */
export function isOrHolds(world: World, principalId: string, userId: string, seen = new Set<string>()): boolean {
  if (principalId.toLowerCase() === userId.toLowerCase()) return true;
  const group = world.directory.group(principalId);
  if (group === undefined || seen.has(group.id)) return false;
  seen.add(group.id);
  return [...membersOf(world, group, "member")].some((id) => isOrHolds(world, id, userId, seen));
}

/** Whether somebody may activate now: themselves, or by a group that is eligible. */
export function isEligible(world: World, groupId: string, accessId: AccessId, userId: string): boolean {
  return pim(world).schedules.some(
    (s) =>
      s.kind === "eligibility" &&
      s.groupId === groupId &&
      s.accessId === accessId &&
      running(world, s) &&
      isOrHolds(world, s.principalId, userId),
  );
}

/** What somebody has activated in a group and holds now. */
export function activations(world: World, groupId: string, principalId: string, accessId: AccessId): Schedule[] {
  return pim(world).schedules.filter(
    (s) =>
      s.kind === "assignment" &&
      s.assignmentType === "activated" &&
      s.groupId === groupId &&
      s.accessId === accessId &&
      s.principalId === principalId &&
      running(world, s),
  );
}

/** Takes somebody out whom PIM let in, as the members API does; tells whether there was anybody. */
export function endAssignments(world: World, groupId: string, principalId: string, accessId: AccessId): boolean {
  const active = pim(world).schedules.filter(
    (s) =>
      s.kind === "assignment" &&
      s.groupId === groupId &&
      s.accessId === accessId &&
      s.principalId.toLowerCase() === principalId.toLowerCase() &&
      running(world, s),
  );
  for (const schedule of active) schedule.end = world.clock.now();
  return active.length > 0;
}

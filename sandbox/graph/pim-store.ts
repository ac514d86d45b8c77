import { randomUUID } from "node:crypto";
import { type Group } from "../stand-in/directory";
import { type World } from "../stand-in/world";
import { type Settings } from "./pim-rules";

export type Kind = "eligibility" | "assignment";
export type AccessId = "member" | "owner";

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
  readonly targetScheduleId: string;
  readonly made: Date;
  /** As Graph writes it. */
  readonly written: Readonly<Record<string, unknown>>;
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
  const now = world.clock.now();
  return schedule.start <= now && (schedule.end === undefined || now < schedule.end);
}

/** Whether a schedule has not ended; it may not have begun. */
export function standing(world: World, schedule: Schedule): boolean {
  return schedule.end === undefined || world.clock.now() < schedule.end;
}

export function newScheduleId(groupId: string, accessId: AccessId): string {
  return `${groupId}_${accessId}_${randomUUID()}`;
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

/** Takes somebody out whom PIM let in, as the members API does; tells whether there was anybody. */
export function endAssignments(world: World, groupId: string, principalId: string, accessId: AccessId): boolean {
  const active = pim(world).schedules.filter(
    (s) =>
      s.kind === "assignment" &&
      s.groupId === groupId &&
      s.accessId === accessId &&
      s.principalId.toLowerCase() === principalId &&
      running(world, s),
  );
  for (const schedule of active) schedule.end = world.clock.now();
  return active.length > 0;
}

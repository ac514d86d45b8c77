import { type Json } from "../run/local-backend";
import { badRequest } from "../stand-in/service-error";
import { type World } from "../stand-in/world";
import { minutes } from "./durations";

/** From when to when; without an end it does not end. */
export interface Period {
  readonly start: Date;
  readonly end: Date | undefined;
}

export const SHORTEST_MINUTES = 5;
const TYPES = ["noExpiration", "afterDateTime", "afterDuration"] as const;
type Type = (typeof TYPES)[number];

/**
 * The period that `scheduleInfo` asks for. What would have begun in the past begins now, and a duration counts from
 * there; nothing lasts less than five minutes.
 */
export function period(world: World, scheduleInfo: Json | null | undefined): Period {
  const now = world.clock.now();
  const start = scheduleInfo?.startDateTime ? new Date(scheduleInfo.startDateTime as string) : now;
  if (Number.isNaN(start.getTime())) throw invalid(`'${String(scheduleInfo?.startDateTime)}' is no time`);
  const from = start < now ? now : start;
  const end = endOf(from, (scheduleInfo?.expiration ?? {}) as Json);
  if (end !== undefined && end.getTime() - from.getTime() < SHORTEST_MINUTES * 60_000) {
    throw invalid("it ends within five minutes");
  }
  return { start: from, end };
}

/** The type of an expiration as Graph writes it; callers may write it in any letter case. */
export function typeOf(expiration: Json): Type | undefined {
  const asked = String(expiration.type ?? "").toLowerCase();
  return TYPES.find((type) => type.toLowerCase() === asked);
}

function endOf(start: Date, expiration: Json): Date | undefined {
  const { duration, endDateTime } = expiration;
  switch (typeOf(expiration)) {
    case "noExpiration":
      return undefined;
    case "afterDuration": {
      const length = minutes(duration);
      if (length === undefined) throw invalid(`'${String(duration)}' is no duration`);
      return new Date(start.getTime() + length * 60_000);
    }
    case "afterDateTime": {
      const end = new Date(String(endDateTime));
      if (Number.isNaN(end.getTime())) throw invalid(`'${String(endDateTime)}' is no time`);
      return end;
    }
    default:
      throw invalid("no expiration");
  }
}

function invalid(why: string) {
  return badRequest("InvalidRoleAssignmentRequest", `The role assignment request is invalid: ${why}.`);
}

import { Duration } from "../core/duration";
import { Problems } from "../core/validation-error";
import { type AssignmentEntry, type Fact, isUnknown } from "./model";

const MINUTE = 60_000;

/** The end of a day, or the time itself, in milliseconds. */
export function endOf(date: string): number {
  return Date.parse(date.length === 10 ? `${date}T23:59:59Z` : date);
}

/**
 * When an assignment ends, in milliseconds; nothing where it does not, and where nobody here knows: a length counts from
 * its start, or else from an unknown apply.
 */
export function endOfAssignment({ expiration, start }: AssignmentEntry): number | undefined {
  if (isUnknown(expiration) || expiration === "permanent") return undefined;
  if (!expiration.startsWith("P")) return endOf(expiration);
  const begins = beginOf(start);
  const minutes = Problems.none()
    .attempt("", () => Duration.parse(expiration))
    ?.toMinutes();
  return begins === undefined || minutes === undefined ? undefined : begins + minutes * MINUTE;
}

/**
 * Why an assignment gives nothing at a time: `ended 2026-11-20`, `begins 2026-12-20`. Nothing while it runs, and where
 * nobody here knows when that is.
 *
 * @param now milliseconds
 */
export function idleAt(assignment: AssignmentEntry, now: number): string | undefined {
  const [begins, ends] = [beginOf(assignment.start), endOfAssignment(assignment)];
  if (ends !== undefined && ends < now) return `ended ${timeText(ends)}`;
  return begins !== undefined && begins > now ? `begins ${timeText(begins)}` : undefined;
}

function beginOf(start: Fact<string | null>): number | undefined {
  return typeof start === "string" ? Date.parse(start) : undefined;
}

/** A day, if it is the end or the beginning of one, else the time in UTC. */
function timeText(at: number): string {
  return new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replace(/T(23:59:59|00:00:00)Z$/, "");
}

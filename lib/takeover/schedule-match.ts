import type { AssignmentEntry } from "../access/model";
import type { FoundSchedule } from "./directory";
import { known } from "./known";

/**
 * Which of the schedules of one principal in one group an entry of the files means.
 *
 * One alone is meant, whatever its times are: what differs, the plan shows. Of several, those that end and begin as
 * the entry says.
 */
export function meant(entry: AssignmentEntry, schedules: readonly FoundSchedule[]): readonly FoundSchedule[] {
  if (schedules.length < 2) return schedules;
  const exact = schedules.filter((s) => endsAlike(entry, s));
  if (exact.length < 2) return exact.length === 1 ? exact : schedules;
  const start = known(entry.start);
  const begun = typeof start === "string" ? exact.filter((s) => sameTime(s.start, start)) : exact;
  return begun.length === 1 ? begun : exact;
}

function endsAlike({ expiration }: AssignmentEntry, { start, end }: FoundSchedule): boolean {
  const wanted = known(expiration);
  if (wanted === undefined) return false;
  if (wanted === "permanent" || end === null) return (wanted === "permanent") === (end === null);
  if (!wanted.startsWith("P")) return sameTime(end, wanted);
  const length = minutesOf(wanted);
  return (
    start !== null && length !== undefined && Math.abs(Date.parse(end) - Date.parse(start) - length * 60_000) < 1000
  );
}

function sameTime(a: string | null, b: string): boolean {
  return a !== null && Math.floor(Date.parse(a) / 1000) === Math.floor(Date.parse(b) / 1000);
}

/** Whole minutes of `P21D` or `PT8H30M`. */
function minutesOf(duration: string): number | undefined {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration);
  if (parts === null) return undefined;
  const [, days = "0", hours = "0", minutes = "0"] = parts as unknown as (string | undefined)[];
  return Number(days) * 1440 + Number(hours) * 60 + Number(minutes);
}

import { Duration } from "../core/duration";
import { UNKNOWN, after, before } from "./change";
import type { Change } from "./plan";

/** When something holds, in milliseconds since 1970; `Infinity` for good. */
export interface Period {
  /** `-Infinity`: since it is there, or from the apply on. */
  readonly from: number;
  /** Undefined if a plan does not say. */
  readonly until: number | undefined;
}

export const ALWAYS: Period = { from: -Infinity, until: Infinity };

const HOUR = 3_600_000;

type Side = "before" | "after";

/** When an assignment of azuread holds: `start_date`, `expiration_date` or `duration`, `permanent_assignment`. */
export function periodOfSchedule(change: Change, side: Side, now: Date): Period {
  const value = valueOf(change, side);
  const from = timeOf(value("start_date"));
  if (value("permanent_assignment") === true) return { from: from ?? -Infinity, until: Infinity };
  const [expiration, duration] = [value("expiration_date"), value("duration")];
  const until = timeOf(expiration) ?? later(from, now, minutesOf(duration));
  const open = expiration === UNKNOWN || duration === UNKNOWN || value("permanent_assignment") === UNKNOWN;
  return { from: from ?? -Infinity, until: until ?? (open ? undefined : Infinity) };
}

/** When an assignment of azurerm holds: its block `schedule`. */
export function periodOfRole(change: Change, side: Side, now: Date): Period {
  const value = valueOf(change, side);
  const from = timeOf(value("schedule", 0, "start_date_time"));
  const [end, days, hours] = ["end_date_time", "duration_days", "duration_hours"].map((attribute) =>
    value("schedule", 0, "expiration", 0, attribute),
  );
  const length = Number(days || 0) * 24 * 60 + Number(hours || 0) * 60;
  const until = timeOf(end) ?? later(from, now, length > 0 ? length : undefined);
  return { from: from ?? -Infinity, until: until ?? (end === UNKNOWN ? undefined : Infinity) };
}

function valueOf(change: Change, side: Side) {
  return (...path: readonly (string | number)[]) =>
    side === "before" ? before(change, ...path) : after(change, ...path);
}

function timeOf(value: unknown): number | undefined {
  const time = typeof value === "string" && value !== "" ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** A length counts from the start, and without one from the apply. */
function later(from: number | undefined, now: Date, minutes: number | undefined): number | undefined {
  return minutes === undefined ? undefined : (from ?? now.getTime()) + (minutes * HOUR) / 60;
}

function minutesOf(text: unknown): number | undefined {
  if (typeof text !== "string" || text === "") return undefined;
  try {
    return Duration.parse(text).toMinutes();
  } catch {
    return undefined;
  }
}

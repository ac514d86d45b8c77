import { toRfc3339 } from "../core/expiration";
import { quote } from "../core/text";
import { CannotRun } from "./cannot-run";
import type { Io } from "./io";

/** The text of `--now` in the help. */
export const NOW_HELP = "judge dates as of this day or time, 2027-06-30 or 2027-06-30T12:00:00Z (default: the clock)";

/** The time that a command judges dates by: `--now` if it was given, else the clock. */
export function nowOf(io: Io, given: string | undefined): Date {
  if (given === undefined) return io.now();
  try {
    return new Date(toRfc3339(given, "T00:00:00Z"));
  } catch {
    throw new CannotRun(
      `--now ${quote(given)} is not a date; allowed: a day such as 2027-06-30, or a time such as 2027-06-30T12:00:00Z`,
    );
  }
}

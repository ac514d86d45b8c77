import type { Duration } from "./duration";
import { ErrorCode } from "./error-codes";
import { isKnownText } from "./known";
import { quote } from "./text";
import { ValidationError } from "./validation-error";

/** The three kinds of end that Microsoft Graph knows (`expirationPattern`). */
export enum ExpirationType {
  /** A length of time after the start. */
  AFTER_DURATION = "afterDuration",
  /** A point in time. */
  AFTER_DATE_TIME = "afterDateTime",
  /** No end. */
  NO_EXPIRATION = "noExpiration",
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/**
 * When an assignment ends: after a length of time, at a date, or never.
 *
 * There is no way to give two of them, or none. Prefer a date to a length of time: a length counts from whenever
 * Terraform first applied it, so nobody can read the end in the code.
 *
 * @see https://learn.microsoft.com/graph/api/resources/expirationpattern
 */
export class Expiration {
  /** A length of time after the assignment starts. */
  public static after(duration: Duration): Expiration {
    return new Expiration(ExpirationType.AFTER_DURATION, duration, undefined);
  }

  /**
   * A date, which means the end of that day in UTC, or a time in RFC 3339.
   *
   * @throws ValidationError DATE_FORMAT for anything else
   */
  public static at(date: string): Expiration {
    return new Expiration(ExpirationType.AFTER_DATE_TIME, undefined, toRfc3339(date, "T23:59:59Z"));
  }

  /** No end. The role settings must allow it. */
  public static never(): Expiration {
    return new Expiration(ExpirationType.NO_EXPIRATION, undefined, undefined);
  }

  private constructor(
    /** Which of the three. */
    public readonly type: ExpirationType,
    /** The length of time, if it is one. */
    public readonly duration: Duration | undefined,
    /** The end in RFC 3339, if it is a date. */
    public readonly dateTime: string | undefined,
  ) {}

  /** `180d`, `2027-06-30T23:59:59Z` or `permanent`. */
  public toString(): string {
    return this.duration?.toString() ?? this.dateTime ?? "permanent";
  }
}

/**
 * A date or a time as RFC 3339; a date alone gets the given time of day.
 *
 * @throws ValidationError DATE_FORMAT if it is neither, or no day of the calendar
 */
export function toRfc3339(text: string, timeOfDay: string): string {
  if (!isKnownText(text)) return text;
  const match = DATE.exec(text) ?? DATE_TIME.exec(text);
  if (!match || !isCalendarDay(match.slice(1, 4).map(Number))) {
    const message = `${quote(text)} is not a date; allowed: a day such as 2027-06-30, or a time such as 2027-06-30T12:00:00Z`;
    throw new ValidationError("", [{ code: ErrorCode.DATE_FORMAT, property: "", message }]);
  }
  return DATE.test(text) ? `${text}${timeOfDay}` : text;
}

function isCalendarDay([year, month, day]: number[]): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

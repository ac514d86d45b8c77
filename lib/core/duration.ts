import { ErrorCode } from "./error-codes";
import { isKnownNumber, isKnownText } from "./known";
import { quote } from "./text";
import { ValidationError } from "./validation-error";

const MINUTES_PER = { d: 24 * 60, h: 60, m: 1 } as const;
const SHORT = /^(?=.)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?$/;
const ISO = /^P(?=.)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?)?$/;

/**
 * A length of time in whole minutes, as Entra counts them: days, hours, minutes, no months or years.
 *
 * Its text form has days as the largest unit, which yields exactly the members of the lists that the azuread
 * provider accepts: 24 hours are `P1D`, 90 minutes are `PT1H30M`.
 */
export class Duration {
  /** So many days of 24 hours. */
  public static days(amount: number): Duration {
    return Duration.of(amount, "d");
  }

  /** So many hours. */
  public static hours(amount: number): Duration {
    return Duration.of(amount, "h");
  }

  /** So many minutes. */
  public static minutes(amount: number): Duration {
    return Duration.of(amount, "m");
  }

  /**
   * Reads `180d`, `4h`, `30m`, `1h30m`, or the ISO form `PT4H`; a token is carried along unread.
   *
   * @throws ValidationError DURATION_FORMAT for anything else; months and years are refused because their length
   * depends on the calendar, and PIM for Groups refuses them
   */
  public static parse(text: string): Duration {
    if (!isKnownText(text)) return new Duration(undefined, text);
    const match = SHORT.exec(text) ?? ISO.exec(text);
    if (!match) throw notADuration(quote(text));
    const [days, hours, minutes] = match.slice(1, 4).map((n) => Number(n ?? 0));
    const total = days * MINUTES_PER.d + hours * MINUTES_PER.h + minutes;
    if (!Number.isSafeInteger(total) || total === 0) throw notADuration(quote(text));
    return new Duration(total, iso(total));
  }

  private static of(amount: number, unit: keyof typeof MINUTES_PER): Duration {
    const minutes = amount * MINUTES_PER[unit];
    if (!isKnownNumber(amount) || !Number.isSafeInteger(minutes) || minutes <= 0) {
      throw notADuration(isKnownNumber(amount) ? quote(`${amount}${unit}`) : "a number that only Terraform knows");
    }
    return new Duration(minutes, iso(minutes));
  }

  private constructor(
    private readonly minutes: number | undefined,
    private readonly text: string,
  ) {}

  /** Whether the length is known now; a token is not. */
  public get isKnown(): boolean {
    return this.minutes !== undefined;
  }

  /** The whole length in minutes; not a number while only Terraform knows it. */
  public toMinutes(): number {
    return this.minutes ?? NaN;
  }

  /** The ISO 8601 form, days as the largest unit: `P180D`, `PT8H`, `P1DT12H`. */
  public toIsoString(): string {
    return this.text;
  }

  /** Whether this is longer than another; false while one of them is not known. */
  public isLongerThan(other: Duration): boolean {
    return this.toMinutes() > other.toMinutes();
  }

  /** The short form that the config files use: `180d`, `8h`, `1d12h`. */
  public toString(): string {
    return this.minutes === undefined ? this.text : this.text.replace(/^P/, "").replace("T", "").toLowerCase();
  }
}

function iso(total: number): string {
  const days = Math.floor(total / MINUTES_PER.d);
  const hours = Math.floor((total % MINUTES_PER.d) / MINUTES_PER.h);
  const minutes = total % MINUTES_PER.h;
  const date = days ? `${days}D` : "";
  const time = `${hours ? `${hours}H` : ""}${minutes ? `${minutes}M` : ""}`;
  return `P${date}${time ? `T${time}` : ""}`;
}

function notADuration(what: string): ValidationError {
  const message = `${what} is not a length of time; allowed: whole days, hours and minutes such as 180d, 8h, 30m, 1h30m or PT8H, more than none, no weeks, months or years`;
  return new ValidationError("", [{ code: ErrorCode.DURATION_FORMAT, property: "", message }]);
}

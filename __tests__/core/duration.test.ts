import { Token } from "cdktf";
import fc from "fast-check";
import { Duration, ErrorCode } from "../../lib";
import { errorOf } from "../support/synth";

fc.configureGlobal({ seed: 1 });

/** What a user reads for a text that is no length of time. */
function refusal(what: string): string {
  return `${what} is not a length of time; allowed: whole days, hours and minutes such as 180d, 8h, 30m, 1h30m or PT8H, more than none, no weeks, months or years (DURATION_FORMAT)`;
}

/** PT30M, PT1H, PT1H30M … PT23H30M, P1D: what the provider lets `maximum_duration` be, written out without Duration. */
const ACTIVATIONS = ["PT30M", ...Array.from({ length: 23 }, (_, i) => [`PT${i + 1}H`, `PT${i + 1}H30M`]).flat(), "P1D"];

test("half hours up to a day have exactly the forms of the provider's list for activations", () => {
  expect(Array.from({ length: 48 }, (_, i) => Duration.minutes(30 * (i + 1)).toIsoString())).toEqual(ACTIVATIONS);
});

test("however a length within a day is written, its form is in the provider's list just if it is whole half hours", () => {
  const length = fc.record({ hours: fc.integer({ min: 0, max: 24 }), minutes: fc.integer({ min: 0, max: 1440 }) });
  fc.assert(
    fc.property(
      length.filter(({ hours, minutes }) => hours * 60 + minutes > 0 && hours * 60 + minutes <= 1440),
      ({ hours, minutes }) => {
        const total = hours * 60 + minutes;
        const forms = [Duration.parse(`${hours}h${minutes}m`), Duration.parse(`PT${hours}H${minutes}M`)];
        for (const form of forms) {
          expect(form.toMinutes()).toBe(total);
          expect(ACTIVATIONS.includes(form.toIsoString())).toBe(total % 30 === 0);
        }
      },
    ),
  );
});

test("the ceilings of assignments have exactly the forms of the provider's list, in days or in hours", () => {
  const ceilings = ["P15D", "P30D", "P90D", "P180D", "P365D"];
  expect([15, 30, 90, 180, 365].map((n) => Duration.days(n).toIsoString())).toEqual(ceilings);
  expect([15, 30, 90, 180, 365].map((n) => Duration.hours(24 * n).toIsoString())).toEqual(ceilings);
});

test("a length is read back from both of its forms", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), (minutes) => {
      const length = Duration.minutes(minutes);
      for (const text of [length.toString(), length.toIsoString()]) {
        const again = Duration.parse(text);
        expect([again.toMinutes(), again.toString(), again.toIsoString()]).toEqual([
          minutes,
          length.toString(),
          length.toIsoString(),
        ]);
      }
    }),
  );
});

test.each([
  ["180d", "P180D", "180d"],
  ["24h", "P1D", "1d"],
  ["90m", "PT1H30M", "1h30m"],
  ["1h30m", "PT1H30M", "1h30m"],
  ["1d12h", "P1DT12H", "1d12h"],
  ["1d5m", "P1DT5M", "1d5m"],
  ["PT8H", "PT8H", "8h"],
  ["PT1440M", "P1D", "1d"],
  ["P1DT12H", "P1DT12H", "1d12h"],
  ["0d8h", "PT8H", "8h"],
])("%s is %s in ISO 8601 and %s in short", (text, iso, short) => {
  const length = Duration.parse(text);
  expect([length.toIsoString(), length.toString(), length.isKnown]).toEqual([iso, short, true]);
});

test("lengths compare by time, not by text", () => {
  expect(Duration.hours(24).isLongerThan(Duration.days(1))).toBe(false);
  expect(Duration.minutes(61).isLongerThan(Duration.hours(1))).toBe(true);
  expect(Duration.hours(1).isLongerThan(Duration.minutes(61))).toBe(false);
});

test("half an hour may be written in hours", () => {
  expect(Duration.hours(0.5).toIsoString()).toBe("PT30M");
});

test("a token is carried along unread, and is longer than nothing", () => {
  const text = Token.asString({ resolve: () => "PT8H" });
  const length = Duration.parse(text);
  expect([length.isKnown, length.toIsoString(), length.toString()]).toEqual([false, text, text]);
  expect(length.toMinutes()).toBeNaN();
  expect(length.isLongerThan(Duration.minutes(1))).toBe(false);
  expect(Duration.minutes(1).isLongerThan(length)).toBe(false);
});

test.each([
  ["a month", "P1M"],
  ["a year", "P1Y"],
  ["a week", "P1W"],
  ["a month among days", "P1M1D"],
  ["a short week", "2w"],
  ["nothing", ""],
  ["nothing in short", "0h"],
  ["nothing in ISO", "PT0M"],
  ["no number", "h"],
  ["no unit", "8"],
  ["P alone", "P"],
  ["T without a time", "P1DT"],
  ["PT alone", "PT"],
  ["hours without T", "P8H"],
  ["a fraction", "1.5h"],
  ["a minus", "-8h"],
  ["a blank", "8 h"],
  ["a trailing line", "8h\n"],
  ["capital letters", "8H"],
  ["small ISO letters", "pt8h"],
  ["seconds", "PT30S"],
  ["minutes before hours", "30m1h"],
  ["words", "eight hours"],
  ["a number too great to count", "99999999999999999d"],
])("fails for %s, %j", (_, text) => {
  const error = errorOf(() => Duration.parse(text));
  expect([error.message, error.code]).toEqual([refusal(`"${text}"`), ErrorCode.DURATION_FORMAT]);
});

test.each([
  ["0 days", () => Duration.days(0), `"0d"`],
  ["-1 hours", () => Duration.hours(-1), `"-1h"`],
  ["half a minute", () => Duration.minutes(0.5), `"0.5m"`],
  ["not a number", () => Duration.hours(NaN), `"NaNh"`],
  ["no end of days", () => Duration.days(Infinity), `"Infinityd"`],
  ["a number token", () => Duration.hours(Token.asNumber({ resolve: () => 8 })), "a number that only Terraform knows"],
])("fails for %s", (_, run, what) => {
  const error = errorOf(run);
  expect([error.message, error.code]).toEqual([refusal(what), ErrorCode.DURATION_FORMAT]);
});

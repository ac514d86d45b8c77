import { Token } from "cdktf";
import fc from "fast-check";
import { Duration, ErrorCode, Expiration, ExpirationType } from "../../lib";
import { toRfc3339 } from "../../lib/core/expiration";
import { errorOf } from "../support/synth";

fc.configureGlobal({ seed: 1 });

const DAY = 24 * 60 * 60 * 1000;

test("an end after a length of time has the length and no date", () => {
  const end = Expiration.after(Duration.days(180));
  expect([end.type, end.duration?.toIsoString(), end.dateTime]).toEqual([
    ExpirationType.AFTER_DURATION,
    "P180D",
    undefined,
  ]);
  expect(end.toString()).toBe("180d");
});

test("an end at a day is the last second of that day in UTC", () => {
  const end = Expiration.at("2027-06-30");
  expect([end.type, end.duration, end.dateTime]).toEqual([
    ExpirationType.AFTER_DATE_TIME,
    undefined,
    "2027-06-30T23:59:59Z",
  ]);
  expect(end.toString()).toBe("2027-06-30T23:59:59Z");
});

test("no end has neither", () => {
  const end = Expiration.never();
  expect([end.type, end.duration, end.dateTime]).toEqual([ExpirationType.NO_EXPIRATION, undefined, undefined]);
  expect(end.toString()).toBe("permanent");
});

test("the types are Graph's words", () => {
  expect(Object.values(ExpirationType)).toEqual(["afterDuration", "afterDateTime", "noExpiration"]);
});

test("a start at a day is whatever time of day is asked for", () => {
  expect(toRfc3339("2027-06-30", "T00:00:00Z")).toBe("2027-06-30T00:00:00Z");
});

test("every day of the calendar is a day", () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2000, 0, 1) / DAY, max: Date.UTC(2199, 11, 31) / DAY }), (n) => {
      const day = new Date(n * DAY).toISOString().slice(0, 10);
      expect(Expiration.at(day).dateTime).toBe(`${day}T23:59:59Z`);
    }),
  );
});

test.each([
  "2027-06-30T12:00:00Z",
  "2027-06-30T00:00:00.5Z",
  "2027-06-30T23:59:59.123456+02:00",
  "2028-02-29T12:00:00-14:00",
  "2027-06-30T12:00:00+05:45",
])("a time in RFC 3339 stays as it is: %s", (time) => {
  expect(Expiration.at(time).dateTime).toBe(time);
});

test("a token is carried along unread", () => {
  const token = Token.asString({ resolve: () => "2027-06-30T12:00:00Z" });
  expect([Expiration.at(token).dateTime, Expiration.at(token).type]).toEqual([token, ExpirationType.AFTER_DATE_TIME]);
});

test.each([
  ["a day that the month does not have", "2027-06-31"],
  ["a leap day in another year", "2027-02-29"],
  ["a leap day in a century", "2100-02-29"],
  ["a month that no year has", "2027-13-01"],
  ["month and day 0", "2027-00-00"],
  ["a year below 100, which JavaScript takes for another", "0050-01-01"],
  ["another order", "30-06-2027"],
  ["points", "30.06.2027"],
  ["a short day", "2027-6-30"],
  ["a time without an offset", "2027-06-30T12:00:00"],
  ["a time without seconds", "2027-06-30T12:00Z"],
  ["hour 24", "2027-06-30T24:00:00Z"],
  ["minute 60", "2027-06-30T12:60:00Z"],
  ["second 60", "2027-06-30T12:00:60Z"],
  ["an offset beyond 14 hours", "2027-06-30T12:00:00+15:00"],
  ["an offset without its colon", "2027-06-30T12:00:00+0200"],
  ["small letters", "2027-06-30t12:00:00z"],
  ["a blank in place of T", "2027-06-30 12:00:00Z"],
  ["a time on no day", "2027-02-30T12:00:00Z"],
  ["a trailing line", "2027-06-30\n"],
  ["a length of time", "180d"],
  ["nothing", ""],
])("fails for %s, %j", (_, text) => {
  const error = errorOf(() => Expiration.at(text));
  expect([error.message, error.code, error.path]).toEqual([
    `"${text}" is not a date; allowed: a day such as 2027-06-30, or a time such as 2027-06-30T12:00:00Z (DATE_FORMAT)`,
    ErrorCode.DATE_FORMAT,
    "",
  ]);
});

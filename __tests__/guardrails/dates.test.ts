import { datedFindings, datedUnknowns } from "../../lib/guardrails";
import { assignment, jitGroup, model, settings, user } from "../support/models";
import { guarded } from "./look";

const NOW = "2026-11-25T12:00:00Z";

/** What is dated about an assignment of alice. */
function about(more: Parameters<typeof assignment>[3], kind: "eligible" | "active" = "eligible", now = NOW): string[] {
  const parts = {
    principals: [user("alice")],
    groups: [jitGroup("admins")],
    roleSettings: [settings("admins")],
    assignments: [assignment(kind, "admins", "alice", more)],
  };
  return datedFindings([model(parts)], now).map((f) => `${f.severity} ${f.rule}: ${f.message}`);
}

const WHO = "the eligible assignment of alice@contoso.com in admins";

describe("an assignment", () => {
  test.each([
    [
      "has ended",
      "2026-11-20T12:00:00Z",
      `error DATE-01: ${WHO} ended 5 days ago, and Terraform shows no change when it does`,
    ],
    [
      "has ended just now",
      "2026-11-25T11:00:00Z",
      `error DATE-01: ${WHO} ended less than a day ago, and Terraform shows no change when it does`,
    ],
    [
      "ends today",
      "2026-11-25T23:59:59Z",
      `warning DATE-01: ${WHO} ends in less than a day, and Terraform shows no change when it does`,
    ],
    [
      "ends tomorrow",
      "2026-11-26T13:00:00Z",
      `warning DATE-01: ${WHO} ends in 1 day, and Terraform shows no change when it does`,
    ],
    [
      "ends in 30 days",
      "2026-12-25T12:00:00Z",
      `warning DATE-01: ${WHO} ends in 30 days, and Terraform shows no change when it does`,
    ],
    [
      "is further away than the settings allow",
      "2028-01-01T00:00:00Z",
      `error DATE-01: ${WHO} ends in 401 days, more than the P365D that the role settings allow: PIM refuses it today`,
    ],
  ])("that %s is told", (_, expiration, line) => {
    expect(about({ expiration })).toEqual([line]);
  });

  test.each([
    ["ends later than in 30 days", { expiration: "2026-12-25T12:00:01Z" }],
    ["has no end", { expiration: "permanent" }],
    ["is counted from whenever it is applied", { expiration: "P5D" }],
    ["has an end that is not known", { expiration: { unknown: "changed by hand" } }],
    ["starts later, so that it may end later", { start: "2027-12-01T00:00:00Z", expiration: "2028-01-01T00:00:00Z" }],
  ])("that %s is not", (_, more) => {
    expect(about(more)).toEqual([]);
  });

  test("of some length ends so long after its start, where one is written", () => {
    const more = { start: "2026-12-01T08:00:00Z", expiration: "PT8H" };
    expect(about(more, "active")[0]).toMatch(/^warning DATE-01: the active assignment .* ends in 6 days/);
    expect(about(more, "active", "2026-12-01T16:00:01Z")[0]).toMatch(/^error DATE-01: .* ended less than a day ago/);
  });

  test("says what to do in the reader's terms, and where", () => {
    const assign = (source?: string) =>
      assignment("eligible", "admins", "alice", { expiration: "2026-11-20T12:00:00Z", source });
    const fix = (source?: string) =>
      datedFindings([model({ assignments: [assign(source)] })], NOW).map((f) => [f.source, f.fix]);
    expect(fix("config/a.yaml:3:1")).toEqual([["config/a.yaml:3:1", "another until, or take the line away"]]);
    expect(fix()).toEqual([[undefined, "another Expiration.at, or take the assignment away"]]);
  });
});

describe("an assignment that is said to have ended", () => {
  const said = (more: Parameters<typeof assignment>[3]) =>
    model({
      principals: [user("alice")],
      groups: [jitGroup("admins")],
      endedAssignments: [assignment("eligible", "admins", "alice", more)],
    });
  const told = (more: Parameters<typeof assignment>[3]) =>
    datedFindings([said(more)], NOW).map((f) => `${f.severity} ${f.rule}: ${f.message}`);
  const unseen = (days: string) =>
    `error DATE-03: ${WHO} is said to have ended and ends in ${days}: Terraform forgets it and revokes nothing, so the access goes on unseen`;

  test("and has not is told, as long as it runs", () => {
    expect(told({ expiration: "2027-03-31T23:59:59Z" })).toEqual([unseen("126 days")]);
    expect(told({ expiration: "2026-11-25T12:00:01Z" })).toEqual([unseen("less than a day")]);
    expect(told({ start: "2026-11-20T12:00:00Z", expiration: "P6D" })).toEqual([unseen("1 day")]);
  });

  test("and has is not", () => {
    expect(told({ expiration: "2026-11-25T11:59:59Z" })).toEqual([]);
    expect(told({ start: "2026-11-20T12:00:00Z", expiration: "P4D" })).toEqual([]);
  });

  test("of a length from whenever it was applied is not checkable here, and of no other", () => {
    expect(told({ expiration: "P90D" })).toEqual([]);
    expect(datedUnknowns([said({ expiration: "P90D", source: "config/s.yaml:4:1" }), said({ start: NOW })])).toEqual([
      {
        rule: "DATE-03",
        subject: "admins/eligible/alice",
        source: "config/s.yaml:4:1",
        reason: "whether it has ended: its length counts from when it was applied",
      },
    ]);
  });

  test("says what to do in the reader's terms", () => {
    const fix = (source?: string) =>
      datedFindings([said({ expiration: "2027-03-31T23:59:59Z", source })], NOW).map((f) => f.fix);
    expect(fix("config/s.yaml:4:1")[0]).toMatch(/^take the whole line away, which revokes it/);
    expect(fix()[0]).toMatch(/^take the assignment away, which revokes it/);
  });
});

describe("an acknowledgement", () => {
  const told = (until: string | null, now = NOW) =>
    datedFindings([guarded({}, [{ rule: "CL-01", on: null, reason: "It goes in March", until }])], now).map(
      (f) => `${f.severity} ${f.rule} ${f.subject} ${f.source}: ${f.message}`,
    );

  test("that has ended is told, the day itself still counting", () => {
    expect(told("2026-11-24")).toEqual([
      "error DATE-02 s/.guardrails config/s.yaml:9:1: the acknowledgement of CL-01 (It goes in March) ended less than a day ago",
    ]);
    expect(told("2026-11-25")[0]).toMatch(/^warning .* ends in less than a day$/);
  });

  test("that ends soon is told, and one that does not, or never ends, is not", () => {
    expect(told("2026-12-20")[0]).toMatch(/^warning DATE-02 .* ends in 25 days$/);
    expect([told("2027-03-31"), told(null)]).toEqual([[], []]);
  });
});

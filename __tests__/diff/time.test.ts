import type { AccessModel, AssignmentEntry } from "../../lib/access";
import { type AccessDiff, accessDiff } from "../../lib/diff";
import { TENANT_KNOWS, assignment, cluster, grant, jitGroup, model, user } from "../support/models";
import { shortChanges, shortDoubts } from "../support/diffs";

/** Somebody who is administrator of a cluster by an active assignment. */
function given(when: Partial<AssignmentEntry>, kind: AssignmentEntry["kind"] = "active"): AccessModel {
  return model({
    principals: [user("alice")],
    groups: [jitGroup("admins")],
    assignments: [assignment(kind, "admins", "alice", when)],
    clusters: [cluster("prod")],
    grants: [grant("prod", "clusterAdmin", "admins")],
  });
}

const between = (was: Partial<AssignmentEntry>, is: Partial<AssignmentEntry>): AccessDiff =>
  accessDiff([given(was)], [given(is)]);

const [DECEMBER, JUNE] = ["2026-12-20T08:00:00Z", "2027-06-20T08:00:00Z"];

describe("an assignment that begins at a time", () => {
  test("half a year later ends later, though its length is the same: longer access, and the earlier time is lost", () => {
    const diff = between({ start: DECEMBER }, { start: JUNE });
    expect(shortChanges(diff.gains)).toEqual(["longer-access alice RBAC Cluster Admin prod"]);
    expect(diff.gains[0].ends).toEqual({ other: "2026-12-20T16:00:00Z", here: "2027-06-20T16:00:00Z" });
    expect(diff.losses.map((l) => l.begins)).toEqual([{ other: JUNE, here: DECEMBER }]);
    expect([diff.weaker, diff.unknown]).toEqual([[], []]);
  });

  test("earlier, with the same end, is access for longer, and later a loss alone", () => {
    const until = { expiration: "2027-06-30T23:59:59Z" };
    const diff = between({ ...until, start: JUNE }, { ...until, start: DECEMBER });
    expect(diff.gains.map((g) => [g.kind, g.begins, g.ends])).toEqual([
      ["longer-access", { other: JUNE, here: DECEMBER }, undefined],
    ]);
    expect(diff.losses).toEqual([]);
    const back = between({ ...until, start: DECEMBER }, { ...until, start: JUNE });
    expect([back.gains.length, back.losses.length]).toEqual([0, 1]);
  });

  test("and so long is compared with an assignment that ends on a day", () => {
    const day = { expiration: "2026-12-31T23:59:59Z" };
    expect(between(day, { start: DECEMBER, expiration: "P30D" }).gains.map((g) => g.ends)).toEqual([
      { other: "2026-12-31T23:59:59Z", here: "2027-01-19T08:00:00Z" },
    ]);
    expect(between(day, { start: DECEMBER, expiration: "P5D" }).gains).toEqual([]);
  });

  test("at apply instead: whether that is earlier nobody can tell here", () => {
    const until = { expiration: "2027-06-30T23:59:59Z" };
    const diff = between({ ...until, start: JUNE }, until);
    expect([diff.gains, diff.losses]).toEqual([[], []]);
    expect(shortDoubts(diff.unknown)).toEqual([
      "alice may begin earlier: a day and a length of time from apply cannot be compared",
    ]);
  });

  test("that only Terraform knows is compared by its length", () => {
    expect(between({ start: TENANT_KNOWS, expiration: "PT4H" }, { start: TENANT_KNOWS }).gains[0].ends).toEqual({
      other: "PT4H",
      here: "PT8H",
    });
  });
});

describe("an assignment that is given anew", () => {
  test("for the same length from apply is access once more", () => {
    const diff = between({}, { renewal: 1 });
    expect(shortChanges(diff.gains)).toEqual(["longer-access alice RBAC Cluster Admin prod"]);
    expect(diff.gains[0].renewal).toEqual({ other: 0, here: 1 });
    expect(diff.losses).toEqual([]);
    expect(between({ renewal: 1 }, { renewal: 2, expiration: "PT4H" }).gains[0].renewal).toEqual({ other: 1, here: 2 });
    expect(between({ renewal: 1 }, { renewal: 1 }).gains).toEqual([]);
  });

  test("is so of an eligible one too", () => {
    const diff = accessDiff([given({}, "eligible")], [given({ renewal: 1 }, "eligible")]);
    expect(diff.gains.map((g) => g.kind)).toEqual(["longer-access"]);
  });

  test("is so whatever its end: what PIM makes of a time that has passed, or was taken away, is a new assignment", () => {
    expect(between({ start: DECEMBER }, { start: DECEMBER, renewal: 1 }).gains.map((g) => g.kind)).toEqual([
      "longer-access",
    ]);
    const day = (month: number) => ({ expiration: `2027-0${month}-28T23:59:59Z` });
    expect(between(day(1), { ...day(3), renewal: 1 }).gains.map((g) => [g.ends?.here, g.renewal?.here])).toEqual([
      ["2027-03-28T23:59:59Z", 1],
    ]);
  });
});

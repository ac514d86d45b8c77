import { can, estateOf, pathsOf, who } from "../../lib/access";
import { idleAt } from "../../lib/access/term";
import { assignment, cluster, group, jitGroup, model, user } from "../support/models";

const DAY = "2026-11-25T09:00:00Z";
const at = (more: Partial<ReturnType<typeof assignment>>, day = DAY) =>
  idleAt(assignment("active", "admins", "alice", more), Date.parse(day));

test.each([
  ["an end that is over", { expiration: "2026-11-20T23:59:59Z" }, "ended 2026-11-20"],
  ["an end at a time of that day", { expiration: "2026-11-25T08:30:00Z" }, "ended 2026-11-25T08:30:00Z"],
  ["an end to come", { expiration: "2026-11-25T23:59:59Z" }, undefined],
  ["a start to come", { start: "2026-12-20T00:00:00Z", expiration: "PT8H" }, "begins 2026-12-20"],
  ["a length from a start, over", { start: "2026-11-20T00:00:00Z", expiration: "PT8H" }, "ended 2026-11-20T08:00:00Z"],
  ["a length from a start, running", { start: "2026-11-25T08:00:00Z", expiration: "PT8H" }, undefined],
  ["a length from apply", { expiration: "PT8H" }, undefined],
  ["a length that depends on the calendar", { start: "2020-01-01T00:00:00Z", expiration: "P1M" }, undefined],
  ["no end", { expiration: "permanent" }, undefined],
  ["an end that is not known", { expiration: { unknown: "changed by hand" } }, undefined],
])("%s", (_, more, why) => {
  expect(at(more)).toBe(why);
});

describe("on a day", () => {
  const models = model({
    principals: ["hank", "ivy", "judy", "kim"].map((n) => user(n)),
    groups: [jitGroup("admins"), group("ops", ["judy"])],
    assignments: [
      assignment("active", "admins", "hank", { expiration: "2026-11-20T23:59:59Z" }),
      assignment("active", "admins", "ivy", { start: "2026-12-20T00:00:00Z" }),
      assignment("eligible", "admins", "ops", { expiration: "2026-11-20T23:59:59Z" }),
      assignment("eligible", "admins", "kim"),
    ],
    clusters: [cluster("c", { adminGroups: ["admins"] })],
  });
  const deed = { verb: "delete", resource: "pods", cluster: "c", when: "activated" } as const;
  const ask = (principal: string, now?: string) => can(estateOf([models], now), { principal, ...deed });

  test("what has ended, and what has not begun, is no way, and the reason says so", () => {
    expect(ask("hank", DAY)).toEqual({
      answer: "no",
      paths: [],
      why: [
        "not on that day, ended 2026-11-20: hank@contoso.com is an active member of admins (until 2026-11-20T23:59:59Z), which has cluster admin on c",
        "hank@contoso.com has nothing on c",
      ],
    });
    expect(ask("ivy", DAY).why[0]).toMatch(/^not on that day, begins 2026-12-20: ivy@contoso.com is an active member/);
    expect(ask("judy", DAY).why[0]).toMatch(/^not on that day, ended 2026-11-20: judy@contoso.com is a member of ops/);
    expect(who(estateOf([models], DAY), deed).rows.map((r) => r.principal)).toEqual(["kim"]);
  });

  test("on a day on which it runs it is a way", () => {
    expect(ask("hank", "2026-11-20T12:00:00Z").answer).toBe("yes");
    expect(ask("ivy", "2026-12-20T01:00:00Z").answer).toBe("yes");
    expect(ask("ivy", "2026-12-20T09:00:00Z").answer).toBe("no");
  });

  test("without a day everything that is written counts", () => {
    expect(["hank", "ivy", "judy", "kim"].map((p) => ask(p).answer)).toEqual(["yes", "yes", "yes", "yes"]);
    expect(pathsOf(estateOf([models]))).toHaveLength(4);
    expect(estateOf([models], "2026-11-01T00:00:00Z").idle).toEqual(
      new Map([["admins/active/ivy", "begins 2026-12-20"]]),
    );
  });
});

import { assignment, jitGroup, model, settings, user } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("PIM-09, assignments keep to the role settings", () => {
  test("finds an assignment without an end, ones beyond the ceiling, and a ceiling that PIM does not offer", () => {
    const models = model({
      principals: [user("alice")],
      groups: [jitGroup("a"), jitGroup("b"), jitGroup("c"), jitGroup("d")],
      assignments: [
        assignment("eligible", "a", "alice", { expiration: "permanent", source: "config/a.yaml:3:1" }),
        assignment("active", "b", "alice", { expiration: "P16D" }),
        assignment("eligible", "c", "alice", { start: "2027-01-01T00:00:00Z", expiration: "2028-01-02T00:00:00Z" }),
      ],
      roleSettings: [
        settings("a"),
        settings("b"),
        settings("c"),
        { ...settings("d"), eligible: { expireAfter: "P100D", permanentAllowed: false } },
      ],
    });
    expect(found("PIM-09", models)).toEqual([
      "error a/eligible/alice: the eligible assignment of alice@contoso.com in a has no end, and the role settings ask for one within P365D",
      "error b/active/alice: the active assignment of alice@contoso.com in b lasts longer than the P15D that the role settings allow",
      "error c/eligible/alice: the eligible assignment of alice@contoso.com in c lasts longer than the P365D that the role settings allow",
      "error d/member-settings: the member settings of d end eligible assignments after P100D, which PIM does not offer",
    ]);
    expect(fixes("PIM-09", models)).toEqual([
      "for: or until: within the ceiling",
      "an expiration within the ceiling",
      "15, 30, 90, 180 or 365 days",
    ]);
  });

  test("finds nothing: assignments within the ceiling, without one, and those that depend on the day", () => {
    const models = model({
      principals: [user("alice")],
      groups: [jitGroup("a"), jitGroup("b"), jitGroup("c"), jitGroup("d"), jitGroup("e")],
      assignments: [
        assignment("eligible", "a", "alice", { expiration: "P365D" }),
        assignment("eligible", "b", "alice", { expiration: "permanent" }),
        assignment("eligible", "c", "alice", { expiration: "2099-01-01T00:00:00Z" }),
        assignment("eligible", "d", "alice", { expiration: "permanent" }),
        assignment("eligible", "e", "alice", { start: "2027-01-01T00:00:00Z", expiration: "2028-01-01T00:00:00Z" }),
      ],
      roleSettings: [
        settings("a"),
        { ...settings("b"), eligible: { expireAfter: "P365D", permanentAllowed: true } },
        settings("c"),
        settings("e"),
      ],
    });
    expect(found("PIM-09", models)).toEqual([]);
    expect(unchecked("PIM-09", models)).toEqual([]);
  });

  test("does not know: where the end or the ceiling is not known", () => {
    const models = model({
      principals: [user("alice")],
      groups: [jitGroup("a"), jitGroup("b")],
      assignments: [
        assignment("eligible", "a", "alice", { expiration: { unknown: "changed by hand" } }),
        assignment("eligible", "b", "alice"),
      ],
      roleSettings: [
        settings("a"),
        { ...settings("b"), eligible: { expireAfter: { unknown: "changed by hand" }, permanentAllowed: false } },
      ],
    });
    expect(found("PIM-09", models)).toEqual([]);
    expect(unchecked("PIM-09", models)).toEqual([
      "a/eligible/alice: when it ends: changed by hand",
      "b/eligible/alice: how long it may last: changed by hand",
    ]);
  });
});

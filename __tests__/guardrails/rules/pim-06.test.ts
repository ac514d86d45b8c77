import { account, assignment, existingGroup, group, jitGroup, model, settings, user } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("PIM-06, everybody who activates has two approvers who are somebody else", () => {
  test("finds a group that approves itself", () => {
    const models = model({
      groups: [jitGroup("admins")],
      roleSettings: [settings("admins", { approvers: ["admins"] })],
    });
    expect(found("PIM-06", models)).toEqual([
      "error admins/member-settings: admins approves its own activation, so whoever is in it lets in himself and others",
    ]);
    expect(fixes("PIM-06", models)).toEqual(["approvers: [group], a separate group of two people or more"]);
  });

  test("finds somebody who is the only approver of himself", () => {
    const models = model({
      principals: [user("alice"), user("bob")],
      groups: [group("approvers", ["alice"]), jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "alice"), assignment("eligible", "admins", "bob")],
      roleSettings: [settings("admins", { approvers: ["approvers"] })],
    });
    expect(found("PIM-06", models)).toEqual([
      "error admins/member-settings: nobody but alice@contoso.com can approve when that person activates admins",
      "warning admins/member-settings: only alice@contoso.com can approve when bob@contoso.com activates admins",
    ]);
    expect(fixes("PIM-06", models)).toEqual(["approvers: [group], a separate group of two people or more"]);
  });

  test("finds somebody with one other approver", () => {
    const models = model({
      principals: [user("alice"), user("bob"), user("dave")],
      groups: [group("approvers", ["bob", "dave"]), group("ops", ["alice", "bob"]), jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "ops")],
      roleSettings: [{ ...settings("admins", { approvers: ["approvers"] }), source: "config/a.yaml:3:1" }],
    });
    expect(found("PIM-06", models)).toEqual([
      "warning admins/member-settings: only dave@contoso.com can approve when bob@contoso.com activates admins",
    ]);
    expect(fixes("PIM-06", models)).toEqual(["approvers: [GROUP], a separate group of two people or more"]);
  });

  test("finds a group of approvers without members", () => {
    const models = model({
      principals: [user("alice")],
      groups: [group("approvers"), jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "alice")],
      roleSettings: [settings("admins", { approvers: ["approvers"] })],
    });
    expect(found("PIM-06", models)).toEqual([
      "error admins/member-settings: approvers has no member, so nobody can approve an activation of admins",
    ]);
    expect(fixes("PIM-06", models)).toEqual(["approvers: [group], a separate group of two people or more"]);
  });

  test("finds an approver of ownership alone with himself", () => {
    const models = model({
      principals: [user("alice")],
      groups: [jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "alice", { accessId: "owner" })],
      roleSettings: [
        settings("admins", { approvers: ["alice"] }),
        settings("admins", { approvers: ["alice"] }, "owner"),
      ],
    });
    expect(found("PIM-06", models)).toEqual([
      "error admins/owner-settings: nobody but alice@contoso.com can approve when that person activates admins",
    ]);
    expect(fixes("PIM-06", models)).toEqual(["approvers: [group], a separate group of two people or more"]);
  });

  test("finds two who can only approve for each other", () => {
    const models = model({
      principals: [user("alice"), user("bob")],
      groups: [jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "alice"), assignment("eligible", "admins", "bob")],
      roleSettings: [settings("admins", { approvers: ["alice", "bob"] })],
    });
    expect(found("PIM-06", models)).toEqual([
      "warning admins/member-settings: only alice@contoso.com can approve when bob@contoso.com activates admins",
      "warning admins/member-settings: only bob@contoso.com can approve when alice@contoso.com activates admins",
    ]);
    expect(fixes("PIM-06", models)).toEqual(["approvers: [group], a separate group of two people or more"]);
  });

  test("finds nothing: two others, no approval, and settings under which nobody asks", () => {
    const models = model({
      principals: [user("alice"), user("dave"), user("erin")],
      groups: [group("approvers", ["dave", "erin"]), jitGroup("admins"), jitGroup("b"), jitGroup("c")],
      assignments: [
        assignment("eligible", "admins", "alice"),
        assignment("eligible", "b", "alice"),
        assignment("active", "c", "alice"),
      ],
      roleSettings: [
        settings("admins", { approvers: ["approvers"] }),
        settings("b"),
        settings("c", { approvers: ["alice"] }),
      ],
    });
    expect(found("PIM-06", models)).toEqual([]);
    expect(unchecked("PIM-06", models)).toEqual([]);
  });

  test("does not know: who is in a group of approvers of which only the tenant knows", () => {
    const models = model({
      principals: [user("alice")],
      groups: [existingGroup("approvers"), jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "alice")],
      roleSettings: [settings("admins", { approvers: ["approvers"] })],
    });
    expect(found("PIM-06", models)).toEqual([]);
    expect(unchecked("PIM-06", models)).toEqual(["admins/member-settings: who is in approvers, which approves"]);
  });

  test("does not know: whether somebody known by object id is among approvers known by name, and who is in a group that asks", () => {
    const models = model({
      principals: [account("somebody", 7), user("dave"), user("erin")],
      groups: [group("approvers", ["dave", "erin"]), existingGroup("sre"), jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "somebody"), assignment("eligible", "admins", "sre")],
      roleSettings: [settings("admins", { approvers: ["approvers"] })],
    });
    expect(found("PIM-06", models)).toEqual([]);
    expect(unchecked("PIM-06", models)).toEqual([
      "admins/member-settings: whether somebody and sre are among the 2 approvers of admins",
    ]);
  });

  test("does not know: where who approves is not known", () => {
    const models = model({
      groups: [jitGroup("admins")],
      roleSettings: [settings("admins", { approvers: { unknown: "changed by hand" } })],
    });
    expect(found("PIM-06", models)).toEqual([]);
    expect(unchecked("PIM-06", models)).toEqual(["admins/member-settings: who approves: changed by hand"]);
  });
});

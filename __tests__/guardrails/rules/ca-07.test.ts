import {
  account,
  assignment,
  cluster,
  existingGroup,
  grant,
  group,
  jitGroup,
  model,
  policy,
  user,
} from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("CA-07, a policy excludes nobody with access", () => {
  test("finds somebody who is excluded and has rights", () => {
    const models = model({
      principals: [user("alice"), user("bob")],
      groups: [group("ops", ["alice", "bob"]), jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "alice")],
      policies: [policy("p", ["ops"], { exclude: ["alice"] })],
      clusters: [cluster("prod", { adminGroups: ["admins"] })],
    });
    expect(found("CA-07", models)).toEqual([
      "warning p: the policy p excludes alice@contoso.com, with rights on clusters, standing or to activate",
    ]);
    expect(fixes("CA-07", models)).toEqual(["take it out of exclude"]);
  });

  test("finds a group that is excluded with people in it who have rights, and that anybody can get into", () => {
    const models = model({
      principals: [user("alice"), user("bob"), user("carol")],
      groups: [group("trusted", ["alice", "bob", "carol"], { roleAssignable: false })],
      policies: [policy("p", ["All"], { exclude: ["trusted"] })],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "alice"), grant("prod", "contributor", "bob")],
    });
    expect(found("CA-07", models)).toEqual([
      "warning p: the policy p excludes trusted, in which alice@contoso.com and bob@contoso.com are, with rights on clusters, standing or to activate",
      "warning p: the policy p excludes trusted, which is not role-assignable, so every group administrator can take people out of the policy",
    ]);
    expect(fixes("CA-07", models)).toEqual(["take it out of exclude"]);
  });

  test("finds a group of which only the tenant knows the members, where it has rights itself", () => {
    const models = model({
      groups: [existingGroup("auditors")],
      policies: [policy("p", ["All"], { exclude: ["auditors"], source: "config/a.yaml:3:1" })],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "auditors")],
    });
    expect(found("CA-07", models)).toEqual([
      "warning p: the policy p excludes auditors, with rights on clusters, standing or to activate",
    ]);
    expect(fixes("CA-07", models)).toEqual(["take it out of exclude"]);
  });

  test("finds nothing: emergency accounts and their group, people without access, and policies that are off or about something else", () => {
    const models = model({
      principals: [user("bob"), { ...user("bg"), id: "bg" }],
      groups: [group("emergency", ["bg"], { roleAssignable: false })],
      emergencyAccess: [{ id: "e", accounts: ["bg"], clusterAdmin: "emergency" }],
      policies: [
        policy("p", ["All"], { exclude: ["bg", "emergency", "bob"] }),
        policy("q", ["All"], { state: "disabled", exclude: ["emergency"] }),
      ],
      clusters: [cluster("prod")],
      grants: [grant("prod", "clusterAdmin", "emergency")],
    });
    expect(found("CA-07", models)).toEqual([]);
    expect(unchecked("CA-07", models)).toEqual([]);
  });

  test("does not know: of a group or a role of which only the tenant knows who is in it", () => {
    const models = model({
      principals: [user("alice")],
      groups: [existingGroup("leavers")],
      policies: [policy("p", ["All"], { exclude: ["leavers", "role:x"] })],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "alice")],
    });
    expect(found("CA-07", models)).toEqual([]);
    expect(unchecked("CA-07", models)).toEqual([
      "p: whether somebody with access is in leavers, which it excludes",
      "p: whether somebody with access is in role:x, which it excludes",
    ]);
  });

  test("does not know: whether an object id and a sign-in name are one person", () => {
    const models = model({
      principals: [user("alice"), account("bg", 8)],
      emergencyAccess: [{ id: "e", accounts: ["bg"] }],
      policies: [policy("p", ["All"], { exclude: ["bg"] })],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "alice")],
    });
    expect(found("CA-07", models)).toEqual([]);
    expect(unchecked("CA-07", models)).toEqual([
      "p: whether alice@contoso.com, known by sign-in name or object id alone, is among those that it excludes",
    ]);
  });

  test("does not know: where the exclusion or the controls are not known", () => {
    const models = model({
      policies: [
        policy("p", ["All"], { exclude: { unknown: "changed by hand" } }),
        policy("q", ["All"], { controls: { unknown: "changed by hand" } }),
        policy("r", ["All"], { operator: { unknown: "changed by hand" } }),
      ],
    });
    expect(found("CA-07", models)).toEqual([]);
    expect(unchecked("CA-07", models)).toEqual([
      "p: whom it excludes: changed by hand",
      "q: what it asks for: changed by hand",
      "r: what it asks for: changed by hand",
    ]);
  });

  test("finds, in the strict profile, one of several controls", () => {
    const models = model({
      policies: [
        policy("p", ["All"], { controls: ["mfa", "compliantDevice"], operator: "OR" }),
        policy("q", ["All"], { operator: "OR" }),
        policy("r", ["All"], { operator: "OR", authenticationStrength: "x" }),
      ],
    });
    expect(found("CA-07", models, { profile: "strict" })).toEqual([
      "warning p: the policy p is content with one of compliantDevice and mfa",
      "warning r: the policy r is content with one of an authentication strength and compliantDevice",
    ]);
    expect(fixes("CA-07", models, { profile: "strict" })).toEqual(["GrantControls.all"]);
  });
});

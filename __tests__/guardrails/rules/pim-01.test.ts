import { account, assignment, cluster, existingGroup, grant, group, jitGroup, model, user } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("PIM-01, nobody has without activation what he may activate", () => {
  test("finds a person with the same right by name", () => {
    const models = model({
      principals: [user("alice")],
      groups: [jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "alice")],
      clusters: [cluster("prod", { adminGroups: ["admins"] })],
      grants: [grant("prod", "clusterAdmin", "alice")],
    });
    expect(found("PIM-01", models)).toEqual([
      "error prod/clusterAdmin/alice: alice@contoso.com may activate admins for cluster-admin on prod, and has the same without activating anything",
    ]);
    expect(fixes("PIM-01", models)).toEqual(["take this grant away, or lower it to grantReader"]);
  });

  test("finds people with a wider right by another group", () => {
    const models = model({
      principals: [user("alice"), user("bob"), user("carol")],
      groups: [group("ops", ["alice", "bob", "carol"]), group("old", ["bob", "carol"]), jitGroup("writers")],
      assignments: [assignment("eligible", "writers", "ops")],
      clusters: [cluster("prod")],
      grants: [grant("prod/payments", "writer", "writers"), grant("prod", "admin", "old")],
    });
    expect(found("PIM-01", models)).toEqual([
      "error prod/admin/old: bob@contoso.com and carol@contoso.com may activate writers for writer on prod/payments, and have admin on prod through old without activating anything",
    ]);
    expect(fixes("PIM-01", models)).toEqual(["take this grant away, or lower it to grantReader"]);
  });

  test("finds a person who is active in the group that he may activate", () => {
    const models = model({
      principals: [user("alice")],
      groups: [group("ops", ["alice"]), jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "ops"), assignment("active", "admins", "alice")],
      clusters: [cluster("prod")],
      grants: [grant("prod", "clusterAdmin", "admins")],
    });
    expect(found("PIM-01", models)).toEqual([
      "error admins/active/alice: alice@contoso.com may activate admins for cluster-admin on prod, and has the same by an active assignment in admins without activating anything",
    ]);
    expect(fixes("PIM-01", models)).toEqual(["take this assignActive away"]);
  });

  test("finds a group of which only the tenant knows the members", () => {
    const models = model({
      groups: [existingGroup("sre"), jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "sre")],
      clusters: [cluster("prod")],
      grants: [
        grant("prod", "clusterAdmin", "admins"),
        { ...grant("prod", "clusterAdmin", "sre"), source: "config/a.yaml:3:1" },
      ],
    });
    expect(found("PIM-01", models)).toEqual([
      "error prod/clusterAdmin/sre: sre may activate admins for cluster-admin on prod, and has the same without activating anything",
    ]);
    expect(fixes("PIM-01", models)).toEqual(["take this line away, or lower it to reader"]);
  });

  test("finds nothing: a narrower right, one elsewhere, and that of emergency accounts", () => {
    const models = model({
      principals: [user("alice"), account("bg", 8)],
      groups: [jitGroup("admins"), jitGroup("readers"), group("emergency", ["bg"])],
      assignments: [
        assignment("eligible", "admins", "alice"),
        assignment("eligible", "admins", "bg"),
        assignment("eligible", "readers", "alice"),
      ],
      emergencyAccess: [{ id: "e", accounts: ["bg"], clusterAdmin: "emergency" }],
      clusters: [cluster("prod"), cluster("test")],
      grants: [
        grant("prod", "clusterAdmin", "admins"),
        grant("prod", "user", "alice"),
        grant("prod", "admin", "alice"),
        grant("test", "clusterAdmin", "alice"),
        grant("prod", "clusterAdmin", "emergency"),
        grant("test/a", "reader", "readers"),
      ].filter((g) => g.id !== "test/a/reader/readers"),
    });
    expect(found("PIM-01", models)).toEqual([]);
    expect(unchecked("PIM-01", models)).toEqual([]);
  });

  test("finds nothing: a right in another namespace, and one role in place of another that is not built in", () => {
    const models = model({
      principals: [user("alice")],
      groups: [jitGroup("writers")],
      assignments: [assignment("eligible", "writers", "alice")],
      clusters: [cluster("prod")],
      grants: [
        grant("prod/payments", "writer", "writers"),
        grant("prod/checkout", "admin", "alice"),
        { ...grant("prod", "user", "alice"), id: "x", role: "77777777-7777-4777-8777-777777777777" },
      ],
    });
    expect(found("PIM-01", models)).toEqual([]);
    expect(unchecked("PIM-01", models)).toEqual([]);
  });

  test("does not know: whether somebody in a group is also in another, where only the tenant knows", () => {
    const models = model({
      groups: [existingGroup("sre"), existingGroup("old"), jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "sre")],
      clusters: [cluster("prod")],
      grants: [grant("prod", "clusterAdmin", "admins"), grant("prod", "clusterAdmin", "old")],
    });
    expect(found("PIM-01", models)).toEqual([]);
    expect(unchecked("PIM-01", models)).toEqual([
      "admins/eligible/sre: whether somebody who may activate admins is in old, or the same person",
    ]);
  });

  test("does not know: whether an object id and a sign-in name are one person", () => {
    const models = model({
      principals: [user("alice"), account("somebody", 7), user("bob")],
      groups: [jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "alice")],
      clusters: [cluster("prod")],
      grants: [
        grant("prod", "clusterAdmin", "admins"),
        grant("prod", "clusterAdmin", "somebody"),
        grant("prod", "clusterAdmin", "bob"),
      ],
    });
    expect(found("PIM-01", models)).toEqual([]);
    expect(unchecked("PIM-01", models)).toEqual([
      "admins/eligible/alice: whether somebody who may activate admins is in somebody, or the same person",
    ]);
  });
});

import { assignment, cluster, existingGroup, grant, group, jitGroup, model, user } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("NS-02, whoever has rights inside a cluster can download its kubeconfig", () => {
  test("finds a right in a namespace, and membership in an admin group, alone", () => {
    const models = model({
      principals: [user("alice"), user("bob")],
      groups: [group("readers", ["alice"]), group("admins", ["bob"])],
      clusters: [cluster("prod", { adminGroups: ["admins"] })],
      grants: [grant("prod/payments", "reader", "readers"), grant("prod", "reader", "readers")],
    });
    expect(found("NS-02", models)).toEqual([
      "error prod: bob@contoso.com has rights inside prod and no role that lets them download its kubeconfig",
      "error prod/payments/reader/readers: alice@contoso.com has rights inside prod and no role that lets them download its kubeconfig",
    ]);
    expect(fixes("NS-02", models)).toEqual(["grantClusterUser on the cluster"]);
  });

  test("finds those of several who have none, and a group with nobody in it", () => {
    const models = model({
      principals: [user("alice"), user("bob"), user("carol")],
      groups: [group("readers", ["alice", "bob", "carol"]), group("empty")],
      clusters: [cluster("prod")],
      grants: [
        { ...grant("prod/payments", "reader", "readers"), source: "config/a.yaml:3:1" },
        grant("prod", "user", "alice"),
        grant("prod/a", "writer", "empty"),
      ],
    });
    expect(found("NS-02", models)).toEqual([
      "error prod/a/writer/empty: empty has rights inside prod and no role that lets them download its kubeconfig",
      "error prod/payments/reader/readers: bob@contoso.com and carol@contoso.com have rights inside prod and no role that lets them download its kubeconfig",
    ]);
    expect(fixes("NS-02", models)).toEqual(["grantClusterUser on the cluster", "clusterUser: [...] on the cluster"]);
  });

  test("finds nothing: a role that brings the credential: of the group, of its people, of those who may activate it, or with the right", () => {
    const models = model({
      principals: [user("alice"), user("bob"), user("carol")],
      groups: [group("readers", ["alice"]), group("ops", ["bob"]), jitGroup("writers"), group("admins", ["carol"])],
      assignments: [assignment("eligible", "writers", "ops")],
      clusters: [cluster("prod")],
      grants: [
        grant("prod/payments", "reader", "readers"),
        grant("prod", "user", "readers"),
        grant("prod/payments", "writer", "writers"),
        grant("prod", "user", "ops"),
        grant("prod", "admin", "admins"),
        grant("prod", "user", "bob"),
      ],
    });
    expect(found("NS-02", models)).toEqual([]);
    expect(unchecked("NS-02", models)).toEqual([]);
  });

  test("does not know: where another stack grants Cluster User", () => {
    const models = model({
      principals: [user("alice")],
      clusters: [cluster("prod", { clusterUserRole: "external" })],
      grants: [grant("prod/payments", "reader", "alice")],
    });
    expect(found("NS-02", models)).toEqual([]);
    expect(unchecked("NS-02", models)).toEqual([
      "prod/payments/reader/alice: whether alice@contoso.com can download the kubeconfig of prod: another stack grants Cluster User",
    ]);
  });

  test("does not know: of a role that is not built in, and of admin groups of a cluster that others made", () => {
    const models = model({
      principals: [user("alice")],
      groups: [existingGroup("sre")],
      clusters: [cluster("prod"), cluster("old", { kind: "existing", name: "old", adminGroups: ["sre"] })],
      grants: [
        grant("prod/payments", "reader", "alice"),
        { ...grant("prod", "user", "alice"), role: "77777777-7777-4777-8777-777777777777" },
      ],
    });
    expect(found("NS-02", models)).toEqual([]);
    expect(unchecked("NS-02", models)).toEqual([
      "old: whether sre can download the kubeconfig of old: its admin groups are assumed, and who made them granted what",
      "prod/payments/reader/alice: whether alice@contoso.com can download the kubeconfig of prod: one of their roles is not built in",
    ]);
  });
});

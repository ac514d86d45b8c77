import {
  assignment,
  cluster,
  existingGroup,
  grant,
  group,
  jitGroup,
  model,
  settings,
  user,
} from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("NS-03, who is limited to a namespace has no right over the whole cluster", () => {
  test("finds a group with a stronger right over the cluster", () => {
    const models = model({
      groups: [group("ops")],
      clusters: [cluster("prod", { adminGroups: ["ops"] })],
      grants: [
        { ...grant("prod/payments", "reader", "ops"), source: "config/a.yaml:3:1" },
        grant("prod", "writer", "ops"),
      ],
    });
    expect(found("NS-03", models)).toEqual([
      "error prod/payments/reader/ops: ops is reader in prod/payments and cluster-admin of the whole cluster as well, so the limit to the namespace means nothing",
    ]);
    expect(fixes("NS-03", models)).toEqual(["take one of the two lines away, or use two groups"]);
  });

  test("finds a group with the same right over the cluster, less loud", () => {
    const models = model({
      groups: [group("ops")],
      clusters: [cluster("prod")],
      grants: [grant("prod/payments", "reader", "ops"), grant("prod", "reader", "ops")],
    });
    expect(found("NS-03", models)).toEqual([
      "warning prod/payments/reader/ops: ops is reader in prod/payments and reader of the whole cluster as well, so the limit to the namespace means nothing",
    ]);
    expect(fixes("NS-03", models)).toEqual(["take one of the two grants away, or use two groups"]);
  });

  test("finds an admin group that is assumed", () => {
    const models = model({
      groups: [existingGroup("ops")],
      clusters: [cluster("prod", { kind: "existing", adminGroups: ["ops"], assumed: ["adminGroups"] })],
      grants: [grant("prod/payments", "reader", "ops")],
    });
    expect(found("NS-03", models)).toEqual([
      "error prod/payments/reader/ops: ops is reader in prod/payments and cluster-admin of the whole cluster, as is assumed, as well, so the limit to the namespace means nothing",
    ]);
    expect(fixes("NS-03", models)).toEqual(["take one of the two grants away, or use two groups"]);
  });

  test("finds people who may activate a wider right that asks for no more", () => {
    const models = model({
      groups: [group("ops"), jitGroup("readers"), jitGroup("admins")],
      assignments: [assignment("eligible", "readers", "ops"), assignment("eligible", "admins", "ops")],
      roleSettings: [settings("readers"), settings("admins", { justification: false })],
      clusters: [cluster("prod", { adminGroups: ["admins"] })],
      grants: [grant("prod/payments", "reader", "readers")],
    });
    expect(found("NS-03", models)).toEqual([
      "info prod/payments/reader/readers: ops may activate readers for prod/payments, and admins for the whole cluster, which asks for nothing more: people will take the wider one",
    ]);
    expect(fixes("NS-03", models)).toEqual(["let admins ask for an approval or a ticket"]);
  });

  test("finds nothing: a weaker right over the cluster, one on another cluster, one of somebody else, and Cluster User", () => {
    const models = model({
      principals: [user("alice")],
      groups: [group("ops")],
      clusters: [cluster("prod"), cluster("test")],
      grants: [
        grant("prod/payments", "writer", "ops"),
        grant("prod", "reader", "ops"),
        grant("prod", "user", "ops"),
        grant("test", "clusterAdmin", "ops"),
        grant("prod", "clusterAdmin", "alice"),
        grant("prod/checkout", "clusterAdmin", "ops"),
        grant("prod/a", "user", "ops"),
      ],
    });
    expect(found("NS-03", models)).toEqual([]);
    expect(unchecked("NS-03", models)).toEqual([]);
  });

  test("finds nothing: wider rights to activate that ask for more, are weaker, or are for others", () => {
    const models = model({
      groups: [
        group("ops"),
        group("others"),
        jitGroup("writers"),
        jitGroup("admins"),
        jitGroup("readers"),
        jitGroup("other"),
      ],
      assignments: [
        assignment("eligible", "writers", "ops"),
        assignment("eligible", "admins", "ops"),
        assignment("eligible", "readers", "ops"),
        assignment("eligible", "other", "others"),
        { ...assignment("active", "other", "ops"), id: "x" },
      ],
      roleSettings: [settings("writers"), settings("admins", { ticket: true }), settings("readers"), settings("other")],
      clusters: [cluster("prod")],
      grants: [
        grant("prod/payments", "writer", "writers"),
        grant("prod", "clusterAdmin", "admins"),
        grant("prod", "reader", "readers"),
        grant("prod", "clusterAdmin", "other"),
      ],
    });
    expect(found("NS-03", models)).toEqual([]);
    expect(unchecked("NS-03", models)).toEqual([]);
  });

  test("does not know: of a role that is not built in, and of what an activation asks for", () => {
    const models = model({
      groups: [group("ops"), group("pool"), jitGroup("readers"), jitGroup("admins")],
      assignments: [assignment("eligible", "readers", "pool"), assignment("eligible", "admins", "pool")],
      roleSettings: [settings("readers"), settings("admins", { approvers: { unknown: "changed by hand" } })],
      clusters: [cluster("prod", { adminGroups: ["admins"] })],
      grants: [
        { ...grant("prod/payments", "reader", "ops"), role: "77777777-7777-4777-8777-777777777777" },
        grant("prod", "reader", "ops"),
        grant("prod/payments", "reader", "readers"),
      ],
    });
    expect(found("NS-03", models)).toEqual([]);
    expect(unchecked("NS-03", models)).toEqual([
      "prod/payments/reader/ops: whether the right of ops over prod is wider than its role in prod/payments: that is not built in",
      "prod/payments/reader/readers: whether activating admins asks for more than activating readers",
    ]);
  });
});

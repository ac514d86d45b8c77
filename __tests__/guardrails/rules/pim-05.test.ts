import { cluster, grant, group, jitGroup, model, settings, user } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("PIM-05, activating rights over a whole cluster needs an approval", () => {
  test("finds an admin group that anybody eligible activates alone", () => {
    const models = model({
      groups: [jitGroup("admins")],
      roleSettings: [settings("admins")],
      clusters: [cluster("prod", { adminGroups: ["admins"] })],
    });
    expect(found("PIM-05", models)).toEqual([
      "warning admins: whoever activates admins is cluster-admin of the whole cluster prod, and nobody has to approve",
    ]);
    expect(fixes("PIM-05", models)).toEqual(["activation.approvers: [group], of two people or more"]);
  });

  test("finds cluster administrators, admins and writers of a whole cluster, and those who can change it", () => {
    const models = model({
      groups: [jitGroup("a"), jitGroup("b"), jitGroup("c"), jitGroup("d")],
      roleSettings: ["a", "b", "c", "d"].map((g) => ({ ...settings(g), source: `config/a.yaml:${g}` })),
      clusters: [cluster("prod")],
      grants: [
        grant("prod", "clusterAdmin", "a"),
        grant("prod", "writer", "a"),
        grant("prod", "admin", "b"),
        grant("prod", "writer", "c"),
        grant("prod", "contributor", "d"),
      ],
    });
    expect(found("PIM-05", models)).toEqual([
      "warning a: whoever activates a is cluster-admin of the whole cluster prod, and nobody has to approve",
      "warning b: whoever activates b is admin of the whole cluster prod, and nobody has to approve",
      "warning c: whoever activates c is writer of the whole cluster prod, and nobody has to approve",
      "warning d: whoever activates d changes the whole cluster prod, and nobody has to approve",
    ]);
    expect(fixes("PIM-05", models)).toEqual(["activation: { approvers: [GROUP] }, of two people or more"]);
  });

  test("finds nothing: an approval, readers, rights in a namespace, and standing groups", () => {
    const models = model({
      principals: [user("dave")],
      groups: [jitGroup("a"), jitGroup("b"), jitGroup("c"), group("d")],
      roleSettings: [settings("a", { approvers: ["dave"] }), settings("b"), settings("c")],
      clusters: [cluster("prod")],
      grants: [
        grant("prod", "clusterAdmin", "a"),
        grant("prod", "reader", "b"),
        grant("prod/payments", "admin", "c"),
        grant("prod", "clusterAdmin", "d"),
      ],
    });
    expect(found("PIM-05", models)).toEqual([]);
    expect(unchecked("PIM-05", models)).toEqual([]);
  });

  test("does not know: where the settings, or who approves, is not known", () => {
    const models = model({
      groups: [jitGroup("a"), jitGroup("b")],
      roleSettings: [settings("a", { approvers: { unknown: "changed by hand" } })],
      clusters: [cluster("prod")],
      grants: [grant("prod", "clusterAdmin", "a"), grant("prod", "clusterAdmin", "b")],
    });
    expect(found("PIM-05", models)).toEqual([]);
    expect(unchecked("PIM-05", models)).toEqual([
      "a/member-settings: who approves an activation: changed by hand",
      "b: whether somebody approves an activation: its role settings are not in the model",
    ]);
  });
});

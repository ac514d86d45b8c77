import { assignment, cluster, existingGroup, grant, group, jitGroup, model, user } from "../../support/models";
import { TENANT_KNOWS, fixes, found, unchecked } from "../look";

describe("BG-02, the emergency access leads into the cluster", () => {
  test("finds a cluster that everybody has to activate", () => {
    const models = model({
      principals: [user("alice"), user("bg1")],
      groups: [jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "alice")],
      emergencyAccess: [{ id: "e", accounts: ["bg1"] }],
      clusters: [cluster("prod", { adminGroups: ["admins"] })],
    });
    expect(found("BG-02", models)).toEqual([
      "warning prod: local accounts of prod are off, everybody else has to activate, and the emergency accounts (bg1@contoso.com) have no way in",
    ]);
    expect(fixes("BG-02", models)).toEqual(["clusterAdmin of the EmergencyAccess, a group of its accounts"]);
  });

  test("finds one without any emergency access, where others are active until an end only", () => {
    const models = model({
      principals: [user("alice")],
      groups: [jitGroup("admins")],
      assignments: [assignment("active", "admins", "alice")],
      clusters: [cluster("prod", { adminGroups: ["admins"], source: "config/a.yaml:3:1" })],
      grants: [grant("prod", "admin", "alice"), grant("prod/a", "clusterAdmin", "alice")],
    });
    expect(found("BG-02", models)).toEqual([
      "warning prod: local accounts of prod are off, everybody else has to activate, and there is no emergency access",
    ]);
    expect(fixes("BG-02", models)).toEqual([
      "emergencyAccess: { clusterAdmin: GROUP }, a group of the emergency accounts",
    ]);
  });

  test("finds nothing: a standing administrator, somebody who can change the cluster, and local accounts", () => {
    const models = model({
      principals: [user("bg1")],
      groups: [group("emergency", ["bg1"])],
      clusters: [
        cluster("a"),
        cluster("b"),
        cluster("c", { localAccountsDisabled: false }),
        cluster("d", { localAccountsDisabled: TENANT_KNOWS }),
      ],
      grants: [
        grant("a", "clusterAdmin", "emergency"),
        grant("b", "contributor", "bg1"),
        grant("d", "clusterAdmin", "emergency"),
      ],
    });
    expect(found("BG-02", models)).toEqual([]);
    expect(unchecked("BG-02", models)).toEqual([]);
  });

  test("does not know: of local accounts, of who is in a group, and of admin groups", () => {
    const models = model({
      groups: [existingGroup("sre")],
      clusters: [
        cluster("a", { localAccountsDisabled: TENANT_KNOWS }),
        cluster("b", { adminGroups: ["sre"] }),
        cluster("c", { adminGroups: TENANT_KNOWS }),
      ],
    });
    expect(found("BG-02", models)).toEqual([]);
    expect(unchecked("BG-02", models)).toEqual([
      "a: whether anybody gets in without PIM: only the tenant knows",
      "b: whether somebody is in sre, which is its administrator without PIM",
      "c: which groups are administrators inside it: only the tenant knows",
    ]);
  });
});

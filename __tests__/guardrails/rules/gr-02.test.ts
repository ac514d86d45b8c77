import { cluster, existingGroup, group, jitGroup, model, policy, user } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("GR-02, a group that decides who gets in is role-assignable", () => {
  test("finds a just-in-time group, and a group that decides whom a policy covers", () => {
    const models = model({
      groups: [
        jitGroup("writers", { roleAssignable: false }),
        group("covered", [], { roleAssignable: false, source: "config/a.yaml:3:1" }),
      ],
      policies: [policy("p", ["writers", "covered", "alice"])],
    });
    expect(found("GR-02", models)).toEqual([
      "warning covered: covered is not role-assignable, so every group administrator can add anybody to it, and it decides whom the policy p covers",
      "warning writers: writers is not role-assignable, so every group administrator can add anybody to it, and it gives access just in time",
    ]);
    expect(fixes("GR-02", models)).toEqual([
      "roleAssignable: true, which makes another group: give the clusters time to know it",
    ]);
  });

  test("finds nothing: role-assignable groups, and ones that decide nothing", () => {
    const models = model({
      principals: [user("alice")],
      groups: [jitGroup("admins"), group("a", [], { roleAssignable: false })],
    });
    expect(found("GR-02", models)).toEqual([]);
    expect(unchecked("GR-02", models)).toEqual([]);
  });

  test("does not know: of a group that exists", () => {
    const models = model({ groups: [existingGroup("sre")], clusters: [cluster("prod", { adminGroups: ["sre"] })] });
    expect(found("GR-02", models)).toEqual([]);
    expect(unchecked("GR-02", models)).toEqual(["sre: whether it is role-assignable: only the tenant knows"]);
  });
});

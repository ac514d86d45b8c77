import { assignment, group, jitGroup, model, settings, user } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("PIM-11, ownership of a just-in-time group is bound like membership", () => {
  test("finds settings of members alone", () => {
    const models = model({
      groups: [jitGroup("a"), jitGroup("b", { source: "config/a.yaml:3:1" })],
      roleSettings: [settings("a"), settings("b")],
    });
    expect(found("PIM-11", models)).toEqual([
      "warning a: the role settings of members of a are written and those of owners are not, so owners have whatever the tenant has",
      "warning b: the role settings of members of b are written and those of owners are not, so owners have whatever the tenant has",
    ]);
    expect(fixes("PIM-11", models)).toEqual(["ownerSettings", "owner: { activation: … } in the role settings"]);
  });

  test("finds eligible and active owners", () => {
    const models = model({
      principals: [user("bob")],
      groups: [jitGroup("a")],
      roleSettings: [settings("a"), settings("a", {}, "owner")],
      assignments: [
        assignment("eligible", "a", "bob", { accessId: "owner", source: "config/a.yaml:3:1" }),
        assignment("active", "a", "bob", { accessId: "owner" }),
      ],
    });
    expect(found("PIM-11", models)).toEqual([
      "warning a/active/bob: bob@contoso.com is an owner, through PIM, of a, and an owner adds members without activation or approval",
      "warning a/eligible/bob: bob@contoso.com may become an owner of a, and an owner adds members without activation or approval",
    ]);
    expect(fixes("PIM-11", models)).toEqual([
      "AssignmentAccess.MEMBER, or acknowledge it",
      "leave as: owner out, or acknowledge it",
    ]);
  });

  test("finds nothing: settings of both and assignments of members; standing groups", () => {
    const models = model({
      principals: [user("bob")],
      groups: [jitGroup("a"), group("b")],
      roleSettings: [settings("a"), settings("a", {}, "owner")],
      assignments: [assignment("eligible", "a", "bob")],
    });
    expect(found("PIM-11", models)).toEqual([]);
    expect(unchecked("PIM-11", models)).toEqual([]);
  });

  test("does not know: where no settings are in the model", () => {
    const models = model({ groups: [jitGroup("a")] });
    expect(found("PIM-11", models)).toEqual([]);
    expect(unchecked("PIM-11", models)).toEqual(["a: which role settings it has: none are in the model"]);
  });
});

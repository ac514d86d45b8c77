import { assignment, existingGroup, group, jitGroup, model, user } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("GR-03, a group under PIM has assigned members, and no weaker group leads into it", () => {
  test("finds a group whose members come from a rule, or from on-premises", () => {
    const models = model({
      principals: [user("alice")],
      groups: [existingGroup("a", { membership: "dynamic" }), existingGroup("b", { membership: "synced" })],
      assignments: [assignment("eligible", "a", "alice"), assignment("eligible", "b", "alice")],
    });
    expect(found("GR-03", models)).toEqual([
      "error a: the members of a come from a rule, and PIM takes no such group",
      "error b: the members of b come from the on-premises directory, and PIM takes no such group",
    ]);
    expect(fixes("GR-03", models)).toEqual(["use a cloud group with assigned members"]);
  });

  test("finds a group in a role-assignable group", () => {
    const models = model({
      principals: [user("alice")],
      groups: [group("outer", ["inner", "alice"]), group("inner", ["alice"], { roleAssignable: false })],
    });
    expect(found("GR-03", models)).toEqual([
      "error outer: inner is a member of outer, and a role-assignable group holds no groups",
    ]);
    expect(fixes("GR-03", models)).toEqual(["people in members"]);
  });

  test("finds a group that is active in a role-assignable group", () => {
    const models = model({
      groups: [jitGroup("outer"), group("inner")],
      assignments: [assignment("active", "outer", "inner", { source: "config/a.yaml:3:1" })],
    });
    expect(found("GR-03", models)).toEqual([
      "error outer/active/inner: inner is active in outer, and a role-assignable group holds no groups but as eligible members",
    ]);
    expect(fixes("GR-03", models)).toEqual(["move it to eligible"]);
  });

  test("finds a weaker group that may activate a stronger one", () => {
    const models = model({
      groups: [jitGroup("outer"), group("inner", [], { roleAssignable: false })],
      assignments: [assignment("eligible", "outer", "inner")],
    });
    expect(found("GR-03", models)).toEqual([
      "warning outer/eligible/inner: inner may activate outer, which is role-assignable as inner is not, so every group administrator decides who may activate it",
    ]);
    expect(fixes("GR-03", models)).toEqual(["roleAssignable: true on the inner group"]);
  });

  test("finds nothing: groups that are as strong, or lead into one that is not, and assignments of people and of ownership", () => {
    const models = model({
      principals: [user("alice")],
      groups: [
        jitGroup("a"),
        group("b"),
        jitGroup("c", { roleAssignable: false }),
        group("d", ["b"], { roleAssignable: false }),
        existingGroup("x", { membership: "assigned" }),
        jitGroup("e", { roleAssignable: false }),
      ],
      assignments: [
        assignment("eligible", "a", "b"),
        assignment("eligible", "c", "d"),
        assignment("active", "c", "d"),
        assignment("eligible", "a", "alice"),
        assignment("eligible", "x", "alice"),
        assignment("eligible", "a", "d", { accessId: "owner" }),
      ],
    });
    expect(found("GR-03", models)).toEqual([]);
    expect(unchecked("GR-03", models)).toEqual([]);
  });

  test("does not know: of groups that exist", () => {
    const models = model({
      groups: [jitGroup("a"), existingGroup("b"), existingGroup("c"), group("d", [], { roleAssignable: false })],
      assignments: [
        assignment("eligible", "a", "b"),
        assignment("eligible", "c", "d"),
        { ...assignment("active", "c", "d"), id: "active" },
      ],
    });
    expect(found("GR-03", models)).toEqual([]);
    expect(unchecked("GR-03", models)).toEqual([
      "a/eligible/b: whether b is role-assignable: only the tenant knows",
      "active: whether c is role-assignable: only the tenant knows",
      "c: whether its members are assigned: the model does not say",
      "c/eligible/d: whether c is role-assignable: only the tenant knows",
    ]);
  });
});

import { assignment, existingGroup, group, jitGroup, model, settings, user } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("PIM-08, Terraform does not write the members of a group under PIM", () => {
  test("finds written members of a group with assignments, of one with settings, and of a just-in-time group", () => {
    const models = model({
      principals: [user("alice")],
      groups: [
        group("a", ["alice"]),
        group("b", ["alice"]),
        group("c", [], { kind: "jit", source: "config/a.yaml:3:1" }),
        group("d", ["alice"]),
      ],
      assignments: [assignment("eligible", "a", "alice")],
      roleSettings: [settings("b"), settings("d", {}, "owner")],
    });
    expect(found("PIM-08", models)).toEqual([
      "error a: the members of a are written down and come through PIM as well, so each apply removes whoever has activated",
      "error b: the members of b are written down and come through PIM as well, so each apply removes whoever has activated",
      "error c: the members of c are written down and come through PIM as well, so each apply removes whoever has activated",
      "error d: the members of d are written down and come through PIM as well, so each apply removes whoever has activated",
    ]);
    expect(fixes("PIM-08", models)).toEqual([
      "a JitGroup and assignEligible in place of members",
      "pim.eligible in place of members",
    ]);
  });

  test("finds nothing: a standing group, a just-in-time group without a list, and a group that exists", () => {
    const models = model({
      principals: [user("alice")],
      groups: [group("a", ["alice"]), jitGroup("b"), existingGroup("c")],
      assignments: [assignment("eligible", "b", "alice"), assignment("eligible", "c", "alice")],
    });
    expect(found("PIM-08", models)).toEqual([]);
    expect(unchecked("PIM-08", models)).toEqual([]);
  });

  test("does not know: where the members of a group with settings are not known", () => {
    const models = model({ groups: [group("a", { unknown: "changed by hand" })], roleSettings: [settings("a")] });
    expect(found("PIM-08", models)).toEqual([]);
    expect(unchecked("PIM-08", models)).toEqual(["a: whether Terraform writes its members: changed by hand"]);
  });
});

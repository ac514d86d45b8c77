import { jitGroup, model, settings } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("PIM-04, activation asks for MFA or an authentication context", () => {
  test("finds settings that ask for neither, of members and of owners", () => {
    const models = model({
      groups: [jitGroup("admins")],
      roleSettings: [
        settings("admins", { mfa: false }),
        { ...settings("admins", { mfa: false }, "owner"), source: "config/a.yaml:3:1" },
      ],
    });
    expect(found("PIM-04", models)).toEqual([
      "error admins/member-settings: becoming a member of admins asks for neither MFA nor an authentication context",
      "error admins/owner-settings: becoming an owner of admins asks for neither MFA nor an authentication context",
    ]);
    expect(fixes("PIM-04", models)).toEqual([
      "activation.require: [ActivationRequirement.MFA, …]",
      "activation: { require: [mfa, …] }",
    ]);
  });

  test("finds nothing: settings that ask for one of them", () => {
    const models = model({
      groups: [jitGroup("a"), jitGroup("b"), jitGroup("c")],
      roleSettings: [
        settings("a"),
        settings("b", { mfa: false, authenticationContext: "c1" }),
        settings("c", { mfa: { unknown: "x" }, authenticationContext: "c1" }),
      ],
    });
    expect(found("PIM-04", models)).toEqual([]);
    expect(unchecked("PIM-04", models)).toEqual([]);
  });

  test("does not know: where one of them is not known and the other is not asked for", () => {
    const models = model({
      groups: [jitGroup("a"), jitGroup("b")],
      roleSettings: [
        settings("a", { mfa: { unknown: "changed by hand" } }),
        settings("b", { mfa: false, authenticationContext: { unknown: "known to Terraform only" } }),
      ],
    });
    expect(found("PIM-04", models)).toEqual([]);
    expect(unchecked("PIM-04", models)).toEqual([
      "a/member-settings: whether activation asks for MFA: changed by hand",
      "b/member-settings: whether activation asks for MFA: known to Terraform only",
    ]);
  });
});

import { jitGroup, model, settings } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("PIM-10, activation asks for MFA or for an authentication context, not for both", () => {
  test("finds both", () => {
    const models = model({
      groups: [jitGroup("a")],
      roleSettings: [
        settings("a", { authenticationContext: "c1" }),
        { ...settings("a", { authenticationContext: "c2" }, "owner"), source: "config/a.yaml:3:1" },
      ],
    });
    expect(found("PIM-10", models)).toEqual([
      "error a/member-settings: the member settings of a ask for MFA and for the authentication context c1, and PIM keeps only one",
      "error a/owner-settings: the owner settings of a ask for MFA and for the authentication context c2, and PIM keeps only one",
    ]);
    expect(fixes("PIM-10", models)).toEqual([
      "one of the two in activation.require",
      "require: [{ authenticationContext: c2 }, justification]",
    ]);
  });

  test("finds nothing: one of them", () => {
    const models = model({
      groups: [jitGroup("a"), jitGroup("b"), jitGroup("c")],
      roleSettings: [
        settings("a"),
        settings("b", { mfa: false, authenticationContext: "c1" }),
        settings("c", { mfa: false, authenticationContext: { unknown: "x" } }),
      ],
    });
    expect(found("PIM-10", models)).toEqual([]);
    expect(unchecked("PIM-10", models)).toEqual([]);
  });

  test("does not know: where one is asked for and the other is not known", () => {
    const models = model({
      groups: [jitGroup("a"), jitGroup("b")],
      roleSettings: [
        settings("a", { authenticationContext: { unknown: "changed by hand" } }),
        settings("b", { mfa: { unknown: "changed by hand" }, authenticationContext: "c1" }),
      ],
    });
    expect(found("PIM-10", models)).toEqual([]);
    expect(unchecked("PIM-10", models)).toEqual([
      "a/member-settings: whether activation asks for both: changed by hand",
      "b/member-settings: whether activation asks for both: changed by hand",
    ]);
  });
});

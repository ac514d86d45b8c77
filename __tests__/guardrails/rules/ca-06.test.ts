import { jitGroup, model, policy, settings } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("CA-06, a policy enforces the authentication context that activation asks for", () => {
  test("finds a context that no policy here targets", () => {
    const models = model({
      groups: [jitGroup("admins")],
      roleSettings: [
        settings("admins", { mfa: false, authenticationContext: "c1" }),
        settings("admins", { authenticationContext: "c2" }, "owner"),
      ],
      policies: [policy("p", ["ops"], { authenticationContexts: ["c3"] })],
    });
    expect(found("CA-06", models)).toEqual([
      "warning admins/member-settings: becoming a member of admins asks for the authentication context c1, which no policy here targets, so what it asks for is not known",
      "warning admins/owner-settings: becoming an owner of admins asks for the authentication context c2, which no policy here targets, so what it asks for is not known",
    ]);
    expect(fixes("CA-06", models)).toEqual(["make the policy on the context, and acknowledge this with where it is"]);
  });

  test("finds nothing: a context that a policy targets, and activation without one", () => {
    const models = model({
      groups: [jitGroup("admins"), jitGroup("writers")],
      roleSettings: [settings("admins", { mfa: false, authenticationContext: "c1" }), settings("writers")],
      policies: [policy("p", ["ops"], { authenticationContexts: ["c1"] })],
    });
    expect(found("CA-06", models)).toEqual([]);
    expect(unchecked("CA-06", models)).toEqual([]);
  });

  test("does not know: where the context is not known", () => {
    const models = model({
      groups: [jitGroup("admins")],
      roleSettings: [settings("admins", { authenticationContext: { unknown: "changed by hand" } })],
    });
    expect(found("CA-06", models)).toEqual([]);
    expect(unchecked("CA-06", models)).toEqual([
      "admins/member-settings: which authentication context it asks for: changed by hand",
    ]);
  });
});

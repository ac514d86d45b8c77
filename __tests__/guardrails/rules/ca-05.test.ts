import { cluster, grant, model, policy, user } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("CA-05, policies are enforced", () => {
  test("finds a policy in report-only, and who passes no other", () => {
    const models = model({
      principals: [user("alice"), user("bob")],
      policies: [policy("p", ["alice", "bob"], { state: "enabledForReportingButNotEnforced" }), policy("q", ["bob"])],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "alice"), grant("prod", "reader", "bob")],
    });
    expect(found("CA-05", models)).toEqual([
      "warning p: the policy p is in report-only, and no other that is enforced is known to cover alice@contoso.com, with rights on clusters",
    ]);
    expect(fixes("CA-05", models)).toEqual(["PolicyState.ENABLED"]);
  });

  test("finds a disabled policy that nobody needs", () => {
    const models = model({
      policies: [
        policy("p", ["ops"], {
          state: "disabled",
          source: "config/a.yaml:3:1",
          applications: ["797f4846-ba00-4fd7-ba43-dac1f8f63013"],
        }),
      ],
    });
    expect(found("CA-05", models)).toEqual(["warning p: the policy p is disabled, so it asks nobody for anything"]);
    expect(fixes("CA-05", models)).toEqual(["state: enabled"]);
  });

  test("finds one for both of two policies that are one in the file", () => {
    const models = model({
      policies: [
        policy("p", ["ops"], { state: "disabled" }),
        policy("p/block-device-code", ["ops"], { state: "disabled", deviceCodeOnly: true }),
      ],
    });
    expect(found("CA-05", models)).toEqual(["warning p: the policy p is disabled, so it asks nobody for anything"]);
    expect(fixes("CA-05", models)).toEqual(["PolicyState.ENABLED"]);
  });

  test("finds nothing: enforced policies, and those about something else", () => {
    const models = model({
      policies: [
        policy("p", ["ops"]),
        policy("q", ["ops"], { state: "disabled", applications: ["11111111-2222-4333-8444-555555555555"] }),
      ],
    });
    expect(found("CA-05", models)).toEqual([]);
    expect(unchecked("CA-05", models)).toEqual([]);
  });

  test("does not know: where the state is not known", () => {
    const models = model({ policies: [policy("p", ["ops"], { state: { unknown: "changed by hand" } })] });
    expect(found("CA-05", models)).toEqual([]);
    expect(unchecked("CA-05", models)).toEqual(["p: whether it is enforced: changed by hand"]);
  });
});

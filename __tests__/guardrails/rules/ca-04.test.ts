import { account, application, cluster, existingGroup, grant, group, model, policy, user } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("CA-04, a policy on Azure management covers whoever can change a cluster", () => {
  test("finds somebody whom only a policy on AKS covers", () => {
    const models = model({
      principals: [user("alice")],
      policies: [policy("p", ["alice"])],
      clusters: [cluster("prod")],
      grants: [grant("prod", "contributor", "alice")],
    });
    expect(found("CA-04", models)).toEqual([
      "warning prod/contributor/alice: alice@contoso.com can change the cluster through Azure, and no enforced policy on Azure management covers that sign-in",
    ]);
    expect(fixes("CA-04", models)).toEqual([
      "a policy with applications: [azureManagement] and the controls of the one on AKS",
    ]);
  });

  test("finds people whom such a policy would cover if it were enforced", () => {
    const models = model({
      principals: [user("alice"), user("bob")],
      groups: [group("ops", ["alice", "bob"])],
      policies: [
        policy("p", ["ops"], {
          applications: ["797f4846-ba00-4fd7-ba43-dac1f8f63013"],
          state: "enabledForReportingButNotEnforced",
        }),
      ],
      clusters: [cluster("prod")],
      grants: [grant("prod", "contributor", "ops")],
    });
    expect(found("CA-04", models)).toEqual([
      "warning prod/contributor/ops: alice@contoso.com and bob@contoso.com can change the cluster through Azure, and no enforced policy on Azure management covers their sign-in",
    ]);
    expect(fixes("CA-04", models)).toEqual([
      "a policy with applications: [azureManagement] and the controls of the one on AKS",
    ]);
  });

  test("finds nothing: where a policy on Azure or on everything covers them, for applications, and for emergency accounts", () => {
    const models = model({
      principals: [user("alice"), application("pipeline", 9), account("bg", 8)],
      emergencyAccess: [{ id: "e", accounts: ["bg"] }],
      policies: [policy("p", ["alice"], { applications: ["All"] })],
      clusters: [cluster("prod")],
      grants: [
        grant("prod", "contributor", "alice"),
        grant("prod", "contributor", "pipeline"),
        grant("prod", "contributor", "bg"),
        grant("prod", "clusterAdmin", "alice"),
      ],
    });
    expect(found("CA-04", models)).toEqual([]);
    expect(unchecked("CA-04", models)).toEqual([
      "prod: who else can change it: roles inherited from the subscription or above are not in the model",
    ]);
  });

  test("does not know: where only the tenant knows whom the policy covers, and of roles from above", () => {
    const models = model({
      principals: [user("alice")],
      groups: [existingGroup("staff")],
      policies: [policy("p", ["staff"], { applications: ["797f4846-ba00-4fd7-ba43-dac1f8f63013"] })],
      clusters: [cluster("prod")],
      grants: [grant("prod", "contributor", "alice")],
    });
    expect(found("CA-04", models)).toEqual([]);
    expect(unchecked("CA-04", models)).toEqual([
      "prod: who else can change it: roles inherited from the subscription or above are not in the model",
      "prod/contributor/alice: whether a policy on Azure management covers alice@contoso.com",
    ]);
  });
});

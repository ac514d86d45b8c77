import {
  account,
  application,
  assignment,
  cluster,
  existingGroup,
  grant,
  group,
  jitGroup,
  model,
  user,
} from "../../support/models";
import { TENANT_KNOWS, fixes, found, unchecked } from "../look";

describe("CL-02, nobody can change a cluster without activating", () => {
  test("finds a person with such a role", () => {
    const models = model({
      principals: [user("alice")],
      clusters: [cluster("prod")],
      grants: [grant("prod", "contributor", "alice")],
    });
    expect(found("CL-02", models)).toEqual([
      "error prod/contributor/alice: alice@contoso.com holds Azure Kubernetes Service Contributor Role on prod without activating anything, which leads to everything inside",
    ]);
    expect(fixes("CL-02", models)).toEqual(["grantRole to a JitGroup, and grantClusterUser to its people"]);
  });

  test("finds nothing in a role on the resource group of the nodes, which is none on the cluster", () => {
    const models = model({
      principals: [user("alice")],
      clusters: [cluster("prod")],
      grants: [{ ...grant("prod", "contributor", "alice"), scope: "nodeResourceGroup" }],
    });
    expect(found("CL-02", models)).toEqual([]);
  });

  test("finds the people of a group with such a role", () => {
    const models = model({
      principals: [user("alice"), user("bob")],
      groups: [group("ops", ["alice", "bob"])],
      clusters: [cluster("prod")],
      grants: [grant("prod", "adminCredential", "ops")],
    });
    expect(found("CL-02", models)).toEqual([
      "error prod/adminCredential/ops: alice@contoso.com and bob@contoso.com hold Azure Kubernetes Service Cluster Admin Role on prod by ops without activating anything, which leads to everything inside",
    ]);
    expect(fixes("CL-02", models)).toEqual(["grantRole to a JitGroup, and grantClusterUser to its people"]);
  });

  test("finds somebody who is active in a just-in-time group with such a role", () => {
    const models = model({
      principals: [user("alice")],
      groups: [jitGroup("ops")],
      assignments: [assignment("active", "ops", "alice")],
      clusters: [cluster("prod")],
      grants: [grant("prod", "contributor", "ops")],
    });
    expect(found("CL-02", models)).toEqual([
      "error prod/contributor/ops: alice@contoso.com holds Azure Kubernetes Service Contributor Role on prod by ops without activating anything, which leads to everything inside",
    ]);
    expect(fixes("CL-02", models)).toEqual(["grantRole to a JitGroup, and grantClusterUser to its people"]);
  });

  test("finds a just-in-time group with such a role, less loud", () => {
    const models = model({
      principals: [user("alice")],
      groups: [jitGroup("ops")],
      assignments: [assignment("eligible", "ops", "alice")],
      clusters: [cluster("prod")],
      grants: [grant("prod", "contributor", "ops")],
    });
    expect(found("CL-02", models)).toEqual([
      "warning prod/contributor/ops: whoever activates ops holds Azure Kubernetes Service Contributor Role on prod, which leads to everything inside, past the policies on AKS",
    ]);
    expect(fixes("CL-02", models)).toEqual(["a data role such as grantClusterAdmin instead, if that is enough"]);
  });

  test("finds a just-in-time group that nobody may activate yet", () => {
    const models = model({
      groups: [jitGroup("ops")],
      clusters: [cluster("prod")],
      grants: [grant("prod", "contributor", "ops")],
    });
    expect(found("CL-02", models)).toEqual([
      "warning prod/contributor/ops: whoever activates ops holds Azure Kubernetes Service Contributor Role on prod, which leads to everything inside, past the policies on AKS",
    ]);
    expect(fixes("CL-02", models)).toEqual(["a data role such as grantClusterAdmin instead, if that is enough"]);
  });

  test("finds a group of which only the tenant knows the members, no louder than is sure", () => {
    const models = model({
      groups: [existingGroup("sre")],
      clusters: [cluster("prod")],
      grants: [grant("prod", "contributor", "sre")],
    });
    expect(found("CL-02", models)).toEqual([
      "warning prod/contributor/sre: sre holds Azure Kubernetes Service Contributor Role on prod, which leads to everything inside, and only the tenant knows who is in it and how",
    ]);
    expect(fixes("CL-02", models)).toEqual(["grantRole to a JitGroup, and grantClusterUser to its people"]);
  });

  test("finds the deployer, less loud", () => {
    const models = model({
      principals: [application("pipeline", 9)],
      deployers: [{ id: "d", principal: "pipeline" }],
      clusters: [cluster("prod")],
      grants: [grant("prod", "contributor", "pipeline")],
    });
    expect(found("CL-02", models)).toEqual([
      "warning prod/contributor/pipeline: the deployer pipeline holds Azure Kubernetes Service Contributor Role on prod, so whoever controls the pipeline changes the cluster",
    ]);
    expect(fixes("CL-02", models)).toEqual([
      "guard the deployer: its own pipeline, federated sign-in, reviewed changes; then acknowledge this",
    ]);
  });

  test("finds every role that leads inside", () => {
    const models = model({
      principals: [user("alice")],
      clusters: [cluster("prod")],
      grants: [
        "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
        "B24988AC-6180-42A0-AB88-20F7382DD24C",
        "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
        "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
      ].map((role) => ({
        ...grant("prod", "user", "alice"),
        id: role.slice(0, 2).toLowerCase(),
        role,
        scope: "resourceGroup" as const,
      })),
    });
    expect(found("CL-02", models)).toEqual([
      "error 18: alice@contoso.com holds User Access Administrator on prod without activating anything, which leads to everything inside",
      "error 8e: alice@contoso.com holds Owner on prod without activating anything, which leads to everything inside",
      "error b2: alice@contoso.com holds Contributor on prod without activating anything, which leads to everything inside",
      "error f5: alice@contoso.com holds Role Based Access Control Administrator on prod without activating anything, which leads to everything inside",
    ]);
    expect(fixes("CL-02", models)).toEqual(["grantRole to a JitGroup, and grantClusterUser to its people"]);
  });

  test("finds nothing: of roles inside Kubernetes, of the emergency accounts, and of a group with nobody in it", () => {
    const models = model({
      principals: [user("alice"), account("bg", 8)],
      groups: [group("empty")],
      emergencyAccess: [{ id: "e", accounts: ["bg"] }],
      clusters: [cluster("prod")],
      grants: [
        grant("prod", "clusterAdmin", "alice"),
        grant("prod", "contributor", "bg"),
        grant("prod", "contributor", "empty"),
      ],
    });
    expect(found("CL-02", models)).toEqual([]);
    expect(unchecked("CL-02", models)).toEqual([
      "prod: who else can change it: roles inherited from the subscription or above are not in the model",
    ]);
  });

  test("does not know: of a role that is not built in, and of what is inherited", () => {
    const models = model({
      principals: [user("alice")],
      clusters: [cluster("prod")],
      grants: [{ ...grant("prod/a", "user", "alice"), role: "77777777-7777-4777-8777-777777777777" }],
    });
    expect(found("CL-02", models)).toEqual([]);
    expect(unchecked("CL-02", models)).toEqual([
      "prod: who else can change it: roles inherited from the subscription or above are not in the model",
      "prod/a/user/alice: whether the role that alice@contoso.com has on prod/a changes the cluster: it is not built in",
    ]);
  });

  test("does not know: of a role that only Terraform knows", () => {
    const models = model({
      principals: [user("alice")],
      clusters: [cluster("prod")],
      grants: [{ ...grant("prod", "user", "alice"), role: TENANT_KNOWS }],
    });
    expect(found("CL-02", models)).toEqual([]);
    expect(unchecked("CL-02", models)).toEqual([
      "prod: who else can change it: roles inherited from the subscription or above are not in the model",
      "prod/user/alice: whether the role that alice@contoso.com has on prod changes the cluster: only the tenant knows",
    ]);
  });
});

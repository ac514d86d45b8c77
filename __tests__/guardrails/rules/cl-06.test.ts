import { account, assignment, cluster, existingGroup, grant, group, jitGroup, model, user } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("CL-06, nobody gets onto the nodes of a cluster without activating", () => {
  test("finds somebody who signs in to the nodes", () => {
    const models = model({
      principals: [user("alice")],
      groups: [group("ops", ["alice"])],
      clusters: [cluster("prod")],
      grants: [
        { ...grant("prod", "user", "ops"), role: "fb879df8-f326-4884-b1cf-06f3ad86be52", scope: "nodeResourceGroup" },
      ],
    });
    expect(found("CL-06", models)).toEqual([
      "warning prod/user/ops: alice@contoso.com holds Virtual Machine User Login on the nodes of prod without activating anything",
    ]);
    expect(fixes("CL-06", models)).toEqual(["give the role to a JitGroup"]);
  });

  test("does not know: of a group of which only the tenant knows the members", () => {
    const models = model({
      groups: [existingGroup("sre")],
      clusters: [cluster("prod")],
      grants: [
        { ...grant("prod", "user", "sre"), role: "b24988ac-6180-42a0-ab88-20f7382dd24c", scope: "nodeResourceGroup" },
      ],
    });
    expect(found("CL-06", models)).toEqual([]);
    expect(unchecked("CL-06", models)).toEqual([
      "prod: who gets onto its nodes: roles on their resource group are not in the model",
      "prod/user/sre: whether somebody in sre gets onto the nodes without activating",
    ]);
  });

  test("finds nothing: of a just-in-time group, of the emergency accounts, of other roles and of the same role elsewhere", () => {
    const models = model({
      principals: [user("alice"), account("bg", 8)],
      groups: [jitGroup("ops")],
      assignments: [assignment("eligible", "ops", "alice")],
      emergencyAccess: [{ id: "e", accounts: ["bg"] }],
      clusters: [cluster("prod")],
      grants: [
        {
          ...grant("prod", "user", "ops"),
          id: "1",
          role: "fb879df8-f326-4884-b1cf-06f3ad86be52",
          scope: "nodeResourceGroup",
        },
        {
          ...grant("prod", "user", "bg"),
          id: "2",
          role: "fb879df8-f326-4884-b1cf-06f3ad86be52",
          scope: "nodeResourceGroup",
        },
        { ...grant("prod", "reader", "alice"), id: "3", scope: "nodeResourceGroup" },
        { ...grant("prod", "user", "alice"), id: "4", role: "fb879df8-f326-4884-b1cf-06f3ad86be52" },
      ],
    });
    expect(found("CL-06", models)).toEqual([]);
    expect(unchecked("CL-06", models)).toEqual([
      "prod: who gets onto its nodes: roles on their resource group are not in the model",
    ]);
  });

  test("does not know: of every cluster: such roles are not in the model", () => {
    const models = model({ clusters: [cluster("prod")] });
    expect(found("CL-06", models)).toEqual([]);
    expect(unchecked("CL-06", models)).toEqual([
      "prod: who gets onto its nodes: roles on their resource group are not in the model",
    ]);
  });
});

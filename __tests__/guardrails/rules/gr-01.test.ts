import {
  application,
  assignment,
  cluster,
  existingGroup,
  grant,
  group,
  jitGroup,
  model,
  settings,
  user,
} from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("GR-01, nobody owns a group that decides who gets in", () => {
  test("finds an owner left to chance", () => {
    const models = model({ groups: [jitGroup("admins", { owners: [] })] });
    expect(found("GR-01", models)).toEqual([
      "error admins: admins names no owner, so whoever runs Terraform becomes its only one, and it gives access just in time",
    ]);
    expect(fixes("GR-01", models)).toEqual([
      "owners: [EntraServicePrincipal.fromObjectId(…)] of one that nobody signs in as; for a person, assignEligible with AssignmentAccess.OWNER",
    ]);
  });

  test("finds persons as owners, each once, of just-in-time groups, of those who may activate, of approvers, of holders and of groups in them", () => {
    const models = model({
      principals: [user("dave"), user("erin")],
      groups: [
        jitGroup("admins", { owners: ["dave", "erin", "dave"], source: "config/a.yaml:3:1" }),
        group("ops", [], { owners: ["dave"] }),
        group("approvers", [], { owners: ["dave"] }),
        group("readers", ["inner"], { owners: ["dave"], roleAssignable: false }),
        group("inner", [], { owners: ["dave"] }),
        group("emergency", [], { owners: ["dave"] }),
      ],
      emergencyAccess: [{ id: "e", accounts: [], clusterAdmin: "emergency" }],
      assignments: [assignment("eligible", "admins", "ops")],
      roleSettings: [settings("admins", { approvers: ["approvers"] })],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "readers")],
    });
    expect(found("GR-01", models)).toEqual([
      "warning admins: dave@contoso.com owns admins and can add anybody to it without activation or approval, and it gives access just in time",
      "warning admins: erin@contoso.com owns admins and can add anybody to it without activation or approval, and it gives access just in time",
      "warning approvers: dave@contoso.com owns approvers and can add anybody to it without activation or approval, and its members approve activations",
      "warning emergency: dave@contoso.com owns emergency and can add anybody to it without activation or approval, and it is the emergency access",
      "warning inner: dave@contoso.com owns inner and can add anybody to it without activation or approval, and it is in a group that gives access",
      "warning ops: dave@contoso.com owns ops and can add anybody to it without activation or approval, and its members may activate access",
      "warning readers: dave@contoso.com owns readers and can add anybody to it without activation or approval, and it holds rights on clusters",
    ]);
    expect(fixes("GR-01", models)).toEqual([
      "owners: [{ servicePrincipal: OBJECT ID }] of one that nobody signs in as; for a person, pim.eligible with as: owner",
      "owners: [EntraServicePrincipal.fromObjectId(…)] of one that nobody signs in as; for a person, assignEligible with AssignmentAccess.OWNER",
    ]);
  });

  test("finds the deployer as owner", () => {
    const models = model({
      principals: [application("pipeline", 9), { ...application("same", 9), id: "other/pipeline" }],
      deployers: [{ id: "d", principal: "other/pipeline" }],
      groups: [jitGroup("admins", { owners: ["pipeline"] })],
    });
    expect(found("GR-01", models)).toEqual([
      "warning admins: the deployer pipeline owns admins, so whoever controls the pipeline or reads its credential can add anybody to it, and it gives access just in time",
    ]);
    expect(fixes("GR-01", models)).toEqual([
      "guard the deployer as the group itself: its own pipeline, federated sign-in, reviewed changes; then acknowledge this",
    ]);
  });

  test("finds nothing: groups that decide nothing", () => {
    const models = model({
      principals: [user("dave")],
      groups: [group("a", [], { owners: ["dave"] }), group("b", [], { owners: ["dave"] })],
      clusters: [cluster("prod")],
      grants: [grant("prod", "user", "b")],
    });
    expect(found("GR-01", models)).toEqual([]);
    expect(unchecked("GR-01", models)).toEqual([]);
  });

  test("does not know: who can sign in as a service principal, and who owns a group that exists", () => {
    const models = model({
      principals: [application("robot", 9)],
      groups: [jitGroup("admins", { owners: ["robot"] }), existingGroup("sre")],
      assignments: [assignment("eligible", "admins", "sre")],
    });
    expect(found("GR-01", models)).toEqual([]);
    expect(unchecked("GR-01", models)).toEqual([
      "admins: who can sign in as its owner, the service principal robot",
      "sre: who owns it: only the tenant knows",
    ]);
  });
});

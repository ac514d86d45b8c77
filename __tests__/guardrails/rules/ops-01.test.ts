import { application, cluster, group, jitGroup, model, settings, user } from "../../support/models";
import { TENANT_KNOWS, fixes, found, unchecked } from "../look";

describe("OPS-01, what people do is logged, and activations are told to somebody", () => {
  test("finds a cluster that logs nothing, and one that logs half of it", () => {
    const models = model({
      clusters: [
        cluster("a"),
        cluster("b", { auditLogs: ["guard"] }),
        cluster("c", { auditLogs: ["kube-audit-admin"], source: "config/a.yaml:3:1" }),
      ],
    });
    expect(found("OPS-01", models)).toEqual([
      "warning a: a sends no kube-audit-admin or guard to a workspace, so nobody can tell afterwards who did what",
      "warning b: b sends no kube-audit-admin to a workspace, so nobody can tell afterwards who did what",
      "warning c: c sends no guard to a workspace, so nobody can tell afterwards who did what",
    ]);
    expect(fixes("OPS-01", models)).toEqual(["auditLogs: { workspaceId }", "auditLogs: { workspace: RESOURCE ID }"]);
  });

  test("finds a just-in-time group that no person owns and nobody is told of", () => {
    const models = model({
      principals: [application("robot", 9)],
      groups: [jitGroup("a", { owners: ["robot"] }), jitGroup("b", { owners: [], source: "config/a.yaml:3:1" })],
      roleSettings: [settings("a"), settings("b")],
    });
    expect(found("OPS-01", models)).toEqual([
      "warning a: no person owns a and no mail address is named, so nobody is told when somebody activates it",
      "warning b: no person owns b and no mail address is named, so nobody is told when somebody activates it",
    ]);
    expect(fixes("OPS-01", models)).toEqual([
      "activation.alerts in its memberSettings",
      "activation: { alerts: [ADDRESS] } in its role settings",
    ]);
  });

  test("finds nothing: audit logs and guard, a person as owner, and a mail address", () => {
    const models = model({
      principals: [user("dave"), application("robot", 9)],
      groups: [jitGroup("a", { owners: ["dave"] }), jitGroup("b", { owners: ["robot"] }), group("c")],
      roleSettings: [{ ...settings("b"), alerts: ["secops@contoso.com"] }],
      clusters: [
        cluster("a", { auditLogs: ["kube-audit-admin", "guard"] }),
        cluster("b", { auditLogs: ["kube-audit", "guard"] }),
        cluster("c", { auditLogs: ["allLogs"] }),
        cluster("d", { auditLogs: ["audit", "guard"] }),
      ],
    });
    expect(found("OPS-01", models)).toEqual([]);
    expect(unchecked("OPS-01", models)).toEqual([]);
  });

  test("does not know: of a cluster that exists, and of settings, mails and owners that are not known", () => {
    const models = model({
      principals: [application("robot", 9)],
      groups: [
        jitGroup("a", { owners: ["robot"] }),
        jitGroup("b", { owners: ["robot"] }),
        jitGroup("c", { owners: TENANT_KNOWS }),
      ],
      roleSettings: [{ ...settings("b"), alerts: { unknown: "changed by hand" } }, settings("c")],
      clusters: [cluster("x", { auditLogs: TENANT_KNOWS })],
    });
    expect(found("OPS-01", models)).toEqual([]);
    expect(unchecked("OPS-01", models)).toEqual([
      "a: who is told of activations: its role settings are not in the model",
      "b: who is told of activations: changed by hand",
      "c: who is told of activations: only the tenant knows",
      "x: whether its audit logs are kept: only the tenant knows",
    ]);
  });
});

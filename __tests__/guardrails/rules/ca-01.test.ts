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
  policy,
  settings,
  user,
} from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("CA-01, a policy covers everybody who gets in, also before they activate", () => {
  test("finds a policy that covers the just-in-time group and not those who may activate it", () => {
    const models = model({
      principals: [user("alice"), user("bob")],
      groups: [group("ops", ["alice", "bob"]), jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "ops")],
      policies: [policy("p", ["admins"])],
      clusters: [cluster("prod", { adminGroups: ["admins"] })],
    });
    expect(found("CA-01", models)).toEqual([
      "warning p: the policy p covers admins and not alice@contoso.com and bob@contoso.com, who may activate it: until they do they sign in to AKS without its conditions",
    ]);
    expect(fixes("CA-01", models)).toEqual(["include the group of alice@contoso.com and bob@contoso.com as well"]);
  });

  test("finds it louder where the activation asks for an authentication context", () => {
    const models = model({
      principals: [user("alice")],
      groups: [jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "alice")],
      roleSettings: [settings("admins", { mfa: false, authenticationContext: "c1" })],
      policies: [policy("p", ["admins"], { source: "config/a.yaml:3:1" })],
      clusters: [cluster("prod", { adminGroups: ["admins"] })],
    });
    expect(found("CA-01", models)).toEqual([
      "error p: the policy p covers admins and not alice@contoso.com, who may activate it: until they do they sign in to AKS without its conditions",
    ]);
    expect(fixes("CA-01", models)).toEqual([
      "include: […, GROUP] with the group of alice@contoso.com, as well as admins",
    ]);
  });

  test("finds somebody with a right whom no policy covers", () => {
    const models = model({
      principals: [user("alice"), user("bob")],
      groups: [group("readers", ["alice", "bob"])],
      policies: [policy("p", ["alice"])],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "readers"), grant("prod/payments", "writer", "bob")],
    });
    expect(found("CA-01", models)).toEqual([
      "warning prod/payments/writer/bob: no policy, in any state, covers bob@contoso.com, with rights on clusters, standing or to activate",
      "warning prod/reader/readers: no policy, in any state, covers bob@contoso.com, with rights on clusters by readers, standing or to activate",
    ]);
    expect(fixes("CA-01", models)).toEqual(["include bob@contoso.com, or a group of them, in a policy"]);
  });

  test("finds a whole group of which only the tenant knows the members, beside which no other stands", () => {
    const models = model({
      principals: [user("alice")],
      groups: [existingGroup("auditors"), group("ops", ["alice"])],
      policies: [policy("p", ["ops"])],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "auditors")],
    });
    expect(found("CA-01", models)).toEqual([
      "warning prod/reader/auditors: no policy, in any state, covers auditors, with rights on clusters, standing or to activate",
    ]);
    expect(fixes("CA-01", models)).toEqual(["include auditors, or a group of them, in a policy"]);
  });

  test("finds somebody whom the only policy excludes", () => {
    const models = model({
      principals: [user("alice")],
      groups: [group("ops", ["alice"])],
      policies: [policy("p", ["ops"], { exclude: ["alice"] })],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "ops")],
    });
    expect(found("CA-01", models)).toEqual([
      "warning prod/reader/ops: no policy, in any state, covers alice@contoso.com, with rights on clusters by ops, standing or to activate",
    ]);
    expect(fixes("CA-01", models)).toEqual(["include alice@contoso.com, or a group of them, in a policy"]);
  });

  test("finds somebody whom only a policy on something else covers, or one on device code", () => {
    const models = model({
      principals: [user("alice"), user("bob")],
      policies: [
        policy("p", ["alice"], { applications: ["797f4846-ba00-4fd7-ba43-dac1f8f63013"] }),
        policy("q", ["alice"], { deviceCodeOnly: true }),
        policy("r", ["bob"]),
      ],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "alice")],
    });
    expect(found("CA-01", models)).toEqual([
      "warning prod/reader/alice: no policy, in any state, covers alice@contoso.com, with rights on clusters, standing or to activate",
    ]);
    expect(fixes("CA-01", models)).toEqual(["include alice@contoso.com, or a group of them, in a policy"]);
  });

  test("finds nothing: where a policy covers them: by name, by a group, all of the tenant, in whatever state", () => {
    const models = model({
      principals: [user("alice"), user("bob"), user("carol"), application("pipeline", 9), account("bg", 8)],
      groups: [group("ops", ["alice"]), jitGroup("admins"), existingGroup("sre")],
      assignments: [
        assignment("eligible", "admins", "ops"),
        assignment("eligible", "admins", "sre"),
        assignment("active", "admins", "carol"),
      ],
      emergencyAccess: [{ id: "e", accounts: ["bg"] }],
      policies: [
        policy("p", ["ops", "admins"]),
        policy("q", ["bob", "sre"], { state: "disabled", applications: ["All"] }),
      ],
      clusters: [cluster("prod", { adminGroups: ["admins"] })],
      grants: [
        grant("prod", "reader", "bob"),
        grant("prod", "reader", "pipeline"),
        grant("prod", "clusterAdmin", "bg"),
      ],
    });
    expect(found("CA-01", models)).toEqual([]);
    expect(unchecked("CA-01", models)).toEqual([]);
  });

  test("finds nothing: where everybody is included", () => {
    const models = model({
      principals: [user("alice")],
      policies: [policy("p", ["All"])],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "alice")],
    });
    expect(found("CA-01", models)).toEqual([]);
    expect(unchecked("CA-01", models)).toEqual([]);
  });

  test("finds nothing: of people who see the cluster and reach nothing in it", () => {
    const models = model({
      principals: [user("alice"), user("bob")],
      policies: [policy("p", ["bob"])],
      clusters: [cluster("prod")],
      grants: [grant("prod", "user", "alice")],
    });
    expect(found("CA-01", models)).toEqual([]);
    expect(unchecked("CA-01", models)).toEqual([]);
  });

  test("does not know: where only the tenant knows who is in a group that a policy names", () => {
    const models = model({
      principals: [user("alice")],
      groups: [existingGroup("staff"), jitGroup("admins")],
      assignments: [assignment("eligible", "admins", "alice")],
      policies: [policy("p", ["staff", "admins"])],
      clusters: [cluster("prod", { adminGroups: ["admins"] })],
    });
    expect(found("CA-01", models)).toEqual([]);
    expect(unchecked("CA-01", models)).toEqual([
      "admins/eligible/alice: whether a policy covers alice@contoso.com: only the tenant knows who is in a group that one names",
    ]);
  });

  test("does not know: where a policy covers a role", () => {
    const models = model({
      principals: [user("alice")],
      policies: [policy("p", ["role:62e90394-69f5-4237-9190-012177145e10"])],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "alice")],
    });
    expect(found("CA-01", models)).toEqual([]);
    expect(unchecked("CA-01", models)).toEqual([
      "prod/reader/alice: whether a policy covers alice@contoso.com: only the tenant knows who is in a group that one names",
    ]);
  });

  test("does not know: where no policy on AKS is in the model: the tenant may have one", () => {
    const models = model({
      principals: [user("alice")],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "alice")],
    });
    expect(found("CA-01", models)).toEqual([]);
    expect(unchecked("CA-01", models)).toEqual([
      "prod: which Conditional Access policies cover it: none for AKS is in the model",
    ]);
  });

  test("does not know: where what a policy guards is not known", () => {
    const models = model({
      principals: [user("alice")],
      policies: [policy("p", ["alice"], { applications: { unknown: "changed by hand" } })],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "alice")],
    });
    expect(found("CA-01", models)).toEqual([]);
    expect(unchecked("CA-01", models)).toEqual([
      "prod/reader/alice: whether a policy covers alice@contoso.com: only the tenant knows who is in a group that one names",
    ]);
  });
});

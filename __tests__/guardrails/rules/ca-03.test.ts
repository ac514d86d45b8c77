import { cluster, grant, group, model, policy, user } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("CA-03, policies guard the AKS server application", () => {
  test("finds a policy on the AKS client", () => {
    const models = model({
      policies: [policy("p", ["ops"], { applications: ["80faf920-1908-4b52-b5ef-a8e7bedfc67a"] })],
    });
    expect(found("CA-03", models)).toEqual([
      "error p: the policy p names the AKS client, which no policy can target, so it does not guard the sign-in to AKS",
    ]);
    expect(fixes("CA-03", models)).toEqual(["TargetApplication.AKS, or leave applications out"]);
  });

  test("finds a policy on a name", () => {
    const models = model({
      policies: [
        policy("p", ["ops"], { applications: ["Azure Kubernetes Service AAD Server"], source: "config/a.yaml:3:1" }),
      ],
    });
    expect(found("CA-03", models)).toEqual([
      "error p: the policy p names Azure Kubernetes Service AAD Server, which is no client id, so it does not guard the sign-in to AKS",
    ]);
    expect(fixes("CA-03", models)).toEqual(["applications: [aks], or leave the key out"]);
  });

  test("finds policies that cover people with access and guard other applications only", () => {
    const models = model({
      principals: [user("alice")],
      groups: [group("ops", ["alice"])],
      policies: [policy("p", ["ops"], { applications: ["11111111-2222-4333-8444-555555555555"] })],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "ops")],
    });
    expect(found("CA-03", models)).toEqual([
      "error p: the policy p covers ops, who get into clusters, and guards other applications than AKS, as every policy here does",
    ]);
    expect(fixes("CA-03", models)).toEqual(["TargetApplication.AKS, or leave applications out"]);
  });

  test("finds such a policy for everybody", () => {
    const models = model({
      principals: [user("alice")],
      policies: [policy("p", ["All"], { applications: ["11111111-2222-4333-8444-555555555555"] })],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "alice")],
    });
    expect(found("CA-03", models)).toEqual([
      "error p: the policy p covers everybody, who get into clusters, and guards other applications than AKS, as every policy here does",
    ]);
    expect(fixes("CA-03", models)).toEqual(["TargetApplication.AKS, or leave applications out"]);
  });

  test("finds nothing: policies on AKS, on everything, on Azure, on nodes, and on something else beside one on AKS", () => {
    const models = model({
      principals: [user("alice")],
      policies: [
        policy("a", ["alice"]),
        policy("b", ["alice"], { applications: ["All"] }),
        policy("c", ["alice"], { applications: ["11111111-2222-4333-8444-555555555555"] }),
      ],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "alice")],
    });
    expect(found("CA-03", models)).toEqual([]);
    expect(unchecked("CA-03", models)).toEqual([]);
  });

  test("finds nothing: policies on Azure and on nodes, and on something else for people without access", () => {
    const models = model({
      principals: [user("alice"), user("bob")],
      policies: [
        policy("a", ["alice"], { applications: ["797f4846-ba00-4fd7-ba43-dac1f8f63013"] }),
        policy("b", ["alice"], { applications: ["ce6ff14a-7fdc-4685-bbe0-f6afdfcfa8e0"] }),
        policy("c", ["bob"], { applications: ["11111111-2222-4333-8444-555555555555"] }),
      ],
      clusters: [cluster("prod")],
      grants: [grant("prod", "reader", "alice")],
    });
    expect(found("CA-03", models)).toEqual([]);
    expect(unchecked("CA-03", models)).toEqual([]);
  });

  test("does not know: where the applications are not known", () => {
    const models = model({ policies: [policy("p", ["ops"], { applications: { unknown: "changed by hand" } })] });
    expect(found("CA-03", models)).toEqual([]);
    expect(unchecked("CA-03", models)).toEqual(["p: which applications it guards: changed by hand"]);
  });
});

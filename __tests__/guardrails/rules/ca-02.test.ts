import { cluster, model, policy } from "../../support/models";
import { fixes, found, unchecked } from "../look";

describe("CA-02, the login mode that people are told to use passes the policies", () => {
  test("finds device code where a policy asks for a device", () => {
    const models = model({
      policies: [policy("p", ["ops"])],
      clusters: [cluster("prod", { loginMode: "devicecode" })],
    });
    expect(found("CA-02", models)).toEqual([
      "error prod: people are told to sign in to prod by device code, which p never lets through",
    ]);
    expect(fixes("CA-02", models)).toEqual(["the login mode interactive, or azurecli"]);
  });

  test("finds device code where policies block it, or ask for devices only", () => {
    const models = model({
      policies: [
        policy("p", ["ops"], { controls: ["block"], deviceCodeOnly: true }),
        policy("q", ["ops"], { controls: ["compliantDevice", "domainJoinedDevice"], operator: "OR" }),
      ],
      clusters: [cluster("prod", { loginMode: "devicecode" })],
    });
    expect(found("CA-02", models)).toEqual([
      "error prod: people are told to sign in to prod by device code, which p and q never let through",
    ]);
    expect(fixes("CA-02", models)).toEqual(["the login mode interactive, or azurecli"]);
  });

  test("finds nothing: another login mode, and device code where no policy minds", () => {
    const models = model({
      policies: [
        policy("p", ["ops"], { state: "disabled" }),
        policy("q", ["ops"], { controls: ["mfa", "compliantDevice"], operator: "OR" }),
        policy("r", ["ops"], { controls: ["mfa"] }),
        policy("s", ["ops"], { applications: ["797f4846-ba00-4fd7-ba43-dac1f8f63013"] }),
        policy("t", ["ops"], { controls: ["compliantDevice"], operator: "OR", authenticationStrength: "x" }),
      ],
      clusters: [cluster("prod", { loginMode: "devicecode" })],
    });
    expect(found("CA-02", models)).toEqual([]);
    expect(unchecked("CA-02", models)).toEqual([]);
  });

  test("finds nothing: signing in by a browser", () => {
    const models = model({
      policies: [policy("p", ["ops"])],
      clusters: [cluster("prod", { loginMode: "interactive" })],
    });
    expect(found("CA-02", models)).toEqual([]);
    expect(unchecked("CA-02", models)).toEqual([]);
  });

  test("does not know: where a model does not say", () => {
    const models = model({ policies: [policy("p", ["ops"])], clusters: [cluster("prod")] });
    expect(found("CA-02", models)).toEqual([]);
    expect(unchecked("CA-02", models)).toEqual(["prod: how people are told to sign in: the model does not say"]);
  });
});

import { cluster, model } from "../../support/models";
import { TENANT_KNOWS, fixes, found, unchecked } from "../look";

describe("CL-03, run command is off on a cluster whose network is closed", () => {
  test("finds it on a private cluster", () => {
    const models = model({ clusters: [cluster("prod", { runCommandEnabled: true, privateCluster: true })] });
    expect(found("CL-03", models)).toEqual([
      "error prod: run command is on in prod, so it reaches the Kubernetes API past its private address",
    ]);
    expect(fixes("CL-03", models)).toEqual(["runCommand: false"]);
  });

  test("finds it on a cluster that lets in some addresses", () => {
    const models = model({
      clusters: [
        cluster("prod", {
          runCommandEnabled: true,
          authorizedIpRanges: ["203.0.113.0/24", "198.51.100.0/24"],
          source: "config/a.yaml:3:1",
        }),
      ],
    });
    expect(found("CL-03", models)).toEqual([
      "error prod: run command is on in prod, so it reaches the Kubernetes API from outside 203.0.113.0/24, 198.51.100.0/24",
    ]);
    expect(fixes("CL-03", models)).toEqual(["runCommand: disabled"]);
  });

  test("finds it on an open cluster, as an information", () => {
    const models = model({ clusters: [cluster("prod", { runCommandEnabled: true })] });
    expect(found("CL-03", models)).toEqual(["info prod: run command is on in prod, one way in more than kubectl"]);
    expect(fixes("CL-03", models)).toEqual(["runCommand: false"]);
  });

  test("finds no more than an information where the network is not known", () => {
    const models = model({
      clusters: [
        cluster("prod", { runCommandEnabled: true, privateCluster: TENANT_KNOWS, authorizedIpRanges: TENANT_KNOWS }),
      ],
    });
    expect(found("CL-03", models)).toEqual(["info prod: run command is on in prod, one way in more than kubectl"]);
    expect(fixes("CL-03", models)).toEqual(["runCommand: false"]);
  });

  test("finds nothing: where it is off", () => {
    const models = model({ clusters: [cluster("prod", { privateCluster: true })] });
    expect(found("CL-03", models)).toEqual([]);
    expect(unchecked("CL-03", models)).toEqual([]);
  });

  test("does not know: of a cluster that exists", () => {
    const models = model({ clusters: [cluster("prod", { runCommandEnabled: TENANT_KNOWS, privateCluster: true })] });
    expect(found("CL-03", models)).toEqual([]);
    expect(unchecked("CL-03", models)).toEqual(["prod: whether run command is off: only the tenant knows"]);
  });
});

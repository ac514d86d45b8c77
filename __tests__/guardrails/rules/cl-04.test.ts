import { cluster, model } from "../../support/models";
import { TENANT_KNOWS, fixes, found, unchecked } from "../look";

describe("CL-04, the Kubernetes API is reached from known addresses only", () => {
  test("finds a cluster that every address reaches", () => {
    const models = model({ clusters: [cluster("prod")] });
    expect(found("CL-04", models)).toEqual([
      "warning prod: the Kubernetes API of prod can be reached from every address",
    ]);
    expect(fixes("CL-04", models)).toEqual([
      'authorizedIpRanges: ["203.0.113.0/24"] with your addresses, or privateCluster: true',
    ]);
  });

  test("finds ranges that hold every address", () => {
    const models = model({
      clusters: [cluster("prod", { authorizedIpRanges: ["0.0.0.0/0"], source: "config/a.yaml:3:1" })],
    });
    expect(found("CL-04", models)).toEqual([
      "warning prod: the Kubernetes API of prod can be reached from every address",
    ]);
    expect(fixes("CL-04", models)).toEqual([
      "network: { authorizedIpRanges: [203.0.113.0/24] } with your addresses, or network: { private: true }",
    ]);
  });

  test("finds nothing: on a private cluster, and behind ranges", () => {
    const models = model({
      clusters: [
        cluster("a", { privateCluster: true, authorizedIpRanges: TENANT_KNOWS }),
        cluster("b", { authorizedIpRanges: ["203.0.113.0/24"] }),
        cluster("c", { privateCluster: TENANT_KNOWS, authorizedIpRanges: ["203.0.113.0/24"] }),
      ],
    });
    expect(found("CL-04", models)).toEqual([]);
    expect(unchecked("CL-04", models)).toEqual([]);
  });

  test("does not know: of a cluster that exists", () => {
    const models = model({
      clusters: [
        cluster("a", { privateCluster: TENANT_KNOWS, authorizedIpRanges: TENANT_KNOWS }),
        cluster("b", { authorizedIpRanges: { unknown: "changed by hand" } }),
      ],
    });
    expect(found("CL-04", models)).toEqual([]);
    expect(unchecked("CL-04", models)).toEqual([
      "a: which addresses reach the Kubernetes API: only the tenant knows",
      "b: which addresses reach the Kubernetes API: changed by hand",
    ]);
  });
});

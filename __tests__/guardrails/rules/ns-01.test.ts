import { cluster, grant, model, user } from "../../support/models";
import { TENANT_KNOWS, fixes, found, unchecked } from "../look";

describe("NS-01, Azure roles inside Kubernetes are given on clusters with Azure RBAC", () => {
  test("finds roles on a cluster and in a namespace where it is off", () => {
    const models = model({
      principals: [user("alice")],
      clusters: [cluster("prod", { azureRbac: false })],
      grants: [
        grant("prod", "reader", "alice"),
        { ...grant("prod/payments", "writer", "alice"), source: "config/a.yaml:3:1" },
      ],
    });
    expect(found("NS-01", models)).toEqual([
      "error prod/payments/writer/alice: alice@contoso.com is writer on prod/payments by an Azure role, which has no effect while Azure RBAC is off there",
      "error prod/reader/alice: alice@contoso.com is reader on prod by an Azure role, which has no effect while Azure RBAC is off there",
    ]);
    expect(fixes("NS-01", models)).toEqual(["azureRbac: true on the cluster"]);
  });

  test("finds nothing: roles where it is on, roles that do not act inside, and roles of which nobody knows whether they do", () => {
    const models = model({
      principals: [user("alice")],
      clusters: [cluster("prod"), cluster("test", { azureRbac: false })],
      grants: [
        grant("prod", "reader", "alice"),
        grant("test", "user", "alice"),
        { ...grant("test", "user", "alice"), id: "x", role: "77777777-7777-4777-8777-777777777777" },
        grant("gone", "reader", "alice"),
      ],
    });
    expect(found("NS-01", models)).toEqual([]);
    expect(unchecked("NS-01", models)).toEqual([]);
  });

  test("does not know: of a cluster that exists, once", () => {
    const models = model({
      principals: [user("alice")],
      clusters: [cluster("prod", { azureRbac: TENANT_KNOWS })],
      grants: [grant("prod", "reader", "alice"), grant("prod", "writer", "alice")],
    });
    expect(found("NS-01", models)).toEqual([]);
    expect(unchecked("NS-01", models)).toEqual(["prod: whether Azure roles act inside it: only the tenant knows"]);
  });
});

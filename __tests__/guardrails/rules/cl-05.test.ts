import { cluster, model } from "../../support/models";
import { TENANT_KNOWS, fixes, found, unchecked } from "../look";

describe("CL-05, people sign in to a cluster with the tenant of its subscription", () => {
  test("finds two tenants in one subscription", () => {
    const models = model({
      clusters: [cluster("a"), cluster("b", { tenantId: "33333333-3333-3333-3333-333333333333" })],
    });
    expect(found("CL-05", models)).toEqual([
      "error a: a is in the subscription 00000000-0000-0000-0000-000000000000, whose clusters name the tenants 22222222-2222-2222-2222-222222222222 and 33333333-3333-3333-3333-333333333333, and a subscription has one",
      "error b: b is in the subscription 00000000-0000-0000-0000-000000000000, whose clusters name the tenants 22222222-2222-2222-2222-222222222222 and 33333333-3333-3333-3333-333333333333, and a subscription has one",
    ]);
    expect(fixes("CL-05", models)).toEqual(["one tenantId for the subscription"]);
  });

  test("does not know: of one tenant, which only Azure can compare", () => {
    const models = model({
      clusters: [
        cluster("a"),
        cluster("b", {
          subscriptionId: "11111111-1111-1111-1111-111111111111",
          tenantId: "33333333-3333-3333-3333-333333333333",
        }),
        cluster("c", { subscriptionId: TENANT_KNOWS }),
        cluster("d", { tenantId: TENANT_KNOWS }),
        cluster("e", { tenantId: "22222222-2222-2222-2222-222222222222".toUpperCase() }),
      ],
    });
    expect(found("CL-05", models)).toEqual([]);
    expect(unchecked("CL-05", models)).toEqual([
      "a: whether its tenant is that of its subscription: only Azure knows",
      "b: whether its tenant is that of its subscription: only Azure knows",
      "c: whether its tenant is that of its subscription: only Azure knows",
      "d: whether its tenant is that of its subscription: only Azure knows",
      "e: whether its tenant is that of its subscription: only Azure knows",
    ]);
  });

  test("finds nothing: without clusters", () => {
    const models = model();
    expect(found("CL-05", models)).toEqual([]);
    expect(unchecked("CL-05", models)).toEqual([]);
  });
});

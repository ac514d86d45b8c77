import { cluster, grant, model, user } from "../../support/models";
import { TENANT_KNOWS, fixes, found, many, unchecked } from "../look";

describe("LIM-01, a subscription has at most 4000 role assignments", () => {
  test("finds a model with more, and one with nearly as many, by subscription", () => {
    const models = model({
      principals: [user("alice")],
      clusters: [
        cluster("a"),
        cluster("b", { subscriptionId: "11111111-1111-1111-1111-111111111111" }),
        cluster("c", { subscriptionId: "11111111-1111-1111-1111-111111111111" }),
      ],
      grants: [
        ...many(4001, (n) => ({ ...grant("a", "user", "alice"), id: `a${n}` })),
        ...many(3000, (n) => ({ ...grant("b", "user", "alice"), id: `b${n}` })),
        ...many(201, (n) => ({ ...grant("c", "user", "alice"), id: `c${n}` })),
      ],
    });
    expect(found("LIM-01", models)).toEqual([
      "error a: the model has 4001 role assignments in the subscription 00000000-0000-0000-0000-000000000000, of 4000 that Azure takes",
      "warning b: the model has 3201 role assignments in the subscription 11111111-1111-1111-1111-111111111111, of 4000 that Azure takes",
    ]);
    expect(fixes("LIM-01", models)).toEqual(["grant to groups in place of people"]);
  });

  test("does not know: how many there are beside those of the model", () => {
    const models = model({
      principals: [user("alice")],
      clusters: [cluster("a"), cluster("b", { subscriptionId: TENANT_KNOWS })],
      grants: many(3200, (n) => ({ ...grant("a", "user", "alice"), id: `a${n}` })),
    });
    expect(found("LIM-01", models)).toEqual([]);
    expect(unchecked("LIM-01", models)).toEqual([
      "a: how many role assignments the subscription 00000000-0000-0000-0000-000000000000 has beside the 3200 of the model",
    ]);
  });

  test("finds nothing: without clusters", () => {
    const models = model();
    expect(found("LIM-01", models)).toEqual([]);
    expect(unchecked("LIM-01", models)).toEqual([]);
  });
});

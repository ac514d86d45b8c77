import { existingGroup, group, model } from "../../support/models";
import { fixes, found, many, unchecked } from "../look";

describe("LIM-02, a tenant has at most 500 role-assignable groups", () => {
  test("finds a model with more", () => {
    const models = model({ groups: many(501, (n) => group(`g${n}`)) });
    expect(found("LIM-02", models)).toEqual([
      "error g0: the model has 501 role-assignable groups, of 500 that a tenant takes",
    ]);
    expect(fixes("LIM-02", models)).toEqual(["share groups between clusters of the same kind"]);
  });

  test("finds a model with nearly as many", () => {
    const models = model({ groups: many(401, (n) => group(`g${n}`)) });
    expect(found("LIM-02", models)).toEqual([
      "warning g0: the model has 401 role-assignable groups, of 500 that a tenant takes",
    ]);
    expect(fixes("LIM-02", models)).toEqual(["share groups between clusters of the same kind"]);
  });

  test("does not know: how many there are beside those of the model, others not counted", () => {
    const models = model({
      groups: [
        ...many(400, (n) => group(`g${n}`)),
        ...many(200, (n) => group(`h${n}`, [], { roleAssignable: false })),
        ...many(200, (n) => existingGroup(`i${n}`, { roleAssignable: true })),
      ],
    });
    expect(found("LIM-02", models)).toEqual([]);
    expect(unchecked("LIM-02", models)).toEqual([
      "g0: how many role-assignable groups the tenant has beside the 400 of the model",
    ]);
  });

  test("finds nothing: without groups", () => {
    const models = model();
    expect(found("LIM-02", models)).toEqual([]);
    expect(unchecked("LIM-02", models)).toEqual([]);
  });
});

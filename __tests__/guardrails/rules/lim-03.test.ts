import { model, policy } from "../../support/models";
import { fixes, found, many, unchecked } from "../look";

describe("LIM-03, a tenant has at most 240 policies", () => {
  test("finds a model with more", () => {
    const models = model({ policies: many(241, (n) => policy(`p${n}`, ["All"], { state: "disabled" })) });
    expect(found("LIM-03", models)).toEqual([
      "error p0: the model has 241 Conditional Access policies, of 240 that a tenant takes",
    ]);
    expect(fixes("LIM-03", models)).toEqual(["name more groups in one policy"]);
  });

  test("finds a model with nearly as many", () => {
    const models = model({ policies: many(193, (n) => policy(`p${n}`, ["All"])) });
    expect(found("LIM-03", models)).toEqual([
      "warning p0: the model has 193 Conditional Access policies, of 240 that a tenant takes",
    ]);
    expect(fixes("LIM-03", models)).toEqual(["name more groups in one policy"]);
  });

  test("does not know: how many there are beside those of the model", () => {
    const models = model({ policies: many(192, (n) => policy(`p${n}`, ["All"])) });
    expect(found("LIM-03", models)).toEqual([]);
    expect(unchecked("LIM-03", models)).toEqual([
      "p0: how many Conditional Access policies the tenant has beside the 192 of the model",
    ]);
  });

  test("finds nothing: without policies", () => {
    const models = model();
    expect(found("LIM-03", models)).toEqual([]);
    expect(unchecked("LIM-03", models)).toEqual([]);
  });
});

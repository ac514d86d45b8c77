import { application, assignment, group, jitGroup, model, user } from "../../support/models";
import { fixes, found, many, unchecked } from "../look";

describe("LIM-04, nobody is in more than 200 groups", () => {
  test("finds an application in more, and a person, as an information", () => {
    const models = model({
      principals: [application("robot", 9), user("alice")],
      groups: many(201, (n) => group(`g${n}`, ["robot", "alice"])),
    });
    expect(found("LIM-04", models)).toEqual([
      "error robot: robot is in 201 groups of the model, and a token holds 200",
      "info alice: alice@contoso.com is in 201 groups of the model, and a token holds 200",
    ]);
    expect(fixes("LIM-04", models)).toEqual(["share groups between clusters"]);
  });

  test("finds nothing: a person in as many as a token holds, and in more that have to be activated", () => {
    const models = model({
      principals: [user("alice")],
      groups: [...many(200, (n) => group(`g${n}`, ["alice"])), jitGroup("x")],
      assignments: [assignment("eligible", "x", "alice")],
    });
    expect(found("LIM-04", models)).toEqual([]);
    expect(unchecked("LIM-04", models)).toEqual([]);
  });

  test("does not know: how many groups an application is in beside those of the model", () => {
    const models = model({
      principals: [application("robot", 9), application("other", 8)],
      groups: many(200, (n) => group(`g${n}`, ["robot"])),
    });
    expect(found("LIM-04", models)).toEqual([]);
    expect(unchecked("LIM-04", models)).toEqual(["robot: how many groups it is in beside those of the model"]);
  });
});

import { Construct } from "constructs";
import { Registry, Roster } from "../../lib/terraform";
import { newApp } from "../support/synth";

test("a name has one owner in a whole app, and another in the next", () => {
  const names = new Registry();
  const [one, other] = [newApp(), newApp()];
  const owner = new Construct(new Construct(one, "a"), "owner");
  names.take("ops", owner);
  expect(names.find(new Construct(one, "b"), "ops")).toBe(owner);
  expect(names.find(one, "dev")).toBeUndefined();
  expect(names.find(other, "ops")).toBeUndefined();
});

test("the last who takes a name has it", () => {
  const app = newApp();
  const names = new Registry();
  const [first, second] = [new Construct(app, "first"), new Construct(app, "second")];
  names.take("ops", first);
  names.take("ops", second);
  expect(names.find(app, "ops")).toBe(second);
});

test("the name of a construct that was removed is free, also if it was removed with its parent", () => {
  const app = newApp();
  const names = new Registry();
  const parent = new Construct(app, "parent");
  const child = new Construct(parent, "child");
  names.take("ops", child);
  names.take("dev", parent);
  parent.node.tryRemoveChild("child");
  expect([names.find(app, "ops"), names.find(app, "dev")]).toEqual([undefined, parent]);
  names.take("ops", new Construct(parent, "child"));
  app.node.tryRemoveChild("parent");
  expect([names.find(app, "ops"), names.find(app, "dev")]).toEqual([undefined, undefined]);
});

test("a construct that came in place of a removed one is not it", () => {
  const app = newApp();
  const names = new Registry();
  names.take("ops", new Construct(app, "x"));
  app.node.tryRemoveChild("x");
  new Construct(app, "x");
  expect(names.find(app, "ops")).toBeUndefined();
});

test("a roster has the constructs of its app in the order in which they were added, without those removed", () => {
  const app = newApp();
  const roster = new Roster();
  const made = ["c", "a", "b"].map((id) => new Construct(app, id));
  made.forEach((construct) => roster.add(construct));
  expect(roster.all(made[0])).toEqual(made);
  app.node.tryRemoveChild("a");
  expect(roster.all(app)).toEqual([made[0], made[2]]);
  expect(roster.all(newApp())).toEqual([]);
});

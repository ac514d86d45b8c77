import { Group } from "@cdktf/provider-azuread/lib/group";
import type { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { followFormerName, noteMove, setFormerId, transparentScope } from "../../lib/terraform";
import { foreignStack, newStack, synth } from "../support/synth";

/** A resource as our constructs have it: the L1 of a construct, with a move noted. */
function group(scope: Construct): Group {
  const resource = new Group(scope, "Default", { displayName: scope.node.path });
  noteMove(resource);
  return resource;
}

/** A construct that had another id before. */
function renamed(scope: Construct, id: string, formerly: string): Construct {
  const construct = new Construct(scope, id);
  setFormerId(construct, formerly);
  return construct;
}

function moved(stack: TerraformStack): unknown {
  return synth(stack).moved;
}

test("what never had another id moves nowhere", () => {
  const stack = newStack();
  const same = new Construct(stack, "ops");
  setFormerId(same, undefined);
  group(same);
  expect(moved(stack)).toBeUndefined();
});

test("an id that was the same before moves nothing", () => {
  const stack = newStack();
  group(renamed(stack, "ops", "ops"));
  expect(moved(stack)).toBeUndefined();
});

test("a resource moves from the address of the former id, and so does all that is below it", () => {
  const stack = newStack();
  const ops = renamed(stack, "ops", "old-ops");
  group(ops);
  group(new Construct(new Construct(ops, "eligible"), "team"));
  group(new Construct(stack, "devs"));
  expect(moved(stack)).toEqual([
    { from: "azuread_group.old-ops", to: "azuread_group.ops" },
    { from: "azuread_group.old-ops_eligible_team", to: "azuread_group.ops_eligible_team" },
  ]);
});

test("a move takes every former id on the way, and no transparent scope", () => {
  const stack = newStack();
  const team = renamed(transparentScope(stack, "groups"), "team", "crew");
  group(renamed(team, "ops", "1st@contoso.com"));
  expect(moved(stack)).toEqual([{ from: "azuread_group.crew_1st__contoso_com", to: "azuread_group.team_ops" }]);
});

test("a construct that is named after another follows its former name", () => {
  const stack = newStack();
  const ops = renamed(new Construct(stack, "team"), "ops", "old-ops");
  const assignment = new Construct(new Construct(stack, "admins"), "team_ops");
  followFormerName(assignment, ops);
  group(assignment);
  expect(moved(stack)).toEqual([{ from: "azuread_group.admins_team_old-ops", to: "azuread_group.admins_team_ops" }]);
});

test("a construct that is named after one of no other name has no former id", () => {
  const stack = newStack();
  const assignment = new Construct(new Construct(stack, "admins"), "ops");
  followFormerName(assignment, new Construct(stack, "ops"));
  group(assignment);
  expect(moved(stack)).toBeUndefined();
});

test("the moves that the user wrote stay", () => {
  const stack = newStack();
  stack.addOverride("moved", [{ from: "azuread_group.a", to: "azuread_group.b" }]);
  group(renamed(stack, "ops", "old-ops"));
  expect(moved(stack)).toEqual([
    { from: "azuread_group.a", to: "azuread_group.b" },
    { from: "azuread_group.old-ops", to: "azuread_group.ops" },
  ]);
});

test("in a foreign stack a resource moves from the address that the framework gave it before", () => {
  const [before, after] = [foreignStack(), foreignStack()];
  const old = group(new Construct(before, "old-ops"));
  const now = group(renamed(after, "ops", "old-ops"));
  expect(moved(after)).toEqual([
    { from: `azuread_group.${old.friendlyUniqueId}`, to: `azuread_group.${now.friendlyUniqueId}` },
  ]);
});

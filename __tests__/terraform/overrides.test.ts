import { Group } from "@cdktf/provider-azuread/lib/group";
import { Fn, Lazy, type TerraformStack, TerraformVariable, Token } from "cdktf";
import { isUnknown } from "../../lib";
import { CHANGED_BY_HAND, attributeFact, factOf, isKnown, isOverridden } from "../../lib/terraform";
import { foreignStack, newStack } from "../support/synth";

function group(stack: TerraformStack = newStack()): Group {
  return new Group(stack, "ops", { displayName: "ops", securityEnabled: true });
}

test("an attribute that nobody changed by an escape hatch is not overridden", () => {
  const resource = group();
  resource.addOverride("description", "by hand");
  expect(isOverridden(group(), "display_name")).toBe(false);
  expect(isOverridden(resource, "display_name")).toBe(false);
  expect(isOverridden(resource, "description")).toBe(true);
});

test("an override below an attribute is one of the attribute", () => {
  const resource = group();
  resource.addOverride("dynamic_membership.enabled", true);
  expect(isOverridden(resource, "dynamic_membership")).toBe(true);
});

test("an override on the stack is seen as well, in our stacks and in foreign ones", () => {
  for (const stack of [newStack(), foreignStack()]) {
    const resource = group(stack);
    stack.addOverride("resource.azuread_group.other.owners", []);
    stack.addOverride("resource.azuread_application.ops.owners", []);
    expect(isOverridden(resource, "owners")).toBe(false);
    stack.addOverride(`resource.azuread_group.${resource.friendlyUniqueId}.owners`, []);
    expect([isOverridden(resource, "owners"), isOverridden(resource, "members")]).toEqual([true, false]);
  }
});

test.each([null, "gone", false])("a resource that %p was put in place of is changed in every attribute", (value) => {
  const stack = newStack();
  const resource = group(stack);
  stack.addOverride("resource.azuread_group.ops", value);
  expect(isOverridden(resource, "members")).toBe(true);
});

test.each(["resource", "resource.azuread_group"])("nothing put in place of %s is no fault of ours", (path) => {
  const stack = newStack();
  const resource = group(stack);
  stack.addOverride(path, null);
  expect(isOverridden(resource, "members")).toBe(false);
});

test("the fact of an attribute is its value, unless it was changed by hand or only Terraform knows it", () => {
  const resource = group();
  expect(attributeFact(resource, "display_name", resource.displayNameInput)).toBe("ops");
  resource.displayName = "set later";
  expect(attributeFact(resource, "display_name", resource.displayNameInput)).toBe("set later");
  expect(attributeFact(resource, "object_id", resource.objectId)).toEqual({ unknown: "known to Terraform only" });
  resource.addOverride("display_name", "by hand");
  expect(attributeFact(resource, "display_name", resource.displayNameInput)).toEqual({ unknown: CHANGED_BY_HAND });
  expect(CHANGED_BY_HAND).toBe("changed by hand");
});

test("literals are known: texts, numbers, truths, nothing, and lists of them", () => {
  const literals = ["x", "", 0, -3, true, false, null, undefined, [], ["x", 1], [["x"]], { system: "ServiceNow" }];
  expect(literals.filter((l) => !isKnown(l))).toEqual([]);
});

test("tokens are not known, of whatever type and also inside lists and texts", () => {
  const variable = new TerraformVariable(newStack(), "x", {});
  const tokens = [
    variable.stringValue,
    variable.numberValue,
    variable.listValue,
    `a-${variable.stringValue}`,
    ["x", variable.stringValue],
    [1, variable.numberValue],
    [["x"], [variable.stringValue]],
    Token.asString({ resolve: () => "x" }),
    Lazy.stringValue({ produce: () => "x" }),
    Lazy.listValue({ produce: () => ["x"] }),
    Lazy.anyValue({ produce: () => ({}) }),
    Fn.upper("x"),
    group().objectId,
    "${var.x}",
    ["${var.x}"],
  ];
  expect(tokens.filter((t) => isKnown(t))).toEqual([]);
});

test("a token as a fact is unknown, with the reason", () => {
  expect(factOf("x")).toBe("x");
  expect(factOf(false)).toBe(false);
  expect(factOf(["x"])).toEqual(["x"]);
  const unknown = factOf("${var.x}", "given by the directory at apply");
  expect(unknown).toEqual({ unknown: "given by the directory at apply" });
  expect(isUnknown(unknown)).toBe(true);
  expect(factOf("${var.x}")).toEqual({ unknown: "known to Terraform only" });
});

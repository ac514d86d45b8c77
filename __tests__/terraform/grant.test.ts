import { Group } from "@cdktf/provider-azuread/lib/group";
import { type TerraformStack } from "cdktf";
import { AccessStack, Grant } from "../../lib";
import { foreignStack, newApp, newStack, resources } from "../support/synth";

function group(stack: TerraformStack, id: string, dependsOn?: Group[]): Group {
  return new Group(stack, id, { displayName: id, securityEnabled: true, dependsOn });
}

/** What each group waits for. */
function order(stack: TerraformStack): Record<string, string[] | undefined> {
  const groups = Object.values(resources(stack, "azuread_group")) as { display_name: string; depends_on?: string[] }[];
  return Object.fromEntries(groups.map((g) => [g.display_name, g.depends_on]));
}

test("a grant is its resources, for somebody's dependsOn", () => {
  const stack = newStack();
  const [a, b] = [group(stack, "a"), group(stack, "b")];
  expect(Grant.of(a, b).dependables).toEqual([a, b]);
  expect(Grant.of().dependables).toEqual([]);
  new Group(stack, "c", { displayName: "c", securityEnabled: true, dependsOn: Grant.of(a).dependables });
  expect(order(stack)["c"]).toEqual(["azuread_group.a"]);
});

test("the dependables of a grant are a list of the caller's own", () => {
  const stack = newStack();
  const grant = Grant.of(group(stack, "a"));
  grant.dependables.push(group(stack, "b"));
  expect(grant.dependables).toHaveLength(1);
});

test("two grants together have each resource once, and stay what they were", () => {
  const stack = newStack();
  const [a, b, c] = ["a", "b", "c"].map((id) => group(stack, id));
  const [one, other] = [Grant.of(a, b), Grant.of(b, c)];
  expect(one.and(other).dependables).toEqual([a, b, c]);
  expect(one.dependables).toEqual([a, b]);
  expect(other.dependables).toEqual([b, c]);
});

test("resources wait for a grant, each address once however often it is asked for", () => {
  const stack = newStack();
  const [a, b, c, d] = ["a", "b", "c", "d"].map((id) => group(stack, id));
  const grant = Grant.of(a, b);
  grant.applyBefore(c, d);
  grant.applyBefore(c);
  expect(order(stack)).toEqual({
    a: undefined,
    b: undefined,
    c: ["azuread_group.a", "azuread_group.b"],
    d: ["azuread_group.a", "azuread_group.b"],
  });
});

test("what a resource waits for already, it waits for still", () => {
  const stack = newStack();
  const [a, b] = [group(stack, "a"), group(stack, "b")];
  const c = group(stack, "c", [a]);
  Grant.of(b).applyBefore(c);
  expect(order(stack)["c"]).toEqual(["azuread_group.a", "azuread_group.b"]);
});

test("a resource never waits for itself", () => {
  const stack = newStack();
  const [a, b] = [group(stack, "a"), group(stack, "b")];
  Grant.of(a, b).applyBefore(a);
  expect(order(stack)["a"]).toEqual(["azuread_group.b"]);
});

test("a resource of another stack is left alone, and no reference between the stacks comes of it", () => {
  const app = newApp();
  const [one, other] = [new AccessStack(app, "one"), new AccessStack(app, "other")];
  const later = group(other, "later");
  Grant.of(group(one, "a")).applyBefore(later);
  expect(order(other)).toEqual({ later: undefined });
  expect(other.dependsOn(one)).toBe(false);
});

test("in a foreign stack the framework's addresses are waited for", () => {
  const stack = foreignStack();
  const [a, b] = [group(stack, "a"), group(stack, "b")];
  Grant.of(a).applyBefore(b);
  expect(order(stack)["b"]).toEqual([`azuread_group.${a.friendlyUniqueId}`]);
});

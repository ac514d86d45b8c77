import { Group } from "@cdktf/provider-azuread/lib/group";
import { GroupWithoutMembers } from "@cdktf/provider-azuread/lib/group-without-members";
import { DataAzureadUser } from "@cdktf/provider-azuread/lib/data-azuread-user";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { TerraformStack } from "cdktf";
import { addressOf, applyTakeover, renderImport, renderMove, renderRemoval } from "../../lib/terraform";
import { type Takeover } from "../../lib/access/takeover";
import { errorOf, foreignStack, newStack, synth } from "../support/synth";

const G = "44444444-4444-4444-8444-444444444444";
const NOTHING: Takeover = { import: {}, moved: {}, removed: [] };

test("an address is the type and the name", () => {
  expect(addressOf(new Group(newStack(), "ops", { displayName: "Operators" }))).toBe("azuread_group.ops");
});

test("an import says what becomes the resource, with the id as Terraform wants it", () => {
  const stack = newStack();
  renderImport(new Group(stack, "ops", { displayName: "Operators" }), G.toUpperCase());
  expect(synth(stack).import).toEqual([{ to: "azuread_group.ops", id: `/groups/${G}` }]);
});

test("an import may have an expression as its id, which is rendered as it is", () => {
  const stack = newStack();
  const user = new DataAzureadUser(stack, "alice", { userPrincipalName: "alice@contoso.com" });
  const group = new GroupWithoutMembers(stack, "ops", { displayName: "Operators" });
  renderImport(group, `/groups/${user.objectId}`);
  expect(synth(stack).import).toEqual([
    { to: "azuread_group_without_members.ops", id: "/groups/${data.azuread_user.alice.object_id}" },
  ]);
});

test("an id that is none is refused before anything is rendered", () => {
  const stack = newStack();
  const group = new Group(stack, "ops", { displayName: "Operators" });
  expect(errorOf(() => renderImport(group, "ops")).message).toBe(
    '"ops" is not the id of an azuread_group; allowed: /groups/OBJECT-ID (IMPORT_ID)',
  );
  expect(synth(stack).import).toBeUndefined();
});

test("the plan of an imported group is empty though only the provider knows whether names may be doubled", () => {
  const stack = newStack();
  const group = new Group(stack, "ops", { displayName: "Operators", preventDuplicateNames: true });
  group.lifecycle = { ignoreChanges: ["description"], preventDestroy: true };
  renderImport(group, G);
  renderImport(group, G);
  expect(synth(stack).resource.azuread_group.ops.lifecycle).toEqual({
    ignore_changes: ["description", "prevent_duplicate_names"],
    prevent_destroy: true,
  });
});

test("what is no group keeps its lifecycle when it is imported", () => {
  const stack = newStack();
  const group = new ResourceGroup(stack, "rg", { name: "rg", location: "westeurope" });
  renderImport(group, "/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/rg");
  expect(synth(stack).resource.azurerm_resource_group.rg.lifecycle).toBeUndefined();
});

test("a removal forgets and does not destroy; blocks are sorted, each once", () => {
  const stack = newStack();
  for (const name of ["z", "a", "z"]) renderRemoval(stack, `azuread_group.${name}`);
  for (const name of ["z", "a", "z"]) renderMove(stack, `azuread_group.old-${name}`, `azuread_group.${name}`);
  expect(synth(stack)).toMatchObject({
    removed: [
      { from: "azuread_group.a", lifecycle: { destroy: false } },
      { from: "azuread_group.z", lifecycle: { destroy: false } },
    ],
    moved: [
      { from: "azuread_group.old-a", to: "azuread_group.a" },
      { from: "azuread_group.old-z", to: "azuread_group.z" },
    ],
  });
});

test("a takeover is rendered in anybody's stack, and what it says of an id counts", () => {
  const stack = foreignStack();
  const group = new Group(stack, "ops", { displayName: "Operators" });
  renderImport(group, "55555555-5555-4555-8555-555555555555");
  const address = addressOf(group);
  applyTakeover(stack, { import: { [address]: `/groups/${G}` }, moved: {}, removed: ["azuread_group.gone"] });
  expect(synth(stack)).toMatchObject({
    import: [{ to: address, id: `/groups/${G}` }],
    removed: [{ from: "azuread_group.gone", lifecycle: { destroy: false } }],
  });
});

test("a former address in a module moves to the address of today", () => {
  const stack = newStack();
  new Group(stack, "ops", { displayName: "Operators" });
  applyTakeover(stack, { ...NOTHING, moved: { "azuread_group.ops": 'module.access.azuread_group.this["ops"]' } });
  expect(synth(stack).moved).toEqual([{ from: 'module.access.azuread_group.this["ops"]', to: "azuread_group.ops" }]);
});

test("addresses that the stack has not, or has still, are all said at once", () => {
  const stack = newStack();
  new Group(stack, "ops", { displayName: "Operators" });
  const nested = new TerraformStack(stack, "nested");
  new Group(nested, "inner", { displayName: "Inner" });
  const error = errorOf(() =>
    applyTakeover(stack, {
      import: { "azuread_group.opps": `/groups/${G}` },
      moved: { "azuread_group.inner_0D0B1E6C": "azuread_group.x" },
      removed: ["azuread_group.ops", "azuread_group.gone"],
    }),
  );
  expect(error.message.split("\n")).toEqual([
    '[test] import["azuread_group.opps"]: azuread_group.opps is not a resource of the stack test, or not any more; did you mean "azuread_group.ops"?; allowed: an address of a resource there, or delete the entry (TAKEOVER_ADDRESS)',
    '[test] moved["azuread_group.inner_0D0B1E6C"]: azuread_group.inner_0D0B1E6C is not a resource of the stack test, or not any more; allowed: an address of a resource there, or delete the entry (TAKEOVER_ADDRESS)',
    "[test] removed[0]: azuread_group.ops is a resource of the stack test still; allowed: an address that nothing there has any more (TAKEOVER_ADDRESS)",
  ]);
});

import { type Construct } from "constructs";
import {
  AccessStack,
  Duration,
  EntraGroup,
  EntraUser,
  ErrorCode,
  Expiration,
  type JitGroupProps,
  JitGroup,
  accessModelOf,
} from "../../lib";
import { TENANT, addresses, errorOf, foreignStack, newApp, newStack, synth } from "../support/synth";

const ID = "44444444-4444-4444-8444-444444444444";
const POLICY = `Group_${ID}_55555555-5555-4555-8555-555555555555`;
const OWNER = "33333333-3333-4333-8333-333333333331";
const ALICE = "33333333-3333-4333-8333-333333333332";
const UNTIL = { expiration: Expiration.at("2027-06-30"), justification: "On-call rota" };

function make(scope: Construct, props: Partial<JitGroupProps> = {}, id = "admins"): JitGroup {
  return new JitGroup(scope, id, { owners: [EntraUser.fromObjectId(scope, OWNER, "owner")], objectId: ID, ...props });
}

describe("a just-in-time group that exists", () => {
  test("is imported with the role settings of members and owners, whose ids the tenant is asked for", () => {
    const stack = newStack();
    make(stack);
    const { import: imports, data } = synth(stack);
    const inTenant = (access: string) =>
      `\${trimprefix(data.azuread_group_role_management_policy.admins_${access}-settings_in-tenant.id, "/policies/roleManagementPolicies/")}`;
    expect(imports).toEqual([
      { to: "azuread_group_role_management_policy.admins_member-settings", id: inTenant("member") },
      { to: "azuread_group_role_management_policy.admins_owner-settings", id: inTenant("owner") },
      { to: "azuread_group_without_members.admins", id: `/groups/${ID}` },
    ]);
    expect(data.azuread_group_role_management_policy).toEqual({
      "admins_member-settings_in-tenant": { group_id: ID, role_id: "member" },
      "admins_owner-settings_in-tenant": { group_id: ID, role_id: "owner" },
    });
  });

  test("has the ids of its role settings from a takeover, and then nothing is asked", () => {
    const imports = { "azuread_group_role_management_policy.admins_member-settings": POLICY };
    const stack = new AccessStack(newApp(), "test", {
      tenantId: TENANT,
      takeover: { import: imports, moved: {}, removed: [] },
    });
    make(stack);
    expect(synth(stack).import).toContainEqual({
      to: "azuread_group_role_management_policy.admins_member-settings",
      id: POLICY,
    });
    expect(addresses(stack).filter((a) => a.startsWith("data."))).toEqual([
      "data.azuread_group_role_management_policy.admins_owner-settings_in-tenant",
    ]);
  });

  test("is forgotten as a standing group, by the key of today and by that of before", () => {
    const stack = newStack();
    make(stack, { formerly: "ops" });
    expect(synth(stack).removed).toEqual([
      { from: "azuread_group.admins", lifecycle: { destroy: false } },
      { from: "azuread_group.ops", lifecycle: { destroy: false } },
    ]);
  });

  test("states its object id, and is the same principal as the group of that id", () => {
    const stack = newStack();
    const admins = make(stack);
    expect(accessModelOf(stack).groups[0].objectId).toBe(ID);
    expect(admins.principalKey).toBe(EntraGroup.fromObjectId(stack, "again", ID.toUpperCase()).principalKey);
  });

  test("is imported in a foreign stack as well", () => {
    const stack = foreignStack();
    make(stack);
    const { import: imports, resource } = synth(stack);
    const [name] = Object.keys(resource.azuread_group_without_members);
    expect(imports).toContainEqual({ to: `azuread_group_without_members.${name}`, id: `/groups/${ID}` });
  });

  test("is not one whose id is none", () => {
    const error = errorOf(() => make(newStack(), { objectId: "/groups/x" }));
    expect(error.message).toBe(
      '[test/admins] objectId: "/groups/x" is not the object id of a group; allowed: a UUID such as 44444444-4444-4444-8444-444444444444; this is the id of the Terraform resource, use its object_id (ID_NOT_A_UUID)',
    );
  });
});

test("a standing group that exists is imported, and forgotten as a just-in-time group", () => {
  const stack = newStack();
  new EntraGroup(stack, "ops", { owners: [EntraUser.fromObjectId(stack, OWNER)], objectId: ID });
  expect(synth(stack)).toMatchObject({
    import: [{ to: "azuread_group.ops", id: `/groups/${ID}` }],
    removed: [{ from: "azuread_group_without_members.ops", lifecycle: { destroy: false } }],
    resource: { azuread_group: { ops: { lifecycle: { ignore_changes: ["prevent_duplicate_names"] } } } },
  });
  expect(accessModelOf(stack).groups[0].objectId).toBe(ID);
});

describe("members from before", () => {
  test("are one imported membership each, and standing access to the model", () => {
    const stack = newStack();
    make(stack, {
      standingMembers: [EntraUser.fromObjectId(stack, ALICE, "alice"), EntraUser.fromLookup(stack, "bob@contoso.com")],
    });
    const { import: imports, resource } = synth(stack);
    expect(resource.azuread_group_member["admins_standing_alice"]).toEqual({
      group_object_id: "${azuread_group_without_members.admins.object_id}",
      member_object_id: ALICE,
    });
    expect(imports.slice(0, 2)).toEqual([
      { to: "azuread_group_member.admins_standing_alice", id: `${ID}/member/${ALICE}` },
      {
        to: "azuread_group_member.admins_standing_bob__contoso_com",
        id: `${ID}/member/\${data.azuread_user.bob__contoso_com.object_id}`,
      },
    ]);
    expect(accessModelOf(stack).assignments[0]).toMatchObject({
      group: "test/admins",
      principal: "test/.users/alice",
      kind: "active",
      accessId: "member",
      expiration: "permanent",
    });
  });

  test("are of a group that exists, and each is written once", () => {
    const stack = newStack();
    const alice = EntraUser.fromObjectId(stack, ALICE, "alice");
    const other = EntraUser.fromObjectId(new AccessStack(stack.node.root as any, "other"), OWNER, "alice");
    expect(errorOf(() => make(stack, { objectId: undefined, standingMembers: [alice] })).message).toBe(
      "[test/admins] standingMembers[0]: the group is made, so nobody is in it from before; allowed: standing members beside objectId, or eligible and active assignments (PIM_STANDING_MEMBER)",
    );
    expect(errorOf(() => make(stack, { displayName: "two", standingMembers: [alice, alice] }, "two")).message).toBe(
      "[test/two] standingMembers[1]: test/.users/alice is written twice; allowed: each member once (PIM_STANDING_MEMBER)",
    );
    expect(errorOf(() => make(stack, { displayName: "three", standingMembers: [alice, other] }, "three")).message).toBe(
      "[test/three] standingMembers[1]: one Terraform address is wanted for test/.users/alice and other/.users/alice, which have the same name in different places; allowed: another construct id for one of them (PIM_STANDING_MEMBER)",
    );
  });
});

describe("an assignment that has ended", () => {
  const ADDRESS = "azuread_privileged_access_group_eligibility_schedule.admins_eligible_alice";

  function assigned(options: Partial<typeof UNTIL & { renewal: number; ended: boolean }>, formerly?: string) {
    const stack = newStack();
    const admins = make(stack, { objectId: undefined, formerly });
    const grant = admins.assignEligible(EntraUser.fromObjectId(stack, ALICE, "alice"), { ...UNTIL, ...options });
    return { stack, grant, admins, terraform: synth(stack), model: accessModelOf(stack) };
  }
  const forgotten = (...from: string[]) => from.map((a) => ({ from: a, lifecycle: { destroy: false } }));

  test("is forgotten: no resource, no access in the model, and what it was", () => {
    const { terraform, model, grant } = assigned({ ended: true });
    expect(terraform.removed).toEqual(forgotten(ADDRESS));
    expect(Object.keys(terraform.resource)).not.toContain("azuread_privileged_access_group_eligibility_schedule");
    expect(grant.dependables).toEqual([]);
    expect(model.assignments).toEqual([]);
    expect(model.endedAssignments).toEqual([
      {
        id: "test/admins/eligible/alice",
        group: "test/admins",
        principal: "test/.users/alice",
        kind: "eligible",
        accessId: "member",
        start: null,
        expiration: "2027-06-30T23:59:59Z",
        justification: "On-call rota",
        ticket: null,
      },
    ]);
  });

  test("is given anew under another address, and those before are forgotten", () => {
    const { terraform, model } = assigned({ renewal: 2 });
    expect(terraform.removed).toEqual(forgotten(ADDRESS, `${ADDRESS}_renewal-1`));
    expect(Object.keys(terraform.resource.azuread_privileged_access_group_eligibility_schedule)).toEqual([
      "admins_eligible_alice_renewal-2",
    ]);
    // the model has one entry of one id for it, whatever the number, so that a comparison sees a longer end and no other
    expect(model.assignments).toMatchObject([
      { id: "test/admins/eligible/alice", address: `${ADDRESS}_renewal-2`, expiration: "2027-06-30T23:59:59Z" },
    ]);
    // the number says that it was given once more, which an end so long after apply does not
    expect(model.assignments.map((a) => a.renewal)).toEqual([2]);
    expect(assigned({}).model.assignments[0]).not.toHaveProperty("renewal");
    expect(model.endedAssignments).toBeUndefined();
  });

  test("after a renewal is forgotten with all those before it", () => {
    expect(assigned({ renewal: 1, ended: true }).terraform.removed).toEqual(forgotten(ADDRESS, `${ADDRESS}_renewal-1`));
  });

  test("of a group that had another key is forgotten by that as well", () => {
    const former = ADDRESS.replace("admins", "ops");
    expect(assigned({ ended: true }, "ops").terraform.removed).toEqual(forgotten(ADDRESS, former));
  });

  test("that was renewed is another one than that which was not", () => {
    const { admins, stack } = assigned({});
    const again = () => admins.assignEligible(EntraUser.fromObjectId(stack, ALICE, "alice"), { ...UNTIL, renewal: 1 });
    expect(errorOf(again).code).toBe(ErrorCode.PIM_ASSIGNED_TWICE);
  });

  test.each([0, -1, 1.5, 100, NaN])("has no renewal number %p", (renewal) => {
    expect(errorOf(() => assigned({ renewal })).message).toBe(
      `[test/admins] renewal: ${renewal} is not the number of a renewal; allowed: 1 for the first, then 2 and so on to 99, or leave it out (PIM_RENEWAL)`,
    );
  });

  test("had an end", () => {
    const stack = newStack();
    const admins = make(stack, { objectId: undefined });
    const permanent = { expiration: Expiration.never(), justification: "For ever", ended: true };
    const error = errorOf(() => admins.assignEligible(EntraUser.fromObjectId(stack, ALICE), permanent));
    expect(error.problems.map((p) => p.code)).toContain(ErrorCode.PIM_ENDED);
    expect(error.message).toContain(
      "[test/admins] ended: an assignment without an end does not end, and forgotten it would go on unseen; allowed: ended beside an end, or delete the assignment, which revokes it (PIM_ENDED)",
    );
  });

  test("that was active is forgotten by its own address", () => {
    const stack = newStack();
    const expiration = Expiration.after(Duration.hours(8));
    make(stack, { objectId: undefined }).assignActive(EntraUser.fromObjectId(stack, ALICE, "alice"), {
      expiration,
      start: "2026-01-01",
      justification: "Roll-out",
      ticket: { system: "ServiceNow", number: "CHG1" },
      ended: true,
    });
    expect(synth(stack).removed).toEqual(
      forgotten("azuread_privileged_access_group_assignment_schedule.admins_active_alice"),
    );
    expect(accessModelOf(stack).endedAssignments).toMatchObject([
      { start: "2026-01-01T00:00:00Z", expiration: "PT8H", ticket: { system: "ServiceNow", number: "CHG1" } },
    ]);
  });
});

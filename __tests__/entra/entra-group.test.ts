import { type Group } from "@cdktf/provider-azuread/lib/group";
import { Aspects, TerraformOutput, type TerraformResource, TerraformStack, TerraformVariable, Token } from "cdktf";
import { Construct } from "constructs";
import {
  AccessStack,
  AdministrativeUnit,
  EntraGroup,
  type EntraGroupProps,
  EntraServicePrincipal,
  EntraUser,
  ErrorCode,
  type GroupEntry,
  type IPrincipal,
  JitGroup,
  PolicySubjectKind,
  PrincipalType,
  accessModelOf,
} from "../../lib";
import {
  TENANT,
  addresses,
  errorOf,
  foreignStack,
  newApp,
  newStack,
  resources,
  synth,
  warnings,
  writtenModel,
} from "../support/synth";

const UNIT = "55555555-5555-4555-8555-555555555551";
const GROUP = "44444444-4444-4444-8444-444444444444";
const BY_HAND = { unknown: "changed by hand" };
const TENANT_KNOWS = { unknown: "only the tenant knows" };

function userId(n: number): string {
  return `33333333-3333-4333-8333-333333333${String(n).padStart(3, "0")}`;
}

function user(scope: Construct, n = 1): IPrincipal {
  return EntraUser.fromObjectId(scope, userId(n));
}

function refusal(run: () => unknown): [ErrorCode, string] {
  const error = errorOf(run);
  return [error.code, error.message];
}

function resourceOf(group: EntraGroup): Group {
  return group.node.defaultChild as Group;
}

function entryOf(group: EntraGroup): GroupEntry {
  return accessModelOf(TerraformStack.of(group)).groups.find((g) => g.id === group.node.path)!;
}

describe("a group that is made", () => {
  test("is a security group of that name, with its owners written and nobody in it", () => {
    const stack = newStack();
    const group = new EntraGroup(stack, "operators", { owners: [user(stack)] });
    expect(resources(stack, "azuread_group")).toEqual({
      operators: {
        display_name: "operators",
        security_enabled: true,
        assignable_to_role: false,
        prevent_duplicate_names: true,
        owners: [userId(1)],
        members: [],
      },
    });
    expect(resourceOf(group).terraformResourceType).toBe("azuread_group");
    expect(group).toMatchObject({
      displayName: "operators",
      roleAssignable: false,
      principalType: PrincipalType.GROUP,
      policySubjectKind: PolicySubjectKind.GROUP,
      policySubjectRef: "test/operators",
      principalKey: "test/operators",
    });
    expect(group.policySubjectId).toBe(group.objectId);
  });

  test("has everything that it was given", () => {
    const stack = newStack();
    const pipeline = EntraServicePrincipal.fromObjectId(stack, userId(9));
    const inner = EntraGroup.fromObjectId(stack, "inner", GROUP);
    new EntraGroup(stack, "operators", {
      displayName: "AKS operators",
      description: "People who may activate",
      owners: [user(stack), pipeline],
      members: [user(stack, 2), pipeline, inner],
      administrativeUnits: [AdministrativeUnit.fromObjectId(UNIT), AdministrativeUnit.restrictedFromObjectId(GROUP)],
    });
    new EntraGroup(stack, "admins", {
      roleAssignable: true,
      owners: [user(stack)],
      members: [user(stack, 2), pipeline],
      administrativeUnits: [AdministrativeUnit.fromObjectId(UNIT)],
    });
    const { operators, admins } = resources(stack, "azuread_group");
    expect(operators).toEqual({
      display_name: "AKS operators",
      description: "People who may activate",
      security_enabled: true,
      assignable_to_role: false,
      prevent_duplicate_names: true,
      owners: [userId(1), userId(9)],
      members: [userId(2), userId(9), GROUP],
      administrative_unit_ids: [UNIT, GROUP],
    });
    expect(admins).toMatchObject({
      assignable_to_role: true,
      members: [userId(2), userId(9)],
      administrative_unit_ids: [UNIT],
    });
  });

  test("may be role-assignable and empty", () => {
    const stack = newStack();
    const group = new EntraGroup(stack, "admins", { roleAssignable: true, owners: [user(stack)] });
    expect(group.roleAssignable).toBe(true);
    expect(resources(stack, "azuread_group").admins).toMatchObject({ assignable_to_role: true, members: [] });
  });

  test("has its key as address and in the output group_ids, in a stack of ours", () => {
    const stack = newStack();
    const group = new EntraGroup(stack, "operators", { displayName: "AKS operators", owners: [user(stack)] });
    new EntraGroup(new Construct(stack, "payments"), "writers", { owners: [user(stack)] });
    expect(group.node.path).toBe("test/operators");
    expect(addresses(stack)).toEqual(["azuread_group.operators", "azuread_group.payments_writers"]);
    expect(synth(stack).output).toEqual({
      group_ids: {
        value: {
          operators: "${azuread_group.operators.object_id}",
          payments_writers: "${azuread_group.payments_writers.object_id}",
        },
      },
    });
    expect(synth(stack).provider).toEqual({ azuread: [{ tenant_id: TENANT }] });
  });

  test("in somebody's own stack makes no output and no provider, and raises the provider's version", () => {
    const stack = foreignStack();
    const group = new EntraGroup(stack, "operators", { owners: [user(stack)] });
    new EntraGroup(new Construct(stack, "payments"), "writers", { owners: [user(stack)] });
    expect(group.node.path).toBe("foreign/operators");
    expect(addresses(stack)).toEqual(["azuread_group.operators", "azuread_group.payments_writers_CF85B814"]);
    expect(synth(stack)).not.toHaveProperty("output");
    expect(synth(stack)).not.toHaveProperty("provider");
    expect(synth(stack).terraform.required_providers.azuread.version).toBe(">= 3.9.0, < 4.0.0");
  });

  test("may have a name, owners, members and units that only Terraform knows", () => {
    const stack = newStack();
    const variable = (name: string) => new TerraformVariable(stack, name, {}).stringValue;
    const [one, two] = ["one", "two"].map((id) => EntraUser.fromObjectId(stack, variable(id), id));
    new EntraGroup(stack, "operators", {
      displayName: variable("name"),
      owners: [one],
      members: [two],
      administrativeUnits: [AdministrativeUnit.fromObjectId(variable("unit"))],
    });
    expect(resources(stack, "azuread_group").operators).toMatchObject({
      display_name: "${var.name}",
      owners: ["${var.one}"],
      members: ["${var.two}"],
      administrative_unit_ids: ["${var.unit}"],
    });
  });

  test("may hold a just-in-time group, and one made in another stack", () => {
    const app = newApp();
    const [one, two] = ["one", "two"].map((id) => new AccessStack(app, id));
    const admins = new JitGroup(two, "admins", { owners: [user(two)] });
    const there = new EntraGroup(one, "there", { owners: [user(one)] });
    new EntraGroup(two, "everybody", { owners: [user(two)], members: [admins, there] });
    expect(writtenModel(app, "two").groups.find((g) => g.id === "two/everybody")?.members).toEqual([
      "two/admins",
      "one/there",
    ]);
    expect(resources(two, "azuread_group").everybody.members[0]).toBe(
      "${azuread_group_without_members.admins.object_id}",
    );
    expect(resources(two, "azuread_group").everybody.members[1]).toMatch(/^\$\{data\.terraform_remote_state\./);
  });
});

describe("what is wrong with a group", () => {
  const make = (props: (stack: AccessStack) => Partial<EntraGroupProps>) => () => {
    const stack = newStack();
    new EntraGroup(stack, "operators", { owners: [user(stack)], ...props(stack) });
  };

  test("fails without owners, also if they are not mentioned", () => {
    const expected = [
      ErrorCode.GROUP_OWNER_MISSING,
      "[test/operators] owners: no owner is given, so whoever runs Terraform would become the owner; allowed: at least one user or service principal (GROUP_OWNER_MISSING)",
    ];
    expect(refusal(make(() => ({ owners: [] })))).toEqual(expected);
    expect(refusal(make(() => ({ owners: undefined })))).toEqual(expected);
  });

  test("fails with a group as owner", () => {
    expect(
      refusal(
        make((stack) => ({
          owners: [user(stack), EntraGroup.fromObjectId(stack, "team", GROUP)],
        })),
      ),
    ).toEqual([
      ErrorCode.GROUP_OWNER_TYPE,
      "[test/operators] owners[1]: test/team is a group; allowed: users and service principals, a group cannot own a group (GROUP_OWNER_TYPE)",
    ]);
  });

  test("fails with more than 100 owners", () => {
    const owners = (n: number) => make((stack) => ({ owners: Array.from({ length: n }, (_, i) => user(stack, i)) }));
    expect(owners(100)).not.toThrow();
    expect(refusal(owners(101))).toEqual([
      ErrorCode.GROUP_OWNERS_TOO_MANY,
      "[test/operators] owners: 101 owners are given; allowed: 1 to 100 (GROUP_OWNERS_TOO_MANY)",
    ]);
  });

  test("fails with a name of nothing or with an apostrophe", () => {
    expect(refusal(make(() => ({ displayName: " " })))).toEqual([
      ErrorCode.TEXT_EMPTY,
      '[test/operators] displayName: " " is empty; allowed: a name that people recognise (TEXT_EMPTY)',
    ]);
    expect(refusal(make(() => ({ displayName: "Dave's" })))).toEqual([
      ErrorCode.NAME_FORMAT,
      `[test/operators] displayName: "Dave's" has an apostrophe, on which the provider's search for a group of the same name fails; allowed: any other character (NAME_FORMAT)`,
    ]);
  });

  test("fails if it is role-assignable and holds groups or is in a restricted administrative unit, all in one go", () => {
    const run = make((stack) => ({
      roleAssignable: true,
      members: [user(stack), EntraGroup.fromObjectId(stack, "inner", GROUP)],
      administrativeUnits: [AdministrativeUnit.fromObjectId(GROUP), AdministrativeUnit.restrictedFromObjectId(UNIT)],
    }));
    expect(refusal(run)).toEqual([
      ErrorCode.GROUP_NESTED,
      [
        "[test/operators] members[1]: test/inner is a group; allowed: users and service principals, a role-assignable group holds no groups (GROUP_NESTED)",
        "[test/operators] administrativeUnits[1]: a restricted management administrative unit lets nobody change the members of a role-assignable group; allowed: an ordinary unit, or roleAssignable: false (GROUP_RESTRICTED_UNIT)",
      ].join("\n"),
    ]);
  });

  test("fails with every problem at once, in the order of the properties", () => {
    const run = make((stack) => ({
      displayName: "Dave's",
      roleAssignable: true,
      owners: [EntraGroup.fromObjectId(stack, "team", GROUP)],
      members: [EntraGroup.fromObjectId(stack, "inner", GROUP)],
    }));
    expect(errorOf(run).problems.map((p) => [p.code, p.property])).toEqual([
      [ErrorCode.NAME_FORMAT, "displayName"],
      [ErrorCode.GROUP_OWNER_TYPE, "owners[0]"],
      [ErrorCode.GROUP_NESTED, "members[0]"],
    ]);
  });
});

describe("a display name", () => {
  const stacks = (...tenants: (string | undefined)[]) => {
    const app = newApp();
    return tenants.map((tenantId, i) => new AccessStack(app, `s${i}`, { tenantId }));
  };
  const standing = (stack: TerraformStack, id: string, displayName?: string) =>
    new EntraGroup(stack, id, { displayName, owners: [user(stack)] });
  const taken = (path: string, name: string, owner: string): [ErrorCode, string] => [
    ErrorCode.NAME_TAKEN,
    `[${path}] displayName: "${name}" is also the display name of ${owner}; allowed: a name that no other group of the tenant has, because Entra accepts the second and the next look-up by name fails (NAME_TAKEN)`,
  ];

  test("fails the second time in a stack, in any case, standing or just-in-time", () => {
    const [stack] = stacks(TENANT);
    standing(stack, "Operators");
    expect(refusal(() => standing(stack, "other", "OPERATORS"))).toEqual(
      taken("s0/other", "OPERATORS", "s0/Operators"),
    );
    expect(refusal(() => new JitGroup(stack, "operators", { owners: [user(stack)] }))).toEqual(
      taken("s0/operators", "operators", "s0/Operators"),
    );
  });

  test("fails in another stack of the app for the same tenant, however its id is written", () => {
    const letters = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
    const [one, two] = stacks(letters, letters.toUpperCase());
    standing(one, "operators");
    expect(refusal(() => standing(two, "operators"))).toEqual(taken("s1/operators", "operators", "s0/operators"));
  });

  test("is free in another tenant and in another app", () => {
    const [one, two] = stacks(TENANT, "22222222-2222-2222-2222-222222222223");
    standing(one, "operators");
    expect(() => standing(two, "operators")).not.toThrow();
    expect(() => standing(stacks(TENANT)[0], "operators")).not.toThrow();
  });

  test("is free again when the group was removed from the tree", () => {
    const [stack] = stacks(TENANT);
    const team = new Construct(stack, "team");
    standing(stack, "operators");
    new EntraGroup(team, "auditors", { owners: [user(stack)] });
    stack.node.tryRemoveChild("operators");
    stack.node.tryRemoveChild("team");
    standing(stack, "operators");
    standing(stack, "auditors");
    expect(refusal(() => standing(stack, "third", "operators"))[0]).toBe(ErrorCode.NAME_TAKEN);
    expect(addresses(stack)).toEqual(["azuread_group.auditors", "azuread_group.operators"]);
  });

  test("that only Terraform knows may be given to two groups", () => {
    const [stack] = stacks(TENANT);
    const name = new TerraformVariable(stack, "name", {}).stringValue;
    standing(stack, "a", name);
    expect(() => standing(stack, "b", name)).not.toThrow();
  });

  test("fails together with the other problems of the group", () => {
    const [stack] = stacks(TENANT);
    standing(stack, "operators");
    const error = errorOf(() => new EntraGroup(stack, "more", { displayName: "operators", owners: [] }));
    expect(error.problems.map((p) => [p.code, p.property])).toEqual([
      [ErrorCode.GROUP_OWNER_MISSING, "owners"],
      [ErrorCode.NAME_TAKEN, "displayName"],
    ]);
  });
});

describe("a group that exists", () => {
  test("by object id adds nothing to any stack and shows no warning", () => {
    for (const stack of [newStack(), foreignStack()]) {
      const group = EntraGroup.fromObjectId(stack, "oncall", GROUP);
      const path = `${stack.node.id}/oncall`;
      expect(group.node.path).toBe(path);
      expect(group.node.defaultChild).toBeUndefined();
      expect(group).toMatchObject({
        objectId: GROUP,
        objectIdUnchecked: false,
        principalType: PrincipalType.GROUP,
        policySubjectKind: PolicySubjectKind.GROUP,
        policySubjectId: GROUP,
        policySubjectRef: path,
        principalKey: GROUP,
      });
      expect(group.roleAssignable).toBeUndefined();
      expect(group.justInTime).toBeUndefined();
      expect(warnings(stack)).toEqual([]);
      expect(synth(stack)).toEqual({});
    }
  });

  test("by object id may be known to Terraform only", () => {
    const stack = newStack();
    const group = EntraGroup.fromObjectId(stack, "oncall", new TerraformVariable(stack, "x", {}).stringValue);
    expect(group).toMatchObject({ objectIdUnchecked: true, principalKey: "test/oncall" });
  });

  test("fails by an object id that is none, or the id of a resource", () => {
    expect(refusal(() => EntraGroup.fromObjectId(newStack(), "oncall", "rota"))).toEqual([
      ErrorCode.ID_NOT_A_UUID,
      '[test/oncall] objectId: "rota" is not the object id of a group; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)',
    ]);
    expect(refusal(() => EntraGroup.fromObjectId(newStack(), "oncall", `/groups/${GROUP}`))).toEqual([
      ErrorCode.ID_NOT_A_UUID,
      `[test/oncall] objectId: "/groups/${GROUP}" is not the object id of a group; allowed: a UUID such as 44444444-4444-4444-8444-444444444444; this is the id of the Terraform resource, use its object_id (ID_NOT_A_UUID)`,
    ]);
  });

  test("by name is looked up among security groups, with a warning", () => {
    const stack = newStack();
    const group = EntraGroup.fromLookup(stack, "oncall", "On-call rota");
    new TerraformOutput(stack, "id", { value: group.objectId });
    expect(group.node.path).toBe("test/oncall");
    expect(group.objectIdUnchecked).toBe(false);
    expect(group.principalKey).toBe("test/oncall");
    expect(group.policySubjectId).toBe(group.objectId);
    expect((group.node.defaultChild as TerraformResource).terraformResourceType).toBe("azuread_group");
    const { data, output, provider, resource } = synth(stack);
    expect(data).toEqual({ azuread_group: { oncall: { display_name: "On-call rota", security_enabled: true } } });
    expect(output).toEqual({ id: { value: "${data.azuread_group.oncall.object_id}" } });
    expect(provider).toEqual({ azuread: [{ tenant_id: TENANT }] });
    expect(resource).toBeUndefined();
    expect(warnings(stack)).toEqual([
      'The group "On-call rota" is looked up by its name, which is not unique in a tenant; use its object id.',
    ]);
  });

  test("by name in somebody's own stack has an address of the framework's making", () => {
    const stack = foreignStack();
    EntraGroup.fromLookup(new Construct(stack, "rota"), "oncall", "On-call rota");
    expect(addresses(stack)).toEqual(["data.azuread_group.rota_oncall_EDE2E611"]);
  });

  test("by a name that only Terraform knows is warned of by its path, because a token says nothing", () => {
    const stack = newStack();
    EntraGroup.fromLookup(stack, "oncall", new TerraformVariable(stack, "name", {}).stringValue);
    expect(resources(stack, "azuread_group")).toEqual({});
    expect(synth(stack).data.azuread_group.oncall.display_name).toBe("${var.name}");
    expect(warnings(stack)).toEqual([
      "The group test/oncall is looked up by its name, which is not unique in a tenant; use its object id.",
    ]);
  });

  test("fails by a name of nothing or with an apostrophe, and adds nothing", () => {
    const stack = newStack();
    expect(refusal(() => EntraGroup.fromLookup(stack, "oncall", ""))).toEqual([
      ErrorCode.TEXT_EMPTY,
      '[test/oncall] displayName: "" is empty; allowed: a name that people recognise (TEXT_EMPTY)',
    ]);
    expect(refusal(() => EntraGroup.fromLookup(stack, "oncall", "Dave's"))).toEqual([
      ErrorCode.NAME_FORMAT,
      `[test/oncall] displayName: "Dave's" has an apostrophe, on which the provider's search for a group of the same name fails; allowed: any other character (NAME_FORMAT)`,
    ]);
    expect(synth(stack)).toEqual({});
  });
});

describe("an administrative unit", () => {
  test("is ordinary or restricted, as it is said to be", () => {
    expect(AdministrativeUnit.fromObjectId(UNIT)).toEqual({ objectId: UNIT, restricted: false });
    expect(AdministrativeUnit.restrictedFromObjectId(UNIT)).toEqual({ objectId: UNIT, restricted: true });
    expect(AdministrativeUnit.fromObjectId(Token.asString({ resolve: () => UNIT })).restricted).toBe(false);
  });

  test("fails by an object id that is none", () => {
    const expected = [
      ErrorCode.ID_NOT_A_UUID,
      'objectId: "EMEA" is not the object id of an administrative unit; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)',
    ];
    expect(refusal(() => AdministrativeUnit.fromObjectId("EMEA"))).toEqual(expected);
    expect(refusal(() => AdministrativeUnit.restrictedFromObjectId("EMEA"))).toEqual(expected);
  });
});

describe("the model of a group", () => {
  test("has owners and members by the constructs that they are", () => {
    const stack = newStack();
    const group = new EntraGroup(stack, "operators", {
      displayName: "AKS operators",
      roleAssignable: true,
      owners: [user(stack)],
      members: [user(stack, 2)],
    });
    expect(entryOf(group)).toEqual({
      id: "test/operators",
      source: undefined,
      address: "azuread_group.operators",
      objectId: { unknown: "given by the directory at apply" },
      displayName: "AKS operators",
      kind: "standing",
      roleAssignable: true,
      owners: [`test/.users/${userId(1)}`],
      members: [`test/.users/${userId(2)}`],
    });
  });

  test("says of one that exists only what it was told", () => {
    const stack = newStack();
    const tenant = { roleAssignable: TENANT_KNOWS, owners: TENANT_KNOWS, members: TENANT_KNOWS };
    const variable = new TerraformVariable(stack, "x", {}).stringValue;
    EntraGroup.fromObjectId(stack, "a", GROUP);
    EntraGroup.fromObjectId(stack, "b", variable);
    EntraGroup.fromLookup(stack, "c", "Readers");
    EntraGroup.fromLookup(stack, "d", variable);
    const atApply = { unknown: "given by the directory at apply" };
    const byId = { unknown: "known by its object id only" };
    expect(accessModelOf(stack).groups).toEqual([
      { id: "test/a", kind: "existing", objectId: GROUP, displayName: byId, ...tenant },
      { id: "test/b", kind: "existing", objectId: atApply, displayName: byId, ...tenant },
      { id: "test/c", kind: "existing", objectId: atApply, displayName: "Readers", ...tenant },
      {
        id: "test/d",
        kind: "existing",
        objectId: atApply,
        displayName: { unknown: "known to Terraform only" },
        ...tenant,
      },
    ]);
  });

  test("follows setters, and does not know members and owners that were set past it", () => {
    const stack = newStack();
    const group = new EntraGroup(stack, "operators", { owners: [user(stack)], members: [user(stack, 2)] });
    resourceOf(group).displayName = "Operators";
    resourceOf(group).assignableToRole = true;
    expect(entryOf(group)).toMatchObject({
      displayName: "Operators",
      roleAssignable: true,
      owners: [`test/.users/${userId(1)}`],
    });
    resourceOf(group).owners = [userId(3)];
    resourceOf(group).members = [userId(2), userId(4)];
    resourceOf(group).displayName = new TerraformVariable(stack, "name", {}).stringValue;
    resourceOf(group).assignableToRole = new TerraformVariable(stack, "flag", {}).booleanValue;
    expect(entryOf(group)).toMatchObject({
      displayName: { unknown: "known to Terraform only" },
      roleAssignable: { unknown: "known to Terraform only" },
      owners: BY_HAND,
      members: BY_HAND,
    });
    resourceOf(group).resetAssignableToRole();
    expect(entryOf(group).roleAssignable).toBe(false);
  });

  test("does not know what an escape hatch changed, on the resource or on the stack", () => {
    const stack = newStack();
    const group = new EntraGroup(stack, "operators", { owners: [user(stack)], members: [user(stack, 2)] });
    resourceOf(group).addOverride("display_name", "x");
    resourceOf(group).addOverride("members", []);
    stack.addOverride("resource.azuread_group.operators.owners", []);
    stack.addOverride("resource.azuread_group.operators.assignable_to_role", true);
    expect(entryOf(group)).toMatchObject({
      displayName: BY_HAND,
      roleAssignable: BY_HAND,
      owners: BY_HAND,
      members: BY_HAND,
    });
  });

  test("is what somebody's aspect made of it by the end of the synthesis", () => {
    const app = newApp();
    const stack = new AccessStack(app, "test");
    const group = new EntraGroup(stack, "operators", { owners: [user(stack)] });
    Aspects.of(stack).add({
      visit: (node) => {
        if (node === group.node.defaultChild) resourceOf(group).displayName = `prod-${group.displayName}`;
      },
    });
    expect(writtenModel(app, "test").groups[0].displayName).toBe("prod-operators");
  });
});

test("a group that was renamed says its former path in the model, and one that was not says none", () => {
  const stack = newStack();
  const owner = EntraServicePrincipal.fromObjectId(stack, "99999999-9999-4999-8999-999999999999");
  new EntraGroup(stack, "now", { owners: [owner], formerly: "then" });
  new EntraGroup(stack, "always", { owners: [owner] });
  expect(accessModelOf(stack).groups.map((g) => [g.id, g.formerly])).toEqual([
    ["test/always", undefined],
    ["test/now", "test/then"],
  ]);
});

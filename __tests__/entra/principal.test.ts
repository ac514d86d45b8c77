import { type DataAzureadUser } from "@cdktf/provider-azuread/lib/data-azuread-user";
import { TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import {
  AccessStack,
  EntraGroup,
  EntraServicePrincipal,
  EntraUser,
  ErrorCode,
  PolicySubjectKind,
  PrincipalType,
  accessModelOf,
} from "../../lib";
import { TENANT, addresses, errorOf, foreignStack, newApp, newStack, resources, synth } from "../support/synth";

const ID = "33333333-3333-4333-8333-333333333331";
const OTHER_ID = "33333333-3333-4333-8333-333333333332";

function token(stack: TerraformStack, name: string): string {
  return new TerraformVariable(stack, name, {}).stringValue;
}

function refusal(run: () => unknown): [ErrorCode, string] {
  const error = errorOf(run);
  return [error.code, error.message];
}

describe("a user", () => {
  test("by object id costs no look-up, no provider and no resource", () => {
    const stack = newStack();
    const user = EntraUser.fromObjectId(stack, ID);
    expect(user.node.path).toBe(`test/.users/${ID}`);
    expect(user.node.defaultChild).toBeUndefined();
    expect(user).toMatchObject({
      objectId: ID,
      objectIdUnchecked: false,
      principalType: PrincipalType.USER,
      policySubjectKind: PolicySubjectKind.USER,
      policySubjectId: ID,
      policySubjectRef: `test/.users/${ID}`,
    });
    expect(user.userPrincipalName).toBeUndefined();
    expect(synth(stack)).toEqual({});
  });

  test("by sign-in name is looked up, at an address that a person can read", () => {
    const stack = newStack();
    const user = EntraUser.fromLookup(stack, "alice@contoso.com");
    const lookup = user.node.defaultChild as DataAzureadUser;
    new TerraformOutput(stack, "alice", { value: user.objectId });
    expect(user.node.path).toBe("test/.users/alice@contoso.com");
    expect(lookup.terraformResourceType).toBe("azuread_user");
    expect(synth(stack).data).toEqual({
      azuread_user: { alice__contoso_com: { user_principal_name: "alice@contoso.com" } },
    });
    expect(synth(stack).provider).toEqual({ azuread: [{ tenant_id: TENANT }] });
    expect(synth(stack).output.alice.value).toBe("${data.azuread_user.alice__contoso_com.object_id}");
    expect(user.policySubjectId).toBe(user.objectId);
    expect(user).toMatchObject({
      userPrincipalName: "alice@contoso.com",
      principalType: PrincipalType.USER,
      policySubjectKind: PolicySubjectKind.USER,
      policySubjectRef: "test/.users/alice@contoso.com",
    });
    expect(user.objectIdUnchecked).toBeUndefined();
  });

  test("in somebody's own stack has an address of the framework's making and makes no provider", () => {
    const stack = foreignStack();
    const user = EntraUser.fromLookup(stack, "alice@contoso.com");
    expect(user.node.path).toBe("foreign/.users/alice@contoso.com");
    expect(addresses(stack)).toEqual(["data.azuread_user.users_alicecontosocom_4112E39E"]);
    expect(synth(stack).provider).toBeUndefined();
    expect(synth(stack).terraform.required_providers.azuread.version).toBe(">= 3.9.0, < 4.0.0");
  });

  test("asked for twice is looked up once per stack, whatever the case of the name and the scope", () => {
    const stack = newStack();
    const team = new Construct(stack, "team");
    const alice = EntraUser.fromLookup(stack, "alice@contoso.com");
    expect(EntraUser.fromLookup(team, "Alice@Contoso.com")).toBe(alice);
    expect(EntraUser.fromObjectId(team, ID)).toBe(EntraUser.fromObjectId(stack, ID));
    expect(EntraUser.fromObjectId(stack, ID, "bob")).toBe(EntraUser.fromObjectId(stack, ID.toUpperCase(), "bob"));
    expect(addresses(stack)).toEqual(["data.azuread_user.alice__contoso_com"]);
  });

  test("is looked up by each stack that asks, and is the same principal in all of them", () => {
    const app = newApp();
    const [one, two] = ["one", "two"].map((id) => new AccessStack(app, id));
    const here = EntraUser.fromLookup(one, "alice@contoso.com");
    const there = EntraUser.fromLookup(two, "ALICE@contoso.com");
    expect(there).not.toBe(here);
    expect(there.principalKey).toBe(here.principalKey);
    expect(EntraUser.fromObjectId(two, ID.toUpperCase()).principalKey).toBe(
      EntraUser.fromObjectId(one, ID).principalKey,
    );
    expect(addresses(two)).toEqual(["data.azuread_user.alice__contoso_com"]);
  });

  test("passes with a name or an object id that only Terraform knows, under a construct id", () => {
    const stack = newStack();
    const byId = EntraUser.fromObjectId(stack, token(stack, "deputy_id"), "deputy");
    const byName = EntraUser.fromLookup(stack, token(stack, "boss_name"), "boss");
    expect(byId).toMatchObject({ objectIdUnchecked: true, principalKey: "test/.users/deputy" });
    expect(byName).toMatchObject({ principalKey: "test/.users/boss" });
    expect(EntraUser.fromObjectId(stack, token(stack, "again"), "deputy")).toBe(byId);
    expect(synth(stack).data).toEqual({ azuread_user: { boss: { user_principal_name: "${var.boss_name}" } } });
  });

  test("fails by an object id that is none, or the id of a resource", () => {
    const stack = newStack();
    expect(refusal(() => EntraUser.fromObjectId(stack, "alice"))).toEqual([
      ErrorCode.ID_NOT_A_UUID,
      '[test] objectId: "alice" is not the object id of a user; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)',
    ]);
    expect(refusal(() => EntraUser.fromObjectId(stack, `/groups/${ID}`))).toEqual([
      ErrorCode.ID_NOT_A_UUID,
      `[test] objectId: "/groups/${ID}" is not the object id of a user; allowed: a UUID such as 44444444-4444-4444-8444-444444444444; this is the id of the Terraform resource, use its object_id (ID_NOT_A_UUID)`,
    ]);
  });

  test.each(["alice", "alice@contoso", "alice @contoso.com", "a/b@contoso.com", "@contoso.com", ""])(
    "fails by %p, which is no sign-in name",
    (name) => {
      expect(refusal(() => EntraUser.fromLookup(newStack(), name))).toEqual([
        ErrorCode.NAME_FORMAT,
        `[test] userPrincipalName: "${name}" is not a sign-in name; allowed: NAME@DOMAIN such as alice@contoso.com, or the object id of the user (NAME_FORMAT)`,
      ]);
    },
  );

  test("fails without a construct id where the name or the object id is a token, which would be its address", () => {
    const stack = newStack();
    const expected = [
      ErrorCode.NAME_FORMAT,
      "[test] id: no construct id is given, and what only Terraform knows cannot be part of an address; allowed: a construct id as the last argument (NAME_FORMAT)",
    ];
    expect(refusal(() => EntraUser.fromObjectId(stack, token(stack, "a")))).toEqual(expected);
    expect(refusal(() => EntraUser.fromLookup(stack, token(stack, "b")))).toEqual(expected);
  });

  test("fails under the construct id of somebody else, instead of becoming them", () => {
    const stack = newStack();
    EntraUser.fromObjectId(stack, ID, "deputy");
    const expected = [
      ErrorCode.ADDRESS_TAKEN,
      '[test] id: "deputy" is the construct id of another principal of the stack already; allowed: another id for one of them (ADDRESS_TAKEN)',
    ];
    expect(refusal(() => EntraUser.fromObjectId(stack, OTHER_ID, "deputy"))).toEqual(expected);
    expect(refusal(() => EntraUser.fromObjectId(stack, token(stack, "a"), "deputy"))).toEqual(expected);
    expect(refusal(() => EntraUser.fromLookup(stack, "alice@contoso.com", "deputy"))).toEqual(expected);
  });

  test("is a principal of the model, with what is known of it", () => {
    const stack = newStack();
    EntraUser.fromObjectId(stack, ID);
    EntraUser.fromObjectId(stack, token(stack, "x"), "deputy");
    EntraUser.fromLookup(stack, "alice@contoso.com");
    EntraUser.fromLookup(stack, token(stack, "y"), "boss");
    const atApply = { unknown: "given by the directory at apply" };
    expect(accessModelOf(stack).principals).toEqual([
      { id: `test/.users/${ID}`, type: "User", objectId: ID },
      {
        id: "test/.users/alice@contoso.com",
        type: "User",
        objectId: atApply,
        userPrincipalName: "alice@contoso.com",
      },
      { id: "test/.users/boss", type: "User", objectId: atApply },
      { id: "test/.users/deputy", type: "User", objectId: atApply },
    ]);
  });
});

describe("a service principal", () => {
  test("costs no look-up, no provider and no resource, in any stack", () => {
    for (const stack of [newStack(), foreignStack()]) {
      const principal = EntraServicePrincipal.fromObjectId(stack, ID);
      const path = `${stack.node.id}/.service-principals/${ID}`;
      expect(principal.node.defaultChild).toBeUndefined();
      expect(principal).toMatchObject({
        objectId: ID,
        objectIdUnchecked: false,
        principalType: PrincipalType.SERVICE_PRINCIPAL,
        policySubjectKind: PolicySubjectKind.SERVICE_PRINCIPAL,
        policySubjectId: ID,
        policySubjectRef: path,
        principalKey: ID,
      });
      expect(principal.node.path).toBe(path);
      expect(synth(stack)).toEqual({});
    }
  });

  test("asked for twice is the same object, and another one under its construct id is refused", () => {
    const stack = newStack();
    const principal = EntraServicePrincipal.fromObjectId(stack, ID, "pipeline");
    expect(EntraServicePrincipal.fromObjectId(new Construct(stack, "team"), ID, "pipeline")).toBe(principal);
    expect(refusal(() => EntraServicePrincipal.fromObjectId(stack, OTHER_ID, "pipeline"))).toEqual([
      ErrorCode.ADDRESS_TAKEN,
      '[test] id: "pipeline" is the construct id of another principal of the stack already; allowed: another id for one of them (ADDRESS_TAKEN)',
    ]);
  });

  test("passes with an object id that only Terraform knows, under a construct id", () => {
    const stack = newStack();
    const pipeline = EntraServicePrincipal.fromObjectId(stack, token(stack, "x"), "pipeline");
    expect(pipeline).toMatchObject({
      objectIdUnchecked: true,
      principalKey: "test/.service-principals/pipeline",
    });
    expect(refusal(() => EntraServicePrincipal.fromObjectId(stack, token(stack, "y")))).toEqual([
      ErrorCode.NAME_FORMAT,
      "[test] id: no construct id is given, and what only Terraform knows cannot be part of an address; allowed: a construct id as the last argument (NAME_FORMAT)",
    ]);
    expect(accessModelOf(stack).principals).toEqual([
      {
        id: "test/.service-principals/pipeline",
        type: "ServicePrincipal",
        objectId: { unknown: "given by the directory at apply" },
      },
    ]);
  });

  test("fails by an object id that is none", () => {
    expect(refusal(() => EntraServicePrincipal.fromObjectId(newStack(), "pipeline"))).toEqual([
      ErrorCode.ID_NOT_A_UUID,
      '[test] objectId: "pipeline" is not the object id of a service principal; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)',
    ]);
  });
});

test("an object id that is a token is checked by Terraform, with a sentence, where it is used", () => {
  const stack = newStack();
  const owner = EntraUser.fromObjectId(stack, token(stack, "owner"), "owner");
  const member = EntraServicePrincipal.fromObjectId(stack, token(stack, "member"), "pipeline");
  const inner = EntraGroup.fromObjectId(stack, "inner", token(stack, "inner_id"));
  const known = EntraUser.fromObjectId(stack, ID);
  const lookedUp = EntraUser.fromLookup(stack, "alice@contoso.com");
  new EntraGroup(stack, "operators", { owners: [owner, known], members: [member, inner, lookedUp] });
  const uuid = '"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"';
  const expected = (variable: string, path: string) => ({
    condition: `\${can(regex(${uuid}, var.${variable}))}`,
    error_message: `The object id of ${path} is not a UUID; write the object_id of the resource, not its id.`,
  });
  expect(resources(stack, "azuread_group").operators.lifecycle).toEqual({
    precondition: [
      expected("owner", "test/.users/owner"),
      expected("member", "test/.service-principals/pipeline"),
      expected("inner_id", "test/inner"),
    ],
  });
});

test("object ids that are known or looked up need no check by Terraform", () => {
  const stack = newStack();
  const owners = [EntraUser.fromObjectId(stack, ID), EntraUser.fromLookup(stack, "alice@contoso.com")];
  new EntraGroup(stack, "operators", { owners, members: [EntraGroup.fromLookup(stack, "inner", "Inner")] });
  expect(resources(stack, "azuread_group").operators).not.toHaveProperty("lifecycle");
});

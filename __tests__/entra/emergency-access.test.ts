import { type TerraformResource, type TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import {
  AccessStack,
  ConditionalAccessPolicy,
  EmergencyAccess,
  EntraGroup,
  EntraServicePrincipal,
  EntraUser,
  ErrorCode,
  GrantControl,
  GrantControls,
  type IPolicySubject,
  accessModelOf,
} from "../../lib";
import { isDeviceCodeExcluded, noteDeviceCodeExcluded } from "../../lib/entra";
import { TENANT, addresses, errorOf, foreignStack, newApp, newStack, synth, written } from "../support/synth";

const OTHER_TENANT = "22222222-2222-2222-2222-222222222223";
const FIRST = "33333333-3333-4333-8333-333333333334";
const SECOND = "33333333-3333-4333-8333-333333333335";
const GROUP = "44444444-4444-4444-8444-444444444444";

function emergency(scope: Construct, ...objectIds: string[]): EmergencyAccess {
  return new EmergencyAccess(scope, "emergency", {
    accounts: objectIds.map((id) => EntraUser.fromObjectId(scope, id)),
  });
}

function policy(scope: Construct, id: string, exclude: IPolicySubject[] = []): ConditionalAccessPolicy {
  const include = [EntraGroup.fromObjectId(scope, `${id}-people`, GROUP)];
  return new ConditionalAccessPolicy(scope, id, { include, exclude, grant: GrantControls.all(GrantControl.MFA) });
}

/** Whom a policy excludes, as Terraform gets it. */
function excluded(policy: ConditionalAccessPolicy, stack: TerraformStack): { users?: string[]; groups?: string[] } {
  const { friendlyUniqueId } = policy.node.defaultChild as TerraformResource;
  const { users } = synth(stack).resource.azuread_conditional_access_policy[friendlyUniqueId].conditions;
  return { users: users.excluded_users, groups: users.excluded_groups };
}

test("emergency accounts make no resource, and policies made before and after exclude them", () => {
  for (const stack of [newStack(), foreignStack()]) {
    const before = policy(stack, "before");
    const emergencyAccess = emergency(stack, FIRST, SECOND);
    const after = policy(new Construct(stack, "later"), "after");
    expect(excluded(before, stack)).toEqual({ users: [FIRST, SECOND] });
    expect(excluded(after, stack)).toEqual({ users: [FIRST, SECOND] });
    expect(emergencyAccess.node.path).toBe(`${stack.node.id}/emergency`);
    expect(emergencyAccess.node.children).toEqual([]);
    expect(addresses(stack).filter((a) => !/policy|data\.azuread_service_principal/.test(a))).toEqual([]);
  }
});

test("emergency accounts may be groups and stand beside whom a policy excludes itself, each once", () => {
  const stack = newStack();
  const group = EntraGroup.fromObjectId(stack, "break-glass", GROUP);
  const bob = EntraUser.fromObjectId(stack, SECOND);
  new EmergencyAccess(stack, "emergency", { accounts: [EntraUser.fromObjectId(stack, FIRST), group] });
  expect(excluded(policy(stack, "p", [bob, group, EntraUser.fromObjectId(stack, FIRST)]), stack)).toEqual({
    users: [FIRST, SECOND],
    groups: [GROUP],
  });
});

test("a policy that blocks device code as well excludes emergency accounts from both", () => {
  const stack = newStack();
  new ConditionalAccessPolicy(stack, "p", {
    include: [EntraGroup.fromObjectId(stack, "people", GROUP)],
    grant: GrantControls.all(GrantControl.MFA),
    blockDeviceCode: true,
  });
  emergency(stack, FIRST);
  const policies = Object.values(synth(stack).resource.azuread_conditional_access_policy) as any[];
  expect(policies.map((p) => p.conditions.users.excluded_users)).toEqual([[FIRST], [FIRST]]);
});

test("policies in other stacks of the app exclude emergency accounts, unless they are in another tenant", () => {
  const app = newApp();
  const stack = (id: string, tenantId?: string) => new AccessStack(app, id, { tenantId });
  const [identity, same, other, unknown] = [
    stack("identity", TENANT),
    stack("same", TENANT),
    stack("other", OTHER_TENANT),
    stack("unknown"),
  ];
  const earlier = policy(same, "earlier");
  emergency(identity, FIRST);
  emergency(other, SECOND);
  expect(excluded(earlier, same)).toEqual({ users: [FIRST] });
  expect(excluded(policy(same, "later"), same)).toEqual({ users: [FIRST] });
  expect(excluded(policy(other, "there"), other)).toEqual({ users: [SECOND] });
  expect(excluded(policy(unknown, "anywhere"), unknown)).toEqual({ users: [FIRST, SECOND] });
  expect(
    excluded(
      policy(stack("elsewhere", "22222222-2222-2222-2222-222222222224"), "p"),
      app.node.findChild("elsewhere") as AccessStack,
    ),
  ).toEqual({});
});

test("policies exclude emergency accounts that another stack looks up or makes, through its state", () => {
  const app = newApp();
  const [identity, prod] = ["identity", "prod"].map((id) => new AccessStack(app, id, { tenantId: TENANT }));
  policy(prod, "p");
  const alice = EntraUser.fromLookup(identity, "alice@contoso.com");
  const group = new EntraGroup(identity, "break-glass", { owners: [alice], members: [alice] });
  new EmergencyAccess(identity, "emergency", { accounts: [alice, group] });
  const { users } = JSON.parse(written(app, "prod")).resource.azuread_conditional_access_policy.p.conditions;
  expect(users.excluded_users).toEqual([
    expect.stringMatching(/^\$\{data\.terraform_remote_state\..*identity\.outputs\..*alice__contoso_com/),
  ]);
  expect(users.excluded_groups).toEqual([
    expect.stringMatching(/^\$\{data\.terraform_remote_state\..*identity\.outputs\..*break-glass/),
  ]);
});

test("emergency access that was removed from the tree is forgotten, and two of them are joined", () => {
  const stack = newStack();
  emergency(stack, FIRST);
  const more = new Construct(stack, "more");
  emergency(more, SECOND);
  const p = policy(stack, "p");
  expect(excluded(p, stack)).toEqual({ users: [FIRST, SECOND] });
  stack.node.tryRemoveChild("more");
  expect(excluded(p, stack)).toEqual({ users: [FIRST] });
});

test("accounts may be known to Terraform only", () => {
  const stack = newStack();
  const variable = new TerraformVariable(stack, "x", {}).stringValue;
  new EmergencyAccess(stack, "emergency", { accounts: [EntraUser.fromObjectId(stack, variable, "first")] });
  expect(excluded(policy(stack, "p"), stack)).toEqual({ users: ["${var.x}"] });
});

test("the model has emergency access by the accounts' constructs, and each policy's exclusions", () => {
  const stack = newStack();
  const accounts = emergency(stack, FIRST, SECOND).accounts;
  policy(stack, "p");
  const ids = [`test/.users/${FIRST}`, `test/.users/${SECOND}`];
  expect(accounts.map((a) => a.node.path)).toEqual(ids);
  expect(accessModelOf(stack).emergencyAccess).toEqual([{ id: "test/emergency", accounts: ids }]);
  expect(accessModelOf(stack).policies.map((p) => p.exclude)).toEqual([ids]);
});

test("fails without an account", () => {
  const error = errorOf(() => new EmergencyAccess(newStack(), "emergency", { accounts: [] }));
  expect(error.code).toBe(ErrorCode.EMERGENCY_ACCOUNTS_MISSING);
  expect(error.message).toBe(
    "[test/emergency] accounts: no account is given; allowed: one or more users or groups, Microsoft asks for at least two accounts (EMERGENCY_ACCOUNTS_MISSING)",
  );
});

test("fails with service principals, each of them, and nothing is excluded then", () => {
  const stack = newStack();
  const principal = (id: string) => EntraServicePrincipal.fromObjectId(stack, id);
  const accounts = [principal(FIRST), EntraUser.fromObjectId(stack, FIRST), principal(SECOND)];
  const error = errorOf(() => new EmergencyAccess(stack, "emergency", { accounts }));
  expect(error.code).toBe(ErrorCode.EMERGENCY_ACCOUNT_TYPE);
  expect(error.message).toBe(
    [
      `[test/emergency] accounts[0]: test/.service-principals/${FIRST} is a service principal, which policies for users do not cover; allowed: users and groups (EMERGENCY_ACCOUNT_TYPE)`,
      `[test/emergency] accounts[2]: test/.service-principals/${SECOND} is a service principal, which policies for users do not cover; allowed: users and groups (EMERGENCY_ACCOUNT_TYPE)`,
    ].join("\n"),
  );
  expect(excluded(policy(stack, "p"), stack)).toEqual({});
});

test("device code is ruled out for a tenant by a policy in it, anywhere in the app, while the policy is there", () => {
  const app = newApp();
  const stack = (id: string, tenantId?: string) => new AccessStack(app, id, { tenantId });
  const [one, same, other] = [stack("one", TENANT), stack("same", TENANT), stack("other", OTHER_TENANT)];
  expect(isDeviceCodeExcluded(same)).toBe(false);
  noteDeviceCodeExcluded(new Construct(one, "policy"));
  expect([one, same, other, stack("unknown")].map(isDeviceCodeExcluded)).toEqual([true, true, false, true]);
  one.node.tryRemoveChild("policy");
  expect(isDeviceCodeExcluded(same)).toBe(false);
});

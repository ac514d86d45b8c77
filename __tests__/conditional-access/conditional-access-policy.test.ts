import { type ConditionalAccessPolicy as Resource } from "@cdktf/provider-azuread/lib/conditional-access-policy";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { Lazy, TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import * as fc from "fast-check";
import {
  type AccessModel,
  AccessStack,
  ALL_USERS,
  ConditionalAccessPolicy,
  type ConditionalAccessPolicyProps,
  DirectoryRole,
  Duration,
  EmergencyAccess,
  EntraGroup,
  EntraServicePrincipal,
  EntraUser,
  GrantControl,
  GrantControls,
  type IPrincipal,
  JitGroup,
  PolicyState,
  TargetApplication,
  accessModelOf,
  parseTakeover,
  type IPolicySubject,
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
  written,
} from "../support/synth";

const TYPE = "azuread_conditional_access_policy";
const AKS = "6dae42f8-4368-4678-94ff-3960e28e3630";
const objectId = (n: number) => `33333333-3333-4333-8333-3333333333${String(n).padStart(2, "0")}`;
const MFA = GrantControls.all(GrantControl.MFA);
const COMPLIANT = GrantControls.all(GrantControl.COMPLIANT_DEVICE);

function policy(
  stack: TerraformStack,
  props: Partial<ConditionalAccessPolicyProps> = {},
  id = "aks-policy",
): ConditionalAccessPolicy {
  return new ConditionalAccessPolicy(stack, id, { include: [ALL_USERS], grant: MFA, ...props });
}

function rendered(stack: TerraformStack, name = "aks-policy") {
  return resources(stack, TYPE)[name];
}

function entries(stack: TerraformStack): AccessModel["policies"] {
  return accessModelOf(stack).policies;
}

const resourceOf = (p: ConditionalAccessPolicy) => p.node.defaultChild as Resource;

describe("what a policy renders", () => {
  test("a policy with nothing but people and a control is report-only and on the AKS server application", () => {
    const stack = newStack();
    policy(stack);
    expect(rendered(stack)).toMatchInlineSnapshot(`
{
  "conditions": {
    "applications": {
      "included_applications": [
        "6dae42f8-4368-4678-94ff-3960e28e3630",
      ],
    },
    "client_app_types": [
      "all",
    ],
    "users": {
      "included_users": [
        "All",
      ],
    },
  },
  "depends_on": [
    "data.azuread_service_principals.aks-server",
  ],
  "display_name": "aks-policy",
  "grant_controls": {
    "built_in_controls": [
      "mfa",
    ],
    "operator": "AND",
  },
  "state": "enabledForReportingButNotEnforced",
}
`);
  });

  test.each([
    [undefined, "enabledForReportingButNotEnforced"],
    [PolicyState.REPORT_ONLY, "enabledForReportingButNotEnforced"],
    [PolicyState.ENABLED, "enabled"],
    [PolicyState.DISABLED, "disabled"],
  ])("the state %s is written as %s", (state, text) => {
    const stack = newStack();
    policy(stack, { state });
    expect(rendered(stack).state).toBe(text);
  });

  test("the name that people see may differ from the construct id", () => {
    const stack = newStack();
    expect(policy(stack, { displayName: "AKS people" }).displayName).toBe("AKS people");
    expect(rendered(stack).display_name).toBe("AKS people");
    expect(policy(newStack()).displayName).toBe("aks-policy");
  });

  test("groups, users and roles are included and excluded by their ids, each once", () => {
    const stack = newStack();
    const group = EntraGroup.fromObjectId(stack, "group", objectId(1));
    const user = EntraUser.fromObjectId(stack, objectId(2));
    const jit = new JitGroup(stack, "jit", { owners: [user] });
    const other = EntraGroup.fromObjectId(stack, "other", objectId(3));
    const leaver = EntraUser.fromObjectId(stack, objectId(4));
    policy(stack, {
      include: [group, jit, group, user, DirectoryRole.of("Global Administrator")],
      exclude: [other, leaver, leaver, DirectoryRole.of("Global Reader")],
    });
    expect(rendered(stack).conditions.users).toEqual({
      included_groups: [objectId(1), "${azuread_group_without_members.jit.object_id}"],
      included_users: [objectId(2)],
      included_roles: ["62e90394-69f5-4237-9190-012177145e10"],
      excluded_groups: [objectId(3)],
      excluded_users: [objectId(4)],
      excluded_roles: ["f2ef992c-3afb-46b9-b7cf-a126ee74c451"],
    });
  });

  test("everybody may be given twice", () => {
    const stack = newStack();
    policy(stack, { include: [ALL_USERS, ALL_USERS] });
    expect(rendered(stack).conditions.users).toEqual({ included_users: ["All"] });
  });

  test.each([
    [[TargetApplication.AZURE_MANAGEMENT], ["797f4846-ba00-4fd7-ba43-dac1f8f63013"]],
    [[TargetApplication.ALL], ["All"]],
    [[TargetApplication.ALL, TargetApplication.ALL], ["All"]],
    [
      [TargetApplication.AKS, TargetApplication.fromClientId("ce6ff14a-7fdc-4685-bbe0-f6afdfcfa8e0")],
      [AKS, "ce6ff14a-7fdc-4685-bbe0-f6afdfcfa8e0"],
    ],
    [[TargetApplication.AKS, TargetApplication.fromClientId(AKS)], [AKS]],
  ])("applications %#: what is guarded is written by client id", (applications, ids) => {
    const stack = newStack();
    policy(stack, { applications });
    expect(rendered(stack).conditions.applications).toEqual({ included_applications: ids });
  });

  test.each([
    [GrantControls.all(GrantControl.MFA, GrantControl.COMPLIANT_DEVICE), ["compliantDevice", "mfa"], "AND"],
    [GrantControls.any(GrantControl.MFA, GrantControl.DOMAIN_JOINED_DEVICE), ["domainJoinedDevice", "mfa"], "OR"],
    [GrantControls.all(GrantControl.COMPLIANT_APPLICATION), ["compliantApplication"], "AND"],
    [GrantControls.all(GrantControl.BLOCK), ["block"], "AND"],
  ])("grant controls %#: built-in controls are written with their operator", (grant, controls, operator) => {
    const stack = newStack();
    policy(stack, { grant });
    expect(rendered(stack).grant_controls).toEqual({ built_in_controls: controls, operator });
  });

  test("an authentication strength is written by its full id, without built-in controls", () => {
    const stack = newStack();
    policy(stack, {
      grant: GrantControls.all(GrantControl.authenticationStrength("00000000-0000-0000-0000-000000000004")),
    });
    expect(rendered(stack).grant_controls).toEqual({
      authentication_strength_policy_id:
        "/policies/authenticationStrengthPolicies/00000000-0000-0000-0000-000000000004",
      operator: "AND",
    });
  });

  test.each([
    [Duration.hours(4), 4, "hours"],
    [Duration.parse("PT23H"), 23, "hours"],
    [Duration.hours(24), 1, "days"],
    [Duration.days(365), 365, "days"],
  ])("a sign-in frequency of %s is written in its unit", (signInFrequency, amount, period) => {
    const stack = newStack();
    policy(stack, { signInFrequency });
    expect(rendered(stack).session_controls).toEqual({
      sign_in_frequency: amount,
      sign_in_frequency_period: period,
      sign_in_frequency_authentication_type: "primaryAndSecondaryAuthentication",
      sign_in_frequency_interval: "timeBased",
    });
  });

  test("a sign-in frequency is 1 to 23 whole hours or 1 to 365 whole days, and nothing else", () => {
    const stack = newStack();
    const near = fc.constantFrom(1, 23, 24, 25, 47, 48, 364 * 24, 365 * 24, 366 * 24).map((hours) => hours * 60);
    const minutes = fc.oneof(
      near,
      fc.integer({ min: 1, max: 400 }).map((d) => d * 24 * 60),
      fc.nat(24 * 60),
    );
    let made = 0;
    fc.assert(
      fc.property(
        minutes.filter((m) => m > 0),
        (m) => {
          const valid = (m % 60 === 0 && m <= 23 * 60) || (m % (24 * 60) === 0 && m <= 365 * 24 * 60);
          const make = () => policy(stack, { signInFrequency: Duration.minutes(m) }, `p${made++}`);
          if (!valid) return expect(errorOf(make).code).toBe("CA_SIGN_IN_FREQUENCY");
          const { signInFrequency, signInFrequencyPeriod } = resourceOf(make()).sessionControlsInput!;
          expect(signInFrequency! * (signInFrequencyPeriod === "days" ? 24 * 60 : 60)).toBe(m);
        },
      ),
    );
  });

  test("names and ids may be tokens, also inside lists", () => {
    const stack = newStack();
    const token = (name: string) => new TerraformVariable(stack, name, {}).stringValue;
    policy(stack, {
      displayName: token("name"),
      include: [EntraGroup.fromObjectId(stack, "g", token("group")), DirectoryRole.of(token("role"))],
      exclude: [EntraUser.fromObjectId(stack, Lazy.stringValue({ produce: () => objectId(7) }), "late")],
      applications: [TargetApplication.fromClientId(token("app"))],
      grant: GrantControls.all(GrantControl.authenticationStrength(token("strength"))),
    });
    expect(rendered(stack)).toMatchObject({
      display_name: "${var.name}",
      conditions: {
        applications: { included_applications: ["${var.app}"] },
        users: {
          included_groups: ["${var.group}"],
          included_roles: ["${var.role}"],
          excluded_users: [objectId(7)],
        },
      },
      grant_controls: { authentication_strength_policy_id: "${var.strength}" },
    });
  });

  test("an object id that is a token is checked by Terraform, with a sentence", () => {
    const stack = newStack();
    const token = new TerraformVariable(stack, "group", {}).stringValue;
    const group = EntraGroup.fromObjectId(stack, "g", token);
    policy(stack, { include: [group], exclude: [DirectoryRole.of("Global Reader"), group] });
    const precondition = {
      condition:
        '${can(regex("^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$", var.group))}',
      error_message: "The object id of test/g is not a UUID; write the object_id of the resource, not its id.",
    };
    expect(rendered(stack).lifecycle).toEqual({ precondition: [precondition, precondition] });
  });
});

describe("blocking device code", () => {
  test("blocking device code makes a second policy for the same people and applications", () => {
    const stack = newStack();
    const group = EntraGroup.fromObjectId(stack, "group", objectId(1));
    const auditors = EntraGroup.fromObjectId(stack, "auditors", objectId(2));
    new EmergencyAccess(stack, "emergency", { accounts: [EntraUser.fromObjectId(stack, objectId(3))] });
    policy(stack, {
      displayName: "AKS people",
      state: PolicyState.ENABLED,
      include: [group],
      exclude: [auditors],
      applications: [TargetApplication.AKS, TargetApplication.AZURE_MANAGEMENT],
      grant: COMPLIANT,
      signInFrequency: Duration.hours(4),
      blockDeviceCode: true,
    });
    const users = { included_groups: [objectId(1)], excluded_groups: [objectId(2)], excluded_users: [objectId(3)] };
    const applications = { included_applications: [AKS, "797f4846-ba00-4fd7-ba43-dac1f8f63013"] };
    const depends_on = ["data.azuread_service_principals.aks-server"];
    expect(resources(stack, TYPE)).toEqual({
      "aks-policy": {
        display_name: "AKS people",
        state: "enabled",
        conditions: { client_app_types: ["all"], applications, users },
        grant_controls: { built_in_controls: ["compliantDevice"], operator: "AND" },
        session_controls: {
          sign_in_frequency: 4,
          sign_in_frequency_period: "hours",
          sign_in_frequency_authentication_type: "primaryAndSecondaryAuthentication",
          sign_in_frequency_interval: "timeBased",
        },
        depends_on,
      },
      "aks-policy_block-device-code": {
        display_name: "AKS people: block device code",
        state: "enabled",
        conditions: {
          client_app_types: ["all"],
          applications,
          users,
          authentication_flow_transfer_methods: ["deviceCodeFlow"],
        },
        grant_controls: { built_in_controls: ["block"], operator: "AND" },
        depends_on,
      },
    });
  });

  test.each([undefined, false])("there is one policy with blockDeviceCode %s", (blockDeviceCode) => {
    const stack = newStack();
    policy(stack, { blockDeviceCode });
    expect(Object.keys(resources(stack, TYPE))).toEqual(["aks-policy"]);
  });

  test("the second policy has the state of the first", () => {
    const stack = newStack();
    policy(stack, { blockDeviceCode: true });
    expect(rendered(stack, "aks-policy_block-device-code").state).toBe("enabledForReportingButNotEnforced");
  });

  test.each<[string, Partial<ConditionalAccessPolicyProps>, boolean]>([
    ["a device control", { grant: COMPLIANT }, true],
    ["MFA", {}, false],
    ["MFA or a device", { grant: GrantControls.any(GrantControl.MFA, GrantControl.COMPLIANT_DEVICE) }, false],
    ["a block of device code", { blockDeviceCode: true }, true],
    ["a device control for everything", { grant: COMPLIANT, applications: [TargetApplication.ALL] }, true],
    ["a device control elsewhere", { grant: COMPLIANT, applications: [TargetApplication.AZURE_MANAGEMENT] }, false],
    ["a device control that is disabled", { grant: COMPLIANT, state: PolicyState.DISABLED }, false],
  ])("a policy with %s says whether device code can pass", (_, props, excluded) => {
    expect(policy(newStack(), props).excludesDeviceCode).toBe(excluded);
  });
});

describe("emergency access", () => {
  const accounts = (stack: TerraformStack): IPrincipal[] => [
    EntraUser.fromObjectId(stack, objectId(51)),
    EntraGroup.fromObjectId(stack, "breakglass", objectId(52)),
  ];

  test.each(["before", "after"])("emergency accounts that are declared %s a policy are excluded", (when) => {
    const stack = newStack();
    const declare = () => new EmergencyAccess(stack, "emergency", { accounts: accounts(stack) });
    if (when === "before") declare();
    policy(stack, { exclude: [EntraUser.fromObjectId(stack, objectId(53))] });
    if (when === "after") declare();
    expect(rendered(stack).conditions.users).toEqual({
      included_users: ["All"],
      excluded_users: [objectId(51), objectId(53)],
      excluded_groups: [objectId(52)],
    });
    expect(entries(stack)[0].exclude).toEqual([
      `test/.users/${objectId(51)}`,
      "test/breakglass",
      `test/.users/${objectId(53)}`,
    ]);
  });

  test("an emergency account that is excluded by hand as well is excluded once", () => {
    const stack = newStack();
    const [user] = accounts(stack);
    new EmergencyAccess(stack, "emergency", { accounts: [user] });
    policy(stack, { exclude: [user] });
    expect(rendered(stack).conditions.users.excluded_users).toEqual([objectId(51)]);
    expect(entries(stack)[0].exclude).toEqual([`test/.users/${objectId(51)}`]);
  });

  test("emergency accounts of another stack are excluded in the same tenant, and only there", () => {
    const app = newApp();
    const identity = new AccessStack(app, "identity", { tenantId: TENANT });
    const same = new AccessStack(app, "same", { tenantId: TENANT.toUpperCase() });
    const untold = new AccessStack(app, "untold");
    const other = new AccessStack(app, "other", { tenantId: "99999999-9999-4999-8999-999999999999" });
    for (const stack of [same, untold, other]) policy(stack);
    new EmergencyAccess(identity, "emergency", { accounts: accounts(identity) });
    const users = (stack: TerraformStack) => rendered(stack).conditions.users;
    expect(users(same)).toEqual({
      included_users: ["All"],
      excluded_users: [objectId(51)],
      excluded_groups: [objectId(52)],
    });
    expect(users(untold)).toEqual(users(same));
    expect(users(other)).toEqual({ included_users: ["All"] });
  });

  test("emergency accounts that another stack looks up arrive through its state", () => {
    const app = newApp();
    const prod = new AccessStack(app, "prod", { tenantId: TENANT });
    policy(prod);
    const identity = new AccessStack(app, "identity", { tenantId: TENANT });
    new EmergencyAccess(identity, "emergency", {
      accounts: [EntraUser.fromLookup(identity, "breakglass@contoso.onmicrosoft.com")],
    });
    const json = JSON.parse(written(app, "prod"));
    expect(json.resource[TYPE]["aks-policy"].conditions.users.excluded_users).toEqual([
      expect.stringMatching(
        /^\$\{data\.terraform_remote_state\.[\w-]+\.outputs\.[\w-]*breakglass__contoso_onmicrosoft_com/,
      ),
    ]);
  });
});

describe("addresses", () => {
  test("the addresses and paths of a policy in a stack of ours are pinned", () => {
    const stack = newStack();
    const made = policy(stack, { blockDeviceCode: true });
    expect(addresses(stack)).toEqual([
      "azuread_conditional_access_policy.aks-policy",
      "azuread_conditional_access_policy.aks-policy_block-device-code",
      "data.azuread_service_principals.aks-server",
    ]);
    const { ".look-ups": lookUps } = Object.fromEntries(stack.node.children.map((c) => [c.node.id, c]));
    expect([made, lookUps].flatMap((c) => c.node.findAll()).map((c) => c.node.path)).toEqual([
      "test/aks-policy",
      "test/aks-policy/Default",
      "test/aks-policy/block-device-code",
      "test/aks-policy/block-device-code/Default",
      "test/.look-ups",
      "test/.look-ups/aks-server",
    ]);
    new TerraformOutput(stack, "policy", { value: made.objectId });
    expect(synth(stack).output.policy.value).toBe("${azuread_conditional_access_policy.aks-policy.object_id}");
  });

  test("the addresses of a policy in a foreign stack are pinned, and the version of the provider is raised", () => {
    const stack = foreignStack();
    new AzureadProvider(stack, "azuread", {});
    policy(stack, { blockDeviceCode: true });
    expect(addresses(stack)).toEqual([
      "azuread_conditional_access_policy.aks-policy",
      "azuread_conditional_access_policy.aks-policy_block-device-code_89F893DB",
      "data.azuread_service_principals.look-ups_aks-server_5FC69F95",
    ]);
    expect(synth(stack).terraform.required_providers.azuread.version).toBe(">= 3.9.0, < 4.0.0");
  });

  test("the resource is the default child, and a guard tells a policy from anything else", () => {
    const stack = newStack();
    const made = policy(stack);
    expect(resourceOf(made).terraformResourceType).toBe(TYPE);
    expect(ConditionalAccessPolicy.isConditionalAccessPolicy(made)).toBe(true);
    for (const x of [stack, resourceOf(made), null, undefined, "policy"]) {
      expect(ConditionalAccessPolicy.isConditionalAccessPolicy(x)).toBe(false);
    }
  });
});

describe("what a policy says about access", () => {
  test("a policy states its facts, and so does the one that blocks device code", () => {
    const stack = newStack();
    const group = EntraGroup.fromObjectId(stack, "group", objectId(1));
    policy(stack, {
      displayName: "AKS people",
      state: PolicyState.ENABLED,
      include: [group, DirectoryRole.of("Global Administrator")],
      exclude: [EntraUser.fromObjectId(stack, objectId(2))],
      grant: GrantControls.any(
        GrantControl.COMPLIANT_DEVICE,
        GrantControl.authenticationStrength("00000000-0000-0000-0000-000000000004"),
      ),
      signInFrequency: Duration.hours(4),
      blockDeviceCode: true,
    });
    const people = {
      include: ["test/group", "role:62e90394-69f5-4237-9190-012177145e10"],
      exclude: [`test/.users/${objectId(2)}`],
      applications: [AKS],
      state: "enabled",
    };
    expect(entries(stack)).toEqual([
      {
        id: "test/aks-policy",
        source: undefined,
        address: "azuread_conditional_access_policy.aks-policy",
        displayName: "AKS people",
        ...people,
        controls: ["compliantDevice"],
        operator: "OR",
        authenticationStrength: "/policies/authenticationStrengthPolicies/00000000-0000-0000-0000-000000000004",
        signInFrequency: "4h",
        deviceCodeOnly: false,
      },
      {
        id: "test/aks-policy/block-device-code",
        source: undefined,
        address: "azuread_conditional_access_policy.aks-policy_block-device-code",
        displayName: "AKS people: block device code",
        ...people,
        controls: ["block"],
        operator: "AND",
        authenticationStrength: null,
        signInFrequency: null,
        deviceCodeOnly: true,
      },
    ]);
  });

  test("what only Terraform knows is unknown", () => {
    const stack = newStack();
    const token = (name: string) => new TerraformVariable(stack, name, {}).stringValue;
    policy(stack, {
      displayName: token("name"),
      applications: [TargetApplication.AKS, TargetApplication.fromClientId(token("app"))],
      grant: GrantControls.all(GrantControl.authenticationStrength(token("strength"))),
    });
    const unknown = { unknown: "known to Terraform only" };
    expect(entries(stack)[0]).toMatchObject({
      displayName: unknown,
      applications: unknown,
      authenticationStrength: unknown,
      controls: [],
      include: ["All"],
      signInFrequency: null,
    });
  });

  const BY_HAND = { unknown: "changed by hand" };

  test("names and states that somebody sets later are seen", () => {
    const stack = newStack();
    const resource = resourceOf(policy(stack));
    resource.state = PolicyState.DISABLED;
    resource.displayName = "renamed";
    expect(entries(stack)[0]).toMatchObject({ state: "disabled", displayName: "renamed" });
  });

  test.each<[string, (r: Resource) => void, string[]]>([
    [
      "conditions",
      (r) => (r.conditions.users.includedUsers = ["None"]),
      ["include", "exclude", "applications", "deviceCodeOnly"],
    ],
    ["grant controls", (r) => (r.grantControls.operator = "OR"), ["controls", "operator", "authenticationStrength"]],
    ["session controls", (r) => (r.sessionControls.signInFrequency = 9), ["signInFrequency"]],
    ["no session controls", (r) => r.resetSessionControls(), ["signInFrequency"]],
  ])("%s that somebody sets later are unknown, and the rest stays known", (_, set, changed) => {
    const stack = newStack();
    const made = policy(stack, { signInFrequency: Duration.hours(4) });
    const before = entries(stack)[0];
    set(resourceOf(made));
    const after = entries(stack)[0];
    expect(after).toEqual({ ...before, ...Object.fromEntries(changed.map((fact) => [fact, BY_HAND])) });
    expect(Object.values(before)).not.toContainEqual(BY_HAND);
  });

  test.each<[string, unknown, string[]]>([
    ["display_name", "x", ["displayName"]],
    ["state", "disabled", ["state"]],
    ["conditions.users.included_users", ["None"], ["include", "exclude", "applications", "deviceCodeOnly"]],
    ["grant_controls.operator", "OR", ["controls", "operator", "authenticationStrength"]],
    ["session_controls.sign_in_frequency", 9, ["signInFrequency"]],
  ])("an override of %s makes what it changes unknown, on the resource and on the stack", (path, value, changed) => {
    for (const where of ["resource", "stack"]) {
      const stack = newStack();
      const made = policy(stack, { signInFrequency: Duration.hours(4) });
      const before = entries(stack)[0];
      if (where === "resource") resourceOf(made).addOverride(path, value);
      else stack.addOverride(`resource.${TYPE}.aks-policy.${path}`, value);
      expect(entries(stack)[0]).toEqual({
        ...before,
        ...Object.fromEntries(changed.map((fact) => [fact, BY_HAND])),
      });
    }
  });

  test("overrides of one policy leave the facts of the other alone", () => {
    const stack = newStack();
    const made = policy(stack, { blockDeviceCode: true });
    resourceOf(made).addOverride("grant_controls.operator", "OR");
    expect(entries(stack).map((e) => e.operator)).toEqual([BY_HAND, "AND"]);
  });
});

describe("what is refused", () => {
  const refused = (props: (stack: AccessStack) => Partial<ConditionalAccessPolicyProps>) => {
    const stack = newStack();
    return errorOf(() => policy(stack, props(stack)));
  };

  test("fails without anybody", () => {
    const error = refused(() => ({ include: [] }));
    expect(error.code).toBe("CA_NOBODY_INCLUDED");
    expect(error.message).toBe(
      "[test/aks-policy] include: nobody is included; allowed: groups, users and directory roles, or everybody (CA_NOBODY_INCLUDED)",
    );
  });

  test("fails with everybody beside single people", () => {
    const error = refused((stack) => ({ include: [ALL_USERS, EntraUser.fromObjectId(stack, objectId(1))] }));
    expect(error.code).toBe("CA_ALL_WITH_IDS");
    expect(error.message).toBe(
      "[test/aks-policy] include: everybody stands together with single groups, users or roles; allowed: everybody alone, or those without it (CA_ALL_WITH_IDS)",
    );
  });

  test("fails with all applications beside single ones", () => {
    const error = refused(() => ({ applications: [TargetApplication.AKS, TargetApplication.ALL] }));
    expect(error.code).toBe("CA_ALL_WITH_IDS");
    expect(error.message).toBe(
      "[test/aks-policy] applications: all applications stand together with single ones; allowed: all alone, or single ones (CA_ALL_WITH_IDS)",
    );
  });

  test("fails without an application", () => {
    const error = refused(() => ({ applications: [] }));
    expect(error.code).toBe("CA_APPLICATION_MISSING");
    expect(error.message).toBe(
      "[test/aks-policy] applications: no application is given; allowed: at least one, or leave it out for the AKS server application (CA_APPLICATION_MISSING)",
    );
  });

  test("fails with everybody excluded", () => {
    const error = refused(() => ({ exclude: [DirectoryRole.of("Global Reader"), ALL_USERS] }));
    expect(error.code).toBe("CA_EXCLUDE_ALL");
    expect(error.message).toBe(
      "[test/aks-policy] exclude[1]: everybody is excluded, so the policy applies to nobody; allowed: groups, users and directory roles (CA_EXCLUDE_ALL)",
    );
  });

  test("fails with service principals, included or excluded", () => {
    const error = refused((stack) => {
      const app = EntraServicePrincipal.fromObjectId(stack, objectId(9));
      return { include: [DirectoryRole.of("Global Reader"), app], exclude: [app] };
    });
    expect(error.code).toBe("CA_SUBJECT_TYPE");
    expect(error.message).toBe(
      [
        `[test/aks-policy] include[1]: test/.service-principals/${objectId(9)} is a service principal, which policies for users do not cover; allowed: groups, users and directory roles (CA_SUBJECT_TYPE)`,
        `[test/aks-policy] exclude[0]: test/.service-principals/${objectId(9)} is a service principal, which policies for users do not cover; allowed: groups, users and directory roles (CA_SUBJECT_TYPE)`,
      ].join("\n"),
    );
  });

  test.each([Duration.minutes(30), Duration.hours(25), Duration.days(366), Duration.minutes(90)])(
    "fails with a sign-in frequency of %s",
    (signInFrequency) => {
      const error = refused(() => ({ signInFrequency }));
      expect(error.code).toBe("CA_SIGN_IN_FREQUENCY");
      expect(error.message).toBe(
        `[test/aks-policy] signInFrequency: "${signInFrequency}" is no sign-in frequency; allowed: whole hours from 1h to 23h, or whole days from 1d to 365d (CA_SIGN_IN_FREQUENCY)`,
      );
    },
  );

  test("fails with a sign-in frequency that only Terraform knows, because it is written as a number and a unit", () => {
    const error = refused((stack) => ({
      signInFrequency: Duration.parse(new TerraformVariable(stack, "frequency", {}).stringValue),
    }));
    expect(error.message).toBe(
      "[test/aks-policy] signInFrequency: a length of time that only Terraform knows is no sign-in frequency; allowed: whole hours from 1h to 23h, or whole days from 1d to 365d (CA_SIGN_IN_FREQUENCY)",
    );
  });

  test.each(["", "  "])("fails with the display name %p", (displayName) => {
    const error = refused(() => ({ displayName }));
    expect(error.code).toBe("TEXT_EMPTY");
    expect(error.message).toBe(
      `[test/aks-policy] displayName: "${displayName}" is empty; allowed: a name that people recognise (TEXT_EMPTY)`,
    );
  });

  test("fails with everything that is wrong at once, and makes no resource", () => {
    const stack = newStack();
    const error = errorOf(() =>
      policy(stack, {
        displayName: "",
        include: [],
        exclude: [ALL_USERS],
        applications: [],
        signInFrequency: Duration.minutes(1),
      }),
    );
    expect(error.problems.map((p) => p.code)).toEqual([
      "TEXT_EMPTY",
      "CA_NOBODY_INCLUDED",
      "CA_EXCLUDE_ALL",
      "CA_APPLICATION_MISSING",
      "CA_SIGN_IN_FREQUENCY",
    ]);
    expect(addresses(stack)).toEqual([]);
  });
});

describe("the order in which people, applications and controls are written", () => {
  const written = (turned: boolean, stack: TerraformStack = newStack()) => {
    const all = <T>(...things: T[]) => (turned ? things.reverse() : things);
    const group = (id: string) =>
      EntraGroup.fromObjectId(stack, `group-${id}`, `4444444${id}-4444-4444-8444-444444444444`);
    const [a, b, c] = [group("1"), group("2"), group("3")];
    policy(stack, {
      include: all<IPolicySubject>(a, b, DirectoryRole.of("Global Administrator"), DirectoryRole.of("Security Reader")),
      exclude: all<IPolicySubject>(c, DirectoryRole.of("Global Reader"), DirectoryRole.of("Reports Reader")),
      applications: all(TargetApplication.AKS, TargetApplication.AZURE_MANAGEMENT),
      grant: GrantControls.all(...all(GrantControl.MFA, GrantControl.COMPLIANT_DEVICE)),
    });
    return rendered(stack);
  };

  test("changes nothing", () => {
    expect(written(true)).toEqual(written(false));
    expect(written(true).grant_controls.built_in_controls).toEqual(["compliantDevice", "mfa"]);
  });

  test("is kept while the policy is imported, so that it can be that of the tenant", () => {
    const id = `/identity/conditionalAccess/policies/${objectId(61)}`;
    const taken = (turned: boolean) => {
      const takeover = parseTakeover(
        JSON.stringify({ schemaVersion: 1, import: { "azuread_conditional_access_policy.aks-policy": id } }),
      );
      return written(turned, new AccessStack(newApp(), "s", { takeover }));
    };
    const one = "44444441-4444-4444-8444-444444444444";
    const two = "44444442-4444-4444-8444-444444444444";
    const { conditions, grant_controls: grant } = taken(true);
    expect(conditions.users.included_groups).toEqual([two, one]);
    expect(conditions.applications.included_applications).toEqual([
      "797f4846-ba00-4fd7-ba43-dac1f8f63013",
      "6dae42f8-4368-4678-94ff-3960e28e3630",
    ]);
    expect(grant.built_in_controls).toEqual(["compliantDevice", "mfa"]);
    expect(taken(false).conditions.users.included_groups).toEqual([one, two]);
    expect(taken(false).grant_controls.built_in_controls).toEqual(["mfa", "compliantDevice"]);
  });
});

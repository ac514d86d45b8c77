import { type GroupRoleManagementPolicy } from "@cdktf/provider-azuread/lib/group-role-management-policy";
import { type GroupWithoutMembers } from "@cdktf/provider-azuread/lib/group-without-members";
import { Aspects, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import {
  AccessStack,
  ActivationRequirement,
  AdministrativeUnit,
  Duration,
  EntraGroup,
  EntraServicePrincipal,
  EntraUser,
  ErrorCode,
  Expiration,
  type GroupEntry,
  JitGroup,
  type JitGroupProps,
  PolicySubjectKind,
  PrincipalType,
  RoleSettings,
  type RoleSettingsEntry,
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

const { MFA, JUSTIFICATION, TICKET } = ActivationRequirement;
const OWNER = "33333333-3333-4333-8333-333333333331";
const APPROVER = "33333333-3333-4333-8333-333333333332";
const GROUP = "44444444-4444-4444-8444-444444444444";
const UNIT = "55555555-5555-4555-8555-555555555551";
const BY_HAND = { unknown: "changed by hand" };
const POLICY = "azuread_group_role_management_policy";
const MONTH = { expiration: Expiration.after(Duration.days(30)), justification: "On-call rota" };

function make(stack: TerraformStack, props: Partial<JitGroupProps> = {}, id = "admins"): JitGroup {
  return new JitGroup(stack, id, { owners: [EntraUser.fromObjectId(stack, OWNER)], ...props });
}

function refusal(run: () => unknown): [ErrorCode, string] {
  const error = errorOf(run);
  return [error.code, error.message];
}

function policyOf(group: JitGroup, access: "member" | "owner" = "member"): GroupRoleManagementPolicy {
  return group.node.findChild(`${access}-settings`).node.defaultChild as GroupRoleManagementPolicy;
}

function settingsEntry(group: JitGroup, access: "member" | "owner" = "member"): RoleSettingsEntry {
  const id = `${group.node.path}/${access}-settings`;
  return accessModelOf(TerraformStack.of(group)).roleSettings.find((s) => s.id === id)!;
}

function groupEntry(group: JitGroup): GroupEntry {
  return accessModelOf(TerraformStack.of(group)).groups.find((g) => g.id === group.node.path)!;
}

/** All nine mails that PIM sends, as they are written. */
function mails(alerts: string[]): object {
  const own = { notification_level: "All", default_recipients: true };
  const told = { ...own, additional_recipients: alerts };
  const three = { admin_notifications: told, assignee_notifications: told, approver_notifications: own };
  return { eligible_assignments: three, active_assignments: three, eligible_activations: three };
}

describe("a just-in-time group", () => {
  test("is a security group without a list of members, and role settings of members and owners", () => {
    const stack = newStack();
    const group = make(stack);
    const { [POLICY]: policies, ...rest } = synth(stack).resource;
    expect(rest).toEqual({
      azuread_group_without_members: {
        admins: {
          display_name: "admins",
          security_enabled: true,
          assignable_to_role: false,
          prevent_duplicate_names: true,
          owners: [OWNER],
        },
      },
    });
    expect(Object.keys(policies)).toEqual(["admins_member-settings", "admins_owner-settings"]);
    expect((group.node.defaultChild as GroupWithoutMembers).terraformResourceType).toBe(
      "azuread_group_without_members",
    );
    expect(group).toMatchObject({
      displayName: "admins",
      roleAssignable: false,
      justInTime: true,
      principalType: PrincipalType.GROUP,
      policySubjectKind: PolicySubjectKind.GROUP,
      policySubjectRef: "test/admins",
      principalKey: "test/admins",
    });
    expect(group.policySubjectId).toBe(group.objectId);
  });

  test("has everything that it was given", () => {
    const stack = newStack();
    const memberSettings = RoleSettings.of({ activation: { maximum: Duration.hours(2) } });
    const ownerSettings = RoleSettings.of({ activation: { maximum: Duration.hours(3) } });
    const group = make(stack, {
      displayName: "AKS admins",
      description: "Just-in-time administrators",
      roleAssignable: true,
      owners: [EntraUser.fromObjectId(stack, OWNER), EntraServicePrincipal.fromObjectId(stack, APPROVER)],
      administrativeUnits: [AdministrativeUnit.fromObjectId(UNIT)],
      memberSettings,
      ownerSettings,
    });
    expect(resources(stack, "azuread_group_without_members").admins).toEqual({
      display_name: "AKS admins",
      description: "Just-in-time administrators",
      security_enabled: true,
      assignable_to_role: true,
      prevent_duplicate_names: true,
      owners: [OWNER, APPROVER],
      administrative_unit_ids: [UNIT],
    });
    expect(group).toMatchObject({ memberSettings, ownerSettings, roleAssignable: true, displayName: "AKS admins" });
    const policies = resources(stack, POLICY);
    expect(policies["admins_member-settings"].activation_rules.maximum_duration).toBe("PT2H");
    expect(policies["admins_owner-settings"].activation_rules.maximum_duration).toBe("PT3H");
  });

  test("has no members, in types and in Terraform", () => {
    const stack = newStack();
    const owners = [EntraUser.fromObjectId(stack, OWNER)];
    // @ts-expect-error a list of members would throw out whoever has activated
    const props: JitGroupProps = { owners, members: owners };
    new JitGroup(stack, "admins", props);
    expect(resources(stack, "azuread_group_without_members").admins).not.toHaveProperty("members");
  });

  test("has addresses and paths made of its key, in a stack of ours", () => {
    const stack = newStack();
    const group = make(stack, {
      eligible: [{ principal: EntraUser.fromLookup(stack, "alice@contoso.com"), ...MONTH }],
    });
    expect(addresses(stack)).toEqual([
      "azuread_group_role_management_policy.admins_member-settings",
      "azuread_group_role_management_policy.admins_owner-settings",
      "azuread_group_without_members.admins",
      "azuread_privileged_access_group_eligibility_schedule.admins_eligible_alice__contoso_com",
      "data.azuread_user.alice__contoso_com",
    ]);
    expect(group.node.findAll().map((c) => c.node.path)).toEqual([
      "test/admins",
      "test/admins/Default",
      "test/admins/member-settings",
      "test/admins/member-settings/Default",
      "test/admins/owner-settings",
      "test/admins/owner-settings/Default",
      "test/admins/eligible",
      "test/admins/eligible/alice__contoso_com",
      "test/admins/eligible/alice__contoso_com/Default",
    ]);
    expect(synth(stack).output).toEqual({
      group_ids: { value: { admins: "${azuread_group_without_members.admins.object_id}" } },
    });
    expect(synth(stack).provider).toEqual({ azuread: [{ tenant_id: TENANT }] });
  });

  test("in somebody's own stack makes the same, without provider and output, and raises the provider's version", () => {
    const stack = foreignStack();
    make(stack, { eligible: [{ principal: EntraGroup.fromObjectId(stack, "oncall", GROUP), ...MONTH }] });
    expect(addresses(stack)).toEqual([
      "azuread_group_role_management_policy.admins_member-settings_FCAD4A3E",
      "azuread_group_role_management_policy.admins_owner-settings_BD22FB13",
      "azuread_group_without_members.admins",
      "azuread_privileged_access_group_eligibility_schedule.admins_eligible_oncall_B21E6F42",
    ]);
    expect(synth(stack)).not.toHaveProperty("output");
    expect(synth(stack)).not.toHaveProperty("provider");
    expect(synth(stack).terraform.required_providers.azuread.version).toBe(">= 3.9.0, < 4.0.0");
  });

  test("has its owners' object ids checked by Terraform where they are tokens", () => {
    const stack = newStack();
    const owner = EntraUser.fromObjectId(stack, new TerraformVariable(stack, "x", {}).stringValue, "deputy");
    make(stack, { owners: [owner] });
    const { owners, lifecycle } = resources(stack, "azuread_group_without_members").admins;
    expect(owners).toEqual(["${var.x}"]);
    expect(lifecycle.precondition).toEqual([
      {
        condition: expect.stringMatching(/^\$\{can\(regex\(.*, var\.x\)\)\}$/),
        error_message:
          "The object id of test/.users/deputy is not a UUID; write the object_id of the resource, not its id.",
      },
    ]);
  });
});

describe("what is wrong with a just-in-time group", () => {
  const refused = (props: (stack: AccessStack) => Partial<JitGroupProps>) =>
    refusal(() => {
      const stack = newStack();
      make(stack, props(stack));
    });

  test("fails without owners, also if they are not mentioned", () => {
    const expected = [
      ErrorCode.GROUP_OWNER_MISSING,
      "[test/admins] owners: no owner is given, so whoever runs Terraform would become the owner; allowed: at least one user or service principal (GROUP_OWNER_MISSING)",
    ];
    expect(refused(() => ({ owners: [] }))).toEqual(expected);
    expect(refused(() => ({ owners: undefined }))).toEqual(expected);
  });

  test("fails with a group as owner, and with too many owners", () => {
    expect(refused((stack) => ({ owners: [EntraGroup.fromObjectId(stack, "team", GROUP)] }))).toEqual([
      ErrorCode.GROUP_OWNER_TYPE,
      "[test/admins] owners[0]: test/team is a group; allowed: users and service principals, a group cannot own a group (GROUP_OWNER_TYPE)",
    ]);
    expect(refused((stack) => ({ owners: Array(101).fill(EntraUser.fromObjectId(stack, OWNER)) }))).toEqual([
      ErrorCode.GROUP_OWNERS_TOO_MANY,
      "[test/admins] owners: 101 owners are given; allowed: 1 to 100 (GROUP_OWNERS_TOO_MANY)",
    ]);
  });

  test("fails in a restricted administrative unit, role-assignable or not", () => {
    for (const roleAssignable of [true, false]) {
      const administrativeUnits = [
        AdministrativeUnit.fromObjectId(GROUP),
        AdministrativeUnit.restrictedFromObjectId(UNIT),
      ];
      expect(refused(() => ({ roleAssignable, administrativeUnits }))).toEqual([
        ErrorCode.GROUP_RESTRICTED_UNIT,
        "[test/admins] administrativeUnits[1]: PIM cannot manage a group in a restricted management administrative unit; allowed: an ordinary unit (GROUP_RESTRICTED_UNIT)",
      ]);
    }
  });

  test("fails with a name of nothing, with an apostrophe, or that another group has", () => {
    expect(refused(() => ({ displayName: "" }))).toEqual([
      ErrorCode.TEXT_EMPTY,
      '[test/admins] displayName: "" is empty; allowed: a name that people recognise (TEXT_EMPTY)',
    ]);
    expect(refused(() => ({ displayName: "Dave's" }))).toEqual([
      ErrorCode.NAME_FORMAT,
      `[test/admins] displayName: "Dave's" has an apostrophe, on which the provider's search for a group of the same name fails; allowed: any other character (NAME_FORMAT)`,
    ]);
    expect(
      refused((stack) => {
        make(stack, {}, "Admins");
        return {};
      }),
    ).toEqual([
      ErrorCode.NAME_TAKEN,
      '[test/admins] displayName: "admins" is also the display name of test/Admins; allowed: a name that no other group of the tenant has, because Entra accepts the second and the next look-up by name fails (NAME_TAKEN)',
    ]);
  });

  test("fails with the problems of the group and of every assignment together, each at its place", () => {
    expect(
      refused((stack) => {
        const alice = EntraUser.fromObjectId(stack, APPROVER);
        const team = EntraGroup.fromObjectId(stack, "team", GROUP);
        return {
          roleAssignable: true,
          owners: [],
          administrativeUnits: [AdministrativeUnit.restrictedFromObjectId(UNIT)],
          eligible: [
            { principal: alice, ...MONTH },
            { principal: team, expiration: Expiration.never(), justification: " " },
            { principal: alice, ...MONTH, justification: "Another" },
          ],
          active: [
            { principal: alice, ...MONTH },
            { principal: team, expiration: Expiration.after(Duration.hours(8)), justification: "Roll-out" },
          ],
        };
      }),
    ).toEqual([
      ErrorCode.GROUP_OWNER_MISSING,
      [
        "[test/admins] owners: no owner is given, so whoever runs Terraform would become the owner; allowed: at least one user or service principal (GROUP_OWNER_MISSING)",
        "[test/admins] administrativeUnits[0]: PIM cannot manage a group in a restricted management administrative unit; allowed: an ordinary unit (GROUP_RESTRICTED_UNIT)",
        "[test/admins] eligible[1].expiration: an eligible assignment without an end is not allowed by the role settings; allowed: an end within 365d, or settings that allow permanent eligible assignments (PIM_PERMANENT_NOT_ALLOWED)",
        "[test/admins] eligible[1].justification: no justification is given; allowed: a sentence that an auditor understands (PIM_JUSTIFICATION_MISSING)",
        `[test/admins] eligible[2].principal: test/.users/${APPROVER} has another eligible assignment as member here already; allowed: one for each principal (PIM_ASSIGNED_TWICE)`,
        '[test/admins] active[0].expiration: "30d" is longer than the role settings allow for an active assignment; allowed: up to 15d, or raise the ceiling for everybody (PIM_EXPIRATION_BEYOND_CEILING)',
        "[test/admins] active[1].principal: test/team is a group, and a role-assignable group holds no groups; allowed: users and service principals, or make the group eligible (PIM_NESTED_ACTIVE)",
      ].join("\n"),
    ]);
  });
});

describe("the role settings of a group", () => {
  test("are written with every rule for members and owners, owners after members, where none are given", () => {
    const stack = newStack();
    make(stack);
    const rules = {
      group_id: "${azuread_group_without_members.admins.object_id}",
      activation_rules: {
        maximum_duration: "PT8H",
        require_approval: false,
        require_justification: true,
        require_multifactor_authentication: true,
        require_ticket_info: false,
      },
      eligible_assignment_rules: { expiration_required: true, expire_after: "P365D" },
      active_assignment_rules: {
        expiration_required: true,
        expire_after: "P15D",
        require_justification: true,
        require_multifactor_authentication: false,
      },
      notification_rules: mails([]),
    };
    expect(resources(stack, POLICY)).toEqual({
      "admins_member-settings": { ...rules, role_id: "member" },
      "admins_owner-settings": {
        ...rules,
        role_id: "owner",
        activation_rules: { ...rules.activation_rules, maximum_duration: "PT1H" },
        depends_on: ["azuread_group_role_management_policy.admins_member-settings"],
      },
    });
  });

  test("are written as they are given", () => {
    const stack = newStack();
    const approvers = [EntraUser.fromObjectId(stack, APPROVER), EntraGroup.fromObjectId(stack, "approvers", GROUP)];
    make(stack, {
      memberSettings: RoleSettings.of({
        activation: {
          maximum: Duration.minutes(90),
          require: [ActivationRequirement.authenticationContext("c2"), TICKET],
          approvers,
          alerts: ["secops@contoso.com"],
        },
        eligible: { expireAfter: Duration.days(90), permanentAllowed: true },
        active: { expireAfter: Duration.days(30), permanentAllowed: true, require: [MFA, JUSTIFICATION] },
      }),
    });
    const approval = {
      require_approval: true,
      approval_stage: {
        primary_approver: [
          { object_id: APPROVER, type: "singleUser" },
          { object_id: GROUP, type: "groupMembers" },
        ],
      },
    };
    const { "admins_member-settings": member, "admins_owner-settings": owner } = resources(stack, POLICY);
    expect(member).toEqual({
      group_id: "${azuread_group_without_members.admins.object_id}",
      role_id: "member",
      activation_rules: {
        maximum_duration: "PT1H30M",
        required_conditional_access_authentication_context: "c2",
        require_justification: false,
        require_ticket_info: true,
        ...approval,
      },
      eligible_assignment_rules: { expiration_required: false, expire_after: "P90D" },
      active_assignment_rules: {
        expiration_required: false,
        expire_after: "P30D",
        require_justification: true,
        require_multifactor_authentication: true,
      },
      notification_rules: mails(["secops@contoso.com"]),
    });
    expect(owner).toMatchObject({
      activation_rules: {
        maximum_duration: "PT1H",
        required_conditional_access_authentication_context: "c2",
        require_justification: true,
        ...approval,
      },
      eligible_assignment_rules: { expiration_required: true, expire_after: "P365D" },
      active_assignment_rules: { expiration_required: true, expire_after: "P15D" },
      notification_rules: mails(["secops@contoso.com"]),
    });
    expect(member).not.toHaveProperty("lifecycle");
  });

  test("have approvers' object ids checked by Terraform where they are tokens, for members and owners", () => {
    const stack = newStack();
    const approver = EntraGroup.fromObjectId(stack, "approvers", new TerraformVariable(stack, "x", {}).stringValue);
    make(stack, { memberSettings: RoleSettings.of({ activation: { approvers: [approver] } }) });
    for (const policy of Object.values(resources(stack, POLICY))) {
      expect(policy.activation_rules.approval_stage.primary_approver).toEqual([
        { object_id: "${var.x}", type: "groupMembers" },
      ]);
      expect(policy.lifecycle.precondition).toEqual([
        {
          condition: expect.stringMatching(/^\$\{can\(regex\(.*, var\.x\)\)\}$/),
          error_message:
            "The object id of test/approvers is not a UUID; write the object_id of the resource, not its id.",
        },
      ]);
    }
  });

  test("that the service may refuse are written and warned of, once where members and owners share them", () => {
    const doubt = (text: string) =>
      `An activation of at most ${text} may be refused by the service: Microsoft's pages disagree about less than 1 and more than 8 hours.`;
    const activation = (maximum: Duration) => RoleSettings.of({ activation: { maximum } });
    const stack = newStack();
    make(stack, { memberSettings: activation(Duration.minutes(30)) });
    expect(warnings(stack)).toEqual([doubt("30m")]);
    make(
      stack,
      { memberSettings: activation(Duration.hours(9)), ownerSettings: activation(Duration.hours(24)) },
      "more",
    );
    make(stack, { memberSettings: activation(Duration.hours(8)) }, "fine");
    expect(warnings(stack)).toEqual([doubt("30m"), doubt("9h"), doubt("1d")]);
    expect(resources(stack, POLICY)["more_owner-settings"].activation_rules.maximum_duration).toBe("P1D");
  });
});

describe("the model of a just-in-time group", () => {
  test("says who owns it, and that members come and go through PIM", () => {
    const stack = newStack();
    const group = make(stack, { displayName: "AKS admins", roleAssignable: true });
    expect(groupEntry(group)).toEqual({
      id: "test/admins",
      source: undefined,
      address: "azuread_group_without_members.admins",
      objectId: { unknown: "given by the directory at apply" },
      displayName: "AKS admins",
      kind: "jit",
      roleAssignable: true,
      owners: [`test/.users/${OWNER}`],
      members: { unknown: "members come and go through PIM" },
    });
    const resource = group.node.defaultChild as GroupWithoutMembers;
    resource.owners = [APPROVER];
    resource.addOverride("display_name", "x");
    expect(groupEntry(group)).toMatchObject({ owners: BY_HAND, displayName: BY_HAND, roleAssignable: true });
  });

  test("has the settings of members and owners", () => {
    const stack = newStack();
    const group = make(stack, {
      memberSettings: RoleSettings.of({
        activation: {
          maximum: Duration.hours(2),
          require: [MFA, TICKET],
          approvers: [EntraUser.fromObjectId(stack, APPROVER)],
          alerts: ["secops@contoso.com"],
        },
        eligible: { expireAfter: Duration.days(180), permanentAllowed: true },
        active: { expireAfter: Duration.days(30), require: [MFA, JUSTIFICATION] },
      }),
    });
    expect(accessModelOf(stack).roleSettings).toEqual([
      {
        id: "test/admins/member-settings",
        address: "azuread_group_role_management_policy.admins_member-settings",
        group: "test/admins",
        accessId: "member",
        activation: {
          maximum: "PT2H",
          mfa: true,
          authenticationContext: null,
          justification: false,
          ticket: true,
          approvers: [`test/.users/${APPROVER}`],
        },
        eligible: { expireAfter: "P180D", permanentAllowed: true },
        active: { expireAfter: "P30D", permanentAllowed: false, justification: true, mfa: true },
        alerts: ["secops@contoso.com"],
      },
      {
        id: "test/admins/owner-settings",
        address: "azuread_group_role_management_policy.admins_owner-settings",
        group: "test/admins",
        accessId: "owner",
        activation: {
          maximum: "PT1H",
          mfa: true,
          authenticationContext: null,
          justification: true,
          ticket: false,
          approvers: [`test/.users/${APPROVER}`],
        },
        eligible: { expireAfter: "P365D", permanentAllowed: false },
        active: { expireAfter: "P15D", permanentAllowed: false, justification: true, mfa: false },
        alerts: ["secops@contoso.com"],
      },
    ]);
    expect(settingsEntry(group, "owner").group).toBe("test/admins");
  });

  test("has the authentication context, and what only Terraform knows as unknown", () => {
    const stack = newStack();
    const variable = (name: string) => new TerraformVariable(stack, name, {}).stringValue;
    const length = Duration.parse(variable("length"));
    const context = ActivationRequirement.authenticationContext;
    const group = make(stack, {
      memberSettings: RoleSettings.of({
        activation: { maximum: length, require: [context("c3"), JUSTIFICATION], alerts: [variable("mail")] },
        eligible: { expireAfter: length },
        active: { expireAfter: length },
      }),
      ownerSettings: RoleSettings.of({ activation: { require: [context(variable("context")), JUSTIFICATION] } }),
    });
    const toTerraform = { unknown: "known to Terraform only" };
    expect(settingsEntry(group)).toMatchObject({
      activation: { maximum: toTerraform, mfa: false, authenticationContext: "c3" },
      eligible: { expireAfter: toTerraform },
      active: { expireAfter: toTerraform },
      alerts: toTerraform,
    });
    expect(settingsEntry(group, "owner").activation.authenticationContext).toEqual(toTerraform);
  });

  test("does not know the rules that an escape hatch changed, block by block", () => {
    const stack = newStack();
    const group = make(stack);
    policyOf(group).addOverride("activation_rules.maximum_duration", "PT12H");
    policyOf(group).addOverride("notification_rules", {});
    stack.addOverride(`resource.${POLICY}.admins_owner-settings.active_assignment_rules.expire_after`, "P365D");
    stack.addOverride(`resource.${POLICY}.admins_owner-settings.eligible_assignment_rules.expire_after`, "P15D");
    expect(settingsEntry(group)).toMatchObject({
      activation: {
        maximum: BY_HAND,
        mfa: BY_HAND,
        authenticationContext: BY_HAND,
        justification: BY_HAND,
        ticket: BY_HAND,
        approvers: BY_HAND,
      },
      eligible: { expireAfter: "P365D", permanentAllowed: false },
      active: { expireAfter: "P15D", permanentAllowed: false, justification: true, mfa: false },
      alerts: BY_HAND,
    });
    expect(settingsEntry(group, "owner")).toMatchObject({
      activation: { maximum: "PT1H", approvers: [] },
      eligible: { expireAfter: BY_HAND, permanentAllowed: BY_HAND },
      active: { expireAfter: BY_HAND, permanentAllowed: BY_HAND, justification: BY_HAND, mfa: BY_HAND },
      alerts: [],
    });
  });

  test("follows setters of single rules", () => {
    const stack = newStack();
    const group = make(stack, {
      memberSettings: RoleSettings.of({ activation: { approvers: [EntraUser.fromObjectId(stack, APPROVER)] } }),
    });
    const { activationRules, eligibleAssignmentRules, activeAssignmentRules } = policyOf(group);
    activationRules.maximumDuration = "PT4H";
    activationRules.requireTicketInfo = true;
    activationRules.requireMultifactorAuthentication = false;
    eligibleAssignmentRules.expirationRequired = false;
    activeAssignmentRules.expireAfter = "P90D";
    activeAssignmentRules.requireJustification = false;
    activeAssignmentRules.expirationRequired = new TerraformVariable(stack, "x", {}).booleanValue;
    expect(settingsEntry(group)).toMatchObject({
      activation: { maximum: "PT4H", mfa: false, ticket: true, approvers: [`test/.users/${APPROVER}`] },
      eligible: { expireAfter: "P365D", permanentAllowed: true },
      active: {
        expireAfter: "P90D",
        justification: false,
        permanentAllowed: { unknown: "known to Terraform only" },
      },
    });
  });

  test("does not know approvers and alerts that were set past it, nor rules that are no longer written", () => {
    const stack = newStack();
    const group = make(stack, {
      memberSettings: RoleSettings.of({ activation: { approvers: [EntraUser.fromObjectId(stack, APPROVER)] } }),
    });
    const { activationRules, eligibleAssignmentRules, notificationRules } = policyOf(group);
    activationRules.putApprovalStage({ primaryApprover: [{ objectId: OWNER, type: "singleUser" }] });
    activationRules.resetMaximumDuration();
    eligibleAssignmentRules.resetExpireAfter();
    notificationRules.eligibleActivations.adminNotifications.additionalRecipients = ["x@contoso.com"];
    expect(settingsEntry(group)).toMatchObject({
      activation: { maximum: BY_HAND, approvers: BY_HAND, mfa: true },
      eligible: { expireAfter: BY_HAND, permanentAllowed: false },
      alerts: BY_HAND,
    });
    policyOf(group, "owner").resetActivationRules();
    expect(settingsEntry(group, "owner").activation).toEqual({
      maximum: BY_HAND,
      mfa: BY_HAND,
      authenticationContext: BY_HAND,
      justification: BY_HAND,
      ticket: BY_HAND,
      approvers: BY_HAND,
    });
  });

  test("is what somebody's aspect made of the settings by the end of the synthesis", () => {
    const app = newApp();
    const stack = new AccessStack(app, "test");
    const group = make(stack);
    Aspects.of(stack).add({
      visit: (node) => {
        if (node === group.node.defaultChild) policyOf(group).activationRules.maximumDuration = "PT1H";
      },
    });
    expect(writtenModel(app, "test").roleSettings[0].activation.maximum).toBe("PT1H");
  });
});

test("groups of one key in different places have addresses of their own", () => {
  const stack = newStack();
  make(stack, { displayName: "one" });
  new JitGroup(new Construct(stack, "team"), "admins", {
    displayName: "two",
    owners: [EntraUser.fromObjectId(stack, OWNER)],
  });
  expect(Object.keys(resources(stack, "azuread_group_without_members"))).toEqual(["admins", "team_admins"]);
});

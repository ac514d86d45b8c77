import { DataAzureadGroupRoleManagementPolicy } from "@cdktf/provider-azuread/lib/data-azuread-group-role-management-policy";
import {
  GroupRoleManagementPolicy,
  type GroupRoleManagementPolicyActivationRules,
  type GroupRoleManagementPolicyNotificationRules,
} from "@cdktf/provider-azuread/lib/group-role-management-policy";
import { Fn, type IResolvable } from "cdktf";
import { Construct } from "constructs";
import type { Fact, RoleSettingsEntry } from "../access/model";
import { type IPrincipal, PrincipalType, objectIdLifecycle } from "../entra";
import {
  CHANGED_BY_HAND,
  addressOf,
  factOf,
  isOverridden,
  noteMove,
  renderImport,
  sourceOf,
  stackContextOf,
  stateFacts,
} from "../terraform";
import type { AssignmentAccess } from "./assignment";
import type { RoleSettings } from "./role-settings";

const APPROVER_TYPE = { [PrincipalType.USER]: "singleUser", [PrincipalType.GROUP]: "groupMembers" } as const;

/** How role settings come into the state. */
interface Writing {
  /** The object id of the group, where it exists and is taken over. */
  readonly objectId?: string;
  /** Settings that have to be written before: the ids of both change when the group comes under PIM. */
  readonly after?: GroupRoleManagementPolicy;
}

/**
 * Writes role settings of a group to the tenant, every rule of them.
 *
 * The provider sends only what changed against nothing: `false` at first is no change, and `expire_after` is sent
 * empty when it is left out. So `expire_after` is always there, and what is on by nature is never all off.
 *
 * Those of a group that exists are imported, so that the plan shows what they were: else it would say that settings are
 * added, and a stricter tenant would be loosened unseen.
 */
export function writeRoleSettings(
  group: Construct & IPrincipal,
  access: AssignmentAccess,
  settings: RoleSettings,
  writing: Writing = {},
): GroupRoleManagementPolicy {
  return new RoleSettingsResource(group, `${access}-settings`, group, access, settings, writing).resource;
}

class RoleSettingsResource extends Construct {
  public readonly resource: GroupRoleManagementPolicy;
  private readonly approval: string;
  private readonly mails: string;

  constructor(
    scope: Construct,
    id: string,
    group: IPrincipal,
    access: AssignmentAccess,
    settings: RoleSettings,
    { objectId, after }: Writing,
  ) {
    super(scope, id);
    this.resource = new GroupRoleManagementPolicy(this, "Default", {
      groupId: group.objectId,
      roleId: access,
      activationRules: {
        maximumDuration: settings.activationMaximum.toIsoString(),
        requireMultifactorAuthentication:
          settings.authenticationContext === undefined ? settings.activationMfa : undefined,
        requiredConditionalAccessAuthenticationContext: settings.authenticationContext,
        requireJustification: settings.activationJustification,
        requireTicketInfo: settings.activationTicket,
        requireApproval: settings.approvers.length > 0,
        approvalStage:
          settings.approvers.length > 0
            ? { primaryApprover: settings.approvers.map((a) => ({ objectId: a.objectId, type: approverType(a) })) }
            : undefined,
      },
      eligibleAssignmentRules: {
        expirationRequired: !settings.eligiblePermanentAllowed,
        expireAfter: settings.eligibleExpireAfter.toIsoString(),
      },
      activeAssignmentRules: {
        expirationRequired: !settings.activePermanentAllowed,
        expireAfter: settings.activeExpireAfter.toIsoString(),
        requireJustification: true,
        requireMultifactorAuthentication: settings.activeMfa,
      },
      notificationRules: notifications(settings.alerts),
      dependsOn: after ? [after] : undefined,
      lifecycle: objectIdLifecycle(settings.approvers),
    });
    this.approval = approvalOf(this.resource.activationRulesInput);
    this.mails = JSON.stringify(this.resource.notificationRulesInput);
    noteMove(this.resource);
    if (objectId !== undefined) this.adopt(objectId, access);
    stateFacts(this, () => ({ roleSettings: [this.entry(group, access, settings)] }));
  }

  /** The id has that of a policy in it, which the tenant knows, unless a takeover file says it: then nothing is asked. */
  private adopt(objectId: string, roleId: AssignmentAccess): void {
    const written = stackContextOf(this)?.takeover?.import[addressOf(this.resource)];
    renderImport(this.resource, written ?? this.idInTenant(objectId, roleId));
  }

  /** The look-up waits 20 s at every plan, however fast the tenant is. */
  private idInTenant(groupId: string, roleId: AssignmentAccess): string {
    const policy = new DataAzureadGroupRoleManagementPolicy(this, "in-tenant", { groupId, roleId });
    // the provider reads it under a longer id than the one that it imports
    return Fn.trimprefix(policy.id, "/policies/roleManagementPolicies/");
  }

  /** What the rules are by now; somebody's setter or aspect may have changed what was written. */
  private entry(group: IPrincipal, accessId: AssignmentAccess, settings: RoleSettings): RoleSettingsEntry {
    const { resource } = this;
    const now = <T>(attribute: string, rules: T | undefined) => (isOverridden(resource, attribute) ? undefined : rules);
    const activation = now("activation_rules", resource.activationRulesInput);
    const eligible = now("eligible_assignment_rules", resource.eligibleAssignmentRulesInput);
    const active = now("active_assignment_rules", resource.activeAssignmentRulesInput);
    const mails = now("notification_rules", resource.notificationRulesInput);
    const context = activation?.requiredConditionalAccessAuthenticationContext;
    const approval = approvalOf(activation) === this.approval;
    return {
      id: this.node.path,
      source: sourceOf(this),
      address: addressOf(resource),
      group: group.node.path,
      accessId,
      activation: {
        maximum: rule(activation?.maximumDuration),
        mfa: rule(context === undefined ? activation?.requireMultifactorAuthentication : false),
        authenticationContext: rule(activation && (context ?? null)),
        justification: rule(activation?.requireJustification),
        ticket: rule(activation?.requireTicketInfo),
        approvers: rule(approval ? settings.approvers.map((a) => a.node.path) : undefined),
      },
      eligible: { expireAfter: rule(eligible?.expireAfter), permanentAllowed: not(eligible?.expirationRequired) },
      active: {
        expireAfter: rule(active?.expireAfter),
        permanentAllowed: not(active?.expirationRequired),
        justification: rule(active?.requireJustification),
        mfa: rule(active?.requireMultifactorAuthentication),
      },
      alerts: rule(JSON.stringify(mails) === this.mails ? settings.alerts : undefined),
    };
  }
}

/** A rule that is written, or unknown: not written, it keeps whatever the tenant has. */
function rule<T>(value: T | IResolvable | undefined): Fact<T> {
  return value === undefined ? { unknown: CHANGED_BY_HAND } : (factOf(value) as Fact<T>);
}

function not(value: boolean | IResolvable | undefined): Fact<boolean> {
  return rule(typeof value === "boolean" ? !value : value);
}

function approvalOf(rules: GroupRoleManagementPolicyActivationRules | undefined): string {
  return JSON.stringify([rules?.requireApproval, rules?.approvalStage]);
}

function approverType(approver: IPrincipal): string {
  return approver.principalType === PrincipalType.GROUP ? APPROVER_TYPE.Group : APPROVER_TYPE.User;
}

/** All nine mails of PIM; the approvers' take no other recipients. */
function notifications(alerts: readonly string[]): GroupRoleManagementPolicyNotificationRules {
  const own = { notificationLevel: "All", defaultRecipients: true };
  const told = { ...own, additionalRecipients: [...alerts] };
  const mails = { adminNotifications: told, assigneeNotifications: told, approverNotifications: own };
  return { eligibleAssignments: mails, activeAssignments: mails, eligibleActivations: mails };
}

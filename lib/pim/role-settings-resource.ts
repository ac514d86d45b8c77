import {
  GroupRoleManagementPolicy,
  type GroupRoleManagementPolicyNotificationRules,
} from "@cdktf/provider-azuread/lib/group-role-management-policy";
import { Construct } from "constructs";
import type { RoleSettingsEntry } from "../access/model";
import { type IPrincipal, PrincipalType, objectIdLifecycle } from "../entra";
import { CHANGED_BY_HAND, factOf, isOverridden, sourceOf, stateFacts } from "../terraform";
import type { AssignmentAccess } from "./assignment";
import type { RoleSettings } from "./role-settings";

const APPROVER_TYPE = { [PrincipalType.USER]: "singleUser", [PrincipalType.GROUP]: "groupMembers" } as const;

/**
 * Writes role settings of a group to the tenant, every rule of them.
 *
 * The provider sends only what changed against nothing: `false` at first is no change, and `expire_after` is sent
 * empty when it is left out. So `expire_after` is always there, and what is on by nature is never all off.
 *
 * @param after settings that have to be written before: the ids of both change when the group comes under PIM
 */
export function writeRoleSettings(
  group: Construct & IPrincipal,
  access: AssignmentAccess,
  settings: RoleSettings,
  after?: GroupRoleManagementPolicy,
): GroupRoleManagementPolicy {
  return new RoleSettingsResource(group, `${access}-settings`, group, access, settings, after).resource;
}

class RoleSettingsResource extends Construct {
  public readonly resource: GroupRoleManagementPolicy;

  constructor(
    scope: Construct,
    id: string,
    group: IPrincipal,
    access: AssignmentAccess,
    settings: RoleSettings,
    after?: GroupRoleManagementPolicy,
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
    stateFacts(this, () => ({ roleSettings: [this.entry(group, access, settings)] }));
  }

  private entry(group: IPrincipal, accessId: AssignmentAccess, settings: RoleSettings): RoleSettingsEntry {
    const block = <T>(attribute: string, value: T) =>
      isOverridden(this.resource, attribute) ? { unknown: CHANGED_BY_HAND } : factOf(value);
    const activation = <T>(value: T) => block("activation_rules", value);
    const eligible = <T>(value: T) => block("eligible_assignment_rules", value);
    const active = <T>(value: T) => block("active_assignment_rules", value);
    return {
      id: this.node.path,
      source: sourceOf(this),
      group: group.node.path,
      accessId,
      activation: {
        maximum: activation(settings.activationMaximum.toIsoString()),
        mfa: activation(settings.activationMfa),
        authenticationContext: activation(settings.authenticationContext ?? null),
        justification: activation(settings.activationJustification),
        ticket: activation(settings.activationTicket),
        approvers: activation(settings.approvers.map((a) => a.node.path)),
      },
      eligible: {
        expireAfter: eligible(settings.eligibleExpireAfter.toIsoString()),
        permanentAllowed: eligible(settings.eligiblePermanentAllowed),
      },
      active: {
        expireAfter: active(settings.activeExpireAfter.toIsoString()),
        permanentAllowed: active(settings.activePermanentAllowed),
        justification: active(true),
        mfa: active(settings.activeMfa),
      },
      alerts: block("notification_rules", settings.alerts),
    };
  }
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

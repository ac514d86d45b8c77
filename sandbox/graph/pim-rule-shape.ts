import { type Shape, complex, count, flag, like, listOf, oneOf, text } from "./shapes";

/*
 * What a rule of role settings may say, by its type.
 * https://learn.microsoft.com/graph/api/resources/unifiedrolemanagementpolicyrule
 */

const texts = listOf(text);

const approvers = listOf(complex({ id: text, userId: text, groupId: text, isBackup: flag, description: text }));

const setting = complex({
  isApprovalRequired: flag,
  isApprovalRequiredForExtension: flag,
  isRequestorJustificationRequired: flag,
  approvalMode: oneOf("SingleStage", "Serial", "Parallel", "NoApproval"),
  approvalStages: listOf(
    complex({
      approvalStageTimeOutInDays: count,
      isApproverJustificationRequired: flag,
      escalationTimeInMinutes: count,
      isEscalationEnabled: flag,
      primaryApprovers: approvers,
      escalationApprovers: approvers,
    }),
  ),
});

const OF_TYPE: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  Expiration: { isExpirationRequired: flag, maximumDuration: text },
  Enablement: { enabledRules: texts },
  Approval: { setting },
  AuthenticationContext: { isEnabled: flag, claimValue: like(/^(c([1-9]|[1-9]\d))?$/) },
  Notification: {
    notificationType: oneOf("Email"),
    recipientType: oneOf("Admin", "Requestor", "Approver"),
    notificationLevel: oneOf("None", "Critical", "All"),
    isDefaultRecipientsEnabled: flag,
    notificationRecipients: texts,
  },
};

const target = complex({
  caller: oneOf("None", "Admin", "EndUser"),
  operations: texts,
  level: oneOf("Eligibility", "Assignment"),
  inheritableSettings: texts,
  enforcedSettings: texts,
  targetObjects: listOf(complex({ id: text })),
});

/** The shape of a rule by its id: `Expiration_Admin_Eligibility` is one of expiration. */
export function ruleShape(id: string): Shape {
  return complex({ id: text, target, ...OF_TYPE[id.split("_")[0]] });
}

/** Of a cluster, what the azurerm provider writes down though nobody asked for it. */
export const CLUSTER_AS_SENT = [
  "addonProfiles.azurepolicy.config.version=v2",
  "agentPoolProfiles.0.upgradeSettings.drainTimeoutInMinutes=0",
  "agentPoolProfiles.0.upgradeSettings.nodeSoakDurationInMinutes=0",
  "autoUpgradeProfile.upgradeChannel=none",
].join("; ");

/** Of an approval, what the azuread provider leaves out: it sends the approvers and nothing else. */
export const APPROVAL_AS_SENT = [
  "Approval_EndUser_Assignment.setting.approvalMode=none",
  "Approval_EndUser_Assignment.setting.approvalStages.0.approvalStageTimeOutInDays=none",
  "Approval_EndUser_Assignment.setting.approvalStages.0.escalationTimeInMinutes=none",
  "Approval_EndUser_Assignment.setting.approvalStages.0.isApproverJustificationRequired=none",
  "Approval_EndUser_Assignment.setting.isRequestorJustificationRequired=none",
].join("; ");

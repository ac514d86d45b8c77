import { randomUUID } from "node:crypto";
import { type Json } from "../run/local-backend";
import { type World } from "../stand-in/world";
import { type AccessId, pim } from "./pim-store";

/** PIM's role settings of a group, for members or for owners. */
export interface Settings {
  /** `Group_GROUP_UUID`; another one after the first change. */
  id: string;
  readonly groupId: string;
  readonly accessId: AccessId;
  rules: readonly Json[];
  changed: boolean;
  /** When they were changed last, as Graph writes it. */
  modified?: string;
}

/** The settings of a group; they come into being when somebody looks. */
export function settingsOf(world: World, groupId: string, accessId: AccessId): Settings {
  const { settings } = pim(world);
  const key = `${groupId} ${accessId}`;
  const found = settings.get(key) ?? { id: newId(groupId), groupId, accessId, rules: defaults(), changed: false };
  settings.set(key, found);
  return found;
}

export function newId(groupId: string): string {
  return `Group_${groupId}_${randomUUID()}`;
}

/** One rule by its id. */
export function rule(settings: Settings, id: string): Json {
  const found = settings.rules.find((r) => r.id === id);
  if (found === undefined) throw new Error(`role settings have no rule ${id}`);
  return found;
}

/** What a group has whose settings nobody has changed: eligible for a year, active for half a year, eight hours. */
function defaults(): Json[] {
  return [
    expiration("Expiration_Admin_Eligibility", "P365D"),
    enablement("Enablement_Admin_Eligibility", []),
    ...notifications("Admin_Eligibility"),
    expiration("Expiration_Admin_Assignment", "P180D"),
    enablement("Enablement_Admin_Assignment", ["Justification"]),
    ...notifications("Admin_Assignment"),
    expiration("Expiration_EndUser_Assignment", "PT8H"),
    enablement("Enablement_EndUser_Assignment", ["MultiFactorAuthentication", "Justification"]),
    typed("Approval", "Approval_EndUser_Assignment", {
      setting: {
        isApprovalRequired: false,
        isApprovalRequiredForExtension: false,
        isRequestorJustificationRequired: true,
        approvalMode: "SingleStage",
        approvalStages: [
          {
            approvalStageTimeOutInDays: 1,
            isApproverJustificationRequired: true,
            escalationTimeInMinutes: 0,
            isEscalationEnabled: false,
            primaryApprovers: [],
            escalationApprovers: [],
          },
        ],
      },
    }),
    typed("AuthenticationContext", "AuthenticationContext_EndUser_Assignment", { isEnabled: false, claimValue: "" }),
    ...notifications("EndUser_Assignment"),
  ];
}

function typed(type: string, id: string, more: Json): Json {
  const [caller, level] = id.split("_").slice(-2);
  return {
    "@odata.type": `#microsoft.graph.unifiedRoleManagementPolicy${type}Rule`,
    id,
    target: { caller, operations: ["all"], level, inheritableSettings: [], enforcedSettings: [] },
    ...more,
  };
}

function expiration(id: string, maximumDuration: string): Json {
  return typed("Expiration", id, { isExpirationRequired: true, maximumDuration });
}

function enablement(id: string, enabledRules: readonly string[]): Json {
  return typed("Enablement", id, { enabledRules });
}

function notifications(what: string): Json[] {
  return ["Admin", "Requestor", "Approver"].map((recipientType) =>
    typed("Notification", `Notification_${recipientType}_${what}`, {
      notificationType: "Email",
      recipientType,
      notificationLevel: "All",
      isDefaultRecipientsEnabled: true,
      notificationRecipients: [],
    }),
  );
}

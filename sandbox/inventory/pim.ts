import { type Settings, rule, settingsOf } from "../graph/pim-rules";
import { type Schedule, pim } from "../graph/pim-store";
import { type Json } from "../run/local-backend";
import { World } from "../stand-in/world";
import { nameOf, names } from "./names";
import { rest } from "./rest";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The attributes of role settings that are said in words. */
const TOLD = [
  /^Expiration_EndUser_Assignment\.maximumDuration$/,
  /^Expiration_Admin_\w+\.(isExpirationRequired|maximumDuration)$/,
  /^Enablement_(EndUser|Admin)_Assignment\.enabledRules$/,
  /^AuthenticationContext_EndUser_Assignment\.(isEnabled|claimValue)$/,
  /^Approval_EndUser_Assignment\.setting\.(isApprovalRequired$|approvalStages\.\d+\.primaryApprovers\.)/,
  /\.notificationRecipients$/,
];

/** Role settings in words, and every rule that is not as the service has it by itself. */
export function settingsLine(world: World, settings: Settings): string {
  const by = (id: string) => rule(settings, id);
  const { enabledRules } = by("Enablement_EndUser_Assignment");
  const { isEnabled, claimValue } = by("AuthenticationContext_EndUser_Assignment");
  const { isApprovalRequired, approvalStages } = by("Approval_EndUser_Assignment").setting as Json;
  const approvers = (approvalStages as Json[]).flatMap(({ primaryApprovers }) => primaryApprovers as Json[]);
  const ceiling = (what: string) => {
    const { isExpirationRequired, maximumDuration } = by(`Expiration_Admin_${what}`);
    return isExpirationRequired ? String(maximumDuration) : "permanent";
  };
  return [
    `role settings of ${nameOf(world, settings.groupId)} for ${settings.accessId}s`,
    `activation ${String(by("Expiration_EndUser_Assignment").maximumDuration)} with ${[
      ...(enabledRules as string[]),
      ...(isEnabled ? [`context ${String(claimValue)}`] : []),
    ].join(", ")}`,
    ...(isApprovalRequired
      ? [
          `approved by ${names(
            world,
            approvers.map((a) => String(a.userId ?? a.groupId)),
          )}`,
        ]
      : []),
    `eligible up to ${ceiling("Eligibility")}`,
    `active up to ${ceiling("Assignment")} with ${(by("Enablement_Admin_Assignment").enabledRules as string[]).join(", ")}`,
    ...alerts(settings),
    ...rest(byId(settings), byId(settingsOf(new World("", []), "", settings.accessId)), TOLD),
  ].join("; ");
}

/** Who is told of what, beside those whom the service tells by itself. */
function alerts({ rules }: Settings): string[] {
  const told = rules.flatMap(({ id, notificationRecipients }) =>
    ((notificationRecipients ?? []) as string[]).map((who) => [who, String(id).replace("Notification_", "")]),
  );
  return [...new Set(told.map(([who]) => who))]
    .sort()
    .map((who) => `alerts ${who} of ${told.flatMap(([one, what]) => (one === who ? [what] : [])).join(", ")}`);
}

function byId({ rules }: Settings): Json {
  return Object.fromEntries(rules.map((one) => [String(one.id), one]));
}

/** An assignment in words, with the reason and the ticket of whoever asked for it. */
export function scheduleLine(world: World, schedule: Schedule): string {
  const { id, kind, assignmentType, principalId, groupId, accessId } = schedule;
  const what = kind === "eligibility" ? "eligible" : assignmentType === "activated" ? "activated" : "active";
  const said = pim(world)
    .requests.filter((r) => r.targetScheduleId === id && r.status !== "Revoked")
    .at(-1)?.said;
  const { ticketSystem, ticketNumber } = (said?.ticketInfo ?? {}) as Json;
  return [
    `${what} ${nameOf(world, principalId)} as ${accessId} of ${nameOf(world, groupId)} ${period(schedule)}`,
    ...(said?.justification ? [`"${String(said.justification)}"`] : []),
    ...(ticketSystem || ticketNumber ? [`ticket ${String(ticketSystem)} ${String(ticketNumber)}`] : []),
  ].join("; ");
}

function period({ start, end, made }: Schedule): string {
  const from = start.getTime() - made.getTime() > MINUTE ? `from ${start.toISOString()} ` : "";
  if (end === undefined) return `${from}for ever`;
  const length = end.getTime() - start.getTime();
  if (length % DAY === 0) return `${from}for ${length / DAY} days`;
  if (length % MINUTE === 0) return `${from}for ${length / MINUTE} minutes`;
  return `${from}until ${end.toISOString()}`;
}

import type { FoundSettings } from "../directory";
import type { Json } from "../service";
import { type Said, type Writing, lengthOf } from "./writing";

const CEILINGS = [15, 30, 90, 180, 365];

/** Role settings of a group in the words of a config file. */
export function settingsSaid(settings: readonly FoundSettings[], writing: Writing, of: string): Said {
  const of1 = (accessId: "member" | "owner") => settings.find((s) => s.accessId === accessId)?.rules ?? [];
  const owner = one(of1("owner"), writing, `${of}, settings of owners`);
  return { ...one(of1("member"), writing, `${of}, settings of members`), owner };
}

function one(rules: readonly Json[], writing: Writing, of: string): Said {
  const rule = (id: string): Json => rules.find((r) => r.id === id) ?? {};
  return {
    activation: activation(rule, rules, writing, of),
    eligible: lasting(rule("Expiration_Admin_Eligibility"), writing, `${of}, eligible`),
    active: {
      ...lasting(rule("Expiration_Admin_Assignment"), writing, `${of}, active`),
      require: activeRequire(rule("Enablement_Admin_Assignment"), writing, of),
    },
  };
}

function activation(rule: (id: string) => Json, rules: readonly Json[], writing: Writing, of: string): Said {
  const { maximumDuration } = rule("Expiration_EndUser_Assignment");
  const maximum = lengthOf(String(maximumDuration ?? "PT8H"));
  if (maximum === undefined)
    writing.note(`${of}: the longest activation is ${maximumDuration}, which a file cannot say`);
  const approvers = approversOf(rule("Approval_EndUser_Assignment"), writing, of);
  const alerts = alertsOf(rules, writing, of);
  return {
    maximum: maximum ?? "8h",
    require: activationRequire(rule, writing, of),
    ...(approvers.length > 0 && { approvers }),
    ...(alerts.length > 0 && { alerts }),
  };
}

function activationRequire(rule: (id: string) => Json, writing: Writing, of: string): unknown[] {
  const enabled = (rule("Enablement_EndUser_Assignment").enabledRules ?? []) as string[];
  const { isEnabled, claimValue } = rule("AuthenticationContext_EndUser_Assignment");
  const context = isEnabled === true && typeof claimValue === "string" && claimValue !== "";
  const asked = [
    ...(context ? [{ authenticationContext: claimValue }] : []),
    ...(enabled.includes("MultiFactorAuthentication") && !context ? ["mfa"] : []),
    ...(enabled.includes("Justification") ? ["justification"] : []),
    ...(enabled.includes("Ticketing") ? ["ticket"] : []),
  ];
  if (asked.some((a) => typeof a === "string")) return asked;
  writing.note(`${of}: an activation asks for nothing; a file asks for a justification at least`);
  return [...asked, "justification"];
}

function activeRequire({ enabledRules }: Json, writing: Writing, of: string): string[] {
  const enabled = (enabledRules ?? []) as string[];
  if (!enabled.includes("Justification")) {
    writing.note(`${of}: an active assignment asks for no justification; a file always asks for one`);
  }
  return ["justification", ...(enabled.includes("MultiFactorAuthentication") ? ["mfa"] : [])];
}

/** A ceiling that the provider takes; what is between two of them, the lower, which is the stricter. */
function lasting({ isExpirationRequired, maximumDuration }: Json, writing: Writing, of: string): Said {
  const days = /^P(\d+)D$/.exec(String(maximumDuration))?.[1];
  const ceiling = CEILINGS.filter((c) => c <= Number(days ?? 365)).at(-1) ?? CEILINGS[0];
  if (Number(days) !== ceiling) {
    writing.note(`${of} assignments end after ${String(maximumDuration)} at most; a file says ${ceiling}d`);
  }
  return { expireAfter: `${ceiling}d`, ...(isExpirationRequired === false && { permanent: "allowed" }) };
}

function approversOf({ setting }: Json, writing: Writing, of: string): unknown[] {
  const { isApprovalRequired, approvalStages } = (setting ?? {}) as Json;
  if (isApprovalRequired !== true) return [];
  const named = ((approvalStages ?? []) as Json[]).flatMap((stage) => (stage.primaryApprovers ?? []) as Json[]);
  const approvers = named.flatMap((a): unknown[] => {
    if (typeof a.userId === "string") return [writing.user(a.userId, a.description as string | undefined)];
    return typeof a.groupId === "string" ? [writing.group(a.groupId, a.description as string | undefined)] : [];
  });
  if (approvers.length < named.length || approvers.length === 0) {
    writing.note(`${of}: not all who approve are users or groups by name; a file says ${approvers.length} of them`);
  }
  return approvers;
}

/** Who is told beside the default recipients, where all mails that can have others tell the same. */
function alertsOf(rules: readonly Json[], writing: Writing, of: string): string[] {
  const mails = rules.filter(({ id }) => String(id).startsWith("Notification_"));
  const told = mails
    .filter(({ recipientType }) => recipientType !== "Approver")
    .map(({ notificationRecipients }) => JSON.stringify([...((notificationRecipients ?? []) as string[])].sort()));
  const odd = mails.some((m) => m.notificationLevel !== "All" || m.isDefaultRecipientsEnabled !== true);
  if (odd || new Set(told).size > 1) {
    writing.note(`${of}: the mails of PIM differ from each other or leave somebody out; a file tells the same in all`);
  }
  return [...new Set(told.flatMap((t) => JSON.parse(t) as string[]))].sort();
}

import { type Json } from "../run/local-backend";

const NICKNAME = /^[\x21-\x7e]{1,64}$/;
const NOT_IN_NICKNAME = /[@()\\[\]";:<>,\s]/;
const REQUIRED = ["displayName", "mailNickname", "securityEnabled", "mailEnabled"];
const TYPES = ["DynamicMembership", "Unified"];
const VISIBILITIES = ["private", "public", "hiddenmembership"];
const STATES = ["On", "Paused"];

/** The first thing that is wrong with the properties of a group, as they are or would be; undefined if they do. */
export function problem(group: Json): string | undefined {
  return ofValues(group) ?? ofKind(group) ?? ofMembership(group);
}

function ofValues({ visibility, resourceBehaviorOptions, resourceProvisioningOptions, ...group }: Json) {
  const missing = REQUIRED.find((name) => group[name] === undefined || group[name] === null || group[name] === "");
  if (missing !== undefined) return `A value is required for property '${missing}'.`;
  const { displayName, mailNickname } = group as Record<string, string>;
  if (displayName.length > 256) return "A displayName has at most 256 characters.";
  if (!NICKNAME.test(mailNickname) || NOT_IN_NICKNAME.test(mailNickname)) return invalid("mailNickname", mailNickname);
  if (visibility && !VISIBILITIES.includes(String(visibility).toLowerCase())) return invalid("visibility", visibility);
  for (const [name, value] of Object.entries({ resourceBehaviorOptions, resourceProvisioningOptions })) {
    if (!isListOfTexts(value ?? [])) return invalid(name, value);
  }
  return undefined;
}

function ofKind({ securityEnabled, mailEnabled, groupTypes, isAssignableToRole, visibility }: Json) {
  const types = (groupTypes ?? []) as unknown;
  if (!isListOfTexts(types) || types.some((type) => !TYPES.includes(type))) return invalid("groupTypes", types);
  if (!securityEnabled && !mailEnabled) return "A group is security-enabled, mail-enabled, or both.";
  if (mailEnabled && !types.includes("Unified")) return "Only a Microsoft 365 group can be made mail-enabled here.";
  if (!mailEnabled && types.includes("Unified")) return "A Microsoft 365 group is mail-enabled.";
  if (isAssignableToRole !== true) return undefined;
  if (!securityEnabled) return "A role-assignable group is security-enabled.";
  if (String(visibility).toLowerCase() === "public") return "A role-assignable group is private.";
  return undefined;
}

function ofMembership({ groupTypes, membershipRule, membershipRuleProcessingState: state, isAssignableToRole }: Json) {
  const dynamic = ((groupTypes ?? []) as string[]).includes("DynamicMembership");
  if (dynamic !== Boolean(membershipRule)) return "A membership rule and the type DynamicMembership go together.";
  if (isAssignableToRole === true && dynamic) return "A role-assignable group cannot have dynamic membership.";
  if (!state) return undefined;
  if (!STATES.includes(String(state))) return invalid("membershipRuleProcessingState", state);
  return dynamic ? undefined : "Only a membership rule is processed or paused.";
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function invalid(property: string, value: unknown): string {
  const said = typeof value === "string" ? value : JSON.stringify(value);
  return `Invalid value specified for property '${property}': '${said}'.`;
}

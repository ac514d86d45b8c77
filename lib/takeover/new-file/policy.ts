import type { Json } from "../service";
import { type Said, type Writing, isPlain } from "./writing";

const AKS_SERVER = "6dae42f8-4368-4678-94ff-3960e28e3630";
const AZURE_MANAGEMENT = "797f4846-ba00-4fd7-ba43-dac1f8f63013";
const WORDS: Readonly<Record<string, string>> = {
  [AKS_SERVER]: "aks",
  [AZURE_MANAGEMENT]: "azureManagement",
  All: "all",
};
const STATES: Readonly<Record<string, string>> = {
  enabled: "enabled",
  disabled: "disabled",
  enabledForReportingButNotEnforced: "reportOnly",
};
const CONTROLS = ["mfa", "compliantDevice", "domainJoinedDevice", "compliantApplication", "block"];

/** How a policy is about the groups of a file. */
export type Concern = "names" | "covers" | "none";

/** Whether a policy guards AKS, and names one of these people or covers everybody. */
export function concernOf({ conditions }: Json, ids: ReadonlySet<string>): Concern {
  const { applications, users } = (conditions ?? {}) as Json;
  const targets = list((applications as Json | undefined)?.includeApplications);
  if (!targets.some((t) => t === AKS_SERVER || t === "All")) return "none";
  const { includeUsers, includeGroups } = (users ?? {}) as Json;
  const named = [...list(includeUsers), ...list(includeGroups)];
  if (named.some((id) => ids.has(id.toLowerCase()))) return "names";
  return named.includes("All") ? "covers" : "none";
}

/** A policy in the words of a config file; or why the file cannot say it, so that it stays as it is. */
export function policySaid(policy: Json, writing: Writing): Said | string {
  const { conditions, grantControls, sessionControls } = policy;
  const { users, applications, ...others } = (conditions ?? {}) as Json;
  const odd = [
    ...oddities(others as Json),
    ...oddUsers((users ?? {}) as Json),
    ...oddApplications((applications ?? {}) as Json),
  ];
  const controls = controlsOf((grantControls ?? {}) as Json);
  if (controls === undefined) odd.push("its grant controls");
  const frequency = frequencyOf(sessionControls as Json | null);
  if (frequency === undefined) odd.push("its session controls");
  if (!isPlain(String(policy.displayName))) odd.push("${ or %{ in its name");
  if (odd.length > 0) return [...new Set(odd)].join(", ");
  const { includeUsers, includeGroups, includeRoles, excludeUsers, excludeGroups, excludeRoles } = users as Json;
  const everybody = list(includeUsers).includes("All");
  const exclude = subjects(excludeUsers, excludeGroups, excludeRoles, writing);
  const targets = list((applications as Json).includeApplications).map((a) => WORDS[a] ?? a);
  return {
    displayName: String(policy.displayName),
    state: STATES[String(policy.state)],
    include: everybody ? "all" : subjects(includeUsers, includeGroups, includeRoles, writing),
    ...(exclude.length > 0 && { exclude }),
    ...(targets.join() !== "aks" && { applications: targets }),
    require: controls,
    ...(frequency !== null && { signInFrequency: frequency }),
  };
}

function subjects(users: unknown, groups: unknown, roles: unknown, writing: Writing): unknown[] {
  return [
    ...list(users).map((id) => writing.user(id)),
    ...list(groups).map((id) => writing.group(id)),
    ...list(roles).map((role) => ({ role })),
  ];
}

/** What a policy has that no config file says, apart from users and applications. */
function oddities({ clientAppTypes, ...conditions }: Json): string[] {
  const types = list(clientAppTypes);
  const set = Object.entries(conditions).filter(([, value]) => !isEmpty(value));
  return [...(types.join() === "all" || types.length === 0 ? [] : ["client apps"]), ...set.map(([name]) => name)];
}

const USERS = ["includeUsers", "includeGroups", "includeRoles", "excludeUsers", "excludeGroups", "excludeRoles"];

function oddUsers(users: Json): string[] {
  const words = [...list(users.includeUsers), ...list(users.excludeUsers)].filter((u) => !/^[0-9a-f-]{36}$/i.test(u));
  const all = list(users.includeUsers).includes("All") && list(users.includeUsers).length === 1;
  return [
    ...Object.entries(users)
      .filter(([name, value]) => !USERS.includes(name) && !isEmpty(value))
      .map(([name]) => name),
    ...words.filter((w) => w !== "All" || !all),
  ];
}

function oddApplications({ includeApplications, ...others }: Json): string[] {
  const words = list(includeApplications).filter((a) => a !== "All" && !/^[0-9a-f-]{36}$/i.test(a));
  return [...words, ...Object.entries(others).flatMap(([name, value]) => (isEmpty(value) ? [] : [name]))];
}

function controlsOf(controls: Json): unknown {
  const { operator, builtInControls, authenticationStrength, customAuthenticationFactors, termsOfUse } = controls;
  const strength = (authenticationStrength as Json | null | undefined)?.id as string | undefined;
  const names = list(builtInControls);
  const odd =
    !isEmpty(customAuthenticationFactors) || !isEmpty(termsOfUse) || !names.every((n) => CONTROLS.includes(n));
  const all = [...names, ...(strength === undefined ? [] : [{ authenticationStrength: strength }])];
  if (odd || all.length === 0) return undefined;
  if (names.join() === "block") return "block";
  return operator === "OR" && all.length > 1 ? { any: all } : all;
}

/** `4h`; null where there is none, nothing where there are session controls that a file does not say. */
function frequencyOf(session: Json | null): string | null | undefined {
  if (session === null || session === undefined) return null;
  const { signInFrequency, ...others } = session;
  if (Object.values(others).some((value) => !isEmpty(value))) return undefined;
  if (isEmpty(signInFrequency)) return null;
  const { value, type, authenticationType, frequencyInterval, isEnabled } = signInFrequency as Json;
  const usual = authenticationType === "primaryAndSecondaryAuthentication" && frequencyInterval === "timeBased";
  if (!usual || isEnabled !== true) return undefined;
  return type === "days" ? `${value}d` : type === "hours" ? `${value}h` : undefined;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.entries(value).every(([k, v]) => k.startsWith("@odata") || isEmpty(v));
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

import { type Json } from "../run/local-backend";
import { badRequest } from "../stand-in/service-error";
import { type World } from "../stand-in/world";
import { minutes } from "./durations";
import { ruleShape } from "./pim-rule-shape";
import { type Settings, newId } from "./pim-rules";
import { findingsOf } from "./shapes";

const KNOWN_RULES = ["MultiFactorAuthentication", "Justification", "Ticketing"];

/** Changes rules by their ids, or refuses all of them. The first change gives the settings another id. */
export function changeSettings(world: World, settings: Settings, changes: readonly Json[]): void {
  if (changes.length === 0) return;
  for (const change of changes) checkShape(world, change);
  const rules = settings.rules.map((old) => ({ ...old, ...changes.find(({ id }) => id === old.id) }));
  const unknown = changes.find(({ id }) => !rules.some((rule) => rule.id === id));
  if (unknown !== undefined) throw invalid(`there is no rule ${String(unknown.id)}`);
  for (const rule of rules) check(rule);
  const by = (id: string) => rules.find((rule) => rule.id === id) as Json;
  const enabled = by("Enablement_EndUser_Assignment").enabledRules as string[];
  if (by("AuthenticationContext_EndUser_Assignment").isEnabled && enabled.includes("MultiFactorAuthentication")) {
    throw invalid("MfaAndAcrsConflict: multifactor authentication and an authentication context exclude each other");
  }
  if (world.guesses.approversExist) changes.forEach((change) => checkApprovers(world, change));
  Object.assign(settings, { rules, modified: world.clock.iso() });
  if (!settings.changed) Object.assign(settings, { changed: true, id: newId(settings.groupId) });
}

function checkShape(world: World, change: Json): void {
  const { unknown, wrong } = findingsOf(ruleShape(String(change.id)), change);
  if (unknown.length > 0) {
    world.journal.complain(
      `the rule ${String(change.id)} has fields that the sandbox does not know: ${unknown.join(", ")}`,
    );
    throw invalid(`the sandbox does not know ${unknown.join(", ")} of the rule ${String(change.id)}`);
  }
  if (wrong.length > 0) throw invalid(`${wrong.join("; ")} in the rule ${String(change.id)}`);
}

/** Approvers that a change names; those that it does not touch may have gone since. */
function checkApprovers(world: World, { setting }: Json): void {
  for (const approver of approversOf((setting ?? {}) as Json)) {
    const isUser = String(approver["@odata.type"]).endsWith("singleUser");
    const id = String((isUser ? approver.userId : approver.groupId) ?? approver.id);
    const found = isUser ? world.directory.user(id) : world.directory.group(id);
    if (found === undefined) throw invalid(`the approver ${id} does not exist`);
  }
}

function approversOf({ approvalStages }: Json): Json[] {
  return ((approvalStages ?? []) as Json[]).flatMap(({ primaryApprovers }) => (primaryApprovers ?? []) as Json[]);
}

function check(rule: Json): void {
  const id = String(rule.id);
  if (id.startsWith("Expiration_")) checkExpiration(id, rule);
  if (id.startsWith("Enablement_")) checkEnablement(id, rule.enabledRules as string[]);
  if (id === "Approval_EndUser_Assignment") checkApproval(rule.setting as Json);
  if (rule.isEnabled === true && !rule.claimValue) throw invalid(`${id} names no authentication context`);
}

function checkExpiration(id: string, { isExpirationRequired, maximumDuration }: Json): void {
  const ceiling = minutes(maximumDuration);
  if (isExpirationRequired && ceiling === undefined) throw invalid(`${id} needs a maximum duration`);
  if (id === "Expiration_EndUser_Assignment" && ceiling !== undefined && (ceiling < 30 || ceiling > 24 * 60)) {
    throw invalid(`${id} is from half an hour to 24 hours`);
  }
}

function checkEnablement(id: string, enabledRules: readonly string[]): void {
  const wrong = enabledRules.filter((one) => !KNOWN_RULES.includes(one));
  if (wrong.length > 0) throw invalid(`${id} does not know ${wrong.join(", ")}`);
  if (id === "Enablement_Admin_Assignment" && enabledRules.includes("Ticketing")) {
    throw invalid(`${id} does not know Ticketing`);
  }
}

function checkApproval(setting: Json): void {
  const approvers = approversOf(setting);
  if (setting.isApprovalRequired && approvers.length === 0) throw invalid("an approval needs an approver");
  if (approvers.some((a) => !/#microsoft\.graph\.(singleUser|groupMembers)$/.test(String(a["@odata.type"])))) {
    throw invalid("an approver is a singleUser or groupMembers");
  }
}

function invalid(why: string) {
  return badRequest("InvalidPolicy", `The policy is invalid: ${why}.`);
}

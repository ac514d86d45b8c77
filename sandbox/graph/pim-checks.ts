import { type Json } from "../run/local-backend";
import { type Group } from "../stand-in/directory";
import { type ServiceError, badRequest } from "../stand-in/service-error";
import { type World } from "../stand-in/world";
import { minutes } from "./durations";
import { isRestricted } from "./group-rules";
import { type Period } from "./pim-period";
import { type Ask } from "./pim-requests";
import { type Settings, rule, settingsOf } from "./pim-rules";

/** Refuses a group that PIM does not manage. */
export function checkGroup(world: World, group: Group): void {
  const why = unmanageable(world, group);
  if (why !== undefined) throw badRequest("InvalidResource", `PIM does not manage ${why}.`);
}

/** What a group is that PIM does not manage; undefined of one that it may. */
export function unmanageable(world: World, group: Group): string | undefined {
  if (group.membershipRule !== null) return "a dynamic group";
  if (group.onPremisesSyncEnabled) return "a group that is synchronized from on-premises";
  return isRestricted(world, group) ? "a group under restricted management" : undefined;
}

/** Refuses somebody who is not there, or who cannot be in the group in this way. */
export function checkPrincipal(world: World, { kind, group, principalId, accessId }: Ask): void {
  const principal = world.directory.get(principalId);
  if (principal === undefined || !world.faults.appeared(principal, world.clock.now())) {
    throw badRequest("SubjectNotFound", `The subject ${principalId} is not found.`);
  }
  const invalid = (why: string) =>
    badRequest("InvalidRoleAssignmentRequest", `The role assignment request is invalid: ${why}.`);
  if (principal.id === group.id) throw invalid("a group cannot be assigned to itself");
  if (principal.kind === "administrativeUnit") throw invalid("an administrative unit is nobody");
  if (principal.kind === "group" && kind === "assignment" && accessId === "member" && group.isAssignableToRole) {
    throw invalid("a role-assignable group cannot have groups as active members");
  }
}

/** The rules for what an administrator assigns. */
export function checkAdminRules(world: World, ask: Ask, period: Period): void {
  const settings = settingsOf(world, ask.group.id, ask.accessId);
  const level = ask.kind === "eligibility" ? "Eligibility" : "Assignment";
  const failed = [
    ...failedExpiration(settings, `Expiration_Admin_${level}`, period),
    ...failedEnablement(settings, `Enablement_Admin_${level}`, ask),
  ];
  if (failed.length > 0) throw policyFailed(failed);
}

export function policyFailed(rules: readonly string[]): ServiceError {
  return badRequest(
    "RoleAssignmentRequestPolicyValidationFailed",
    `The following policy rules failed: ${JSON.stringify(rules)}`,
  );
}

export function failedExpiration(settings: Settings, id: string, { start, end }: Period): string[] {
  const { isExpirationRequired, maximumDuration } = rule(settings, id);
  if (!isExpirationRequired) return [];
  const ceiling = minutes(maximumDuration) ?? 0;
  // a date is written to the second, so a minute's grace
  return end !== undefined && end.getTime() - start.getTime() <= (ceiling + 1) * 60_000 ? [] : ["ExpirationRule"];
}

/** Justification and ticket; whether somebody passed multifactor authentication is for whoever acts as a person. */
export function failedEnablement(settings: Settings, id: string, ask: Ask): string[] {
  const enabled = rule(settings, id).enabledRules as string[];
  const { ticketNumber } = (ask.ticketInfo ?? {}) as Json;
  return [
    ...(enabled.includes("Justification") && !ask.justification ? ["JustificationRule"] : []),
    ...(enabled.includes("Ticketing") && !ticketNumber ? ["TicketingRule"] : []),
  ];
}

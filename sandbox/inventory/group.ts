import { type Group } from "../stand-in/directory";
import { type World } from "../stand-in/world";
import { names } from "./names";

/** A group in words. Its nickname is left out: the provider rolls dice for it. */
export function groupLine(world: World, group: Group): string {
  const { displayName, description, owners, members } = group;
  return [
    `group ${displayName} (${kindsOf(group).join(", ")})`,
    ...(description ? [`"${description}"`] : []),
    `owners ${names(world, owners)}`,
    `members ${names(world, members)}`,
  ].join("; ");
}

function kindsOf(group: Group): string[] {
  const { securityEnabled, mailEnabled, groupTypes, isAssignableToRole, visibility, membershipRule } = group;
  return [
    securityEnabled ? "security" : "not security",
    ...(mailEnabled ? ["mail"] : []),
    ...groupTypes,
    ...(isAssignableToRole ? ["role-assignable"] : []),
    // a role-assignable group is private, whatever was said
    ...(visibility !== null && !(isAssignableToRole && visibility === "Private") ? [visibility] : []),
    ...(membershipRule === null ? [] : [`rule ${membershipRule} ${String(group.membershipRuleProcessingState)}`]),
    ...(group.onPremisesSyncEnabled ? ["synchronized"] : []),
  ];
}

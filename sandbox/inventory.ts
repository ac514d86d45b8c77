import { BUILT_IN_ROLES } from "./arm/built-in-roles";
import { policies } from "./graph/conditional-access";
import { type Settings, rule } from "./graph/pim-rules";
import { type Schedule, pim, standing } from "./graph/pim-store";
import { type Json } from "./run/local-backend";
import { type Group } from "./stand-in/directory";
import { type Resource } from "./stand-in/resources";
import { type World } from "./stand-in/world";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * Everything that a world holds, one line a thing, in words and without ids: for a person to read, and for a test to
 * compare with what a config says.
 *
 * Role settings are there once somebody changed them and as long as their group, assignments until they have ended.
 */
export function inventory(world: World): string[] {
  const { directory, resources } = world;
  return [
    ...directory.all("user").map(({ userPrincipalName, displayName }) => `user ${userPrincipalName || displayName}`),
    ...directory.all("servicePrincipal").map(({ displayName }) => `service principal ${displayName}`),
    ...directory.all("group").map((group) => groupLine(world, group)),
    ...directory.all("administrativeUnit").map(({ displayName, members }) => {
      return `administrative unit ${displayName}: ${names(world, members)}`;
    }),
    ...[...pim(world).settings.values()]
      .filter(({ changed, groupId }) => changed && directory.group(groupId) !== undefined)
      .map((settings) => settingsLine(world, settings)),
    ...pim(world)
      .schedules.filter((schedule) => standing(world, schedule))
      .map((schedule) => scheduleLine(world, schedule)),
    ...[...policies(world).values()].map((policy) => policyLine(world, policy)),
    ...resources.all().map((resource) => resourceLine(world, resource)),
  ].sort();
}

/** What `after` holds beyond `before`, a line as often as it is there. */
export function beyond(after: readonly string[], before: readonly string[]): string[] {
  const left = [...before];
  return after.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function nameOf(world: World, id: string): string {
  const found = world.directory.get(id);
  if (found === undefined) return `nobody (${id})`;
  return found.kind === "user" ? found.userPrincipalName : found.displayName;
}

function names(world: World, ids: Iterable<string>): string {
  return (
    [...ids]
      .map((id) => nameOf(world, id))
      .sort()
      .join(", ") || "nobody"
  );
}

function groupLine(world: World, group: Group): string {
  const { displayName, description, isAssignableToRole, owners, members } = group;
  return [
    `group ${displayName}${isAssignableToRole ? " (role-assignable)" : ""}`,
    ...(description ? [`"${description}"`] : []),
    `owners ${names(world, owners)}`,
    `members ${names(world, members)}`,
  ].join("; ");
}

function settingsLine(world: World, settings: Settings): string {
  const by = (id: string) => rule(settings, id);
  const { enabledRules } = by("Enablement_EndUser_Assignment");
  const { isEnabled, claimValue } = by("AuthenticationContext_EndUser_Assignment");
  const { isApprovalRequired, approvalStages } = by("Approval_EndUser_Assignment").setting as Json;
  const approvers = (approvalStages as Json[]).flatMap(({ primaryApprovers }) => primaryApprovers as Json[]);
  const alerts = settings.rules.flatMap(({ notificationRecipients }) => (notificationRecipients ?? []) as string[]);
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
    ...(alerts.length > 0 ? [`alerts ${[...new Set(alerts)].sort().join(", ")}`] : []),
  ].join("; ");
}

function scheduleLine(world: World, schedule: Schedule): string {
  const { kind, assignmentType, principalId, groupId, accessId } = schedule;
  const what = kind === "eligibility" ? "eligible" : assignmentType === "activated" ? "activated" : "active";
  return `${what} ${nameOf(world, principalId)} as ${accessId} of ${nameOf(world, groupId)} ${period(schedule)}`;
}

function period({ start, end, made }: Schedule): string {
  const from = start.getTime() - made.getTime() > MINUTE ? `from ${start.toISOString()} ` : "";
  if (end === undefined) return `${from}for ever`;
  const length = end.getTime() - start.getTime();
  if (length % DAY === 0) return `${from}for ${length / DAY} days`;
  if (length % MINUTE === 0) return `${from}for ${length / MINUTE} minutes`;
  return `${from}until ${end.toISOString()}`;
}

function policyLine(world: World, policy: Json): string {
  const { users, applications, authenticationFlows } = policy.conditions as Json;
  const { grantControls, sessionControls } = policy;
  const list = (of: Json, what: string) =>
    ["Users", "Groups", "Roles"].flatMap((kind) =>
      ((of[`${what}${kind}`] ?? []) as string[]).map((id) =>
        kind === "Roles" ? `role ${id}` : id === "All" ? "all" : nameOf(world, id),
      ),
    );
  const apps = ((applications.includeApplications ?? []) as string[]).map(
    (appId) => world.directory.all("servicePrincipal").find((s) => s.appId === appId)?.displayName ?? appId,
  );
  const strength = grantControls?.authenticationStrength?.id as string | undefined;
  const controls = [
    ...((grantControls?.builtInControls ?? []) as string[]),
    ...(strength ? [`strength ${strength}`] : []),
  ];
  const frequency = sessionControls?.signInFrequency as Json | undefined;
  const excluded = list(users as Json, "exclude").sort();
  return [
    `policy ${String(policy.displayName)}, ${String(policy.state)}`,
    `for ${list(users as Json, "include")
      .sort()
      .join(", ")}`,
    ...(excluded.length > 0 ? [`not ${excluded.join(", ")}`] : []),
    `on ${apps.join(", ")}`,
    ...(authenticationFlows?.transferMethods ? [`by ${String(authenticationFlows.transferMethods)}`] : []),
    `wants ${controls.sort().join(` ${String(grantControls?.operator).toLowerCase()} `)}`,
    ...(frequency?.isEnabled ? [`sign-in every ${String(frequency.value)} ${String(frequency.type)}`] : []),
  ].join("; ");
}

function resourceLine(world: World, { id, name, type, properties, ...more }: Resource): string {
  const kind = String(type).toLowerCase().split("/").at(-1);
  switch (kind) {
    case "resourcegroups":
      return `resource group ${name}${tags(more)}`;
    case "managedclusters":
      return `cluster ${shortId(id)}: ${clusterText(world, properties, more)}${tags(more)}`;
    case "roleassignments": {
      const { principalId, roleDefinitionId, scope } = properties;
      const guid = String(roleDefinitionId).split("/").at(-1);
      const role = BUILT_IN_ROLES.find((r) => r.guid === guid)?.roleName ?? `role ${guid}`;
      return `${nameOf(world, String(principalId))} is ${role} on ${shortId(String(scope))}`;
    }
    case "diagnosticsettings": {
      const logs = (properties.logs as Json[]).filter((l) => l.enabled).map((l) => String(l.category));
      const target = id.replace(/\/providers\/microsoft\.insights\/.*$/i, "");
      return `logs of ${shortId(target)} (${name}): ${logs.sort().join(", ")} to ${shortId(String(properties.workspaceId))}`;
    }
    default:
      return `${String(type)} ${shortId(id)}`;
  }
}

function clusterText(world: World, p: Json, { sku }: Json): string {
  const pools = (p.agentPoolProfiles as Json[]).map((pool) => {
    const count = pool.enableAutoScaling ? `${pool.minCount} to ${pool.maxCount}` : String(pool.count);
    const zones = [...((pool.availabilityZones ?? []) as string[])].sort().join(" ");
    return `${String(pool.name)} ${count} ${String(pool.vmSize)}${zones && ` in zones ${zones}`}`;
  });
  return [
    String((sku as Json | undefined)?.tier),
    `Kubernetes ${String(p.kubernetesVersion)}`,
    ...pools,
    `local accounts ${p.disableLocalAccounts ? "off" : "on"}`,
    `Azure RBAC ${p.aadProfile?.enableAzureRBAC ? "on" : "off"}`,
    `run command ${p.apiServerAccessProfile?.disableRunCommand ? "off" : "on"}`,
    `workload identity ${p.securityProfile?.workloadIdentity?.enabled && p.oidcIssuerProfile?.enabled ? "on" : "off"}`,
    `admins ${names(world, (p.aadProfile?.adminGroupObjectIDs ?? []) as string[])}`,
    ...(p.apiServerAccessProfile?.authorizedIPRanges?.length
      ? [`from ${(p.apiServerAccessProfile.authorizedIPRanges as string[]).join(", ")}`]
      : []),
    `${String(p.networkProfile?.networkPlugin)} ${String(p.networkProfile?.networkPluginMode ?? "")}`.trim(),
  ].join("; ");
}

function tags({ tags }: Json): string {
  const said = Object.entries((tags ?? {}) as Record<string, string>).map(([k, v]) => `${k}=${v}`);
  return said.length === 0 ? "" : `; tags ${said.sort().join(", ")}`;
}

/** The resource group and the names; a namespace is a part of the path. */
function shortId(id: string): string {
  const parts = id.split("/");
  if (parts.length <= 5) return parts.at(-1) as string;
  const [, , , , group, , , ...rest] = parts;
  return [group, ...rest.filter((_, i) => i % 2 === 1)].join("/");
}

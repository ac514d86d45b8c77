import { policies } from "./graph/conditional-access";
import { pim, standing } from "./graph/pim-store";
import { type World } from "./stand-in/world";
import { groupLine } from "./inventory/group";
import { names } from "./inventory/names";
import { scheduleLine, settingsLine } from "./inventory/pim";
import { policyLine } from "./inventory/policy";
import { resourceLine } from "./inventory/resource";

/**
 * Everything that a world holds, one line a thing, in words and without ids: for a person to read, and for a test to
 * compare with what a config says. What has no words of its own is there as `attribute=value`, unless it is as the
 * service has it by itself.
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

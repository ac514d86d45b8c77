import { BUILT_IN_ROLES } from "../arm/built-in-roles";
import { type Json } from "../run/local-backend";
import { type Resource } from "../stand-in/resources";
import { type World } from "../stand-in/world";
import { clusterLine } from "./cluster";
import { nameOf, shortId, tags } from "./names";
import { rest } from "./rest";

/** A resource of Azure in words, and what else it says. */
export function resourceLine(world: World, resource: Resource): string {
  const { id, name, type, properties, location } = resource;
  const more = (...told: RegExp[]) =>
    rest(properties, {}, [/^provisioningState$/, ...told])
      .map((line) => `; ${line}`)
      .join("");
  switch (String(type).toLowerCase().split("/").at(-1)) {
    case "resourcegroups":
      return `resource group ${name} in ${String(location)}${more()}${tags(resource)}`;
    case "managedclusters":
      return clusterLine(world, resource);
    case "roleassignments": {
      const { principalId, roleDefinitionId, scope } = properties;
      const guid = String(roleDefinitionId).split("/").at(-1);
      const role = BUILT_IN_ROLES.find((r) => r.guid === guid)?.roleName ?? `role ${guid}`;
      const others = more(/^(principalId|principalType|roleDefinitionId|scope)$/, /^(created|updated)(On|By)$/);
      return `${nameOf(world, String(principalId))} is ${role} on ${shortId(String(scope))}${others}`;
    }
    case "diagnosticsettings": {
      const logs = (properties.logs as Json[])
        .filter((l) => l.enabled)
        .map((l) => String(l.category ?? l.categoryGroup));
      const target = id.replace(/\/providers\/microsoft\.insights\/.*$/i, "");
      const others = more(/^logs\.\d+\.(category|categoryGroup|enabled)$/, /^workspaceId$/);
      return `logs of ${shortId(target)} (${name}): ${logs.sort().join(", ")} to ${shortId(String(properties.workspaceId))}${others}`;
    }
    default:
      return `${String(type)} ${shortId(id)}${more()}${tags(resource)}`;
  }
}

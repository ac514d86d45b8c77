import { type Json } from "../run/local-backend";
import { equalities } from "../stand-in/filter";
import { PAGED, page } from "../stand-in/pages";
import { type Route, ok } from "../stand-in/route";
import { notFound } from "../stand-in/service-error";
import { type World } from "../stand-in/world";
import { BUILT_IN_ROLES, type BuiltInRole } from "./built-in-roles";
import { subscriptionOf } from "./resource-ids";

const PATH = "{/*scope}/providers/Microsoft.Authorization/roleDefinitions";
const VERSIONS = ["2022-04-01", "2022-05-01-preview"];
const READ = ["Microsoft.Authorization/roleDefinitions/read"];
const TYPE = "Microsoft.Authorization/roleDefinitions";

/** Roles: those that every tenant has, and custom ones. They are read only: nothing here makes a role. */
export const roleDefinitions: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    needs: READ,
    options: ["$filter", ...PAGED],
    apiVersions: VERSIONS,
    answer: (call) => {
      const { world, params, query } = call;
      const asked = equalities(query.get("$filter"), ["roleName", "type"]);
      const same = (a: unknown, b?: string) => b === undefined || String(a).toLowerCase() === b.toLowerCase();
      const value = [...BUILT_IN_ROLES.map(builtIn), ...customRoles(world)]
        .filter(({ roleName, type }) => same(roleName, asked.roleName) && same(type, asked.type))
        .map((role) => written(scopeOf(params), role));
      return ok(page(call, value));
    },
  },
  {
    method: "GET",
    path: `${PATH}/:role`,
    needs: READ,
    apiVersions: VERSIONS,
    answer: ({ world, params }) => {
      const found = roleOf(world, params.role);
      if (found === undefined) throw roleMissing(params.role);
      return ok(written(scopeOf(params), found));
    },
  },
];

/** The scope that a path names, with its slash before it; the tenant is the empty one. */
export function scopeOf({ scope }: Readonly<Record<string, string>>): string {
  return scope ? `/${scope}` : "";
}

/** A role by its GUID: its name, type and permissions. */
export function roleOf(world: World, guid: string): Json | undefined {
  const same = (other: unknown) => String(other).toLowerCase() === guid.toLowerCase();
  const found = BUILT_IN_ROLES.find((role) => same(role.guid));
  return found ? builtIn(found) : customRoles(world).find(({ name }) => same(name));
}

export function roleMissing(guid: string) {
  return notFound("RoleDefinitionDoesNotExist", `The specified role definition with ID '${guid}' does not exist.`);
}

/** The id of a role as it is said at a scope: with the subscription before it, where there is one. */
export function roleIdAt(scope: string, guid: string): string {
  const subscription = subscriptionOf(scope);
  const before = subscription === undefined ? "" : `/subscriptions/${subscription}`;
  return `${before}/providers/${TYPE}/${guid}`;
}

function written(scope: string, { name, ...properties }: Json): Json {
  return { id: roleIdAt(scope, String(name)), type: TYPE, name, properties };
}

function builtIn({ guid, roleName, ...role }: BuiltInRole): Json {
  const { actions, notActions = [], dataActions = [], notDataActions = [] } = role;
  const permissions = [{ actions, notActions, dataActions, notDataActions }];
  return { name: guid, roleName, type: "BuiltInRole", description: roleName, assignableScopes: ["/"], permissions };
}

function customRoles(world: World): Json[] {
  return world.resources
    .all()
    .filter(({ type }) => type === TYPE)
    .map(({ name, properties }) => ({ name, description: null, ...properties }));
}

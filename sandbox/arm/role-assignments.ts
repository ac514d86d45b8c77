import { type Json } from "../run/local-backend";
import { requireAzure } from "../stand-in/azure-rights";
import { PAGED, page } from "../stand-in/pages";
import { type Resource } from "../stand-in/resources";
import { type Call, type Route, created, noContent, ok } from "../stand-in/route";
import { badRequest, conflict, notFound } from "../stand-in/service-error";
import { knownFields } from "./fields";
import { requireScope } from "./resource-ids";
import { selected } from "./role-assignment-filter";
import { roleIdAt, roleMissing, roleOf, scopeOf } from "./role-definitions";

const PATH = "{/*scope}/providers/Microsoft.Authorization/roleAssignments";
const VERSIONS = ["2022-04-01"];
const ROLES = "Microsoft.Authorization/roleAssignments";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ROLE_ID = /\/providers\/Microsoft\.Authorization\/roleDefinitions\/([^/]+)$/i;
const KINDS: Record<string, string> = { user: "User", group: "Group", servicePrincipal: "ServicePrincipal" };
const FIELDS = [
  "condition",
  "conditionVersion",
  "delegatedManagedIdentityResourceId",
  "description",
  "principalId",
  "principalType",
  "roleDefinitionId",
  "scope",
];

/** Who has which role where: at any scope, a namespace of a cluster among them. */
export const roleAssignments: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    needs: [`${ROLES}/read`],
    options: ["$filter", ...PAGED],
    apiVersions: VERSIONS,
    answer: (call) => {
      const { world, params, query } = call;
      const scope = scopeOf(params) || "/";
      requireScope(world, scope);
      const shown = selected(world, scope, query.get("$filter"));
      return ok(page(call, assignmentsOf(world.resources.all()).filter(shown)));
    },
  },
  {
    method: "GET",
    path: `${PATH}/:name`,
    needs: [`${ROLES}/read`],
    apiVersions: VERSIONS,
    answer: (call) => {
      const found = assignmentOf(call);
      if (found === undefined) {
        throw notFound("RoleAssignmentNotFound", `The role assignment '${call.params.name}' is not found.`);
      }
      return ok(found);
    },
  },
  { method: "PUT", path: `${PATH}/:name`, needs: [`${ROLES}/write`], apiVersions: VERSIONS, answer: put },
  {
    method: "DELETE",
    path: `${PATH}/:name`,
    needs: [`${ROLES}/delete`],
    apiVersions: VERSIONS,
    answer: (call) => {
      const found = assignmentOf(call);
      if (found === undefined) return noContent();
      requireRight(call, "delete", found.properties);
      call.world.resources.remove(found.id);
      return ok(found);
    },
  },
];

function put(call: Call) {
  const { world, params, body } = call;
  const scope = scopeOf(params) || "/";
  knownFields(call, "a role assignment", body as Json, ["properties"]);
  const said = (body?.properties ?? {}) as Json;
  knownFields(call, "the properties of a role assignment", said, FIELDS);
  if (!UUID.test(params.name)) {
    throw badRequest("InvalidRoleAssignmentId", `The role assignment ID '${params.name}' is not a GUID.`);
  }
  requireScope(world, scope);
  const role = roleOf(world, ROLE_ID.exec(String(said.roleDefinitionId))?.[1] ?? "");
  if (role === undefined) throw roleMissing(String(said.roleDefinitionId));
  const principalType = principalTypeOf(call, said);
  const properties = {
    roleDefinitionId: roleIdAt(scope, String(role.name)),
    principalId: said.principalId,
    principalType,
    scope,
    condition: said.condition ?? null,
    conditionVersion: said.conditionVersion ?? null,
    description: said.description || null,
    delegatedManagedIdentityResourceId: said.delegatedManagedIdentityResourceId ?? null,
  };
  requireRight(call, "write", { ...properties, principalType: said.principalType });

  const old = assignmentOf(call);
  if (old !== undefined && !isSame(old, properties)) {
    throw badRequest(
      "RoleAssignmentUpdateNotPermitted",
      "Tenant, principal, role and scope of a role assignment are not changed.",
    );
  }
  const twin = assignmentsOf(world.resources.all()).find((r) => isSame(r, properties) && r.id !== old?.id);
  if (twin !== undefined) {
    throw conflict(
      "RoleAssignmentExists",
      `The role assignment already exists. The ID of the existing role assignment is ${twin.name.replace(/-/g, "")}.`,
    );
  }
  const now = world.clock.iso();
  const made = world.resources.put({
    id: old?.id ?? `${scopeOf(params)}/providers/${ROLES}/${params.name}`,
    name: params.name,
    type: ROLES,
    properties: {
      ...properties,
      createdOn: old?.properties.createdOn ?? now,
      updatedOn: now,
      createdBy: old?.properties.createdBy ?? call.caller.objectId,
      updatedBy: call.caller.objectId,
    },
  });
  return old === undefined ? created(made) : ok(made);
}

/**
 * The type of the principal, unless the directory does not know it. What was made a moment ago may not be known yet:
 * whoever says the type does not have to wait for it.
 */
function principalTypeOf({ world }: Call, { principalId, principalType }: Json): string {
  const id = String(principalId);
  if (!UUID.test(id)) throw badRequest("InvalidPrincipalId", `'${id}' is no object id.`);
  const found = world.directory.get(id);
  const seen = principalType ? found !== undefined : world.faults.appeared(found, world.clock.now());
  const actual = KINDS[found?.kind ?? ""];
  if (!seen || actual === undefined) {
    throw badRequest(
      "PrincipalNotFound",
      `Principal ${id.replace(/-/g, "")} does not exist in the directory ${world.tenantId}, or has not appeared yet.`,
    );
  }
  if (principalType && principalType !== actual) {
    throw badRequest(
      "UnmatchedPrincipalType",
      `The PrincipalId '${id}' has type '${actual}', which is different from the specified '${String(principalType)}'.`,
    );
  }
  return actual;
}

/** Whether a condition on the caller's own role lets it through: on the role that it gives, and to whom. */
function requireRight(
  { caller }: Call,
  verb: "write" | "delete",
  { roleDefinitionId, principalType, scope }: Json,
): void {
  const about = { roleDefinitionId: String(roleDefinitionId), principalType: String(principalType ?? "") };
  requireAzure(caller, `${ROLES}/${verb}`, String(scope), about);
}

function isSame({ properties }: Resource, other: Json): boolean {
  const said = (of: Json) => [of.scope, of.principalId, of.roleDefinitionId].join("|").toLowerCase();
  return said(properties) === said(other);
}

function assignmentOf({ world, params }: Call): Resource | undefined {
  return world.resources.get(`${scopeOf(params)}/providers/${ROLES}/${params.name}`);
}

function assignmentsOf(resources: readonly Resource[]): Resource[] {
  return resources.filter(({ type }) => type === ROLES);
}

import { type DirectoryObject, type Group } from "../stand-in/directory";
import { type Call } from "../stand-in/route";
import { type ServiceError, badRequest, notFound } from "../stand-in/service-error";

/** How Graph writes an object of the directory; the providers drop what has no `@odata.type`. */
export function written(object: DirectoryObject): Record<string, unknown> {
  const type = { "@odata.type": `#microsoft.graph.${object.kind}` };
  switch (object.kind) {
    case "user": {
      const { id, displayName, userPrincipalName, userType } = object;
      return { ...type, id, displayName, userPrincipalName, userType, accountEnabled: true, mail: null };
    }
    case "servicePrincipal": {
      const { id, displayName, appId } = object;
      return { ...type, id, displayName, appId, appDisplayName: displayName, servicePrincipalType: "Application" };
    }
    case "group":
      return { ...type, ...writtenGroup(object) };
    case "administrativeUnit": {
      const { id, displayName, isMemberManagementRestricted } = object;
      return { ...type, id, displayName, isMemberManagementRestricted };
    }
  }
}

/** With explicit nulls: to the provider, a membership rule that is missing is one that is there. */
function writtenGroup(group: Group): Record<string, unknown> {
  const { owners, members, made, kind, isAssignableToRole, ...said } = group;
  void [owners, members, kind];
  return {
    ...said,
    isAssignableToRole: isAssignableToRole ? true : null,
    createdDateTime: made.toISOString(),
    resourceBehaviorOptions: [],
    resourceProvisioningOptions: [],
    proxyAddresses: [],
    mail: null,
  };
}

/** The object, unless it is not there, or not seen yet. */
export function object(call: Call, id: string): DirectoryObject {
  const found = call.world.directory.get(id);
  if (found === undefined || !call.world.faults.appeared(found.made, call.world.clock.now())) throw missing(id);
  return found;
}

export function group(call: Call, id: string): Group {
  const found = object(call, id);
  if (found.kind !== "group") throw missing(id);
  return found;
}

export function missing(id: string): ServiceError {
  return notFound(
    "Request_ResourceNotFound",
    `Resource '${id}' does not exist or one of its queried properties are not present.`,
  );
}

/** The id in `{"@odata.id": "https://…/directoryObjects/ID"}`. */
export function referenced(link: unknown): string {
  const id = String(link).split("/").at(-1) ?? "";
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
    throw badRequest("Request_BadRequest", `Invalid object identifier '${String(link)}'.`);
  }
  return id;
}

/** Refuses what a body says and the sandbox does not know; it must not be dropped without a word. */
export function knownOnly(call: Call, fields: readonly string[]): void {
  const unknown = Object.keys((call.body ?? {}) as object).filter((field) => !fields.includes(field));
  if (unknown.length === 0) return;
  call.world.journal.complain(`a body has fields that the sandbox does not know: ${unknown.join(", ")}`);
  throw badRequest("Request_BadRequest", `The sandbox does not know ${unknown.join(", ")}.`);
}

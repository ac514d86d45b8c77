import { type DirectoryObject, type Group } from "../stand-in/directory";
import { mayGraph, requireGraph } from "../stand-in/identities";
import { type Call } from "../stand-in/route";
import { type ServiceError, badRequest, notFound } from "../stand-in/service-error";
import { READ_APPLICATIONS, READ_GROUPS, READ_UNITS, READ_USERS } from "./permissions";
import { timestamp } from "./timestamp";

type Fields = Readonly<Record<string, unknown>>;

const READ: Readonly<Record<DirectoryObject["kind"], readonly string[]>> = {
  user: READ_USERS,
  servicePrincipal: READ_APPLICATIONS,
  group: READ_GROUPS,
  administrativeUnit: READ_UNITS,
};

/** How Graph writes an object of the directory. */
export function written(object: DirectoryObject): Fields {
  switch (object.kind) {
    case "user": {
      const { id, displayName, userPrincipalName, userType } = object;
      return { id, displayName, userPrincipalName, userType, accountEnabled: true, mail: null };
    }
    case "servicePrincipal": {
      const { id, displayName, appId } = object;
      return { id, displayName, appId, appDisplayName: displayName, servicePrincipalType: "Application" };
    }
    case "group":
      return writtenGroup(object);
    case "administrativeUnit": {
      const { id, displayName, isMemberManagementRestricted } = object;
      return { id, displayName, isMemberManagementRestricted };
    }
  }
}

/** With the type, as wherever objects of several types may come; the provider drops what has none. */
export function typed(object: DirectoryObject): Fields {
  return { "@odata.type": `#microsoft.graph.${object.kind}`, ...written(object) };
}

/** A member, an owner or a container: of a type that the caller may not read, the id and nothing else. */
export function related({ caller }: Call, object: DirectoryObject): Fields {
  const all = typed(object);
  if (mayGraph(caller, READ[object.kind])) return all;
  const shown = ["@odata.type", "id"];
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, shown.includes(key) ? value : null]));
}

/** Refuses a caller that may not read objects of this type. */
export function mayRead({ caller }: Call, object: DirectoryObject): void {
  requireGraph(caller, READ[object.kind]);
}

/** With explicit nulls: to the provider, a membership rule that is missing is one that is there. */
function writtenGroup(group: Group): Fields {
  const { owners, members, made, kind, isAssignableToRole, ...said } = group;
  void [owners, members, kind];
  const createdDateTime = timestamp(made);
  return {
    ...said,
    isAssignableToRole: isAssignableToRole ? true : null,
    createdDateTime,
    renewedDateTime: createdDateTime,
    deletedDateTime: null,
    classification: null,
    expirationDateTime: null,
    mail: null,
    onPremisesLastSyncDateTime: null,
    onPremisesSecurityIdentifier: null,
    onPremisesProvisioningErrors: [],
    preferredDataLocation: null,
    preferredLanguage: null,
    proxyAddresses: [],
    theme: null,
  };
}

/** The object, unless it is not there, or not seen yet. */
export function object(call: Call, id: string): DirectoryObject {
  const found = call.world.directory.get(id);
  if (found === undefined || !seen(call, found)) throw missing(id);
  return found;
}

/** Whether a new object has got about by now. */
export function seen({ world }: Call, object: DirectoryObject): boolean {
  return world.faults.appeared(object, world.clock.now());
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

import { BUILT_IN_ROLES } from "../arm/built-in-roles";
import { type Identity } from "./identities";
import { type ServiceError, forbidden } from "./service-error";

/**
 * What an identity may do in Azure at a scope and everywhere below it: a built-in role, or actions of one's own.
 *
 * As in Azure an action is allowed if any one right allows it: what one right excepts, another may still give.
 */
export type AzureRight = Place & (Role | Actions);

interface Place {
  /** `/` for the whole tenant, or the id of a subscription, a resource group or a resource. */
  readonly scope: string;
  /**
   * Limits role assignments, as the condition of the role *Role Based Access Control Administrator* does: which roles
   * it gives and takes away, and whose. Other actions are as if it were not there.
   */
  readonly condition?: {
    /** Ids or GUIDs of role definitions. */
    readonly roleDefinitionIds: readonly string[];
    /** `User`, `Group`, `ServicePrincipal`. */
    readonly principalTypes: readonly string[];
  };
}

interface Role {
  /** The name of a built-in role, its GUID, or its id. */
  readonly role: string;
}

interface Actions {
  /** Operations as Azure names them, with `*` for any text. */
  readonly actions: readonly string[];
  /** What of these is not allowed; nothing by default. */
  readonly notActions?: readonly string[];
}

/** What a condition looks at. */
export interface AssignmentInQuestion {
  readonly roleDefinitionId: string;
  /** As the caller says it; the empty text, which no condition allows, if they do not. */
  readonly principalType: string;
}

/** Fails if a right names a role that is not known: it would silently allow nothing. */
export function checkRights(rights: Identity["azure"]): void {
  if (rights !== "all") rights.forEach(actionsOf);
}

/**
 * Refuses a caller that has no right to this action at this scope or above it. For a role assignment, `about` says
 * which; without it conditions are not looked at.
 */
export function requireAzure(caller: Identity, action: string, scope: string, about?: AssignmentInQuestion): void {
  if (!mayAzure(caller, action, scope, about)) throw notAuthorized(caller, action, scope);
}

/** Refuses a caller that has a right to this action neither at this scope nor anywhere below it. */
export function requireAzureWithin(caller: Identity, action: string, scope: string): void {
  if (mayAzure(caller, action, scope)) return;
  const below = (right: AzureRight) => covers(scope, right.scope) && allows(right, action);
  if (caller.azure === "all" || !caller.azure.some(below)) throw notAuthorized(caller, action, scope);
}

/** Whether a caller may do this there. */
export function mayAzure(caller: Identity, action: string, scope: string, about?: AssignmentInQuestion): boolean {
  if (caller.azure === "all") return true;
  return caller.azure.some(
    (right) => covers(right.scope, scope) && allows(right, action) && (about === undefined || meets(right, about)),
  );
}

/** Whether one scope is another, or above it. */
function covers(above: string, scope: string): boolean {
  const root = above === "/" ? "" : above.toLowerCase();
  return `${scope === "/" ? "" : scope.toLowerCase()}/`.startsWith(`${root}/`);
}

function allows(right: AzureRight, action: string): boolean {
  const { actions, notActions = [] } = actionsOf(right);
  const any = (patterns: readonly string[]) => patterns.some((pattern) => matches(pattern, action));
  return any(actions) && !any(notActions);
}

function actionsOf(right: AzureRight): Actions {
  if ("actions" in right) return right;
  const wanted = right.role.toLowerCase();
  const found = BUILT_IN_ROLES.find(
    ({ guid, roleName }) => roleName.toLowerCase() === wanted || guid === wanted.split("/").at(-1),
  );
  if (found === undefined) throw new Error(`The sandbox knows no built-in role '${right.role}'.`);
  return found;
}

function meets({ condition }: AzureRight, about: AssignmentInQuestion): boolean {
  if (condition === undefined) return true;
  const guid = (id: string) => id.toLowerCase().split("/").at(-1);
  return (
    condition.roleDefinitionIds.some((id) => guid(id) === guid(about.roleDefinitionId)) &&
    condition.principalTypes.some((type) => type.toLowerCase() === about.principalType.toLowerCase())
  );
}

function notAuthorized(caller: Identity, action: string, scope: string): ServiceError {
  return forbidden(
    "AuthorizationFailed",
    `The client '${caller.clientId}' with object id '${caller.objectId}' does not have authorization, or an ABAC condition is not fulfilled, to perform action '${action}' over scope '${scope}'.`,
  );
}

function matches(pattern: string, action: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(action);
}

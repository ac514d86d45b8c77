import { randomUUID } from "node:crypto";
import { type ServiceError, forbidden } from "./service-error";

/** What an identity may do in Azure: actions with `*`, at a scope and below. */
export interface AzureRight {
  readonly scope: string;
  readonly actions: readonly string[];
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

/** What a condition looks at. */
export interface AssignmentInQuestion {
  readonly roleDefinitionId: string;
  /** As the caller says it; the empty text, which no condition allows, if they do not. */
  readonly principalType: string;
}

/** An application that signs in with a secret, and what it may do. */
export interface Identity {
  readonly name: string;
  readonly clientId: string;
  readonly secret: string;
  /** The object id of its service principal. */
  readonly objectId: string;
  /** Graph application permissions; `all` has every one. */
  readonly graph: readonly string[] | "all";
  readonly azure: readonly AzureRight[] | "all";
}

/** Who may sign in, and who a token belongs to. */
export class Identities {
  private readonly byClientId = new Map<string, Identity>();
  private readonly byToken = new Map<string, Identity>();

  public add(identity: Partial<Identity> & { readonly name: string }): Identity {
    const added: Identity = {
      clientId: randomUUID(),
      secret: randomUUID(),
      objectId: randomUUID(),
      graph: [],
      azure: [],
      ...identity,
    };
    this.byClientId.set(added.clientId, added);
    return added;
  }

  public signIn(clientId: string, secret: string): Identity | undefined {
    const identity = this.byClientId.get(clientId);
    return identity?.secret === secret ? identity : undefined;
  }

  public remember(token: string, identity: Identity): void {
    this.byToken.set(token, identity);
  }

  public ofToken(header: string | undefined): Identity | undefined {
    return this.byToken.get((header ?? "").replace(/^Bearer /, ""));
  }

  public get all(): readonly Identity[] {
    return [...this.byClientId.values()];
  }
}

const CANNOT = "Insufficient privileges to complete the operation.";

/** Refuses a caller that has none of these Graph permissions. */
export function requireGraph(caller: Identity, anyOf: readonly string[]): void {
  if (caller.graph === "all" || anyOf.some((permission) => caller.graph.includes(permission))) return;
  throw forbidden("Authorization_RequestDenied", `${CANNOT} ${caller.name} needs one of: ${anyOf.join(", ")}.`);
}

/**
 * Refuses a caller that has no right to this action at this scope or above it. For a role assignment, `about` says
 * which; without it conditions are not looked at.
 */
export function requireAzure(caller: Identity, action: string, scope: string, about?: AssignmentInQuestion): void {
  if (caller.azure === "all") return;
  const covers = ({ scope: at, actions, condition }: AzureRight) =>
    `${scope.toLowerCase()}/`.startsWith(at === "/" ? "/" : `${at.toLowerCase()}/`) &&
    actions.some((pattern) => matches(pattern, action)) &&
    (about === undefined || condition === undefined || meets(condition, about));
  if (!caller.azure.some(covers)) throw notAuthorized(caller, action, scope);
}

function meets(condition: NonNullable<AzureRight["condition"]>, about: AssignmentInQuestion): boolean {
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

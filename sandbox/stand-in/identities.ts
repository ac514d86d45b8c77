import { randomUUID } from "node:crypto";
import { type AzureRight, checkRights } from "./azure-rights";
import { forbidden } from "./service-error";

/** An application that signs in with a secret or as a pipeline, and what it may do. */
export interface Identity {
  readonly name: string;
  readonly clientId: string;
  readonly secret: string;
  /** Whose tokens it takes for its own, `https://token.actions.githubusercontent.com`; nobody's by default. */
  readonly federated?: { readonly issuer: string; readonly subject: string };
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
    checkRights(added.azure);
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

/** Whether a caller has one of these Graph permissions. */
export function mayGraph({ graph }: Identity, anyOf: readonly string[]): boolean {
  return graph === "all" || anyOf.some((permission) => graph.includes(permission));
}

/** Refuses a caller that has none of these Graph permissions. */
export function requireGraph(caller: Identity, anyOf: readonly string[]): void {
  if (mayGraph(caller, anyOf)) return;
  throw forbidden("Authorization_RequestDenied", `${CANNOT} ${caller.name} needs one of: ${anyOf.join(", ")}.`);
}

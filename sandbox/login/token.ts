import { type Route, ok } from "../stand-in/route";
import { ServiceError } from "../stand-in/service-error";

const HOUR = 3600;

/**
 * The client credentials flow: an application signs in with its secret.
 *
 * The token is an unsigned JWT, of which the providers read the claims only. A wrong secret is refused as Entra does
 * it, AADSTS7000215. A token lives on the machine's clock, whatever time the world has.
 */
export const token: readonly Route[] = [
  {
    method: "POST",
    path: "/:tenant/oauth2/v2.0/token",
    needs: [],
    answer: ({ world, params, body }) => {
      const form = new URLSearchParams(String(body));
      if (params.tenant !== world.tenantId) {
        throw new ServiceError(400, "invalid_request", `AADSTS90002: Tenant '${params.tenant}' not found.`);
      }
      const identity = world.identities.signIn(form.get("client_id") ?? "", form.get("client_secret") ?? "");
      if (form.get("grant_type") !== "client_credentials" || identity === undefined) {
        throw new ServiceError(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.");
      }
      const now = Math.floor(world.clock.machineNow().getTime() / 1000);
      const claims = {
        aud: (form.get("scope") ?? "").replace(/\/\.default$/, ""),
        iss: `https://localhost/${world.tenantId}/v2.0`,
        iat: now,
        nbf: now,
        exp: now + HOUR,
        appid: identity.clientId,
        app_displayname: identity.name,
        idtyp: "app",
        oid: identity.objectId,
        sub: identity.objectId,
        tid: world.tenantId,
        roles: identity.graph === "all" ? [] : identity.graph,
      };
      const jwt = [{ alg: "none", typ: "JWT" }, claims].map((part) => encode(part)).join(".");
      const access_token = `${jwt}.sandbox`;
      world.identities.remember(access_token, identity);
      return ok({ token_type: "Bearer", expires_in: HOUR, ext_expires_in: HOUR, access_token });
    },
  },
];

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

import { type Identity } from "../stand-in/identities";
import { type Answer, type Route, ok } from "../stand-in/route";
import { type World } from "../stand-in/world";

const HOUR = 3600;
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const EXCHANGE = "api://AzureADTokenExchange";

/**
 * The client credentials flow: an application signs in with its secret, or with a token of somebody whom it trusts,
 * as a pipeline does with OpenID Connect.
 *
 * The token is an unsigned JWT, of which the providers read the claims only; nor is the signature of a foreign one
 * looked at, only issuer, subject and audience. A token lives on the machine's clock, whatever time the world has.
 */
export const token: readonly Route[] = [
  {
    method: "POST",
    path: "/:tenant/oauth2/v2.0/token",
    needs: [],
    answer: ({ world, params, body }) => {
      const form = new URLSearchParams(String(body));
      if (params.tenant !== world.tenantId) {
        return refused(400, "invalid_request", `AADSTS90002: Tenant '${params.tenant}' not found.`);
      }
      if (form.get("grant_type") !== "client_credentials") {
        return refused(400, "unsupported_grant_type", "AADSTS70003: The grant type is not supported here.");
      }
      const found = form.has("client_assertion") ? byAssertion(world, form) : bySecret(world, form);
      if ("status" in found) return found;
      const access_token = tokenOf(world, found, form.get("scope") ?? "");
      world.identities.remember(access_token, found);
      return ok({ token_type: "Bearer", expires_in: HOUR, ext_expires_in: HOUR, access_token });
    },
  },
];

function bySecret(world: World, form: URLSearchParams): Identity | Answer {
  return (
    world.identities.signIn(form.get("client_id") ?? "", form.get("client_secret") ?? "") ??
    refused(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.")
  );
}

function byAssertion(world: World, form: URLSearchParams): Identity | Answer {
  const identity = world.identities.all.find(({ clientId }) => clientId === form.get("client_id"));
  const { iss, sub, aud } = claimsOf(form.get("client_assertion") ?? "");
  if (form.get("client_assertion_type") !== ASSERTION_TYPE) {
    return refused(400, "invalid_request", "AADSTS90014: The client assertion has no type, or another.");
  }
  if (aud !== EXCHANGE) return refused(401, "invalid_client", `AADSTS700212: The audience is not '${EXCHANGE}'.`);
  const { federated } = identity ?? {};
  if (identity === undefined || federated === undefined || federated.issuer !== iss || federated.subject !== sub) {
    return refused(
      401,
      "invalid_client",
      `AADSTS70021: No matching federated identity record found for subject '${String(sub)}' of issuer '${String(iss)}'.`,
    );
  }
  return identity;
}

function tokenOf(world: World, identity: Identity, scope: string): string {
  const now = Math.floor(world.clock.machineNow().getTime() / 1000);
  const claims = {
    aud: scope.replace(/\/\.default$/, ""),
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
    // two tokens of one second are two
    uti: String(world.journal.count),
  };
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
  return `${encode({ alg: "none", typ: "JWT" })}.${encode(claims)}.sandbox`;
}

function claimsOf(jwt: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString("utf8"));
  } catch {
    return {};
  }
}

/** A refusal in the form of OAuth, which is not that of Graph. */
function refused(status: number, error: string, error_description: string): Answer {
  const code = Number(/AADSTS(\d+)/.exec(error_description)?.[1]);
  return { status, body: { error, error_description, error_codes: [code] } };
}

import { type Route, ok } from "../stand-in/route";

/** What an authority says of itself; the Azure SDKs ask for it before they sign in, the providers never do. */
export const openid: readonly Route[] = [
  {
    method: "GET",
    path: "/:tenant/v2.0/.well-known/openid-configuration",
    needs: [],
    answer: ({ origin, params: { tenant } }) =>
      ok({
        issuer: `${origin}/${tenant}/v2.0`,
        authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
        token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
        jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
        response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
        subject_types_supported: ["pairwise"],
        id_token_signing_alg_values_supported: ["RS256"],
        token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
      }),
  },
];

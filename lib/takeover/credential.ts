import type { AccessToken, TokenCredential } from "@azure/identity";
import type { HttpClient, PipelineRequest, TlsSettings } from "@azure/core-rest-pipeline";
import { CannotRead } from "./cannot-read";
import type { Cloud, Env } from "./cloud";
import { identitySdk, pipelineSdk } from "./sdk";

/** What signing in takes beside the environment. */
export interface SignIn {
  readonly cloud: Cloud;
  readonly tls: TlsSettings | undefined;
  /** Reads a file that the environment names. */
  readonly read: (path: string) => string;
}

/**
 * Whoever the environment says we are, by the variables that the providers take, so that a pipeline signs in once for
 * all: `ARM_CLIENT_ID` and `ARM_TENANT_ID` with a secret, a certificate or a token of OpenID Connect (GitHub Actions,
 * Azure DevOps, a file, the token itself); `AZURE_…` counts where `ARM_…` is not set. Without any of them, whatever
 * `DefaultAzureCredential` finds: a workload or managed identity, the Azure CLI.
 *
 * @see https://registry.terraform.io/providers/hashicorp/azuread/latest/docs#argument-reference
 */
export function credentialOf(env: Env, signIn: SignIn): TokenCredential {
  const sdk = identitySdk();
  const { cloud, tls, read } = signIn;
  const options = {
    authorityHost: cloud.authorityHost,
    disableInstanceDiscovery: cloud.own,
    ...(tls && { tlsOptions: tls }),
  };
  const given = (...names: string[]) => names.map((n) => env[n]).find((v) => v !== undefined && v !== "");
  const file = (path: string | undefined) => (path === undefined ? undefined : read(path).trim());
  const clientId = given("ARM_CLIENT_ID", "AZURE_CLIENT_ID") ?? file(given("ARM_CLIENT_ID_FILE_PATH"));
  const tenantId = given("ARM_TENANT_ID", "AZURE_TENANT_ID");
  if (clientId === undefined || tenantId === undefined) return defaults(sdk, tenantId, options);

  const secret = given("ARM_CLIENT_SECRET", "AZURE_CLIENT_SECRET") ?? file(given("ARM_CLIENT_SECRET_FILE_PATH"));
  const certificatePath = given("ARM_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PATH");
  const assertion = assertionOf(signIn, given);
  if (secret !== undefined) return new sdk.ClientSecretCredential(tenantId, clientId, secret, options);
  if (certificatePath !== undefined) {
    const certificatePassword = given("ARM_CLIENT_CERTIFICATE_PASSWORD", "AZURE_CLIENT_CERTIFICATE_PASSWORD");
    return new sdk.ClientCertificateCredential(tenantId, clientId, { certificatePath, certificatePassword }, options);
  }
  if (assertion !== undefined) return new sdk.ClientAssertionCredential(tenantId, clientId, assertion, options);
  return defaults(sdk, tenantId, options);
}

function defaults(sdk: ReturnType<typeof identitySdk>, tenantId: string | undefined, options: object): TokenCredential {
  const found = new sdk.DefaultAzureCredential({ ...options, ...(tenantId !== undefined && { tenantId }) });
  return { getToken: (scopes, more) => found.getToken(scopes, more) as Promise<AccessToken> };
}

/** A token of whoever runs the pipeline, asked for again each time. */
function assertionOf(
  { read, tls }: SignIn,
  given: (...names: string[]) => string | undefined,
): (() => Promise<string>) | undefined {
  const token = given("ARM_OIDC_TOKEN");
  if (token !== undefined) return () => Promise.resolve(token);
  const path = given("ARM_OIDC_TOKEN_FILE_PATH", "AZURE_FEDERATED_TOKEN_FILE");
  if (path !== undefined) return () => Promise.resolve(read(path).trim());
  const bearer = given("ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN");
  const address = given("ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI");
  if (bearer === undefined || address === undefined) return undefined;
  const connection = given("ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID", "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID");
  return async () => {
    const sdk = pipelineSdk();
    const request =
      connection === undefined ? gitHub(sdk, address, bearer) : azureDevOps(sdk, address, bearer, connection);
    if (tls) request.tlsSettings = tls;
    return tokenFrom(sdk.createDefaultHttpClient(), request);
  };
}

/** @see https://docs.github.com/actions/reference/security/oidc */
function gitHub(sdk: Sdk, address: string, bearer: string): PipelineRequest {
  const url = new URL(address);
  url.searchParams.set("audience", "api://AzureADTokenExchange");
  const headers = sdk.createHttpHeaders({ authorization: `Bearer ${bearer}`, accept: "application/json" });
  return sdk.createPipelineRequest({ url: url.href, headers });
}

/** @see https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create */
function azureDevOps(sdk: Sdk, address: string, bearer: string, connection: string): PipelineRequest {
  const url = new URL(address);
  url.searchParams.set("api-version", "7.1");
  url.searchParams.set("serviceConnectionId", connection);
  const headers = sdk.createHttpHeaders({
    authorization: `Bearer ${bearer}`,
    "content-type": "application/json",
    "content-length": "0",
  });
  return sdk.createPipelineRequest({ url: url.href, method: "POST", headers });
}

async function tokenFrom(client: HttpClient, request: PipelineRequest): Promise<string> {
  const { status, bodyAsText } = await client.sendRequest(request);
  const said = parsed(bodyAsText) as { readonly value?: unknown; readonly oidcToken?: unknown } | undefined;
  const token = said?.value ?? said?.oidcToken;
  if (typeof token === "string") return token;
  throw new CannotRead(
    `the pipeline gives no token of OpenID Connect (${new URL(request.url).host} answered ${status})`,
  );
}

function parsed(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

type Sdk = ReturnType<typeof pipelineSdk>;

import type { TokenCredential } from "@azure/identity";
import type { HttpClient, Pipeline, PipelinePolicy, TlsSettings } from "@azure/core-rest-pipeline";
import { CannotRead } from "./cannot-read";
import { pipelineSdk } from "./sdk";

/** An object as a service writes it. */
export type Json = Readonly<Record<string, any>>; // eslint-disable-line @typescript-eslint/no-explicit-any -- JSON of others

/** What a service answered. */
export interface Reply {
  readonly status: number;
  readonly body: Json;
}

/** What a service answered page by page; the entries of all pages, or none if one page failed. */
export interface ListReply extends Reply {
  readonly value: readonly Json[];
}

/** How much was asked of a service. */
export interface Tally {
  /** Calls that went out, those that were repeated among them; without those for a token. */
  calls: number;
  /** Answers 429 and 503, after which it waited. */
  throttled: number;
}

/** One service that is read: Microsoft Graph, or Azure Resource Manager. */
export interface Service {
  readonly name: string;
  readonly tally: Readonly<Tally>;
  /** One object, by its path below the service's address, with its query. */
  get(path: string): Promise<Reply>;
  /** A list with all its pages. */
  list(path: string): Promise<ListReply>;
}

export interface ServiceOptions {
  readonly name: string;
  /** `https://graph.microsoft.com` */
  readonly address: string;
  /** What a token is asked for, `https://graph.microsoft.com/.default`. */
  readonly scope: string;
  readonly credential: TokenCredential;
  readonly tls?: TlsSettings;
  /** How many calls are out at a time. */
  readonly atOnce: number;
}

const RETRIES = { maxRetries: 8, retryDelayInMs: 1000, maxRetryDelayInMs: 30_000 };

/**
 * A service of Azure's that is only read: never more than so many calls at a time; a 429 or 503 waits as long as the
 * service says, other failures of the service longer each time.
 *
 * @throws CannotRead (from its methods) if nobody can sign in, or nobody answers
 */
export function openService(options: ServiceOptions): Service {
  const { name, address, atOnce } = options;
  const sdk = pipelineSdk();
  const tally = { calls: 0, throttled: 0 };
  const pipeline = pipelineOf(sdk, options, tally);
  const client = sdk.createDefaultHttpClient();
  const turn = turns(atOnce);
  const { origin } = new URL(address);
  const read = (url: string) => turn(() => send(sdk, { name, pipeline, client }, url));
  return {
    name,
    tally,
    get: (path) => read(address + path),
    list: async (path) => {
      const value: Json[] = [];
      for (let url: string | undefined = address + path; url !== undefined;) {
        const { status, body }: Reply = await read(url);
        if (status !== 200) return { status, body, value: [] };
        value.push(...((body.value ?? []) as Json[]));
        url = nextOf(body, origin, name);
      }
      return { status: 200, body: {}, value };
    },
  };
}

type Sdk = ReturnType<typeof pipelineSdk>;

interface Line {
  readonly name: string;
  readonly pipeline: Pipeline;
  readonly client: HttpClient;
}

function pipelineOf(sdk: Sdk, { credential, scope, tls }: ServiceOptions, tally: Tally): Pipeline {
  const counting: PipelinePolicy = {
    name: "counting",
    sendRequest: async (request, next) => {
      tally.calls++;
      const answer = await next(request);
      if (answer.status === 429 || answer.status === 503) tally.throttled++;
      return answer;
    },
  };
  const pipeline = sdk.createPipelineFromOptions({ retryOptions: RETRIES, ...(tls && { tlsOptions: tls }) });
  pipeline.addPolicy(sdk.bearerTokenAuthenticationPolicy({ credential, scopes: scope }), { phase: "Sign" });
  pipeline.addPolicy(counting, { afterPhase: "Sign" });
  return pipeline;
}

async function send(sdk: Sdk, { name, pipeline, client }: Line, url: string): Promise<Reply> {
  const headers = sdk.createHttpHeaders({ accept: "application/json" });
  try {
    const { status, bodyAsText } = await pipeline.sendRequest(client, sdk.createPipelineRequest({ url, headers }));
    const body = parsed(bodyAsText);
    if (status === 401) throw new CannotRead(`${name} does not take the sign-in (401 ${reason(body)})`);
    return { status, body };
  } catch (e) {
    if (CannotRead.isCannotRead(e)) throw e;
    throw new CannotRead(why(e as Failure, name, new URL(url).host));
  }
}

interface Failure {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly errorResponse?: { readonly error?: string; readonly errorDescription?: string };
}

function why({ name = "", code, message = "", errorResponse }: Failure, service: string, host: string): string {
  const first = (text: string) => text.split(/\r?\n/)[0];
  if (name === "AuthenticationError" || name === "AuthenticationRequiredError") {
    return `nobody could sign in: ${first(errorResponse?.errorDescription ?? message)}`;
  }
  if (name === "CredentialUnavailableError" || name === "AggregateAuthenticationError" || /credential/i.test(name)) {
    return "nobody is signed in; allowed: ARM_CLIENT_ID and ARM_TENANT_ID with ARM_CLIENT_SECRET or OpenID Connect as the providers take them, a managed identity, or az login";
  }
  return `${service} cannot be reached at ${host} (${code ?? (name || "failed")}: ${first(message)})`;
}

function parsed(text: string | null | undefined): Json {
  try {
    return JSON.parse(text ?? "") as Json;
  } catch {
    return {};
  }
}

/** `Authorization_RequestDenied: Insufficient privileges …`, as far as a body says it. */
export function reason({ error }: Json): string {
  const { code, message } = (typeof error === "object" ? error : { code: error }) as Json;
  return [code, message].filter((part) => typeof part === "string" && part !== "").join(": ");
}

/** The next page; a token is not sent anywhere else than to the service. */
function nextOf(body: Json, origin: string, name: string): string | undefined {
  const link = (body["@odata.nextLink"] ?? body.nextLink) as string | undefined;
  if (link === undefined || link === null) return undefined;
  if (new URL(link).origin === origin) return link;
  throw new CannotRead(`${name} names a next page at ${new URL(link).origin}, which is not where it is`);
}

/** Lets so many run at a time, the others wait in line. */
function turns(atOnce: number): <T>(run: () => Promise<T>) => Promise<T> {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return async (run) => {
    if (free > 0) free--;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

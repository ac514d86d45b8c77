import { request } from "node:https";
import { makeCertificate } from "../../sandbox/stand-in/certificate";
import { type Identity } from "../../sandbox/stand-in/identities";
import { type StandIn, standIn } from "../../sandbox/stand-in/stand-in";
import { World, type WorldOptions } from "../../sandbox/stand-in/world";
import { TENANT } from "./synth";

export const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";

/** What came back. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The parsed JSON; undefined if there was no body. */
  readonly body: any;
  /** `error.code` and `error.message` of a refusal. */
  readonly code?: string;
  readonly message?: string;
}

/** Somebody who calls the stand-in over HTTPS, as any program would: it trusts its certificate and nothing else. */
export class Client {
  public constructor(
    private readonly running: StandIn,
    private readonly token?: string,
    private readonly signedInAs?: Identity,
  ) {}

  /** Who this is, as the stand-in knows them. */
  public get identity(): Identity {
    if (this.signedInAs === undefined) throw new Error("nobody has signed in");
    return this.signedInAs;
  }

  public readonly get = (path: string) => this.call("GET", path);
  public readonly delete = (path: string) => this.call("DELETE", path);
  public readonly post = (path: string, body?: unknown) => this.call("POST", path, body);
  public readonly patch = (path: string, body: unknown) => this.call("PATCH", path, body);
  public readonly put = (path: string, body: unknown) => this.call("PUT", path, body);

  /** All pages of a list, and how many there were. */
  public async pages(path: string): Promise<{ readonly value: any[]; readonly count: number }> {
    const value: any[] = [];
    let count = 0;
    for (let next: string | undefined = path; next !== undefined; count++) {
      const { body }: Reply = await this.get(next);
      value.push(...body.value);
      const link: string | undefined = body["@odata.nextLink"] ?? body.nextLink;
      next = link;
    }
    return { value, count };
  }

  /** A path with a query as people write it, or a link that an answer gave; a text is posted as a form. */
  public call(method: string, path: string, body?: unknown): Promise<Reply> {
    const [hostname, port] = this.running.host.split(":");
    const text = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          hostname,
          port,
          method,
          path: path.replace(`https://${this.running.host}`, "").replace(/ /g, "%20").replace(/'/g, "%27"),
          ca: this.running.certificate,
          agent: false,
          headers: {
            ...(this.token !== undefined && { authorization: `Bearer ${this.token}` }),
            ...(text !== undefined && {
              "content-type": typeof body === "string" ? "application/x-www-form-urlencoded" : "application/json",
              "content-length": Buffer.byteLength(text),
            }),
          },
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on("data", (part: Buffer) => parts.push(part));
          answer.on("end", () => {
            const all = Buffer.concat(parts).toString("utf8");
            const parsed = all === "" ? undefined : JSON.parse(all);
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              body: parsed,
              code: parsed?.error?.code ?? parsed?.error,
              message: parsed?.error?.message ?? parsed?.error_description,
            });
          });
        },
      );
      asked.on("error", reject);
      asked.end(text);
    });
  }
}

/** A stand-in that listens, with a world in it. */
export interface RunningStandIn {
  readonly world: World;
  readonly host: string;
  /** What a client has to trust, PEM. */
  readonly certificate: string;
  /** Somebody who has not signed in. */
  readonly nobody: Client;
  /** Signs somebody in through the stand-in's own login; with every right unless some are named. */
  signedIn(rights?: Partial<Pick<Identity, "name" | "graph" | "azure" | "objectId">>): Promise<Client>;
  close(): Promise<void>;
}

/** One for all the tests of a file: to make a key takes longer than most tests. */
let certificate: ReturnType<typeof makeCertificate> | undefined;

/** Starts a stand-in of a new world. Whoever starts it closes it. */
export async function startStandIn(options?: WorldOptions): Promise<RunningStandIn> {
  const world = new World(TENANT, [SUBSCRIPTION], options);
  const running = await standIn(world, (certificate ??= makeCertificate()));
  const nobody = new Client(running);
  return {
    world,
    host: running.host,
    certificate: running.certificate,
    nobody,
    signedIn: async (rights = {}) => {
      const identity = world.identities.add({ name: "a pipeline", graph: "all", azure: "all", ...rights });
      if (world.directory.get(identity.objectId) === undefined) {
        const { objectId: id, clientId: appId, name: displayName } = identity;
        world.directory.addServicePrincipal({ id, appId, displayName });
      }
      return new Client(running, await tokenOf(nobody, identity, `https://${running.host}/graph/.default`), identity);
    },
    close: () => running.close(),
  };
}

/** A token for a resource, by the client credentials flow. */
export async function tokenOf(client: Client, { clientId, secret }: Identity, scope: string): Promise<string> {
  const form = { client_id: clientId, client_secret: secret, grant_type: "client_credentials", scope };
  const { status, body } = await client.post(`/${TENANT}/oauth2/v2.0/token`, new URLSearchParams(form).toString());
  if (status !== 200) throw new Error(`no token: ${JSON.stringify(body)}`);
  return body.access_token;
}

/** One stand-in for all the tests of a file, from before the first to after the last. */
export function useStandIn(options?: WorldOptions): RunningStandIn {
  let running: RunningStandIn;
  beforeAll(async () => {
    running = await startStandIn(options);
  });
  afterAll(() => running.close());
  return {
    get world() {
      return running.world;
    },
    get host() {
      return running.host;
    },
    get certificate() {
      return running.certificate;
    },
    get nobody() {
      return running.nobody;
    },
    signedIn: (rights) => running.signedIn(rights),
    close: () => running.close(),
  };
}

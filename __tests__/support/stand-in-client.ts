import { type IncomingHttpHeaders } from "node:http";
import { Agent, request } from "node:https";
import { type Identity } from "../../sandbox/stand-in/identities";
import { standIn } from "../../sandbox/stand-in/stand-in";
import { World } from "../../sandbox/stand-in/world";

export const TENANT = "22222222-2222-2222-2222-222222222222";
export const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";

/** What came back. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: any;
}

/** Somebody who is signed in, and asks by a path with its query, or by a link that an answer gave. */
export interface Client {
  readonly identity: Identity;
  get(path: string): Promise<Reply>;
  put(path: string, body: unknown): Promise<Reply>;
  post(path: string, body?: unknown): Promise<Reply>;
  patch(path: string, body: unknown): Promise<Reply>;
  delete(path: string): Promise<Reply>;
}

/** A stand-in that listens, as its clients see it. */
export interface Listening {
  readonly world: World;
  /** `https://localhost:PORT` */
  readonly origin: string;
  /** Signs in as a new identity with these rights; with every right by default. */
  signIn(rights?: Partial<Pick<Identity, "graph" | "azure">>): Promise<Client>;
  close(): Promise<void>;
}

/** Listens on a free port, and trusts its certificate and nothing else. */
export async function listen(world = new World(TENANT, [SUBSCRIPTION])): Promise<Listening> {
  const { host, certificate, close } = await standIn(world);
  const origin = `https://${host}`;
  const agent = new Agent({ ca: certificate, keepAlive: true });
  const ask = (method: string, url: string, headers: Record<string, string>, body?: string) =>
    send(agent, method, new URL(url, origin), headers, body);
  return {
    world,
    origin,
    signIn: async (rights = { graph: "all", azure: "all" }) => {
      const identity = world.identities.add({ name: `client ${world.identities.all.length + 1}`, ...rights });
      const form = new URLSearchParams({
        grant_type: "client_credentials",
        client_id: identity.clientId,
        client_secret: identity.secret,
        scope: `${origin}/.default`,
      });
      const { body } = await ask("POST", `/${world.tenantId}/oauth2/v2.0/token`, {}, form.toString());
      const headers = { authorization: `Bearer ${body.access_token}`, "content-type": "application/json" };
      const by = (method: string) => (path: string, body?: unknown) =>
        ask(method, path, headers, body === undefined ? undefined : JSON.stringify(body));
      return {
        identity,
        get: by("GET"),
        put: by("PUT"),
        post: by("POST"),
        patch: by("PATCH"),
        delete: by("DELETE"),
      };
    },
    close: async () => {
      agent.destroy();
      await close();
    },
  };
}

function send(agent: Agent, method: string, url: URL, headers: Record<string, string>, body?: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("end", () => {
        const body = text === "" ? undefined : JSON.parse(text);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    outgoing.on("error", reject).end(body);
  });
}

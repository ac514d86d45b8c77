import { type AddressInfo } from "node:net";
import { createServer } from "node:https";
import express from "express";
import { armRoutes } from "../arm";
import { graphRoutes } from "../graph";
import { loginRoutes } from "../login";
import { makeCertificate } from "./certificate";
import { misbehave } from "./misbehave";
import { mount } from "./mount";
import { noteWhatNobodyMayAsk } from "./never";
import { ServiceError } from "./service-error";
import { type World } from "./world";

/** A stand-in that listens. */
export interface StandIn {
  readonly world: World;
  /** `localhost:PORT`, what the providers call the metadata host. */
  readonly host: string;
  /** The certificate, PEM: what a client has to trust. */
  readonly certificate: string;
  close(): Promise<void>;
}

/** Listens on a free port of the loopback, for as long as nobody closes it; with a certificate made for it. */
export async function standIn(world: World, made = makeCertificate()): Promise<StandIn> {
  const { key, certificate } = await made;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(collapseSlashes, express.text({ type: () => true, limit: "5mb" }));
  app.use(noteWhatNobodyMayAsk(world), misbehave(world));
  mount(app, world, loginRoutes, "login");
  mount(app, world, graphRoutes.v1, "graph", "/graph/v1.0");
  mount(app, world, graphRoutes.beta, "graph", "/graph/beta");
  mount(app, world, armRoutes, "arm");
  app.use(unknownCall(world));

  const server = createServer({ key, cert: certificate, keepAliveTimeout: 60_000 }, app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    world,
    host: `localhost:${port}`,
    certificate,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The providers ask for `//metadata/endpoints` and for roles of the tenant at `//providers/…`. */
const collapseSlashes: express.RequestHandler = (request, _response, next) => {
  const [path, ...query] = request.url.split("?");
  request.url = [path.replace(/\/{2,}/g, "/"), ...query].join("?");
  next();
};

/** A call that nobody knows is refused for good: a 5xx would be tried again for minutes. */
function unknownCall(world: World): express.RequestHandler {
  return (request, response) => {
    const call = `${request.method} ${request.url}`;
    world.journal.complain(`nobody here answers ${call}`);
    world.journal.record({
      method: request.method,
      url: request.url,
      service: "none",
      caller: world.identities.ofToken(request.headers.authorization)?.name,
      status: 400,
      body: request.body,
    });
    response.status(400).json(new ServiceError(400, "SandboxUnknownCall", `The sandbox does not know ${call}.`).body);
  };
}

import { type Express, type Request, Router } from "express";
import { requireAzure, requireAzureWithin } from "./azure-rights";
import { type Identity, requireGraph } from "./identities";
import { type Entry, serviceOf } from "./journal";
import { type Answer, type Call, type Route } from "./route";
import { ServiceError } from "./service-error";
import { type World } from "./world";

type Service = "login" | "graph" | "arm";

/** Makes the routes of a service answer below a path. */
export function mount(app: Express, world: World, routes: readonly Route[], service: Service, at = "/"): void {
  const router = Router();
  for (const route of routes) {
    const method = route.method.toLowerCase() as "get" | "put" | "post" | "patch" | "delete";
    router[method](route.path, (request, response, next) => {
      if (route.apiVersions && !route.apiVersions.includes(query(request).get("api-version") ?? "")) return next();
      const caller = world.identities.ofToken(request.headers.authorization);
      const { status, body, headers } = answerOf(world, route, service, request, caller);
      world.journal.record({
        method: request.method,
        url: request.originalUrl,
        service: service === "login" ? serviceOf(request.path) : service,
        caller: caller?.name,
        status,
        route: route.path,
        body: request.method === "GET" || service === "login" ? undefined : shown(request.body),
      } satisfies Entry);
      response.set(headers ?? {}).status(status);
      if (body === undefined) response.end();
      else response.json(body);
    });
  }
  app.use(at, router);
}

function answerOf(world: World, route: Route, service: Service, request: Request, caller?: Identity): Answer {
  try {
    if (service !== "login" && caller === undefined) {
      throw new ServiceError(401, "InvalidAuthenticationToken", "The access token is missing or not one of ours.");
    }
    const call: Call = {
      world,
      caller: caller as Identity,
      params: joined(request.params as Record<string, string | string[]>),
      query: query(request),
      body: service === "login" ? request.body : parsed(request.body),
      origin: `https://${request.headers.host}`,
      path: request.originalUrl.split("?")[0],
    };
    if (service === "graph") {
      for (const anyOf of [route.needs, ...(route.andNeeds ?? [])]) requireGraph(call.caller, anyOf);
    }
    if (service === "arm") {
      const check = route.needsWithin ? requireAzureWithin : requireAzure;
      for (const action of route.needs) check(call.caller, action, scopeOf(request.path));
    }
    if (service !== "login") knowsOptions(call, route, service);
    return route.answer(call);
  } catch (e) {
    if (e instanceof ServiceError) return { status: e.status, body: e.body, headers: e.headers };
    const { stack } = e as Error;
    world.journal.complain(`the sandbox itself failed at ${request.method} ${request.url}: ${stack}`);
    return { status: 400, body: new ServiceError(400, "SandboxFailed", String(stack)).body };
  }
}

/** An option that is passed over would be an answer that nobody asked for. */
function knowsOptions({ world, query }: Call, { method, path, options = [] }: Route, service: Service): void {
  const known = [...options, ...(service === "arm" ? ["api-version"] : [])].map((option) => option.toLowerCase());
  const unknown = [...query.keys()].filter((key) => !known.includes(key.toLowerCase()));
  if (unknown.length === 0) return;
  const what = `${unknown.join(", ")} of ${method} ${path}`;
  world.journal.complain(`nobody here understands ${what}`);
  const code = service === "graph" ? "Request_UnsupportedQuery" : "InvalidQueryParameterName";
  throw new ServiceError(400, code, `The sandbox does not understand ${what}.`);
}

/**
 * What an action is needed on: the resource, or what a list of resources or an action on one is below. For what is
 * said of something else, roles and logs, it is that.
 */
function scopeOf(path: string): string {
  const asked = decodeURIComponent(path);
  const about = asked.search(/\/providers\/microsoft\.(authorization|insights)\/(?!.*\/providers\/)/i);
  if (about >= 0) return asked.slice(0, about) || "/";
  const [, before, namespace, below] = /^(.*)\/providers\/([^/]+)\/(.+)$/i.exec(asked) ?? [];
  if (namespace === undefined) return asked.replace(/\/(providers|resources)$/i, "");
  // types and names by turns: an odd one at the end is a list, or an action
  const parts = below.split("/");
  const named = parts.slice(0, parts.length - (parts.length % 2));
  return named.length === 0 ? before : [before, "providers", namespace, ...named].join("/");
}

function joined(params: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([k, v]) => [k, Array.isArray(v) ? v.join("/") : v]));
}

/** Form-encoded: `%24filter=groupId+eq+…`. */
function query(request: Request): URLSearchParams {
  return new URLSearchParams(request.originalUrl.split("?")[1] ?? "");
}

function parsed(body: unknown): unknown {
  if (typeof body !== "string" || body === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw new ServiceError(400, "BadRequest", "Unable to read JSON request payload.");
  }
}

/** A body as the journal keeps it: a text, if it is no JSON. */
function shown(body: unknown): unknown {
  try {
    return parsed(body);
  } catch {
    return body;
  }
}

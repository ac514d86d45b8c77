import { type Express, type Request, Router } from "express";
import { requireAzure, requireAzureWithin } from "./azure-rights";
import { type Identity, requireGraph } from "./identities";
import { type Entry } from "./journal";
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
        service: request.originalUrl.includes("/metadata/endpoints") ? "metadata" : service,
        caller: caller?.name,
        status,
        route: route.path,
        body: request.method === "GET" || service === "login" ? undefined : parsed(request.body),
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
    if (service === "graph") requireGraph(call.caller, route.needs);
    if (service === "arm") {
      const check = route.needsWithin ? requireAzureWithin : requireAzure;
      for (const action of route.needs) check(call.caller, action, scopeOf(request.path));
    }
    return route.answer(call);
  } catch (e) {
    if (e instanceof ServiceError) return { status: e.status, body: e.body, headers: e.headers };
    const { stack } = e as Error;
    world.journal.complain(`the sandbox itself failed at ${request.method} ${request.url}: ${stack}`);
    return { status: 400, body: new ServiceError(400, "SandboxFailed", String(stack)).body };
  }
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
  return typeof body === "string" && body !== "" ? JSON.parse(body) : undefined;
}

import { type RequestHandler } from "express";
import { type Fault } from "./faults";
import { serviceOf } from "./journal";
import { ServiceError } from "./service-error";
import { type World } from "./world";

const SERVER_ERRORS = {
  500: "InternalServerError",
  502: "BadGateway",
  503: "ServiceUnavailable",
  504: "GatewayTimeout",
} as const;

/** Answers wrongly where a fault asks for it, in the words of the service that is called. */
export function misbehave(world: World): RequestHandler {
  return (request, response, next) => {
    const { method, path, originalUrl: url } = request;
    const fault = world.faults.meet({ method, path });
    if (fault === undefined) return next();
    const wrong = refusal(fault, path);
    world.journal.record({
      method,
      url,
      service: serviceOf(path),
      caller: world.identities.ofToken(request.headers.authorization)?.name,
      status: wrong?.status ?? 0,
      fault: fault.kind,
    });
    if (wrong === undefined) request.socket.destroy();
    else response.set(wrong.headers).status(wrong.status).json(wrong.body);
  };
}

/** What is answered; undefined if the connection drops. */
function refusal({ kind, retryAfter = 1, status = 503 }: Fault, path: string): ServiceError | undefined {
  const graph = serviceOf(path) === "graph";
  switch (kind) {
    case "dropped":
      return undefined;
    case "throttled": {
      const headers = { "Retry-After": String(retryAfter) };
      return new ServiceError(429, "TooManyRequests", "Too many requests; try again later.", headers);
    }
    case "server-error":
      return new ServiceError(status, SERVER_ERRORS[status], "The service is not available for the moment.");
    case "forbidden":
      return graph
        ? new ServiceError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
        : new ServiceError(403, "AuthorizationFailed", `The client does not have authorization over '${path}'.`);
    case "not-found":
      return graph
        ? new ServiceError(404, "Request_ResourceNotFound", `Resource '${path.split("/").at(-1)}' does not exist.`)
        : new ServiceError(404, "ResourceNotFound", `The resource '${path}' was not found.`);
  }
}

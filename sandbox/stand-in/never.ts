import { type RequestHandler } from "express";
import { AKS_SERVER_CLIENT_ID } from "../../lib/core/client-ids";
import { type World } from "./world";

const PRINCIPAL = /^\/graph\/[^/]+\/(?:servicePrincipals|applications)(?:\/([^/]+)|\((.*)\))/i;
const OBJECT = /^\/graph\/[^/]+\/directoryObjects\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/|$)/i;
const ADMIN =
  /\/managedClusters\/([^/]+)\/(?:listClusterAdminCredential|accessProfiles\/clusterAdmin(?:\/listCredential)?)\/?$/i;

/**
 * Notes what no run may ask for: the change of a service principal, that of AKS's server above all, and the
 * administrator's credentials of a cluster. It looks at the call alone, before rights and faults: whoever is refused
 * has asked as well.
 */
export function noteWhatNobodyMayAsk(world: World): RequestHandler {
  return (request, _response, next) => {
    const caller = world.identities.ofToken(request.headers.authorization)?.name ?? "somebody";
    const wrong = forbiddenAt(world, request.method, decoded(request.path), caller);
    if (wrong !== undefined) world.journal.complain(wrong);
    next();
  };
}

function forbiddenAt(world: World, method: string, path: string, caller: string): string | undefined {
  const cluster = ADMIN.exec(path)?.[1];
  if (cluster !== undefined) return `${caller} asked for the administrator's credentials of ${cluster}`;
  if (method === "GET") return undefined;
  const principal = PRINCIPAL.exec(path);
  if (principal !== null) {
    return `${method} of ${isServer(world, principal[1] ?? principal[2]) ? "the AKS server's" : "a"} service principal`;
  }
  const object = world.directory.get(OBJECT.exec(path)?.[1] ?? "");
  if (object?.kind !== "servicePrincipal") return undefined;
  return `${method} of ${isServer(world, object.id) ? "the AKS server's" : "a"} service principal`;
}

/** By object id, or by `appId='…'`. */
function isServer(world: World, named: string): boolean {
  const found = world.directory.get(named);
  return found === undefined
    ? named.toLowerCase().includes(AKS_SERVER_CLIENT_ID)
    : found.kind === "servicePrincipal" && found.appId === AKS_SERVER_CLIENT_ID;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

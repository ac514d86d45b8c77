import { equalities } from "../stand-in/filter";
import { type Route, ok } from "../stand-in/route";
import { forbidden, notFound } from "../stand-in/service-error";
import { missing, object, written } from "./objects";
import { READ_APPLICATIONS, READ_OBJECTS, READ_USERS } from "./permissions";

const AKS_SERVER = "6dae42f8-4368-4678-94ff-3960e28e3630";

/** People, by object id or sign-in name. */
export const users: readonly Route[] = [
  {
    method: "GET",
    path: "/users",
    needs: READ_USERS,
    answer: ({ world, query }) => {
      const { userPrincipalName, id } = equalities(query.get("$filter"), ["userPrincipalName", "id"]);
      const same = (a: string, b?: string) => b === undefined || a.toLowerCase() === b.toLowerCase();
      const found = world.directory
        .all("user")
        .filter((u) => same(u.userPrincipalName, userPrincipalName) && same(u.id, id));
      return ok({ value: found.map(written) });
    },
  },
  {
    method: "GET",
    path: "/users/:id",
    needs: READ_USERS,
    answer: (call) => {
      const found = object(call, call.params.id);
      if (found.kind !== "user") throw missing(call.params.id);
      return ok(written(found));
    },
  },
  {
    method: "GET",
    path: "/users/:id/manager",
    needs: READ_USERS,
    answer: () => {
      throw notFound("Request_ResourceNotFound", "Resource 'manager' does not exist.");
    },
  },
];

/** Applications in the tenant. Nobody changes the one that signs everybody in to every AKS cluster. */
export const servicePrincipals: readonly Route[] = [
  {
    method: "GET",
    path: "/servicePrincipals",
    needs: READ_APPLICATIONS,
    answer: ({ world, query }) => {
      const { appId, displayName } = equalities(query.get("$filter"), ["appId", "displayName"]);
      const found = world.directory
        .all("servicePrincipal")
        .filter((p) => (appId ?? p.appId) === p.appId && (displayName ?? p.displayName) === p.displayName);
      return ok({ value: found.map(written) });
    },
  },
  {
    method: "GET",
    path: "/servicePrincipals/:id",
    needs: READ_APPLICATIONS,
    answer: (call) => {
      const found = object(call, call.params.id);
      if (found.kind !== "servicePrincipal") throw missing(call.params.id);
      return ok(written(found));
    },
  },
  ...(["PATCH", "DELETE"] as const).map((method): Route => ({
    method,
    path: "/servicePrincipals/:id",
    needs: ["Application.ReadWrite.All"],
    answer: ({ world, params }) => {
      const found = world.directory.get(params.id);
      const server = found?.kind === "servicePrincipal" && found.appId === AKS_SERVER;
      world.journal.complain(`${method} of ${server ? "the AKS server's service principal" : "a service principal"}`);
      throw forbidden("Authorization_RequestDenied", "Nobody here changes a service principal.");
    },
  })),
];

/** Anything, by object id. */
export const directoryObjects: readonly Route[] = [
  {
    method: "GET",
    path: "/directoryObjects/:id",
    needs: READ_OBJECTS,
    answer: (call) => ok(written(object(call, call.params.id))),
  },
];

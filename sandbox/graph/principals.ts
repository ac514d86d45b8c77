import { equalities } from "../stand-in/filter";
import { type Call, type Route } from "../stand-in/route";
import { type User } from "../stand-in/directory";
import { forbidden, notFound } from "../stand-in/service-error";
import { mayRead, missing, object, seen, typed, written } from "./objects";
import { LIST, ONE, one, page } from "./odata";
import { READ_APPLICATIONS, READ_GROUPS, READ_UNITS, READ_USERS } from "./permissions";

/** People, by object id or sign-in name. */
export const users: readonly Route[] = [
  {
    method: "GET",
    path: "/users",
    needs: READ_USERS,
    options: LIST,
    answer: (call) => {
      const names = ["userPrincipalName", "id", "displayName"] as const;
      const asked = equalities(call.query.get("$filter"), names);
      const found = call.world.directory
        .all("user")
        .filter((u) => seen(call, u) && names.every((n) => same(u[n], asked[n])));
      return page(call, found, written);
    },
  },
  {
    method: "GET",
    path: "/users/:id",
    needs: READ_USERS,
    options: ONE,
    answer: (call) => one(call, written(user(call))),
  },
  {
    method: "GET",
    path: "/users/:id/manager",
    needs: READ_USERS,
    options: ONE,
    answer: (call) => {
      user(call);
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
    options: LIST,
    answer: (call) => {
      const names = ["appId", "displayName", "id"] as const;
      const asked = equalities(call.query.get("$filter"), names);
      const found = call.world.directory
        .all("servicePrincipal")
        .filter((p) => seen(call, p) && names.every((n) => same(p[n], asked[n])));
      return page(call, found, written);
    },
  },
  {
    method: "GET",
    path: "/servicePrincipals/:id",
    needs: READ_APPLICATIONS,
    options: ONE,
    answer: (call) => {
      const found = object(call, call.params.id);
      if (found.kind !== "servicePrincipal") throw missing(call.params.id);
      return one(call, written(found));
    },
  },
  ...(["PATCH", "DELETE"] as const).map((method): Route => ({
    method,
    path: "/servicePrincipals/:id",
    needs: ["Application.ReadWrite.All"],
    answer: () => {
      throw forbidden("Authorization_RequestDenied", "Nobody here changes a service principal.");
    },
  })),
];

/** Anything, by object id: whoever may read what it turns out to be. */
export const directoryObjects: readonly Route[] = [
  {
    method: "GET",
    path: "/directoryObjects/:id",
    needs: [...new Set([...READ_USERS, ...READ_APPLICATIONS, ...READ_GROUPS, ...READ_UNITS])],
    options: ONE,
    answer: (call) => {
      const found = object(call, call.params.id);
      mayRead(call, found);
      return one(call, typed(found));
    },
  },
];

/** By object id, or by sign-in name. */
function user(call: Call): User {
  const { id } = call.params;
  const byName = call.world.directory.all("user").find((u) => same(u.userPrincipalName, id));
  const found = object(call, byName?.id ?? id);
  if (found.kind !== "user") throw missing(id);
  return found;
}

/** Names are compared without letter case, as the directory does. */
function same(value: string, asked: string | undefined): boolean {
  return asked === undefined || value.toLowerCase() === asked.toLowerCase();
}

import { type Route, created, noContent } from "../stand-in/route";
import { badRequest } from "../stand-in/service-error";
import { equalities } from "../stand-in/filter";
import { GROUP_FIELDS, createGroup } from "./group-creation";
import { mayChange } from "./group-rules";
import { group, knownOnly, seen, written } from "./objects";
import { LIST, ONE, one, page } from "./odata";
import { CREATE_GROUPS, READ_GROUPS, WRITE_GROUPS } from "./permissions";

/** Groups themselves. The provider asks the beta version for them. */
export const groups: readonly Route[] = [
  {
    method: "GET",
    path: "/groups",
    needs: READ_GROUPS,
    options: LIST,
    answer: (call) => {
      const names = ["displayName", "mailEnabled", "securityEnabled", "mailNickname", "id"] as const;
      const asked = equalities(call.query.get("$filter"), names);
      const found = call.world.directory
        .all("group")
        .filter((g) => seen(call, g) && names.every((n) => same(String(g[n]), asked[n])));
      return page(call, found, written);
    },
  },
  {
    method: "POST",
    path: "/groups",
    needs: CREATE_GROUPS,
    answer: (call) => created(written(createGroup(call))),
  },
  {
    method: "GET",
    path: "/groups/:id",
    needs: READ_GROUPS,
    options: ONE,
    answer: (call) => one(call, written(group(call, call.params.id))),
  },
  {
    method: "PATCH",
    path: "/groups/:id",
    needs: WRITE_GROUPS,
    answer: (call) => {
      const found = group(call, call.params.id);
      mayChange(call, found);
      knownOnly(call, GROUP_FIELDS);
      const { isAssignableToRole, displayName, description, membershipRule, visibility } = call.body;
      if (isAssignableToRole !== undefined && Boolean(isAssignableToRole) !== found.isAssignableToRole) {
        throw badRequest("Request_BadRequest", "The property isAssignableToRole cannot be changed.");
      }
      if (found.isAssignableToRole && visibility === "Public") {
        throw badRequest("Request_BadRequest", "A role-assignable group is private.");
      }
      Object.assign(found, defined({ displayName, description, membershipRule, visibility }));
      return noContent();
    },
  },
  {
    method: "DELETE",
    path: "/groups/:id",
    needs: WRITE_GROUPS,
    answer: (call) => {
      const found = group(call, call.params.id);
      mayChange(call, found);
      call.world.directory.remove(found.id);
      return noContent();
    },
  },
];

/** Names are compared without letter case, as the directory does. */
function same(value: string, asked: string | undefined): boolean {
  return asked === undefined || value.toLowerCase() === asked.toLowerCase();
}

function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined));
}

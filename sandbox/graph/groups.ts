import { type Route, created, noContent } from "../stand-in/route";
import { equalities } from "../stand-in/filter";
import { changeGroup } from "./group-change";
import { createGroup } from "./group-creation";
import { mayChange } from "./group-rules";
import { group, seen, written } from "./objects";
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
      changeGroup(call, group(call, call.params.id));
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

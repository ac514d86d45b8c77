import { type AdministrativeUnit } from "../stand-in/directory";
import { type Call, type Route, created, noContent, ok } from "../stand-in/route";
import { createGroup } from "./groups";
import { missing, object, referenced, written } from "./objects";
import { READ_UNITS, WRITE_GROUPS, WRITE_UNITS } from "./permissions";

/** Members of administrative units; the units themselves are somebody else's. */
export const administrativeUnits: readonly Route[] = [
  {
    method: "GET",
    path: "/directory/administrativeUnits/:id/members",
    needs: READ_UNITS,
    answer: (call) => ok({ value: [...unit(call).members].map((id) => written(object(call, id))) }),
  },
  {
    method: "POST",
    path: "/directory/administrativeUnits/:id/members",
    needs: WRITE_GROUPS,
    answer: (call) => {
      const made = createGroup(call);
      unit(call).members.add(made.id);
      return created(written(made));
    },
  },
  {
    method: "POST",
    path: "/directory/administrativeUnits/:id/members/$ref",
    needs: WRITE_UNITS,
    answer: (call) => {
      unit(call).members.add(object(call, referenced(call.body?.["@odata.id"])).id.toLowerCase());
      return noContent();
    },
  },
  {
    method: "DELETE",
    path: "/directory/administrativeUnits/:id/members/:member/$ref",
    needs: WRITE_UNITS,
    answer: (call) => {
      if (!unit(call).members.delete(call.params.member.toLowerCase())) throw missing(call.params.member);
      return noContent();
    },
  },
];

function unit(call: Call): AdministrativeUnit {
  const found = object(call, call.params.id);
  if (found.kind !== "administrativeUnit") throw missing(call.params.id);
  return found;
}

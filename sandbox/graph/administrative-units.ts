import { type AdministrativeUnit } from "../stand-in/directory";
import { type Call, type Route, created, noContent } from "../stand-in/route";
import { badRequest } from "../stand-in/service-error";
import { createGroup } from "./group-creation";
import { missing, object, referenced, related, typed, written } from "./objects";
import { LIST, ONE, one, page } from "./odata";
import { CREATE_GROUPS, READ_UNITS, WRITE_UNITS } from "./permissions";
import { isManaged } from "./pim-store";

const PATH = "/directory/administrativeUnits";

/** Administrative units, and who is in them; the units themselves are somebody else's. */
export const administrativeUnits: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    needs: READ_UNITS,
    options: LIST.filter((option) => option !== "$filter"),
    answer: (call) => page(call, call.world.directory.all("administrativeUnit"), written),
  },
  {
    method: "GET",
    path: `${PATH}/:id`,
    needs: READ_UNITS,
    options: ONE,
    answer: (call) => one(call, written(unit(call))),
  },
  {
    method: "GET",
    path: `${PATH}/:id/members`,
    needs: READ_UNITS,
    options: LIST.filter((option) => option !== "$filter"),
    answer: (call) => {
      const members = [...unit(call).members].flatMap((id) => call.world.directory.get(id) ?? []);
      return page(call, members, (member) => related(call, member));
    },
  },
  {
    method: "POST",
    path: `${PATH}/:id/members`,
    needs: CREATE_GROUPS,
    answer: (call) => {
      const to = unit(call);
      const made = createGroup(call);
      to.members.add(made.id.toLowerCase());
      return created(typed(made));
    },
  },
  {
    method: "POST",
    path: `${PATH}/:id/members/$ref`,
    needs: WRITE_UNITS,
    answer: (call) => {
      const { members, isMemberManagementRestricted } = unit(call);
      const added = object(call, referenced(call.body?.["@odata.id"]));
      const { id } = added;
      if (isMemberManagementRestricted && added.kind === "group" && added.mailEnabled) {
        throw badRequest("Request_BadRequest", "Of groups only security groups come under restricted management.");
      }
      if (call.world.guesses.pimGroupStays && isMemberManagementRestricted && isManaged(call.world, id)) {
        throw badRequest("Request_BadRequest", "PIM manages no group under restricted management, and manages this.");
      }
      members.add(id.toLowerCase());
      return noContent();
    },
  },
  {
    method: "DELETE",
    path: `${PATH}/:id/members/:member/$ref`,
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

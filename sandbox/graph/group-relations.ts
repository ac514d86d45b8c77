import { type Group } from "../stand-in/directory";
import { equalities } from "../stand-in/filter";
import { type Call, type Route, noContent } from "../stand-in/route";
import { badRequest } from "../stand-in/service-error";
import { addTo, mayChange } from "./group-rules";
import { group, missing, referenced, related } from "./objects";
import { LIST, page } from "./odata";
import { READ_GROUPS, WRITE_GROUPS, WRITE_MEMBERS } from "./permissions";
import { endAssignments, membersOf } from "./pim-store";

const RELATIONS = {
  owners: { accessId: "owner", write: WRITE_GROUPS },
  members: { accessId: "member", write: WRITE_MEMBERS },
} as const;

/**
 * Owners and members of a group, and what the group itself is in. Whom PIM lets in now is among them. Those that are
 * service principals are listed by beta only.
 */
export const groupRelations: readonly Route[] = [
  ...(["owners", "members"] as const).flatMap((relation): Route[] => [
    list(relation, (call, found) => membersOf(call.world, found, RELATIONS[relation].accessId)),
    {
      method: "POST",
      path: `/groups/:id/${relation}/$ref`,
      needs: RELATIONS[relation].write,
      answer: (call) => {
        const found = group(call, call.params.id);
        mayChange(call, found);
        addTo(call, found, relation, referenced(call.body?.["@odata.id"]));
        return noContent();
      },
    },
    {
      method: "DELETE",
      path: `/groups/:id/${relation}/:member/$ref`,
      needs: RELATIONS[relation].write,
      answer: (call) => {
        const found = group(call, call.params.id);
        mayChange(call, found);
        remove(call, found, relation, call.params.member.toLowerCase());
        return noContent();
      },
    },
  ]),
  list("transitiveMembers", (call, found) => transitive(call, found)),
  list("memberOf", ({ world: { directory } }, { id }) =>
    [...directory.all("group"), ...directory.all("administrativeUnit")]
      .filter(({ members }) => members.has(id.toLowerCase()))
      .map((holder) => holder.id),
  ),
];

function list(relation: string, idsOf: (call: Call, found: Group) => Iterable<string>): Route {
  return {
    method: "GET",
    path: `/groups/:id/${relation}`,
    needs: READ_GROUPS,
    options: LIST,
    answer: (call) => {
      const found = group(call, call.params.id);
      const { id } = equalities(call.query.get("$filter"), ["id"]);
      const objects = [...idsOf(call, found)]
        .filter((one) => id === undefined || one.toLowerCase() === id.toLowerCase())
        .flatMap((one) => call.world.directory.get(one) ?? [])
        .filter(({ kind }) => kind !== "servicePrincipal" || !isBetaOnly(call, relation));
      return page(call, objects, (one) => related(call, one));
    },
  };
}

/**
 * Whether this version leaves out service principals.
 *
 * @see https://learn.microsoft.com/graph/api/group-list-members and group-list-owners
 */
function isBetaOnly({ path }: Call, relation: string): boolean {
  return Object.hasOwn(RELATIONS, relation) && /^\/graph\/v1\.0\//i.test(path);
}

function remove(call: Call, from: Group, relation: "owners" | "members", id: string): void {
  if (relation === "owners" && from.owners.size === 1 && from.owners.has(id)) {
    throw badRequest(
      "Request_BadRequest",
      "The group must have at least one owner, hence this owner cannot be removed.",
    );
  }
  const ended = endAssignments(call.world, from.id, id, RELATIONS[relation].accessId);
  if (!from[relation].delete(id) && !ended) throw missing(id);
}

function transitive(call: Call, found: Group, seen = new Set<string>()): string[] {
  for (const id of membersOf(call.world, found, "member")) {
    if (seen.has(id)) continue;
    seen.add(id);
    const inner = call.world.directory.group(id);
    if (inner !== undefined) transitive(call, inner, seen);
  }
  return [...seen];
}

import { type Group } from "../stand-in/directory";
import { requireGraph } from "../stand-in/identities";
import { type Call } from "../stand-in/route";
import { badRequest, forbidden } from "../stand-in/service-error";
import { type World } from "../stand-in/world";
import { object } from "./objects";
import { ROLE_MANAGEMENT } from "./permissions";

/** Refuses a caller that may not touch this group, whatever they may do to others. */
export function mayChange(call: Call, found: Group): void {
  if (found.isAssignableToRole) requireGraph(call.caller, ROLE_MANAGEMENT);
  if (isRestricted(call.world, found)) {
    throw forbidden(
      "Authorization_RequestDenied",
      "The group is in an administrative unit with restricted management.",
    );
  }
}

/** Whether a group is in an administrative unit with restricted management. */
export function isRestricted(world: World, { id }: Group): boolean {
  return world.directory
    .all("administrativeUnit")
    .some((unit) => unit.isMemberManagementRestricted && unit.members.has(id.toLowerCase()));
}

/** Puts somebody into a group, or refuses it. */
export function addTo(call: Call, to: Group, relation: "owners" | "members", id: string): void {
  const found = object(call, id);
  const wrong = (message: string) => badRequest("Request_BadRequest", message);
  if (relation === "owners" && found.kind !== "user" && found.kind !== "servicePrincipal") {
    throw wrong("An owner is a user or a service principal.");
  }
  if (relation === "members" && to.isAssignableToRole && found.kind === "group") {
    throw wrong("A role-assignable group cannot have groups as members.");
  }
  if (relation === "members" && found.id === to.id) throw wrong("A group is no member of itself.");
  if (relation === "members" && to.membershipRule !== null) {
    throw wrong("Members of a dynamic group are not added one by one.");
  }
  if (to[relation].has(id.toLowerCase())) {
    throw wrong(
      `One or more added object references already exist for the following modified properties: '${relation}'.`,
    );
  }
  to[relation].add(id.toLowerCase());
}

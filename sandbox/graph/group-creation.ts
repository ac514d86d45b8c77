import { type Group } from "../stand-in/directory";
import { mayGraph, requireGraph } from "../stand-in/identities";
import { type Call } from "../stand-in/route";
import { badRequest } from "../stand-in/service-error";
import { problem } from "./group-properties";
import { addTo } from "./group-rules";
import { knownOnly, mayRead, object, referenced } from "./objects";
import { ROLE_MANAGEMENT, WRITE_GROUPS } from "./permissions";

const ROLE_ASSIGNABLE_LIMIT = 500;
const RELATIONS_LIMIT = 20;

/** What a body may say of a new group. */
const FIELDS = [
  "@odata.type",
  "description",
  "displayName",
  "groupTypes",
  "isAssignableToRole",
  "mailEnabled",
  "mailNickname",
  "membershipRule",
  "membershipRuleProcessingState",
  "members@odata.bind",
  "owners@odata.bind",
  "resourceBehaviorOptions",
  "resourceProvisioningOptions",
  "securityEnabled",
  "visibility",
];

/** Makes a group by a body of `POST /groups`, which is also how one is made inside an administrative unit. */
export function createGroup(call: Call): Group {
  const { body, world } = call;
  knownOnly(call, FIELDS);
  const wrong = problem(body);
  if (wrong !== undefined) throw badRequest("Request_BadRequest", wrong);
  const assignable = body.isAssignableToRole === true;
  if (assignable) checkRoleAssignable(call);
  const owners = ids(call, "owners@odata.bind");
  const members = ids(call, "members@odata.bind");
  if (owners.length + members.length > RELATIONS_LIMIT) {
    throw badRequest("Request_BadRequest", `At most ${RELATIONS_LIMIT} owners and members come with a new group.`);
  }
  const made = world.directory.addGroup({
    displayName: body.displayName,
    description: body.description ?? null,
    mailNickname: body.mailNickname,
    securityEnabled: Boolean(body.securityEnabled),
    mailEnabled: Boolean(body.mailEnabled),
    isAssignableToRole: assignable,
    groupTypes: body.groupTypes ?? [],
    membershipRule: body.membershipRule ?? null,
    membershipRuleProcessingState: body.membershipRule ? (body.membershipRuleProcessingState ?? "On") : null,
    resourceBehaviorOptions: body.resourceBehaviorOptions ?? [],
    resourceProvisioningOptions: body.resourceProvisioningOptions ?? [],
    visibility: assignable ? "Private" : (body.visibility ?? null),
  });
  try {
    for (const id of owners) addTo(call, made, "owners", id);
    for (const id of members) addTo(call, made, "members", id);
  } catch (e) {
    world.directory.remove(made.id);
    throw e;
  }
  return made;
}

function checkRoleAssignable({ caller, world }: Call): void {
  requireGraph(caller, ROLE_MANAGEMENT);
  if (world.directory.all("group").filter((g) => g.isAssignableToRole).length < ROLE_ASSIGNABLE_LIMIT) return;
  throw badRequest("Directory_QuotaExceeded", `A tenant has at most ${ROLE_ASSIGNABLE_LIMIT} role-assignable groups.`);
}

/** The objects that come with the group. With `Group.Create` alone, the caller has to be able to read them. */
function ids(call: Call, property: "owners@odata.bind" | "members@odata.bind"): string[] {
  const found = ((call.body[property] ?? []) as unknown[]).map(referenced);
  for (const id of found) {
    const target = object(call, id);
    if (!mayGraph(call.caller, WRITE_GROUPS) && id !== call.caller.objectId) mayRead(call, target);
  }
  return found;
}

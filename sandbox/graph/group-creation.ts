import { type Group } from "../stand-in/directory";
import { mayGraph, requireGraph } from "../stand-in/identities";
import { type Call } from "../stand-in/route";
import { badRequest } from "../stand-in/service-error";
import { addTo } from "./group-rules";
import { knownOnly, mayRead, object, referenced } from "./objects";
import { ROLE_MANAGEMENT, WRITE_GROUPS } from "./permissions";

const ROLE_ASSIGNABLE_LIMIT = 500;
const RELATIONS_LIMIT = 20;
const NICKNAME = /^[\x21-\x7e]{1,64}$/;
const NOT_IN_NICKNAME = /[@()\\[\]";:<>,\s]/;

/** What a body may say of a group. */
export const GROUP_FIELDS = [
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
  knownOnly(call, GROUP_FIELDS);
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

/** The first thing that is wrong with a body, by itself. */
function problem(body: Call["body"]): string | undefined {
  const { displayName, mailNickname, securityEnabled, mailEnabled, membershipRule, groupTypes = [] } = body;
  for (const [name, value] of Object.entries({ displayName, mailNickname, securityEnabled, mailEnabled })) {
    if (value === undefined || value === null || value === "") return `A value is required for property '${name}'.`;
  }
  if (displayName.length > 256) return "A displayName has at most 256 characters.";
  if (!NICKNAME.test(mailNickname) || NOT_IN_NICKNAME.test(mailNickname)) {
    return `Invalid value specified for property 'mailNickname': '${mailNickname}'.`;
  }
  if (!securityEnabled && !mailEnabled) return "A group is security-enabled, mail-enabled, or both.";
  if (mailEnabled && !groupTypes.includes("Unified"))
    return "Only a Microsoft 365 group can be made mail-enabled here.";
  const dynamic = groupTypes.includes("DynamicMembership");
  if (dynamic !== (membershipRule !== null && membershipRule !== undefined)) {
    return "A membership rule and the type DynamicMembership go together.";
  }
  if (body.isAssignableToRole === true && dynamic) return "A role-assignable group cannot have dynamic membership.";
  if (body.isAssignableToRole === true && !securityEnabled) return "A role-assignable group is security-enabled.";
  if (body.isAssignableToRole === true && body.visibility === "Public") return "A role-assignable group is private.";
  return undefined;
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

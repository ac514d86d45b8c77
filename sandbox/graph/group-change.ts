import { type Json } from "../run/local-backend";
import { type Group } from "../stand-in/directory";
import { type Call } from "../stand-in/route";
import { badRequest } from "../stand-in/service-error";
import { problem } from "./group-properties";
import { addTo, mayChange } from "./group-rules";
import { knownOnly, referenced } from "./objects";
import { isManaged } from "./pim-store";

const MEMBERS = "members@odata.bind";
const MEMBERS_LIMIT = 20;

/** What a change may say; the options of a Microsoft 365 group are said when it is made. */
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
  MEMBERS,
  "securityEnabled",
  "visibility",
];

/**
 * Changes a group by a body of `PATCH /groups/ID`, all of it or nothing. What it would be has to keep the rules of a
 * new one. A group that becomes dynamic loses its members, as the directory does; nobody evaluates the rule here.
 */
export function changeGroup(call: Call, found: Group): void {
  mayChange(call, found);
  knownOnly(call, FIELDS);
  const { "@odata.type": type, [MEMBERS]: added = [], isAssignableToRole, ...said } = (call.body ?? {}) as Json;
  void type;
  if (isAssignableToRole !== undefined && Boolean(isAssignableToRole) !== found.isAssignableToRole) {
    throw refused("The property isAssignableToRole cannot be changed.");
  }
  const { groupTypes = found.groupTypes, membershipRule = found.membershipRule } = said;
  const changed: Json = { ...found, ...said, groupTypes: groupTypes ?? [], membershipRule: membershipRule || null };
  changed.membershipRuleProcessingState = stateOf(changed, said);
  const wrong = problem(changed);
  if (wrong !== undefined) throw refused(wrong);
  checkTypes(call, found, changed);
  const before = new Set(found.members);
  if (changed.membershipRule !== null && found.membershipRule === null) found.members.clear();
  try {
    addAll(call, { ...found, membershipRule: changed.membershipRule as string | null }, added as unknown[]);
  } catch (e) {
    found.members.clear();
    before.forEach((id) => found.members.add(id));
    throw e;
  }
  Object.assign(found, changed);
}

/** A rule that nobody says anything else of is processed; without a rule there is nothing to process. */
function stateOf({ membershipRule, membershipRuleProcessingState: state }: Json, said: Json): unknown {
  if (membershipRule === null) return said.membershipRuleProcessingState ?? null;
  return state ?? "On";
}

function checkTypes({ world }: Call, found: Group, { groupTypes, membershipRule }: Json): void {
  const unified = (types: unknown) => (types as readonly string[]).includes("Unified");
  if (unified(groupTypes) !== unified(found.groupTypes)) {
    throw refused("A group does not become a Microsoft 365 group, nor stops being one.");
  }
  if (world.guesses.pimGroupStays && membershipRule !== null && isManaged(world, found.id)) {
    throw refused("A group that PIM manages cannot have dynamic membership.");
  }
}

function addAll(call: Call, to: Group, links: readonly unknown[]): void {
  if (links.length > MEMBERS_LIMIT) throw refused(`At most ${MEMBERS_LIMIT} members are added at a time.`);
  for (const link of links) addTo(call, to, "members", referenced(link));
}

function refused(why: string) {
  return badRequest("Request_BadRequest", why);
}

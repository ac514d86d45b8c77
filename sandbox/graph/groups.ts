import { type Group } from "../stand-in/directory";
import { equalities } from "../stand-in/filter";
import { requireGraph } from "../stand-in/identities";
import { type Call, type Route, created, noContent, ok } from "../stand-in/route";
import { badRequest, forbidden } from "../stand-in/service-error";
import { endAssignments, membersOf } from "./pim-store";
import { group, knownOnly, missing, object, referenced, written } from "./objects";
import { READ_GROUPS, ROLE_MANAGEMENT, WRITE_GROUPS } from "./permissions";

const ROLE_ASSIGNABLE_LIMIT = 500;
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

/** Groups themselves. */
const itself: readonly Route[] = [
  {
    method: "GET",
    path: "/groups",
    needs: READ_GROUPS,
    answer: ({ world, query }) => {
      const names = ["displayName", "mailEnabled", "securityEnabled", "mailNickname"] as const;
      const asked = equalities(query.get("$filter"), names);
      const value = world.directory
        .all("group")
        .filter((g) => names.every((n) => String(g[n]) === (asked[n] ?? String(g[n]))));
      return ok({ value: value.map(written) });
    },
  },
  {
    method: "POST",
    path: "/groups",
    needs: [...WRITE_GROUPS, "Group.Create"],
    answer: (call) => created(written(createGroup(call))),
  },
  {
    method: "GET",
    path: "/groups/:id",
    needs: READ_GROUPS,
    answer: (call) => ok(written(group(call, call.params.id))),
  },
  {
    method: "PATCH",
    path: "/groups/:id",
    needs: WRITE_GROUPS,
    answer: (call) => {
      const found = group(call, call.params.id);
      mayChange(call, found);
      knownOnly(call, FIELDS);
      const { isAssignableToRole, displayName, description, membershipRule, visibility } = call.body;
      if (isAssignableToRole !== undefined && Boolean(isAssignableToRole) !== found.isAssignableToRole) {
        throw badRequest("Request_BadRequest", "The property isAssignableToRole cannot be changed.");
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

/** Owners, members, and what the group itself is in. */
const relations: readonly Route[] = [
  ...(["owners", "members", "transitiveMembers"] as const).map((relation): Route => ({
    method: "GET",
    path: `/groups/:id/${relation}`,
    needs: READ_GROUPS,
    answer: (call) => {
      const found = group(call, call.params.id);
      const { id } = equalities(call.query.get("$filter"), ["id"]);
      const ids = relation === "transitiveMembers" ? transitive(call, found) : [...related(call, found, relation)];
      const value = ids
        .filter((one) => id === undefined || one === id.toLowerCase())
        .map((one) => call.world.directory.get(one));
      return ok({ value: value.filter((o) => o !== undefined).map(written) });
    },
  })),
  {
    method: "GET",
    path: "/groups/:id/memberOf",
    needs: READ_GROUPS,
    answer: (call) => {
      const { id } = group(call, call.params.id);
      const { directory } = call.world;
      const holders = [...directory.all("group"), ...directory.all("administrativeUnit")];
      return ok({ value: holders.filter(({ members }) => members.has(id.toLowerCase())).map(written) });
    },
  },
  ...(["owners", "members"] as const).flatMap((relation): Route[] => [
    {
      method: "POST",
      path: `/groups/:id/${relation}/$ref`,
      needs: relation === "members" ? [...WRITE_GROUPS, "GroupMember.ReadWrite.All"] : WRITE_GROUPS,
      answer: (call) => {
        const found = group(call, call.params.id);
        mayChange(call, found);
        add(call, found, relation, referenced(call.body?.["@odata.id"]));
        return noContent();
      },
    },
    {
      method: "DELETE",
      path: `/groups/:id/${relation}/:member/$ref`,
      needs: relation === "members" ? [...WRITE_GROUPS, "GroupMember.ReadWrite.All"] : WRITE_GROUPS,
      answer: (call) => {
        const found = group(call, call.params.id);
        mayChange(call, found);
        const member = call.params.member.toLowerCase();
        const role = relation === "members" ? "member" : "owner";
        if (relation === "owners" && found.owners.size === 1 && found.owners.has(member)) {
          throw badRequest(
            "Request_BadRequest",
            "The group must have at least one owner, hence this owner cannot be removed.",
          );
        }
        if (!found[relation].delete(member) && !endAssignments(call.world, found.id, member, role))
          throw missing(member);
        return noContent();
      },
    },
  ]),
];

/** Everything about groups; the provider asks the beta version. */
export const groups: readonly Route[] = [...itself, ...relations];

/** Makes a group by a body of `POST /groups`, which is also how one is made inside an administrative unit. */
export function createGroup(call: Call): Group {
  const { body, world } = call;
  knownOnly(call, FIELDS);
  const assignable = body.isAssignableToRole === true;
  const dynamic = (body.groupTypes ?? []).includes("DynamicMembership");
  const wrong = (message: string) => badRequest("Request_BadRequest", message);
  if (!body.displayName || !body.mailNickname)
    throw wrong("A value is required for property 'displayName' and 'mailNickname'.");
  if (!body.securityEnabled && !body.mailEnabled) throw wrong("A group is security-enabled, mail-enabled, or both.");
  if (dynamic !== (body.membershipRule !== null && body.membershipRule !== undefined)) {
    throw wrong("A membership rule and the type DynamicMembership go together.");
  }
  if (assignable) {
    requireGraph(call.caller, ROLE_MANAGEMENT);
    if (dynamic) throw wrong("A role-assignable group cannot have dynamic membership.");
    if (body.visibility === "Public") throw wrong("A role-assignable group is private.");
    if (world.directory.all("group").filter((g) => g.isAssignableToRole).length >= ROLE_ASSIGNABLE_LIMIT) {
      throw badRequest(
        "Directory_QuotaExceeded",
        `A tenant has at most ${ROLE_ASSIGNABLE_LIMIT} role-assignable groups.`,
      );
    }
  }
  const owners = ((body["owners@odata.bind"] ?? []) as unknown[]).map(referenced);
  const members = ((body["members@odata.bind"] ?? []) as unknown[]).map(referenced);
  for (const id of [...owners, ...members]) object(call, id);
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
  for (const id of owners) add(call, made, "owners", id);
  for (const id of members) add(call, made, "members", id);
  return made;
}

function add(call: Call, to: Group, relation: "owners" | "members", id: string): void {
  const found = object(call, id);
  if (relation === "members" && to.isAssignableToRole && found.kind === "group") {
    throw badRequest("Request_BadRequest", "A role-assignable group cannot have groups as members.");
  }
  if (relation === "members" && to.membershipRule !== null) {
    throw badRequest("Request_BadRequest", "Members of a dynamic group are not added one by one.");
  }
  if (to[relation].has(id.toLowerCase())) {
    throw badRequest(
      "Request_BadRequest",
      `One or more added object references already exist for the following modified properties: '${relation}'.`,
    );
  }
  to[relation].add(id.toLowerCase());
}

/** Who may touch a group at all. */
function mayChange(call: Call, found: Group): void {
  if (found.isAssignableToRole) requireGraph(call.caller, ROLE_MANAGEMENT);
  const restricted = call.world.directory
    .all("administrativeUnit")
    .some((unit) => unit.isMemberManagementRestricted && unit.members.has(found.id.toLowerCase()));
  if (restricted) {
    throw forbidden(
      "Authorization_RequestDenied",
      "The group is in an administrative unit with restricted management.",
    );
  }
}

function related(call: Call, found: Group, relation: "owners" | "members"): ReadonlySet<string> {
  return membersOf(call.world, found, relation === "members" ? "member" : "owner");
}

function transitive(call: Call, found: Group, seen = new Set<string>()): string[] {
  for (const id of related(call, found, "members")) {
    if (seen.has(id)) continue;
    seen.add(id);
    const inner = call.world.directory.group(id);
    if (inner !== undefined) transitive(call, inner, seen);
  }
  return [...seen];
}

function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined));
}

import { type Json } from "../run/local-backend";
import { equalities } from "../stand-in/filter";
import { type Call, type Route, noContent, ok } from "../stand-in/route";
import { badRequest, notFound } from "../stand-in/service-error";
import { group, knownOnly } from "./objects";
import { LIST, ONE, expands, one, page } from "./odata";
import { READ_SETTINGS, WRITE_SETTINGS } from "./permissions";
import { unmanageable } from "./pim-checks";
import { changeSettings } from "./pim-settings-change";
import { type Settings, settingsOf } from "./pim-rules";
import { pim } from "./pim-store";

const POLICIES = "/policies/roleManagementPolicies";
/** What a change may say: its rules, and whose they are. */
const FIELDS = ["@odata.type", "id", "lastModifiedBy", "rules", "scopeId", "scopeType"];
const OF_GROUP = [...LIST, "$expand"];

/** Role settings of PIM for Groups: which one a group has for members and for owners, and its rules. */
export const roleSettings: readonly Route[] = [
  {
    method: "GET",
    path: "/policies/roleManagementPolicyAssignments",
    needs: READ_SETTINGS,
    options: OF_GROUP,
    answer: (call) => {
      const { asked, both } = ofGroup(call, ["roleDefinitionId", "policyId"]);
      const found = both.filter(
        ({ id, accessId }) => (asked.roleDefinitionId ?? accessId) === accessId && (asked.policyId ?? id) === id,
      );
      return page(call, found, (settings) => assignment(call, settings));
    },
  },
  {
    method: "GET",
    path: POLICIES,
    needs: READ_SETTINGS,
    options: OF_GROUP,
    answer: (call) => page(call, ofGroup(call, []).both, (settings) => policy(settings, expands(call, "rules"))),
  },
  {
    method: "GET",
    path: `${POLICIES}/:id`,
    needs: READ_SETTINGS,
    options: [...ONE, "$expand"],
    answer: (call) => one(call, policy(settingsById(call), expands(call, "rules"))),
  },
  {
    method: "PATCH",
    path: `${POLICIES}/:id`,
    needs: WRITE_SETTINGS,
    answer: (call) => {
      const found = settingsById(call);
      knownOnly(call, FIELDS);
      checkWhose(found, (call.body ?? {}) as Json);
      change(call, found, (call.body?.rules ?? []) as Json[]);
      return ok(policy(found, false));
    },
  },
  {
    method: "GET",
    path: `${POLICIES}/:id/rules`,
    needs: READ_SETTINGS,
    options: ONE,
    answer: (call) => page(call, settingsById(call).rules, (rule) => rule),
  },
  {
    method: "PATCH",
    path: `${POLICIES}/:id/rules/:rule`,
    needs: WRITE_SETTINGS,
    answer: (call) => {
      change(call, settingsById(call), [{ ...call.body, id: call.params.rule }]);
      return noContent();
    },
  },
];

/**
 * Both settings of the group that a filter names, and what else it asks; PIM wants to know the group. One that PIM does
 * not manage has none.
 */
function ofGroup(call: Call, more: readonly string[]) {
  const asked = equalities(call.query.get("$filter"), ["scopeType", "scopeId", ...more]);
  if (asked.scopeType !== "Group" || asked.scopeId === undefined) {
    throw badRequest("InvalidFilter", "A filter on scopeId and scopeType 'Group' is required.");
  }
  const found = group(call, asked.scopeId);
  if (unmanageable(call.world, found) !== undefined) return { asked, both: [] };
  const { id } = found;
  return { asked, both: (["member", "owner"] as const).map((accessId) => settingsOf(call.world, id, accessId)) };
}

/** What a change says beside its rules has to be what is: nobody changes whose settings they are. */
function checkWhose({ id, groupId }: Settings, said: Json): void {
  const is: Json = { id, scopeId: groupId, scopeType: "Group", lastModifiedBy: null };
  const other = Object.keys(is).find((name) => said[name] !== undefined && said[name] !== is[name]);
  if (other !== undefined) throw badRequest("InvalidPolicy", `The policy is invalid: ${other} cannot be changed.`);
}

/** Each rule has to say its type, as Microsoft's reference asks. */
function change({ world }: Call, settings: Settings, rules: readonly Json[]): void {
  const untyped = rules.find(
    (rule) => settings.rules.find(({ id }) => id === rule.id)?.["@odata.type"] !== rule["@odata.type"],
  );
  if (untyped !== undefined && settings.rules.some(({ id }) => id === untyped.id)) {
    throw badRequest("InvalidPolicyRule", `The @odata.type of the rule ${String(untyped.id)} is missing or another.`);
  }
  changeSettings(world, settings, rules);
}

function settingsById(call: Call): Settings {
  const found = [...pim(call.world).settings.values()].find(({ id }) => id === call.params.id);
  const none = notFound("ResourceNotFound", `There is no policy ${call.params.id}.`);
  if (found === undefined) throw none;
  if (unmanageable(call.world, group(call, found.groupId)) !== undefined) throw none;
  return found;
}

function assignment(call: Call, settings: Settings): Json {
  const { id, groupId, accessId } = settings;
  const inner = /policy\((.*)\)/.exec(call.query.get("$expand") ?? "")?.[1] ?? "";
  return {
    id: `${id}_${accessId}`,
    policyId: id,
    scopeId: groupId,
    scopeType: "Group",
    roleDefinitionId: accessId,
    ...(expands(call, "policy") && { policy: policy(settings, /^\$expand=.*(rules|\*)/.test(inner)) }),
  };
}

function policy({ id, groupId, rules, modified }: Settings, expanded: boolean): Json {
  return {
    id,
    displayName: "Group",
    description: "Group",
    isOrganizationDefault: false,
    scopeId: groupId,
    scopeType: "Group",
    lastModifiedDateTime: modified ?? null,
    lastModifiedBy: { displayName: null, id: null },
    ...(expanded && { rules: rules.map((rule) => ({ ...rule })) }),
  };
}

import { type Json } from "../run/local-backend";
import { equalities } from "../stand-in/filter";
import { type Call, type Route, ok } from "../stand-in/route";
import { badRequest, notFound } from "../stand-in/service-error";
import { minutes } from "./durations";
import { group } from "./objects";
import { READ_SETTINGS, WRITE_SETTINGS } from "./permissions";
import { type Settings, newId, settingsOf } from "./pim-rules";
import { pim } from "./pim-store";

/** Role settings of PIM for Groups: which one a group has, and its rules. */
export const roleSettings: readonly Route[] = [
  {
    method: "GET",
    path: "/policies/roleManagementPolicyAssignments",
    needs: READ_SETTINGS,
    answer: (call) => {
      const names = ["scopeType", "scopeId", "roleDefinitionId", "policyId"];
      const { scopeType, scopeId, roleDefinitionId, policyId } = equalities(call.query.get("$filter"), names);
      if (scopeType !== "Group" || scopeId === undefined) {
        throw badRequest("InvalidFilter", "A filter on scopeId and scopeType 'Group' is required.");
      }
      const { id } = group(call, scopeId);
      const value = (["member", "owner"] as const)
        .filter((accessId) => roleDefinitionId === undefined || accessId === roleDefinitionId)
        .map((accessId) => settingsOf(call.world, id, accessId))
        .filter((settings) => policyId === undefined || settings.id === policyId)
        .map((settings) => ({
          id: `${settings.id}_${settings.accessId}`,
          policyId: settings.id,
          scopeId: id,
          scopeType: "Group",
          roleDefinitionId: settings.accessId,
        }));
      return ok({ value });
    },
  },
  {
    method: "GET",
    path: "/policies/roleManagementPolicies/:id",
    needs: READ_SETTINGS,
    answer: (call) => ok(written(settings(call))),
  },
  {
    method: "PATCH",
    path: "/policies/roleManagementPolicies/:id",
    needs: WRITE_SETTINGS,
    answer: (call) => {
      const found = settings(call);
      changeSettings(found, (call.body?.rules ?? []) as Json[]);
      return ok(written(found));
    },
  },
];

/** Changes rules by their ids, or refuses all of them. The first change gives the settings another id. */
export function changeSettings(settings: Settings, changes: readonly Json[]): void {
  const rules = settings.rules.map((old) => ({ ...old, ...changes.find(({ id }) => id === old.id) }));
  const unknown = changes.find(({ id }) => !rules.some((rule) => rule.id === id));
  if (unknown !== undefined) throw invalid(`there is no rule ${String(unknown.id)}`);
  for (const rule of rules) check(rule);
  const by = (id: string) => rules.find((rule) => rule.id === id) as Json;
  const enabled = by("Enablement_EndUser_Assignment").enabledRules as string[];
  if (by("AuthenticationContext_EndUser_Assignment").isEnabled && enabled.includes("MultiFactorAuthentication")) {
    throw invalid("MfaAndAcrsConflict: multifactor authentication and an authentication context exclude each other");
  }
  settings.rules = rules;
  if (!settings.changed) Object.assign(settings, { changed: true, id: newId(settings.groupId) });
}

const KNOWN_RULES = ["MultiFactorAuthentication", "Justification", "Ticketing"];

function check(rule: Json): void {
  const id = String(rule.id);
  if (id.startsWith("Expiration_")) {
    const ceiling = minutes(rule.maximumDuration);
    if (rule.isExpirationRequired && ceiling === undefined) throw invalid(`${id} needs a maximum duration`);
    if (id === "Expiration_EndUser_Assignment" && ceiling !== undefined && (ceiling < 30 || ceiling > 24 * 60)) {
      throw invalid(`${id} is from half an hour to 24 hours`);
    }
  }
  if (id.startsWith("Enablement_")) {
    const wrong = (rule.enabledRules as string[]).filter((one) => !KNOWN_RULES.includes(one));
    if (wrong.length > 0) throw invalid(`${id} does not know ${wrong.join(", ")}`);
    if (id === "Enablement_Admin_Assignment" && rule.enabledRules.includes("Ticketing")) {
      throw invalid(`${id} does not know Ticketing`);
    }
  }
  if (id === "Approval_EndUser_Assignment") {
    const { isApprovalRequired, approvalStages } = rule.setting as Json;
    const approvers = (approvalStages as Json[]).flatMap(({ primaryApprovers }) => primaryApprovers as Json[]);
    if (isApprovalRequired && approvers.length === 0) throw invalid("an approval needs an approver");
    if (approvers.some((a) => !/#microsoft\.graph\.(singleUser|groupMembers)$/.test(String(a["@odata.type"])))) {
      throw invalid("an approver is a singleUser or groupMembers");
    }
  }
}

function invalid(why: string) {
  return badRequest("InvalidPolicy", `The policy is invalid: ${why}.`);
}

function settings(call: Call): Settings {
  const found = [...pim(call.world).settings.values()].find(({ id }) => id === call.params.id);
  if (found === undefined) throw notFound("ResourceNotFound", `There is no policy ${call.params.id}.`);
  group(call, found.groupId);
  return found;
}

function written({ id, groupId, rules }: Settings): Json {
  return {
    id,
    displayName: "Group",
    description: "Group",
    isOrganizationDefault: false,
    scopeId: groupId,
    scopeType: "Group",
    rules: rules.map((rule) => ({ ...rule })),
  };
}

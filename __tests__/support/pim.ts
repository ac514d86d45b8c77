import { type Group } from "../../sandbox/stand-in/directory";
import { type Client, type RunningStandIn } from "./stand-in";

export const PIM = "/graph/v1.0/identityGovernance/privilegedAccess/group";
export const POLICIES = "/graph/v1.0/policies/roleManagementPolicies";
export const POLICY_ASSIGNMENTS = "/graph/v1.0/policies/roleManagementPolicyAssignments";

export type Kind = "eligibility" | "assignment";

/** A group and somebody who is not in it. */
export function groupAndUser(sandbox: RunningStandIn, group: Partial<Group> = {}) {
  const { directory } = sandbox.world;
  return {
    groupId: directory.addGroup({ displayName: "aks-admins", ...group }).id,
    principalId: directory.addUser({ userPrincipalName: `user${directory.all("user").length}@contoso.com` }).id,
  };
}

/** Asks PIM for something; for two hours and with a reason unless somebody says otherwise. */
export const ask = (client: Client, kind: Kind, who: { groupId: string; principalId: string }, more: object = {}) =>
  client.post(`${PIM}/${kind}ScheduleRequests`, {
    accessId: "member",
    action: "adminAssign",
    scheduleInfo: { expiration: { type: "afterDuration", duration: "PT2H" } },
    justification: "Assign.",
    ...who,
    ...more,
  });

export const until = (endDateTime: string) => ({
  scheduleInfo: { expiration: { type: "afterDateTime", endDateTime } },
});
export const lasting = (duration: string) => ({ scheduleInfo: { expiration: { type: "afterDuration", duration } } });
export const forEver = { scheduleInfo: { expiration: { type: "noExpiration" } } };

/** The settings of a group, for members unless it is said otherwise. */
export async function policyIdOf(client: Client, groupId: string, role = "member"): Promise<string> {
  const filter = `$filter=scopeId eq '${groupId}' and scopeType eq 'Group' and roleDefinitionId eq '${role}'`;
  const { body } = await client.get(`${POLICY_ASSIGNMENTS}?${filter}`);
  return body.value[0].policyId;
}

/** Changes one rule of a group's settings; the type goes by the id. */
export async function changeRule(client: Client, groupId: string, id: string, change: object, role = "member") {
  const type = `#microsoft.graph.unifiedRoleManagementPolicy${id.split("_")[0]}Rule`;
  const policyId = await policyIdOf(client, groupId, role);
  return client.patch(`${POLICIES}/${policyId}`, { rules: [{ "@odata.type": type, id, ...change }] });
}

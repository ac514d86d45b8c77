import { POLICIES, POLICY_ASSIGNMENTS, ask, changeRule, groupAndUser, policyIdOf } from "../../support/pim";
import { type Client, startStandIn, useStandIn } from "../../support/stand-in";

// https://learn.microsoft.com/graph/api/policyroot-list-rolemanagementpolicyassignments,
// unifiedrolemanagementpolicy-update, unifiedrolemanagementpolicyrule-update
const sandbox = useStandIn({ now: new Date("2023-10-01T23:29:43Z") });
let client: Client;
let groupId: string;
const APPROVER = "c277c8cb-6bb7-42e5-a17f-0add9a718151";
beforeAll(async () => {
  client = await sandbox.signedIn();
  sandbox.world.directory.addUser({ id: APPROVER, userPrincipalName: "approver@contoso.com" });
});
beforeEach(() => {
  groupId = groupAndUser(sandbox).groupId;
});

const type = (kind: string) => `#microsoft.graph.unifiedRoleManagementPolicy${kind}Rule`;
const ofGroup = (more = "") => `${POLICY_ASSIGNMENTS}?$filter=scopeId eq '${groupId}' and scopeType eq 'Group'${more}`;
const ruleOf = async (id: string, role = "member") => {
  const { body } = await client.get(`${POLICIES}/${await policyIdOf(client, groupId, role)}?$expand=rules`);
  return body.rules.find((rule: any) => rule.id === id);
};

describe("The role settings of a group", () => {
  it("are two, for members and for owners, as soon as somebody looks", async () => {
    const { status, body } = await client.get(ofGroup());
    expect(status).toBe(200);
    expect(body.value).toEqual(
      ["member", "owner"].map((roleDefinitionId, i) => ({
        id: `${body.value[i].policyId}_${roleDefinitionId}`,
        policyId: expect.stringMatching(new RegExp(`^Group_${groupId}_[0-9a-f-]{36}$`)),
        scopeId: groupId,
        scopeType: "Group",
        roleDefinitionId,
      })),
    );
    expect(body.value[0].policyId).not.toBe(body.value[1].policyId);
  });

  it("come with the policy and its rules where that is asked", async () => {
    const { value } = (await client.get(ofGroup(" and roleDefinitionId eq 'member'&$expand=policy($expand=rules)")))
      .body;
    expect(value).toHaveLength(1);
    const { policy, policyId } = value[0];
    expect(policy).toMatchObject({
      id: policyId,
      displayName: "Group",
      description: "Group",
      isOrganizationDefault: false,
      scopeId: groupId,
      scopeType: "Group",
      lastModifiedDateTime: null,
      lastModifiedBy: { displayName: null, id: null },
    });
    expect(policy.rules[0]).toEqual({
      "@odata.type": "#microsoft.graph.unifiedRoleManagementPolicyExpirationRule",
      id: "Expiration_Admin_Eligibility",
      isExpirationRequired: true,
      maximumDuration: "P365D",
      target: {
        caller: "Admin",
        operations: ["all"],
        level: "Eligibility",
        inheritableSettings: [],
        enforcedSettings: [],
      },
    });
    expect(policy.rules[2]).toMatchObject({
      "@odata.type": "#microsoft.graph.unifiedRoleManagementPolicyNotificationRule",
      id: "Notification_Admin_Admin_Eligibility",
      notificationType: "Email",
      recipientType: "Admin",
      notificationLevel: "All",
      isDefaultRecipientsEnabled: true,
      notificationRecipients: [],
    });
  });

  it("have the seventeen rules that PIM has, each with its type", async () => {
    const { body } = await client.get(`${POLICIES}/${await policyIdOf(client, groupId)}?$expand=*`);
    const names = body.rules.map(({ id }: { id: string }) => id);
    const notifications = ["Admin_Eligibility", "Admin_Assignment", "EndUser_Assignment"].flatMap((what) =>
      ["Admin", "Requestor", "Approver"].map((recipient) => `Notification_${recipient}_${what}`),
    );
    expect([...names].sort()).toEqual(
      [
        "Approval_EndUser_Assignment",
        "AuthenticationContext_EndUser_Assignment",
        "Enablement_Admin_Assignment",
        "Enablement_Admin_Eligibility",
        "Enablement_EndUser_Assignment",
        "Expiration_Admin_Assignment",
        "Expiration_Admin_Eligibility",
        "Expiration_EndUser_Assignment",
        ...notifications,
      ].sort(),
    );
    for (const rule of body.rules) {
      const kind = String(rule.id).split("_")[0];
      expect(rule["@odata.type"]).toBe(`#microsoft.graph.unifiedRoleManagementPolicy${kind}Rule`);
    }
  });

  it("come without the policy, and a policy without its rules, where nobody asks for them", async () => {
    const { value } = (await client.get(ofGroup("&$expand=policy"))).body;
    expect(value[0].policy).not.toHaveProperty("rules");
    expect((await client.get(`${POLICIES}/${value[0].policyId}`)).body).not.toHaveProperty("rules");
    const rules = await client.get(`${POLICIES}/${value[0].policyId}/rules`);
    expect(rules.body.value).toHaveLength(17);
  });

  it.each([
    ["a dynamic group", { membershipRule: 'user.department -eq "x"' }],
    ["a group from on-premises", { onPremisesSyncEnabled: true }],
  ])("are not there for %s, which PIM does not manage", async (_what, group) => {
    const policyId = await policyIdOf(client, groupId);
    Object.assign(sandbox.world.directory.group(groupId) as object, group);
    expect((await client.get(ofGroup())).body.value).toEqual([]);
    expect((await client.get(`${POLICIES}/${policyId}`)).status).toBe(404);
  });

  it("are never listed for everybody, and are found by their own id", async () => {
    expect(await client.get(POLICY_ASSIGNMENTS)).toMatchObject({ status: 400 });
    expect(await client.get(`${POLICY_ASSIGNMENTS}?$filter=scopeType eq 'Group'`)).toMatchObject({ status: 400 });
    const policyId = await policyIdOf(client, groupId, "owner");
    const { value } = (await client.get(ofGroup(` and policyId eq '${policyId}'`))).body;
    expect(value).toMatchObject([{ policyId, roleDefinitionId: "owner" }]);
  });
});

describe("A change of role settings", () => {
  const documented = {
    rules: [
      {
        "@odata.type": "#microsoft.graph.unifiedRoleManagementPolicyApprovalRule",
        id: "Approval_EndUser_Assignment",
        target: {
          caller: "EndUser",
          operations: ["All"],
          level: "Assignment",
          inheritableSettings: [],
          enforcedSettings: [],
        },
        setting: {
          isApprovalRequired: true,
          isApprovalRequiredForExtension: false,
          isRequestorJustificationRequired: true,
          approvalMode: "SingleStage",
          approvalStages: [
            {
              approvalStageTimeOutInDays: 1,
              isApproverJustificationRequired: true,
              escalationTimeInMinutes: 0,
              isEscalationEnabled: false,
              primaryApprovers: [
                {
                  "@odata.type": "#microsoft.graph.singleUser",
                  isBackup: false,
                  id: APPROVER,
                  description: null,
                },
              ],
              escalationApprovers: [],
            },
          ],
        },
      },
      {
        "@odata.type": "#microsoft.graph.unifiedRoleManagementPolicyExpirationRule",
        id: "Expiration_Admin_Eligibility",
        isExpirationRequired: true,
        maximumDuration: "P90D",
      },
    ],
  };

  it("is answered as Microsoft documents it: 200, without the rules, with the time of the change", async () => {
    const { status, body } = await client.patch(`${POLICIES}/${await policyIdOf(client, groupId)}`, documented);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      displayName: "Group",
      description: "Group",
      isOrganizationDefault: false,
      scopeId: groupId,
      scopeType: "Group",
      lastModifiedDateTime: expect.stringMatching(/^2023-10-01T23:/),
    });
    expect(body).not.toHaveProperty("rules");
    expect(await ruleOf("Approval_EndUser_Assignment")).toEqual(documented.rules[0]);
  });

  it("keeps the rules that it does not name, and what it does not say of those that it names", async () => {
    await client.patch(`${POLICIES}/${await policyIdOf(client, groupId)}`, documented);
    expect(await ruleOf("Expiration_Admin_Eligibility")).toMatchObject({ maximumDuration: "P90D", target: {} });
    expect(await ruleOf("Expiration_Admin_Assignment")).toMatchObject({ maximumDuration: "P180D" });
  });

  it("gives them another id the first time and keeps it from then on; the other role's settings keep theirs", async () => {
    const [before, owner] = [await policyIdOf(client, groupId), await policyIdOf(client, groupId, "owner")];
    await client.patch(`${POLICIES}/${before}`, documented);
    const after = await policyIdOf(client, groupId);
    expect(after).not.toBe(before);
    expect((await client.get(`${POLICIES}/${before}`)).status).toBe(404);
    await client.patch(`${POLICIES}/${after}`, documented);
    expect(await policyIdOf(client, groupId)).toBe(after);
    expect(await policyIdOf(client, groupId, "owner")).toBe(owner);
    expect(await ruleOf("Approval_EndUser_Assignment", "owner")).toMatchObject({
      setting: { isApprovalRequired: false },
    });
  });

  it("of one rule alone is answered with 204", async () => {
    const rule = {
      "@odata.type": "#microsoft.graph.unifiedRoleManagementPolicyExpirationRule",
      id: "Expiration_EndUser_Assignment",
      isExpirationRequired: true,
      maximumDuration: "PT1H30M",
    };
    const path = `${POLICIES}/${await policyIdOf(client, groupId)}/rules/Expiration_EndUser_Assignment`;
    expect(await client.patch(path, rule)).toMatchObject({ status: 204, body: undefined });
    expect(await ruleOf("Expiration_EndUser_Assignment")).toMatchObject({ maximumDuration: "PT1H30M" });
  });

  it.each([
    ["that says what nobody knows", { bogus: 1 }, "bogus"],
    ["beside its rules", { isOrganizationDefault: true, rules: [] }, "isOrganizationDefault"],
    [
      "in a rule",
      { rules: [{ id: "Expiration_Admin_Eligibility", "@odata.type": type("Expiration"), bogus: 1 }] },
      "bogus",
    ],
    [
      "deep in a rule",
      {
        rules: [
          {
            id: "Approval_EndUser_Assignment",
            "@odata.type": type("Approval"),
            setting: { approvalStages: [{ quorum: 2 }] },
          },
        ],
      },
      "setting.approvalStages[0].quorum",
    ],
  ])("%s is refused and fails the run; the settings keep their id", async (_what, body, field) => {
    const before = await policyIdOf(client, groupId);
    const { status, message } = await client.patch(`${POLICIES}/${before}`, body);
    expect(status).toBe(400);
    expect(message).toContain(field);
    expect(sandbox.world.journal.complaints.at(-1)).toContain(field);
    expect(await policyIdOf(client, groupId)).toBe(before);
  });

  it("is of whose settings they are, and of no others", async () => {
    const id = await policyIdOf(client, groupId);
    const said = { id, scopeId: groupId, scopeType: "Group", lastModifiedBy: null, rules: documented.rules };
    const other = { ...said, scopeId: groupAndUser(sandbox).groupId };
    expect((await client.patch(`${POLICIES}/${id}`, other)).message).toContain("scopeId cannot be changed");
    expect((await client.patch(`${POLICIES}/${id}`, said)).status).toBe(200);
  });

  it("names approvers who do not exist only where somebody thinks that PIM takes them", async () => {
    const other = await startStandIn({ guesses: { approversExist: false } });
    try {
      const caller = await other.signedIn();
      const of = groupAndUser(other).groupId;
      const setting = approver("singleUser", { userId: nobody });
      expect((await changeRule(caller, of, "Approval_EndUser_Assignment", { setting })).status).toBe(200);
    } finally {
      await other.close();
    }
  });

  it("that names no rule changes nothing, their id neither", async () => {
    const id = await policyIdOf(client, groupId);
    expect((await client.patch(`${POLICIES}/${id}`, { rules: [] })).status).toBe(200);
    expect(await policyIdOf(client, groupId)).toBe(id);
  });

  it("has to say the type of each rule", async () => {
    const path = `${POLICIES}/${await policyIdOf(client, groupId)}`;
    const rules = [{ id: "Expiration_Admin_Eligibility", maximumDuration: "P90D" }];
    expect(await client.patch(path, { rules })).toMatchObject({ status: 400, code: "InvalidPolicyRule" });
  });

  const approver = (kind: string, of: object) => ({
    isApprovalRequired: true,
    approvalStages: [{ primaryApprovers: [{ "@odata.type": `#microsoft.graph.${kind}`, ...of }] }],
  });
  const nobody = "11111111-1111-4111-8111-111111111111";
  const noApprover = { isApprovalRequired: true, approvalStages: [{ primaryApprovers: [] }] };
  const stranger = { isApprovalRequired: true, approvalStages: [{ primaryApprovers: [{ "@odata.type": "x" }] }] };
  it.each([
    [
      "that wants an end and has no ceiling",
      "Expiration_Admin_Assignment",
      { maximumDuration: "" },
      "maximum duration",
    ],
    ["that lasts too long", "Expiration_EndUser_Assignment", { maximumDuration: "P2D" }, "24 hours"],
    ["that lasts too short", "Expiration_EndUser_Assignment", { maximumDuration: "PT15M" }, "half an hour"],
    ["that PIM does not have", "Expiration_EndUser_Eligibility", { maximumDuration: "P1D" }, "there is no rule"],
    ["that enables what is not known", "Enablement_EndUser_Assignment", { enabledRules: ["Prayer"] }, "Prayer"],
    ["that asks for a ticket of an admin", "Enablement_Admin_Assignment", { enabledRules: ["Ticketing"] }, "Ticketing"],
    ["of approval with no approver", "Approval_EndUser_Assignment", { setting: noApprover }, "needs an approver"],
    ["with an approver of no known type", "Approval_EndUser_Assignment", { setting: stranger }, "singleUser"],
    [
      "with an approver who does not exist",
      "Approval_EndUser_Assignment",
      { setting: approver("singleUser", { userId: nobody }) },
      nobody,
    ],
    [
      "with approvers who do not exist",
      "Approval_EndUser_Assignment",
      { setting: approver("groupMembers", { groupId: nobody }) },
      nobody,
    ],
    [
      "with a group that is a user",
      "Approval_EndUser_Assignment",
      { setting: approver("groupMembers", { groupId: APPROVER }) },
      APPROVER,
    ],
    ["whose length is a number", "Expiration_Admin_Eligibility", { maximumDuration: 90 }, "maximumDuration"],
    [
      "that wants an end perhaps",
      "Expiration_Admin_Eligibility",
      { isExpirationRequired: "yes" },
      "isExpirationRequired",
    ],
    ["of a level that there is not", "Notification_Admin_Admin_Assignment", { notificationLevel: "Loud" }, "Loud"],
    ["of a context without its name", "AuthenticationContext_EndUser_Assignment", { isEnabled: true }, "names no"],
    ["of a context that there can't be", "AuthenticationContext_EndUser_Assignment", { claimValue: "c100" }, "c100"],
    [
      "of stages that are no list",
      "Approval_EndUser_Assignment",
      { setting: { approvalStages: null } },
      "approvalStages",
    ],
    [
      "of a context beside multifactor authentication",
      "AuthenticationContext_EndUser_Assignment",
      { isEnabled: true, claimValue: "c1" },
      "MfaAndAcrsConflict",
    ],
  ])("to a rule %s is refused, and nothing is changed", async (_what, id, change, why) => {
    const before = await policyIdOf(client, groupId);
    const reply = await changeRule(client, groupId, id, change);
    expect(reply).toMatchObject({ status: 400, code: "InvalidPolicy" });
    expect(reply.message).toContain(why);
    expect(await policyIdOf(client, groupId)).toBe(before);
  });

  it("of settings that are not there is not found; they go with the group", async () => {
    expect((await client.patch(`${POLICIES}/Group_x_y`, documented)).status).toBe(404);
    const policyId = await policyIdOf(client, groupId);
    sandbox.world.directory.remove(groupId);
    expect((await client.get(`${POLICIES}/${policyId}`)).status).toBe(404);
  });

  it("counts for what is assigned after it", async () => {
    const who = groupAndUser(sandbox);
    await changeRule(client, who.groupId, "Expiration_Admin_Eligibility", { maximumDuration: "P30D" });
    const scheduleInfo = { expiration: { type: "afterDuration", duration: "P31D" } };
    expect(await ask(client, "eligibility", who, { scheduleInfo })).toMatchObject({
      code: "RoleAssignmentRequestPolicyValidationFailed",
    });
  });
});

import { type Activation, People } from "../../sandbox/people";
import { PIM, ask, changeRule } from "../support/pim";
import { type Client, type RunningStandIn, startStandIn } from "../support/stand-in";

let sandbox: RunningStandIn;
let client: Client;
let people: People;
let admins: string;
const users = new Map<string, string>();
beforeEach(async () => {
  sandbox = await startStandIn({ now: new Date("2026-11-25T09:00:00Z") });
  client = await sandbox.signedIn();
  people = new People(sandbox.world);
  const { directory } = sandbox.world;
  for (const name of ["alice", "bob", "dave"]) {
    users.set(name, directory.addUser({ userPrincipalName: `${name}@contoso.com` }).id);
  }
  admins = directory.addGroup({ displayName: "aks-admins" }).id;
});
afterEach(() => sandbox.close());

const idOf = (name: string) => users.get(name) as string;
const eligible = (name: string, more: object = {}) =>
  ask(
    client,
    "eligibility",
    { groupId: admins, principalId: idOf(name) },
    {
      scheduleInfo: { expiration: { type: "afterDuration", duration: "P30D" } },
      ...more,
    },
  );
const INCIDENT: Activation = { duration: "PT2H", justification: "Incident 4711" };
/** Who Graph says is in the group. */
const members = async () =>
  (await client.get(`/graph/v1.0/groups/${admins}/members?$select=userPrincipalName`)).body.value.map(
    (one: any) => one.userPrincipalName,
  );
const failed = (...rules: string[]) => `The following policy rules failed: ${JSON.stringify(rules)}`;
const pass = (hours: number) => sandbox.world.clock.advance({ hours });

describe("A person who is eligible", () => {
  beforeEach(() => eligible("alice"));

  it("activates, and is among the members until the time is over", async () => {
    expect(await members()).toEqual([]);
    expect(people.activate("alice@contoso.com", "aks-admins", INCIDENT)).toBe("Provisioned");
    expect(await members()).toEqual(["alice@contoso.com"]);
    expect(people.members("aks-admins")).toEqual(["alice@contoso.com"]);
    pass(1.9);
    expect(await members()).toEqual(["alice@contoso.com"]);
    pass(0.2);
    expect(await members()).toEqual([]);
  });

  it("shows in PIM as activated, beside what was assigned", async () => {
    people.activate("Alice@contoso.com", "aks-admins", INCIDENT);
    const path = `${PIM}/assignmentSchedules?$filter=groupId eq '${admins}'`;
    expect((await client.get(path)).body.value).toMatchObject([
      { principalId: idOf("alice"), assignmentType: "Activated", memberType: "Direct" },
    ]);
    const asked = await client.get(`${PIM}/assignmentScheduleRequests?$filter=groupId eq '${admins}'`);
    expect(asked.body.value).toMatchObject([
      { action: "selfActivate", status: "Provisioned", justification: "Incident 4711" },
    ]);
  });

  it("deactivates before the time is over", async () => {
    people.activate("alice@contoso.com", "aks-admins", INCIDENT);
    pass(0.1);
    people.deactivate("alice@contoso.com", "aks-admins");
    expect(await members()).toEqual([]);
    expect(() => people.deactivate("alice@contoso.com", "aks-admins")).toThrow("has nothing active");
    const asked = await client.get(`${PIM}/assignmentScheduleRequests?$filter=groupId eq '${admins}'`);
    expect(asked.body.value.map((one: any) => [one.action, one.status])).toEqual([
      ["selfDeactivate", "Revoked"],
      ["selfActivate", "Provisioned"],
    ]);
  });

  it("does not deactivate in the first five minutes, nor what an administrator assigned", async () => {
    people.activate("alice@contoso.com", "aks-admins", INCIDENT);
    sandbox.world.clock.advance({ minutes: 4 });
    expect(() => people.deactivate("alice@contoso.com", "aks-admins")).toThrow("five minutes at least");
    expect(await members()).toEqual(["alice@contoso.com"]);
    await ask(client, "assignment", { groupId: admins, principalId: idOf("bob") });
    pass(1);
    expect(() => people.deactivate("bob@contoso.com", "aks-admins")).toThrow("has nothing active");
    expect(await members()).toEqual(["alice@contoso.com", "bob@contoso.com"]);
  });

  it("does not activate when the eligibility has ended, or as somebody else, or as an owner", () => {
    const refused = failed("EligibilityRule");
    expect(() => people.activate("bob@contoso.com", "aks-admins", INCIDENT)).toThrow(refused);
    expect(() => people.activate("alice@contoso.com", "aks-admins", INCIDENT, "owner")).toThrow(refused);
    sandbox.world.clock.advance({ days: 31 });
    expect(() => people.activate("alice@contoso.com", "aks-admins", INCIDENT)).toThrow(refused);
    const longer = { ...INCIDENT, duration: "PT9H" };
    expect(() => people.activate("alice@contoso.com", "aks-admins", longer)).toThrow(
      failed("EligibilityRule", "ExpirationRule"),
    );
  });

  it.each([
    ["without a reason", { duration: "PT2H" }, failed("JustificationRule")],
    ["for longer than the settings allow", { ...INCIDENT, duration: "PT9H" }, failed("ExpirationRule")],
    ["without multifactor authentication", { ...INCIDENT, mfa: false }, failed("MfaRule")],
    ["for no time at all", { ...INCIDENT, duration: "PT1M" }, "within five minutes"],
  ])("does not activate %s", async (_what, activation, why) => {
    expect(() => people.activate("alice@contoso.com", "aks-admins", activation)).toThrow(why);
    expect(await members()).toEqual([]);
  });

  it("names a ticket where the settings want one", async () => {
    const enabledRules = ["Justification", "Ticketing"];
    await changeRule(client, admins, "Enablement_EndUser_Assignment", { enabledRules });
    expect(() => people.activate("alice@contoso.com", "aks-admins", INCIDENT)).toThrow(failed("TicketingRule"));
    const ticket = { system: "ServiceNow", number: "CHG-1" };
    expect(people.activate("alice@contoso.com", "aks-admins", { ...INCIDENT, ticket })).toBe("Provisioned");
  });

  it("meets the authentication context where the settings name one", async () => {
    await changeRule(client, admins, "Enablement_EndUser_Assignment", { enabledRules: ["Justification"] });
    await changeRule(client, admins, "AuthenticationContext_EndUser_Assignment", { isEnabled: true, claimValue: "c1" });
    const without = { ...INCIDENT, meetsContext: false };
    expect(() => people.activate("alice@contoso.com", "aks-admins", without)).toThrow(failed("AcrsRule"));
    expect(people.activate("alice@contoso.com", "aks-admins", INCIDENT)).toBe("Provisioned");
  });
});

describe("Where an approval is asked for", () => {
  const approvals = (primaryApprovers: object[]) =>
    changeRule(client, admins, "Approval_EndUser_Assignment", {
      setting: { isApprovalRequired: true, approvalMode: "SingleStage", approvalStages: [{ primaryApprovers }] },
    });
  const requests = async () =>
    (await client.get(`${PIM}/assignmentScheduleRequests?$filter=groupId eq '${admins}'`)).body.value;
  beforeEach(async () => {
    await eligible("alice");
    await approvals([{ "@odata.type": "#microsoft.graph.singleUser", userId: idOf("dave") }]);
  });

  it("somebody waits, and is let in by an approver; the time begins then", async () => {
    expect(people.activate("alice@contoso.com", "aks-admins", INCIDENT)).toBe("PendingApproval");
    expect(await members()).toEqual([]);
    expect(await requests()).toMatchObject([{ status: "PendingApproval", completedDateTime: null }]);
    pass(1.5);
    people.approve("dave@contoso.com", "alice@contoso.com", "aks-admins");
    pass(1.5);
    expect(await members()).toEqual(["alice@contoso.com"]);
    pass(1);
    expect(await members()).toEqual([]);
  });

  it("nobody else approves, and not twice", () => {
    people.activate("alice@contoso.com", "aks-admins", INCIDENT);
    expect(() => people.approve("bob@contoso.com", "alice@contoso.com", "aks-admins")).toThrow(failed("ApprovalRule"));
    people.approve("dave@contoso.com", "alice@contoso.com", "aks-admins");
    expect(() => people.approve("dave@contoso.com", "alice@contoso.com", "aks-admins")).toThrow(
      "waits for no approval",
    );
  });

  it("whoever is in a group of approvers approves", async () => {
    const group = sandbox.world.directory.addGroup({ displayName: "approvers", members: new Set([idOf("bob")]) });
    await approvals([{ "@odata.type": "#microsoft.graph.groupMembers", groupId: group.id }]);
    const activation = { ...INCIDENT, approvedBy: "bob@contoso.com" };
    expect(people.activate("alice@contoso.com", "aks-admins", activation)).toBe("Provisioned");
    expect(await members()).toEqual(["alice@contoso.com"]);
  });

  it("an approver has a day; then somebody asks again", async () => {
    people.activate("alice@contoso.com", "aks-admins", INCIDENT);
    pass(23.9);
    expect(await requests()).toMatchObject([{ status: "PendingApproval" }]);
    pass(0.1);
    const [{ id, status }] = await requests();
    expect(status).toBe("TimedOut");
    for (const decide of [people.approve, people.deny]) {
      expect(() => decide.call(people, "dave@contoso.com", "alice@contoso.com", "aks-admins")).toThrow(
        "waits for no approval",
      );
    }
    expect(await client.post(`${PIM}/assignmentScheduleRequests/${id}/cancel`)).toMatchObject({ status: 400 });
    people.activate("alice@contoso.com", "aks-admins", { ...INCIDENT, approvedBy: "dave@contoso.com" });
    expect(await members()).toEqual(["alice@contoso.com"]);
  });

  it("nobody is let in who is not eligible any more", async () => {
    people.activate("alice@contoso.com", "aks-admins", INCIDENT);
    pass(1);
    people.revoke("eligibility", "alice@contoso.com", "aks-admins");
    expect(() => people.approve("dave@contoso.com", "alice@contoso.com", "aks-admins")).toThrow(
      failed("EligibilityRule"),
    );
    expect(await members()).toEqual([]);
    people.deny("dave@contoso.com", "alice@contoso.com", "aks-admins");
  });

  it("nobody approves their own request, unless somebody thinks otherwise of PIM", async () => {
    await eligible("dave");
    const own = { ...INCIDENT, approvedBy: "dave@contoso.com" };
    expect(() => people.activate("dave@contoso.com", "aks-admins", own)).toThrow(failed("ApprovalRule"));
    expect(await members()).toEqual([]);
    Object.assign(sandbox.world.guesses, { nobodyApprovesThemselves: false });
    people.approve("dave@contoso.com", "dave@contoso.com", "aks-admins");
    expect(await members()).toEqual(["dave@contoso.com"]);
  });

  it("a denial is the end of it", async () => {
    people.activate("alice@contoso.com", "aks-admins", INCIDENT);
    people.deny("dave@contoso.com", "alice@contoso.com", "aks-admins");
    expect(await members()).toEqual([]);
    expect(await requests()).toMatchObject([{ status: "AdminDenied" }]);
    expect(() => people.approve("dave@contoso.com", "alice@contoso.com", "aks-admins")).toThrow(
      "waits for no approval",
    );
  });

  it("what waits can be cancelled, as an application does it", async () => {
    people.activate("alice@contoso.com", "aks-admins", INCIDENT);
    const [{ id }] = await requests();
    expect((await client.post(`${PIM}/assignmentScheduleRequests/${id}/cancel`)).status).toBe(204);
    expect(await requests()).toMatchObject([{ id, status: "Canceled" }]);
    expect(() => people.approve("dave@contoso.com", "alice@contoso.com", "aks-admins")).toThrow(
      "waits for no approval",
    );
  });
});

describe("A group that is eligible", () => {
  it("lets its members activate, each for themselves, also from a group in it", async () => {
    const { directory } = sandbox.world;
    const inner = directory.addGroup({ displayName: "on call", members: new Set([idOf("bob")]) });
    const sre = directory.addGroup({ displayName: "sre", members: new Set([idOf("alice"), inner.id]) });
    await ask(client, "eligibility", { groupId: admins, principalId: sre.id });
    people.activate("alice@contoso.com", "aks-admins", { ...INCIDENT, duration: "PT1H" });
    expect(await members()).toEqual(["alice@contoso.com"]);
    people.activate("bob@contoso.com", "aks-admins", { ...INCIDENT, duration: "PT1H" });
    expect(people.members("aks-admins")).toEqual(["alice@contoso.com", "bob@contoso.com"]);
    expect(() => people.activate("dave@contoso.com", "aks-admins", { ...INCIDENT, duration: "PT1H" })).toThrow(
      failed("EligibilityRule"),
    );
  });
});

test("groups that are in each other are looked through once", async () => {
  const { directory } = sandbox.world;
  const [one, two] = ["one", "two"].map((displayName) => directory.addGroup({ displayName }));
  one.members.add(two.id);
  two.members.add(one.id);
  await ask(client, "eligibility", { groupId: admins, principalId: one.id });
  expect(() => people.activate("alice@contoso.com", "aks-admins", INCIDENT)).toThrow(failed("EligibilityRule"));
  two.members.add(idOf("alice"));
  expect(people.activate("alice@contoso.com", "aks-admins", { ...INCIDENT, duration: "PT1H" })).toBe("Provisioned");
});

describe("Behind Terraform's back", () => {
  it("a member is added and removed", async () => {
    people.addMember("bob@contoso.com", "aks-admins");
    expect(await members()).toEqual(["bob@contoso.com"]);
    people.removeMember("bob@contoso.com", "aks-admins");
    expect(await members()).toEqual([]);
  });

  it("what was assigned is taken away, and what was asked last says so", async () => {
    const { body } = await eligible("alice");
    people.revoke("eligibility", "alice@contoso.com", "aks-admins");
    expect((await client.get(`${PIM}/eligibilitySchedules/${body.targetScheduleId}`)).status).toBe(404);
    const filter = `groupId eq '${admins}' and targetScheduleId eq '${body.targetScheduleId}'`;
    const { value } = (await client.get(`${PIM}/eligibilityScheduleRequests?$filter=${filter}`)).body;
    expect(value.map((one: any) => [one.action, one.status])).toEqual([
      ["adminRemove", "Revoked"],
      ["adminAssign", "Provisioned"],
    ]);
    expect(() => people.revoke("eligibility", "alice@contoso.com", "aks-admins")).toThrow("has nothing in");
  });

  it("a rule of the role settings is changed in the portal, by the portal's rules", async () => {
    people.changeRule("aks-admins", "member", "Expiration_Admin_Eligibility", { maximumDuration: "P15D" });
    expect((await eligible("alice")).message).toBe(failed("ExpirationRule"));
    expect(() =>
      people.changeRule("aks-admins", "member", "Enablement_EndUser_Assignment", { enabledRules: ["Prayer"] }),
    ).toThrow("Prayer");
  });

  it("a policy is changed in the portal", async () => {
    const { body } = await client.post("/graph/v1.0/identity/conditionalAccess/policies", {
      displayName: "aks",
      state: "enabled",
      conditions: {
        clientAppTypes: ["all"],
        applications: { includeApplications: ["All"] },
        users: { includeGroups: [admins] },
      },
      grantControls: { operator: "OR", builtInControls: ["mfa"] },
    });
    people.changePolicy("aks", { state: "disabled" });
    const now = await client.get(`/graph/v1.0/identity/conditionalAccess/policies/${body.id}`);
    expect(now.body).toMatchObject({ state: "disabled", conditions: body.conditions });
    expect(() => people.changePolicy("aks", { state: "off" })).toThrow("'off' is not known");
    expect(() => people.changePolicy("other", {})).toThrow("no policy is called other");
  });

  it("a user is deleted, with everything that they were and were assigned", async () => {
    const { body } = await eligible("alice");
    people.activate("alice@contoso.com", "aks-admins", INCIDENT);
    people.addMember("bob@contoso.com", "aks-admins");
    people.deleteUser("alice@contoso.com");
    people.deleteUser("bob@contoso.com");
    expect(await members()).toEqual([]);
    expect((await client.get(`/graph/v1.0/users/${idOf("alice")}`)).status).toBe(404);
    expect((await client.get(`${PIM}/eligibilitySchedules/${body.targetScheduleId}`)).status).toBe(404);
  });
});

test("nobody does anything to whom nobody knows", () => {
  expect(() => people.addMember("mallory@contoso.com", "aks-admins")).toThrow("nobody is called mallory@contoso.com");
  expect(() => people.addMember("alice@contoso.com", "aks")).toThrow("no group is called aks");
});

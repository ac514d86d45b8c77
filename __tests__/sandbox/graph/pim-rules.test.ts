import { PIM, ask, changeRule, forEver, groupAndUser, lasting, until } from "../../support/pim";
import { type Client, type RunningStandIn, startStandIn } from "../../support/stand-in";

let sandbox: RunningStandIn;
let client: Client;
beforeEach(async () => {
  sandbox = await startStandIn({ now: new Date("2026-11-25T09:00:00Z") });
  client = await sandbox.signedIn();
});
afterEach(() => sandbox.close());

const failed = (...rules: string[]) => ({
  status: 400,
  code: "RoleAssignmentRequestPolicyValidationFailed",
  message: `The following policy rules failed: ${JSON.stringify(rules)}`,
});
const refused = (code: string) => ({ status: 400, code });
const pass = (minutes: number) => sandbox.world.clock.advance({ minutes });

describe("The expiration rule of PIM", () => {
  it.each(["eligibility", "assignment"] as const)(
    "wants an end of each %s, as no other setting was made",
    async (kind) => {
      expect(await ask(client, kind, groupAndUser(sandbox), forEver)).toMatchObject(failed("ExpirationRule"));
    },
  );

  it.each([
    ["eligibility", "P365D", "P366D"],
    ["assignment", "P180D", "P181D"],
  ] as const)("has a ceiling for an %s: %s goes, %s does not", async (kind, longest, longer) => {
    const who = groupAndUser(sandbox);
    expect(await ask(client, kind, who, lasting(longer))).toMatchObject(failed("ExpirationRule"));
    expect((await ask(client, kind, who, lasting(longest))).status).toBe(201);
  });

  it("looks at dates too", async () => {
    const who = groupAndUser(sandbox);
    expect(await ask(client, "eligibility", who, until("2027-12-01T00:00:00Z"))).toMatchObject(
      failed("ExpirationRule"),
    );
    expect((await ask(client, "eligibility", who, until("2027-11-25T00:00:00Z"))).status).toBe(201);
  });

  it("lets what is permanent through where the settings allow it", async () => {
    const who = groupAndUser(sandbox);
    await changeRule(client, who.groupId, "Expiration_Admin_Eligibility", { isExpirationRequired: false });
    expect((await ask(client, "eligibility", who, forEver)).status).toBe(201);
    expect(await ask(client, "assignment", who, forEver)).toMatchObject(failed("ExpirationRule"));
  });
});

describe("A period", () => {
  it.each([
    ["without any", {}],
    ["of a year", lasting("P1Y")],
    ["of months", lasting("P6M")],
    ["in words", lasting("90d")],
    ["of less than five minutes", lasting("PT4M")],
    ["that has ended", until("2026-11-24T00:00:00Z")],
    ["that ends in less than five minutes", until("2026-11-25T09:03:00Z")],
    ["that ends at no time", until("tomorrow")],
    ["of another type", { scheduleInfo: { expiration: { type: "notSpecified" } } }],
  ])("%s is refused", async (_what, more) => {
    const reply = await ask(client, "eligibility", groupAndUser(sandbox), { scheduleInfo: {}, ...more });
    expect(reply).toMatchObject(refused("InvalidRoleAssignmentRequest"));
  });
});

describe("The enablement rules of PIM", () => {
  it("want a justification of an active assignment, and none of an eligible one", async () => {
    const who = groupAndUser(sandbox);
    const without = { justification: null };
    expect(await ask(client, "assignment", who, without)).toMatchObject(failed("JustificationRule"));
    expect((await ask(client, "eligibility", who, without)).status).toBe(201);
  });

  it("name every rule that fails, not only the first", async () => {
    const reply = await ask(client, "assignment", groupAndUser(sandbox), { ...forEver, justification: "" });
    expect(reply).toMatchObject(failed("ExpirationRule", "JustificationRule"));
  });

  it("want a ticket where the settings do", async () => {
    const who = groupAndUser(sandbox);
    await changeRule(client, who.groupId, "Enablement_Admin_Eligibility", { enabledRules: ["Ticketing"] });
    expect(await ask(client, "eligibility", who)).toMatchObject(failed("TicketingRule"));
    const ticketInfo = { ticketNumber: "CHG-4711", ticketSystem: "ServiceNow" };
    expect(await ask(client, "eligibility", who, { ticketInfo })).toMatchObject({ status: 201, body: { ticketInfo } });
  });
});

describe("What is assigned already", () => {
  it.each(["eligibility", "assignment"] as const)("is not assigned again: %s", async (kind) => {
    const who = groupAndUser(sandbox);
    await ask(client, kind, who);
    expect(await ask(client, kind, who)).toMatchObject(refused("RoleAssignmentExists"));
  });

  it("is updated in place: one schedule, with the new end and reason", async () => {
    const who = groupAndUser(sandbox);
    await ask(client, "assignment", who);
    const { body } = await ask(client, "assignment", who, {
      action: "adminUpdate",
      justification: "Longer.",
      ...lasting("P10D"),
    });
    const { value } = (await client.get(`${PIM}/assignmentSchedules?$filter=groupId eq '${who.groupId}'`)).body;
    expect(value).toMatchObject([{ id: body.targetScheduleId }]);
    expect(value[0].scheduleInfo.expiration.endDateTime).toMatch(/^2026-12-05T09:00:/);
  });

  it("keeps to the rules when it is updated", async () => {
    const who = groupAndUser(sandbox);
    await ask(client, "eligibility", who);
    expect(await ask(client, "eligibility", who, { action: "adminUpdate", ...forEver })).toMatchObject(
      failed("ExpirationRule"),
    );
  });

  it.each(["adminUpdate", "adminExtend"])("and has ended is not there for %s, but for adminRenew", async (action) => {
    const who = groupAndUser(sandbox);
    await ask(client, "eligibility", who);
    pass(121);
    expect(await ask(client, "eligibility", who, { action })).toMatchObject(refused("RoleAssignmentDoesNotExist"));
    expect((await ask(client, "eligibility", who, { action: "adminRenew" })).status).toBe(201);
  });

  it("and has ended can be assigned anew", async () => {
    const who = groupAndUser(sandbox);
    await ask(client, "assignment", who);
    pass(121);
    expect((await client.get(`/graph/v1.0/groups/${who.groupId}/members`)).body.value).toEqual([]);
    expect((await ask(client, "assignment", who)).status).toBe(201);
  });
});

describe("A removal", () => {
  const remove = (who: { groupId: string; principalId: string }) =>
    ask(client, "assignment", who, { action: "adminRemove", scheduleInfo: null });

  it("within the first five minutes is refused; after them it is done, and what was asked says so", async () => {
    const who = groupAndUser(sandbox);
    const { body: made } = await ask(client, "assignment", who);
    pass(4);
    expect(await remove(who)).toMatchObject(refused("ActiveDurationTooShort"));
    pass(2);
    expect(await remove(who)).toMatchObject({
      status: 201,
      body: { action: "adminRemove", status: "Revoked", targetScheduleId: made.targetScheduleId },
    });
    expect((await client.get(`${PIM}/assignmentSchedules/${made.targetScheduleId}`)).status).toBe(404);
  });

  it("of what has not begun may come at once", async () => {
    const who = groupAndUser(sandbox);
    const scheduleInfo = { startDateTime: "2026-12-01T00:00:00Z", ...lasting("P1D").scheduleInfo };
    await ask(client, "assignment", who, { scheduleInfo });
    expect((await remove(who)).status).toBe(201);
  });

  it("of what has ended is answered with 404, unless a world answers 400", async () => {
    const who = groupAndUser(sandbox);
    await ask(client, "assignment", who);
    pass(121);
    expect(await remove(who)).toMatchObject({ status: 404 });
    sandbox.world.removalOfEnded = 400;
    expect(await remove(who)).toMatchObject(refused("RoleAssignmentDoesNotExist"));
  });

  it("of what never was is refused", async () => {
    expect(await remove(groupAndUser(sandbox))).toMatchObject(refused("RoleAssignmentDoesNotExist"));
  });

  it("of what went with a deleted user is as of what has ended", async () => {
    const who = groupAndUser(sandbox);
    await ask(client, "assignment", who);
    sandbox.world.directory.remove(who.principalId);
    expect(await remove(who)).toMatchObject({ status: 404 });
  });
});

describe("PIM does not manage", () => {
  it.each([
    ["a dynamic group", { groupTypes: ["DynamicMembership"], membershipRule: "user.department -eq 'x'" }],
    ["a group that is synchronized from on-premises", { onPremisesSyncEnabled: true }],
  ])("%s", async (what, group) => {
    const reply = await ask(client, "eligibility", groupAndUser(sandbox, group));
    expect(reply).toMatchObject({ ...refused("InvalidResource"), message: `PIM does not manage ${what}.` });
  });

  it("a group under restricted management", async () => {
    const who = groupAndUser(sandbox);
    const unit = { displayName: "tier 0", isMemberManagementRestricted: true, members: new Set([who.groupId]) };
    sandbox.world.directory.addAdministrativeUnit(unit);
    expect(await ask(client, "eligibility", who)).toMatchObject(refused("InvalidResource"));
  });
});

describe("A principal of PIM", () => {
  it("who is not known is not found", async () => {
    const { groupId } = groupAndUser(sandbox);
    const nobody = { groupId, principalId: "11111111-1111-4111-8111-111111111111" };
    expect(await ask(client, "eligibility", nobody)).toMatchObject(refused("SubjectNotFound"));
  });

  it("who is new may not be found for some seconds", async () => {
    sandbox.world.faults.slowToAppear(30, { kind: "user" });
    const who = groupAndUser(sandbox);
    expect(await ask(client, "eligibility", who)).toMatchObject(refused("SubjectNotFound"));
    pass(1);
    expect((await ask(client, "eligibility", who)).status).toBe(201);
  });

  it("is not the group itself", async () => {
    const { groupId } = groupAndUser(sandbox);
    const reply = await ask(client, "eligibility", { groupId, principalId: groupId });
    expect(reply).toMatchObject(refused("InvalidRoleAssignmentRequest"));
  });

  it("may be another group; of a role-assignable one only as somebody eligible, never as an active member", async () => {
    const { groupId } = groupAndUser(sandbox, { isAssignableToRole: true });
    const sre = { groupId, principalId: sandbox.world.directory.addGroup({ displayName: "sre" }).id };
    expect((await ask(client, "eligibility", sre)).status).toBe(201);
    expect(await ask(client, "assignment", sre)).toMatchObject(refused("InvalidRoleAssignmentRequest"));
    expect((await ask(client, "assignment", { ...sre, groupId: groupAndUser(sandbox).groupId })).status).toBe(201);
  });
});

describe("A request", () => {
  it.each([
    ["for neither a member nor an owner", { accessId: "guest" }, 400],
    ["to do what nobody knows", { action: "adminForget" }, 400],
    ["of an application to activate for itself", { action: "selfActivate" }, 400],
    ["for a group that is not there", { groupId: "11111111-1111-4111-8111-111111111111" }, 404],
  ])("%s is refused", async (_what, more, status) => {
    expect((await ask(client, "assignment", groupAndUser(sandbox), more)).status).toBe(status);
  });
});

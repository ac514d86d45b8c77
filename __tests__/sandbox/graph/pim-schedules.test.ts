import { PIM, ask, forEver, groupAndUser } from "../../support/pim";
import { type Client, useStandIn } from "../../support/stand-in";

// https://learn.microsoft.com/graph/api/privilegedaccessgroup-post-eligibilityschedulerequests and its neighbours:
// -post-assignmentschedulerequests, -list-eligibilityschedules, -list-assignmentschedules, the same to get one
const NOW = "2023-02-07T06:57:55";
const sandbox = useStandIn({ now: new Date(`${NOW}Z`) });
let client: Client;
beforeAll(async () => {
  client = await sandbox.signedIn();
});
const soonAfterNow = expect.stringMatching(/^2023-02-07T06:5[78]:\d\d\.\d+Z$/);

describe("An eligibility", () => {
  const documented = (who: { groupId: string; principalId: string }) => ({
    accessId: "member",
    ...who,
    action: "AdminAssign",
    scheduleInfo: {
      startDateTime: "2023-02-06T19:25:00.000Z",
      expiration: { type: "AfterDateTime", endDateTime: "2023-02-07T19:56:00.000Z" },
    },
    justification: "Assign eligible request.",
  });

  it("is asked for and answered as Microsoft documents it: what should have begun already begins now", async () => {
    const who = groupAndUser(sandbox);
    const { status, body } = await client.post(`${PIM}/eligibilityScheduleRequests`, documented(who));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.any(String),
      status: "Provisioned",
      createdDateTime: soonAfterNow,
      completedDateTime: soonAfterNow,
      action: "adminAssign",
      isValidationOnly: false,
      justification: "Assign eligible request.",
      ...who,
      accessId: "member",
      targetScheduleId: `${who.groupId}_member_${body.id}`,
      createdBy: { user: { id: client.identity.objectId } },
      scheduleInfo: {
        startDateTime: soonAfterNow,
        recurrence: null,
        expiration: {
          type: "afterDateTime",
          endDateTime: "2023-02-07T19:56:00Z",
          duration: null,
        },
      },
    });
  });

  it("is extended before it ends, and has another id after that", async () => {
    const who = groupAndUser(sandbox);
    const first = await client.post(`${PIM}/eligibilityScheduleRequests`, documented(who));
    const { status, body } = await client.post(`${PIM}/eligibilityScheduleRequests`, {
      ...documented(who),
      action: "AdminExtend",
      scheduleInfo: {
        startDateTime: "2023-02-06T19:25:00.000Z",
        expiration: { type: "AfterDateTime", endDateTime: "2023-02-07T20:56:00.000Z" },
      },
      justification: "Extend eligible request.",
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: "Provisioned",
      action: "adminExtend",
      justification: "Extend eligible request.",
    });
    expect(body.targetScheduleId).not.toBe(first.body.targetScheduleId);
    const { value } = (await client.get(`${PIM}/eligibilitySchedules?$filter=groupId eq '${who.groupId}'`)).body;
    expect(value).toMatchObject([
      { id: body.targetScheduleId, scheduleInfo: { expiration: { endDateTime: "2023-02-07T20:56:00Z" } } },
    ]);
  });

  it("is listed by group and principal with the documented properties, and those that are selected", async () => {
    const who = groupAndUser(sandbox);
    const { body: made } = await client.post(`${PIM}/eligibilityScheduleRequests`, documented(who));
    const path = `${PIM}/eligibilitySchedules?$filter=groupId eq '${who.groupId}' and principalId eq '${who.principalId}'`;
    expect((await client.get(path)).body.value).toEqual([
      {
        id: made.targetScheduleId,
        scheduleInfo: {
          startDateTime: soonAfterNow,
          recurrence: null,
          expiration: { type: "afterDateTime", endDateTime: "2023-02-07T19:56:00Z", duration: null },
        },
        createdUsing: made.id,
        createdDateTime: soonAfterNow,
        modifiedDateTime: null,
        status: "Provisioned",
        memberType: "Direct",
        accessId: "member",
        ...who,
      },
    ]);
    const selected = await client.get(`${path}&$select=accessId,principalId,groupId`);
    expect(selected.body.value).toEqual([{ accessId: "member", ...who }]);
  });

  it("is read by its own id, without an end if it has none", async () => {
    const who = groupAndUser(sandbox);
    sandbox.world.directory.group(who.groupId);
    const { id } = (await ask(client, "eligibility", who)).body;
    const { status, body } = await client.get(`${PIM}/eligibilitySchedules/${who.groupId}_member_${id}`);
    expect([status, body.memberType]).toEqual([200, "Direct"]);
    expect((await client.get(`${PIM}/eligibilitySchedules/${id}`)).status).toBe(404);
  });

  it("does not make anybody a member", async () => {
    const who = groupAndUser(sandbox);
    await ask(client, "eligibility", who);
    expect((await client.get(`/graph/v1.0/groups/${who.groupId}/members`)).body.value).toEqual([]);
  });
});

describe("An active assignment", () => {
  it("is asked for and answered as Microsoft documents it", async () => {
    const who = groupAndUser(sandbox);
    const { status, body } = await client.post(`${PIM}/assignmentScheduleRequests`, {
      accessId: "member",
      ...who,
      action: "adminAssign",
      scheduleInfo: {
        startDateTime: "2022-12-08T07:43:00.000Z",
        expiration: { type: "afterDuration", duration: "PT2H" },
      },
      justification: "Assign active member access.",
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: "Provisioned",
      approvalId: null,
      customData: null,
      action: "adminAssign",
      isValidationOnly: false,
      justification: "Assign active member access.",
      scheduleInfo: { startDateTime: soonAfterNow, expiration: { type: "afterDuration", duration: "PT2H" } },
      ticketInfo: { ticketNumber: null, ticketSystem: null },
      accessId: "member",
      ...who,
    });
  });

  it("is listed as assigned, without an end if it has none", async () => {
    const who = groupAndUser(sandbox);
    const settings = `/graph/v1.0/policies/roleManagementPolicyAssignments?$filter=scopeId eq '${who.groupId}' and scopeType eq 'Group'`;
    const { policyId } = (await client.get(settings)).body.value[0];
    await client.patch(`/graph/v1.0/policies/roleManagementPolicies/${policyId}`, {
      rules: [
        {
          "@odata.type": "#microsoft.graph.unifiedRoleManagementPolicyExpirationRule",
          id: "Expiration_Admin_Assignment",
          isExpirationRequired: false,
        },
      ],
    });
    await ask(client, "assignment", who, forEver);
    const { value } = (await client.get(`${PIM}/assignmentSchedules?$filter=principalId eq '${who.principalId}'`)).body;
    expect(value).toMatchObject([
      {
        status: "Provisioned",
        memberType: "Direct",
        assignmentType: "Assigned",
        scheduleInfo: { recurrence: null, expiration: { type: "noExpiration", endDateTime: null, duration: null } },
      },
    ]);
  });

  it("makes somebody a member, whom the members API takes out again", async () => {
    const who = groupAndUser(sandbox);
    await ask(client, "assignment", who);
    const members = `/graph/v1.0/groups/${who.groupId}/members`;
    expect((await client.get(members)).body.value).toMatchObject([{ id: who.principalId }]);
    expect((await client.delete(`${members}/${who.principalId}/$ref`)).status).toBe(204);
    expect((await client.get(members)).body.value).toEqual([]);
    const { value } = (await client.get(`${PIM}/assignmentSchedules?$filter=groupId eq '${who.groupId}'`)).body;
    expect(value).toEqual([]);
  });

  it("of an owner makes an owner, and is another thing than that of a member", async () => {
    const who = groupAndUser(sandbox);
    await ask(client, "assignment", who, { accessId: "owner" });
    expect((await client.get(`/graph/v1.0/groups/${who.groupId}/owners`)).body.value).toMatchObject([
      { id: who.principalId },
    ]);
    expect((await client.get(`/graph/v1.0/groups/${who.groupId}/members`)).body.value).toEqual([]);
    expect((await ask(client, "assignment", who)).status).toBe(201);
  });

  it("that is to begin later waits until then", async () => {
    const who = groupAndUser(sandbox);
    const { body } = await ask(client, "assignment", who, {
      scheduleInfo: {
        startDateTime: "2023-03-01T00:00:00Z",
        expiration: { type: "afterDuration", duration: "P10D" },
      },
    });
    expect(body).toMatchObject({
      status: "ScheduleCreated",
      scheduleInfo: { startDateTime: "2023-03-01T00:00:00Z" },
    });
    const schedule = await client.get(`${PIM}/assignmentSchedules/${body.targetScheduleId}`);
    expect(schedule.body.status).toBe("ScheduleCreated");
    expect((await client.get(`/graph/v1.0/groups/${who.groupId}/members`)).body.value).toEqual([]);
  });
});

describe("What is asked with more than PIM keeps is refused", () => {
  it.each([
    ["bogus", { bogus: 1 }],
    ["isValidationOnly", { isValidationOnly: true }],
    ["scheduleInfo.until", { scheduleInfo: { until: "tomorrow", expiration: { type: "noExpiration" } } }],
    ["ticketInfo.ticketColour", { ticketInfo: { ticketNumber: "1", ticketColour: "red" } }],
  ])("a field that nobody knows, %s, which fails the run too", async (field, more) => {
    const who = groupAndUser(sandbox);
    const reply = await ask(client, "eligibility", who, more);
    expect(reply).toMatchObject({ status: 400, code: "InvalidRoleAssignmentRequest" });
    expect(sandbox.world.journal.complaints.at(-1)).toBe(
      `a request to PIM has fields that the sandbox does not know: ${field}`,
    );
    const filter = `$filter=groupId eq '${who.groupId}'`;
    expect((await client.get(`${PIM}/eligibilityScheduleRequests?${filter}`)).body.value).toEqual([]);
  });

  it.each([
    ["a repetition", { scheduleInfo: { recurrence: { pattern: {} }, expiration: { type: "noExpiration" } } }],
    ["an author", { createdBy: { user: { id: "x" } } }],
    ["a justification that is no text", { justification: 1 }],
  ])("%s", async (_what, more) => {
    const reply = await ask(client, "eligibility", groupAndUser(sandbox), more);
    expect(reply).toMatchObject({ status: 400, code: "InvalidRoleAssignmentRequest" });
    expect(reply.message).toContain("cannot be");
  });
});

describe("What was asked", () => {
  it("is listed for a group, the newest first, and for one schedule, as the provider asks", async () => {
    const who = groupAndUser(sandbox);
    const { body: first } = await ask(client, "eligibility", who);
    const { body: second } = await ask(client, "eligibility", who, {
      action: "adminUpdate",
      justification: "Changed.",
    });
    const path = `${PIM}/eligibilityScheduleRequests?$filter=groupId eq '${who.groupId}'`;
    const all = (await client.get(`${path}&$orderby=createdDateTime desc`)).body.value;
    expect(all.map((one: any) => [one.id, one.justification])).toEqual([
      [second.id, "Changed."],
      [first.id, "Assign."],
    ]);
    const one = (await client.get(`${path} and targetScheduleId eq '${second.targetScheduleId}'`)).body.value;
    expect(one).toMatchObject([{ id: second.id }]);
    expect((await client.get(`${PIM}/eligibilityScheduleRequests/${first.id}`)).body.id).toBe(first.id);
  });

  it.each(["eligibilityScheduleRequests", "assignmentScheduleRequests", "eligibilitySchedules", "assignmentSchedules"])(
    "is never listed for everybody: %s wants a group or a principal",
    async (list) => {
      expect(await client.get(`${PIM}/${list}`)).toMatchObject({ status: 400, code: "MissingProvider" });
    },
  );

  it("and is done cannot be cancelled; what was never asked is not found", async () => {
    const { body } = await ask(client, "eligibility", groupAndUser(sandbox));
    expect((await client.post(`${PIM}/eligibilityScheduleRequests/${body.id}/cancel`)).status).toBe(400);
    expect((await client.post(`${PIM}/eligibilityScheduleRequests/never/cancel`)).status).toBe(404);
  });
});

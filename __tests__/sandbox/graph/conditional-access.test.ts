import { type Client, useStandIn } from "../../support/stand-in";

// https://learn.microsoft.com/graph/api/conditionalaccessroot-post-policies, -list-policies,
// conditionalaccesspolicy-update, -delete
const PATH = "/graph/v1.0/identity/conditionalAccess/policies";
const EXCHANGE = "00000002-0000-0ff1-ce00-000000000000";
const UNKNOWN = "11111111-1111-4111-8111-111111111111";
const sandbox = useStandIn({ now: new Date("2019-10-14T19:52:00Z") });
let client: Client;
let group: string;
let user: string;
beforeAll(async () => {
  client = await sandbox.signedIn();
  const { directory } = sandbox.world;
  directory.addServicePrincipal({ appId: EXCHANGE, displayName: "Office 365 Exchange Online" });
  group = directory.addGroup({ displayName: "EXO users" }).id;
  user = directory.addUser({ userPrincipalName: "emergency@contoso.com" }).id;
});

const documented = () => ({
  displayName: "Access to EXO requires MFA",
  state: "enabled",
  conditions: {
    clientAppTypes: ["mobileAppsAndDesktopClients", "browser"],
    applications: { includeApplications: [EXCHANGE] },
    users: { includeGroups: [group] },
    locations: { includeLocations: ["All"], excludeLocations: ["AllTrusted"] },
  },
  grantControls: { operator: "OR", builtInControls: ["mfa"] },
});
/** The documented one with other conditions or controls. */
const other = ({ users, applications, ...more }: Record<string, any>) => ({
  ...documented(),
  conditions: {
    ...documented().conditions,
    users: { ...documented().conditions.users, ...users },
    applications: { ...documented().conditions.applications, ...applications },
  },
  ...more,
});

describe("A Conditional Access policy", () => {
  it("is made and answered as Microsoft documents it, with what was not said filled in", async () => {
    const { status, body } = await client.post(PATH, documented());
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      displayName: "Access to EXO requires MFA",
      createdDateTime: expect.stringMatching(/^2019-10-14T19:5/),
      modifiedDateTime: null,
      state: "enabled",
      sessionControls: null,
      conditions: {
        signInRiskLevels: [],
        clientAppTypes: ["mobileAppsAndDesktopClients", "browser"],
        platforms: null,
        applications: { includeApplications: [EXCHANGE], excludeApplications: [], includeUserActions: [] },
        users: {
          includeUsers: [],
          excludeUsers: [],
          includeGroups: [group],
          excludeGroups: [],
          includeRoles: [],
          excludeRoles: [],
        },
        locations: { includeLocations: ["All"], excludeLocations: ["AllTrusted"] },
      },
      grantControls: { operator: "OR", builtInControls: ["mfa"], customAuthenticationFactors: [], termsOfUse: [] },
    });
    expect((await client.get(`${PATH}/${body.id}`)).body).toEqual(body);
  });

  it("is listed with the others, page by page, with what is selected", async () => {
    await client.post(PATH, { ...documented(), displayName: "another" });
    const { value } = await client.pages(`${PATH}?$top=1&$select=displayName`);
    expect(value).toContainEqual({ displayName: "another" });
    expect(value.length).toBeGreaterThan(1);
    const one = await client.get(`${PATH}?$filter=displayName eq 'another'`);
    expect(one.body.value).toMatchObject([{ displayName: "another" }]);
  });

  it("is changed in what is said and in nothing else: 204, and the rest of the conditions stays", async () => {
    const { id } = (await client.post(PATH, documented())).body;
    const change = { conditions: { signInRiskLevels: ["high", "medium", "low"] } };
    expect(await client.patch(`${PATH}/${id}`, change)).toMatchObject({ status: 204, body: undefined });
    const { body } = await client.get(`${PATH}/${id}`);
    expect(body.conditions).toMatchObject({
      signInRiskLevels: ["high", "medium", "low"],
      applications: { includeApplications: [EXCHANGE] },
      users: { includeGroups: [group] },
    });
    expect(body.modifiedDateTime).toMatch(/^2019-10-14T19:5/);
  });

  it("keeps the order of its lists, which Terraform looks at", async () => {
    const users = {
      includeGroups: [],
      includeUsers: [user, sandbox.world.directory.addUser({ userPrincipalName: "a@b.c" }).id],
    };
    const { id } = (await client.post(PATH, other({ users }))).body;
    expect((await client.get(`${PATH}/${id}`)).body.conditions.users.includeUsers).toEqual(users.includeUsers);
  });

  it("is deleted: 204, and gone", async () => {
    const { id } = (await client.post(PATH, documented())).body;
    expect(await client.delete(`${PATH}/${id}`)).toMatchObject({ status: 204, body: undefined });
    for (const reply of [await client.get(`${PATH}/${id}`), await client.delete(`${PATH}/${id}`)]) {
      expect(reply.status).toBe(404);
    }
  });

  it.each([
    ["without a name", () => ({ ...documented(), displayName: "" }), "display name"],
    ["in no known state", () => ({ ...documented(), state: "on" }), "'on' is not known"],
    [
      "for no kind of client",
      () => ({ ...documented(), conditions: { ...documented().conditions, clientAppTypes: [] } }),
      "client app types",
    ],
    ["for nobody", () => other({ users: { includeGroups: [] } }), "includes somebody"],
    ["for no application", () => other({ applications: { includeApplications: [] } }), "targets an application"],
    ["for an unknown user", () => other({ users: { includeUsers: [UNKNOWN] } }), `the user ${UNKNOWN}`],
    ["that excludes an unknown user", () => other({ users: { excludeUsers: [UNKNOWN] } }), `the user ${UNKNOWN}`],
    ["for an unknown group", () => other({ users: { includeGroups: [UNKNOWN] } }), `the group ${UNKNOWN}`],
    ["for a user who is a group", () => other({ users: { includeUsers: [group] } }), "of includeUsers does not exist"],
    ["that excludes a group that is a user", () => other({ users: { excludeGroups: [user] } }), "of excludeGroups"],
    [
      "for a group by Terraform's id",
      () => other({ users: { includeGroups: [`/groups/${UNKNOWN}`] } }),
      "no object id",
    ],
    ["for all and for one", () => other({ users: { includeUsers: ["All", user] } }), "stands alone"],
    [
      "for an application without a principal here",
      () => other({ applications: { includeApplications: [UNKNOWN] } }),
      "ServicePrincipalNotFound",
    ],
    [
      "for all applications and for one",
      () => other({ applications: { includeApplications: ["All", EXCHANGE] } }),
      "stands alone",
    ],
    [
      "in a place that is not there",
      () => ({
        ...documented(),
        conditions: { ...documented().conditions, locations: { includeLocations: [UNKNOWN] } },
      }),
      "named location",
    ],
    ["without any control", () => ({ ...documented(), grantControls: null }), "grants, or controls"],
    [
      "with a control that is not known",
      () => other({ grantControls: { operator: "OR", builtInControls: ["luck"] } }),
      "luck is no control",
    ],
    ["with no operator", () => other({ grantControls: { builtInControls: ["mfa"] } }), "neither AND nor OR"],
    [
      "that blocks and grants",
      () => other({ grantControls: { operator: "OR", builtInControls: ["block", "mfa"] } }),
      "block stands alone",
    ],
    [
      "with mfa and a strength",
      () =>
        other({
          grantControls: {
            operator: "AND",
            builtInControls: ["mfa"],
            authenticationStrength: { id: "00000000-0000-0000-0000-000000000004" },
          },
        }),
      "exclude each other",
    ],
    [
      "with a password change and no mfa",
      () => other({ grantControls: { operator: "AND", builtInControls: ["passwordChange"] } }),
      "password change",
    ],
  ])("%s is refused", async (_what, policy, why) => {
    const reply = await client.post(PATH, policy());
    expect(reply).toMatchObject({ status: 400, code: "BadRequest" });
    expect(reply.message).toContain(why);
  });

  const condition = (more: object) => () => ({
    ...documented(),
    conditions: { ...documented().conditions, ...more },
  });
  const session = (sessionControls: object) => () => ({ ...documented(), sessionControls });
  const frequency = (more: object) =>
    session({ signInFrequency: { isEnabled: true, value: 4, type: "hours", ...more } });
  it.each([
    ["for a client that there is not", condition({ clientAppTypes: ["nonsense"] }), "clientAppTypes[0]"],
    ["for a risk that there is not", condition({ userRiskLevels: ["extreme"] }), "userRiskLevels[0]"],
    [
      "for a risk of applications that is one of users",
      condition({ servicePrincipalRiskLevels: ["hidden"] }),
      "hidden",
    ],
    ["for insiders of no known risk", condition({ insiderRiskLevels: "minor,huge" }), "minor,huge"],
    ["for a flow that there is not", condition({ authenticationFlows: { transferMethods: "pigeon" } }), "pigeon"],
    ["for a platform that there is not", condition({ platforms: { includePlatforms: ["Plan9"] } }), "Plan9"],
    ["for devices by no rule", condition({ devices: { deviceFilter: { mode: "some", rule: "x" } } }), "mode"],
    ["for places that are no list", condition({ locations: { includeLocations: "All" } }), "includeLocations"],
    ["for conditions that are none", () => ({ ...documented(), conditions: [] }), "client app types"],
    [
      "for a user action that there is not",
      () => other({ applications: { includeUserActions: ["urn:user:x"] } }),
      "urn:user:x",
    ],
    [
      "for guests of no known kind",
      () => other({ users: { includeGuestsOrExternalUsers: { guestOrExternalUserTypes: "x" } } }),
      "guestOrExternalUserTypes",
    ],
    [
      "for a directory role that there is not",
      () => other({ users: { includeRoles: [UNKNOWN] } }),
      `the directory role ${UNKNOWN}`,
    ],
    [
      "that excludes a role that there is not",
      () => other({ users: { excludeRoles: [UNKNOWN] } }),
      `the directory role ${UNKNOWN}`,
    ],
    [
      "with a strength that there is not",
      () => other({ grantControls: { operator: "OR", authenticationStrength: { id: UNKNOWN } } }),
      "authentication strength",
    ],
    ["that asks to sign in less than never", frequency({ value: -4 }), "value cannot be -4"],
    ["that asks to sign in each so many parsecs", frequency({ type: "parsecs" }), "parsecs"],
    ["that asks to sign in and not when", session({ signInFrequency: { isEnabled: true } }), "has a period"],
    ["that asks to sign in every time and every day", frequency({ frequencyInterval: "everyTime" }), "no period"],
    [
      "with a browser of no known persistence",
      session({ persistentBrowser: { isEnabled: true, mode: "often" } }),
      "often",
    ],
    [
      "with a session control that is no yes or no",
      session({ disableResilienceDefaults: "no" }),
      "disableResilienceDefaults",
    ],
  ])("%s is refused", async (_what, policy, why) => {
    const before = sandbox.world.journal.complaints.length;
    const reply = await client.post(PATH, policy());
    expect(reply).toMatchObject({ status: 400, code: "BadRequest" });
    expect(reply.message).toContain(why);
    expect(sandbox.world.journal.complaints).toHaveLength(before);
  });

  it.each([
    ["conditions.bogus", condition({ bogus: 1 })],
    ["conditions.users.includeDevices", () => other({ users: { includeDevices: [] } })],
    ["grantControls.luck", () => other({ grantControls: { ...documented().grantControls, luck: true } })],
    ["sessionControls.signInFrequency.unit", frequency({ unit: "days" })],
  ])("with %s, which nobody knows, is refused and fails the run", async (field, policy) => {
    const reply = await client.post(PATH, policy());
    expect(reply).toMatchObject({ status: 400, code: "BadRequest" });
    expect(sandbox.world.journal.complaints.at(-1)).toBe(
      `a policy has fields that the sandbox does not know: ${field}`,
    );
  });

  it.each([
    [
      "of everything that the provider says",
      condition({
        authenticationFlows: {
          "@odata.type": "#microsoft.graph.conditionalAccessAuthenticationFlows",
          transferMethods: "deviceCodeFlow,authenticationTransfer",
        },
        devices: { deviceFilter: { mode: "exclude", rule: 'device.trustType -eq "ServerAD"' } },
        platforms: { includePlatforms: ["all"], excludePlatforms: ["iOS"] },
        insiderRiskLevels: "elevated",
        servicePrincipalRiskLevels: [],
        userRiskLevels: ["high"],
      }),
    ],
    [
      "of sign-in every time",
      session({
        signInFrequency: {
          isEnabled: true,
          authenticationType: "primaryAndSecondaryAuthentication",
          frequencyInterval: "everyTime",
        },
      }),
    ],
    [
      "of an authentication context",
      () => other({ applications: { includeApplications: [], includeAuthenticationContextClassReferences: ["c1"] } }),
    ],
    ["of a directory role", () => other({ users: { includeRoles: ["62e90394-69f5-4237-9190-012177145e10"] } })],
    [
      "of some guests",
      () =>
        other({
          users: {
            excludeGuestsOrExternalUsers: {
              guestOrExternalUserTypes: "internalGuest,b2bCollaborationGuest",
              externalTenants: {
                "@odata.type": "#microsoft.graph.conditionalAccessAllExternalTenants",
                membershipKind: "all",
              },
            },
          },
        }),
    ],
  ])("%s is taken, and read as it was written", async (_what, policy) => {
    const { status, body, message } = await client.post(PATH, policy());
    expect([status, message]).toEqual([201, undefined]);
    expect(body).toMatchObject(policy());
  });

  it("that could not be made so is not changed into it either", async () => {
    const { id } = (await client.post(PATH, documented())).body;
    const users = { ...documented().conditions.users, excludeUsers: [UNKNOWN] };
    expect(await client.patch(`${PATH}/${id}`, { conditions: { users } })).toMatchObject({ status: 400 });
    expect((await client.get(`${PATH}/${id}`)).body.conditions.users.excludeUsers).toEqual([]);
  });
});

// https://learn.microsoft.com/graph/api/authenticationstrengthpolicy-get
test("the strengths that every tenant has are there, and no others", async () => {
  const path = (n: number) =>
    `/graph/v1.0/policies/authenticationStrengthPolicies/00000000-0000-0000-0000-00000000000${n}`;
  expect((await client.get(path(4))).body).toMatchObject({
    id: "00000000-0000-0000-0000-000000000004",
    policyType: "builtIn",
    requirementsSatisfied: "mfa",
  });
  expect((await client.get(path(5))).status).toBe(404);
});

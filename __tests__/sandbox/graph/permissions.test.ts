import { graphRoutes } from "../../../sandbox/graph";
import { ask, groupAndUser } from "../../support/pim";
import { type Client, useStandIn } from "../../support/stand-in";

/**
 * The application permissions that Microsoft's reference names as the least privileged for each call; all of a row are
 * needed. https://learn.microsoft.com/graph/permissions-reference and the page of each call
 */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  "GET /users": ["User.Read.All"],
  "GET /users/:id": ["User.Read.All"],
  "GET /users/:id/manager": ["User.Read.All"],
  "GET /servicePrincipals": ["Application.Read.All"],
  "GET /servicePrincipals/:id": ["Application.Read.All"],
  "PATCH /servicePrincipals/:id": ["Application.ReadWrite.All"],
  "DELETE /servicePrincipals/:id": ["Application.ReadWrite.All"],
  "GET /directoryObjects/:id": ["User.Read.All"],
  "GET /groups": ["GroupMember.Read.All"],
  "POST /groups": ["Group.Create"],
  "GET /groups/:id": ["GroupMember.Read.All"],
  "PATCH /groups/:id": ["Group.ReadWrite.All"],
  "DELETE /groups/:id": ["Group.ReadWrite.All"],
  "GET /groups/:id/owners": ["GroupMember.Read.All"],
  "POST /groups/:id/owners/$ref": ["Group.ReadWrite.All"],
  "DELETE /groups/:id/owners/:member/$ref": ["Group.ReadWrite.All"],
  "GET /groups/:id/members": ["GroupMember.Read.All"],
  "POST /groups/:id/members/$ref": ["GroupMember.ReadWrite.All"],
  "DELETE /groups/:id/members/:member/$ref": ["GroupMember.ReadWrite.All"],
  "GET /groups/:id/transitiveMembers": ["GroupMember.Read.All"],
  "GET /groups/:id/memberOf": ["GroupMember.Read.All"],
  "GET /directory/administrativeUnits": ["AdministrativeUnit.Read.All"],
  "GET /directory/administrativeUnits/:id": ["AdministrativeUnit.Read.All"],
  "GET /directory/administrativeUnits/:id/members": ["AdministrativeUnit.Read.All"],
  "POST /directory/administrativeUnits/:id/members": ["Group.Create"],
  "POST /directory/administrativeUnits/:id/members/$ref": ["AdministrativeUnit.ReadWrite.All"],
  "DELETE /directory/administrativeUnits/:id/members/:member/$ref": ["AdministrativeUnit.ReadWrite.All"],
  "GET /identity/conditionalAccess/policies": ["Policy.Read.ConditionalAccess"],
  "GET /identity/conditionalAccess/policies/:id": ["Policy.Read.ConditionalAccess"],
  "POST /identity/conditionalAccess/policies": [
    "Policy.Read.All",
    "Policy.ReadWrite.ConditionalAccess",
    "Application.Read.All",
  ],
  "PATCH /identity/conditionalAccess/policies/:id": [
    "Policy.Read.All",
    "Policy.ReadWrite.ConditionalAccess",
    "Application.Read.All",
  ],
  "DELETE /identity/conditionalAccess/policies/:id": ["Policy.Read.All", "Policy.ReadWrite.ConditionalAccess"],
  "GET /policies/authenticationStrengthPolicies/:id": ["Policy.Read.All"],
  "GET /policies/roleManagementPolicyAssignments": ["RoleManagementPolicy.Read.AzureADGroup"],
  "GET /policies/roleManagementPolicies": ["RoleManagementPolicy.Read.AzureADGroup"],
  "GET /policies/roleManagementPolicies/:id": ["RoleManagementPolicy.Read.AzureADGroup"],
  "PATCH /policies/roleManagementPolicies/:id": ["RoleManagementPolicy.ReadWrite.AzureADGroup"],
  "GET /policies/roleManagementPolicies/:id/rules": ["RoleManagementPolicy.Read.AzureADGroup"],
  "PATCH /policies/roleManagementPolicies/:id/rules/:rule": ["RoleManagementPolicy.ReadWrite.AzureADGroup"],
  ...Object.fromEntries(
    (["eligibility", "assignment"] as const).flatMap((kind) => {
      const root = "/identityGovernance/privilegedAccess/group";
      const family = `Privileged${kind === "eligibility" ? "Eligibility" : "Assignment"}Schedule`;
      const [read, write] = [[`${family}.Read.AzureADGroup`], [`${family}.ReadWrite.AzureADGroup`]];
      return [
        [`POST ${root}/${kind}ScheduleRequests`, write],
        [`GET ${root}/${kind}ScheduleRequests`, read],
        [`GET ${root}/${kind}ScheduleRequests/:id`, read],
        [`POST ${root}/${kind}ScheduleRequests/:id/cancel`, write],
        [`GET ${root}/${kind}Schedules`, read],
        [`GET ${root}/${kind}Schedules/:id`, read],
      ];
    }),
  ),
};

const sandbox = useStandIn();
const DENIED = { status: 403, code: "Authorization_RequestDenied" };

/** Makes a call; about a user who exists, since what may be read depends on what there is. */
async function call(client: Client, name: string) {
  const [method, path] = name.split(" ");
  const { id } = sandbox.world.directory.addUser({ userPrincipalName: "somebody@contoso.com" });
  return client.call(method, `/graph/v1.0${path.replace(/:\w+/g, id)}`, method === "GET" ? undefined : {});
}

afterAll(() => {
  const failures = sandbox.world.journal.complaints.filter((one) => one.includes("the sandbox itself failed"));
  expect(failures).toEqual([]);
});

it("says of every call what it needs", () => {
  const calls = graphRoutes.v1.map(({ method, path }) => `${method} ${path}`);
  expect(Object.keys(NEEDED).sort()).toEqual([...calls].sort());
  expect(graphRoutes.beta.every((route) => graphRoutes.v1.includes(route))).toBe(true);
});

describe.each(Object.entries(NEEDED))("%s", (name, needed) => {
  const refusedToAll = /^(PATCH|DELETE) .servicePrincipals/.test(name);
  it(`is let through with ${needed.join(", ")}, and refused without any one of them`, async () => {
    const message = (without: string) => expect.stringContaining(without);
    const { code, message: why } = await call(await sandbox.signedIn({ graph: needed }), name);
    if (refusedToAll) expect(why).toBe("Nobody here changes a service principal.");
    else expect(code).not.toBe(DENIED.code);
    for (const without of needed) {
      const client = await sandbox.signedIn({ graph: needed.filter((one) => one !== without) });
      expect(await call(client, name)).toMatchObject({ ...DENIED, message: message(without) });
    }
  });
});

describe("A role-assignable group", () => {
  const body = (more: object = {}) => ({
    displayName: "tier 0",
    isAssignableToRole: true,
    mailEnabled: false,
    mailNickname: "tier0",
    securityEnabled: true,
    ...more,
  });
  const withoutRoles = { graph: ["Group.ReadWrite.All", "Directory.ReadWrite.All"] };
  const withRoles = { graph: ["Group.ReadWrite.All", "RoleManagement.ReadWrite.Directory"] };

  it("wants RoleManagement.ReadWrite.Directory beside the permission for groups: to be made, changed and deleted", async () => {
    const [may, mayNot] = [await sandbox.signedIn(withRoles), await sandbox.signedIn(withoutRoles)];
    expect(await mayNot.post("/graph/v1.0/groups", body())).toMatchObject(DENIED);
    const { status, body: made } = await may.post("/graph/v1.0/groups", body());
    expect(status).toBe(201);
    const path = `/graph/v1.0/groups/${made.id}`;
    const { principalId } = groupAndUser(sandbox);
    const link = { "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${principalId}` };
    for (const refused of [
      await mayNot.patch(path, { displayName: "x" }),
      await mayNot.post(`${path}/members/$ref`, link),
      await mayNot.post(`${path}/owners/$ref`, link),
      await mayNot.delete(path),
    ]) {
      expect(refused).toMatchObject({
        ...DENIED,
        message: expect.stringContaining("RoleManagement.ReadWrite.Directory"),
      });
    }
    expect((await mayNot.get(path)).status).toBe(200);
    expect((await may.post(`${path}/members/$ref`, link)).status).toBe(204);
    expect((await mayNot.delete(`${path}/members/${principalId}/$ref`)).status).toBe(403);
    expect((await may.delete(path)).status).toBe(204);
  });
});

describe("With Group.Create alone", () => {
  const body = (owner: string) => ({
    displayName: "made",
    mailEnabled: false,
    mailNickname: "made",
    securityEnabled: true,
    "owners@odata.bind": [`https://graph.microsoft.com/v1.0/directoryObjects/${owner}`],
  });

  it("a group is made with oneself as its owner, with others only by whoever may read them", async () => {
    const client = await sandbox.signedIn({ graph: ["Group.Create"] });
    const { principalId } = groupAndUser(sandbox);
    expect((await client.post("/graph/v1.0/groups", body(client.identity.objectId))).status).toBe(201);
    expect(await client.post("/graph/v1.0/groups", body(principalId))).toMatchObject(DENIED);
    const reader = await sandbox.signedIn({ graph: ["Group.Create", "User.Read.All"] });
    expect((await reader.post("/graph/v1.0/groups", body(principalId))).status).toBe(201);
  });
});

describe("Members", () => {
  it("of a type that one may not read have an id and nothing else", async () => {
    const { groupId, principalId } = groupAndUser(sandbox);
    sandbox.world.directory.group(groupId)?.members.add(principalId);
    const path = `/graph/v1.0/groups/${groupId}/members`;
    const blind = await (await sandbox.signedIn({ graph: ["GroupMember.Read.All"] })).get(path);
    expect(blind.body.value).toMatchObject([
      { "@odata.type": "#microsoft.graph.user", id: principalId, displayName: null, userPrincipalName: null },
    ]);
    const seeing = await (await sandbox.signedIn({ graph: ["GroupMember.Read.All", "User.Read.All"] })).get(path);
    expect(seeing.body.value).toMatchObject([{ id: principalId, userPrincipalName: expect.stringContaining("@") }]);
  });
});

describe("A directory object", () => {
  it("is read by whoever may read what it is", async () => {
    const { groupId, principalId } = groupAndUser(sandbox);
    const client = await sandbox.signedIn({ graph: ["User.Read.All"] });
    expect((await client.get(`/graph/v1.0/directoryObjects/${principalId}`)).body).toMatchObject({
      "@odata.type": "#microsoft.graph.user",
      id: principalId,
    });
    expect(await client.get(`/graph/v1.0/directoryObjects/${groupId}`)).toMatchObject(DENIED);
  });
});

test("to assign members is not to make somebody eligible", async () => {
  const client = await sandbox.signedIn({ graph: ["PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup"] });
  expect((await ask(client, "assignment", groupAndUser(sandbox))).status).toBe(201);
  expect(await ask(client, "eligibility", groupAndUser(sandbox))).toMatchObject(DENIED);
});

test("who has not signed in is refused for that", async () => {
  expect(await sandbox.nobody.get("/graph/v1.0/groups")).toMatchObject({
    status: 401,
    code: "InvalidAuthenticationToken",
  });
});

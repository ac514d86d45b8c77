import { type Client, useStandIn } from "../../support/stand-in";

// https://learn.microsoft.com/graph/api/group-post-groups and its neighbours: group-update, group-delete
const sandbox = useStandIn();
let client: Client;
beforeAll(async () => {
  client = await sandbox.signedIn();
});

const user = (name: string) => sandbox.world.directory.addUser({ userPrincipalName: `${name}@contoso.com` }).id;
const link = (id: string) => `https://graph.microsoft.com/v1.0/users/${id}`;
const plain = (more: object = {}) => ({
  displayName: "Operations group",
  mailEnabled: false,
  mailNickname: "operations2019",
  securityEnabled: true,
  ...more,
});
const make = async (more: object = {}) => (await client.post("/graph/v1.0/groups", plain(more))).body;

describe("A group", () => {
  it("is made with owners and members, and answered with the properties that Microsoft documents", async () => {
    const [owner, one, two] = ["adele", "alex", "diego"].map(user);
    const { status, body } = await client.post("/graph/v1.0/groups", {
      description: "Group with designated owner and members",
      groupTypes: [],
      ...plain(),
      "owners@odata.bind": [link(owner)],
      "members@odata.bind": [link(one), link(two)],
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      deletedDateTime: null,
      classification: null,
      createdDateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      description: "Group with designated owner and members",
      displayName: "Operations group",
      expirationDateTime: null,
      groupTypes: [],
      isAssignableToRole: null,
      mail: null,
      mailEnabled: false,
      mailNickname: "operations2019",
      membershipRule: null,
      membershipRuleProcessingState: null,
      onPremisesLastSyncDateTime: null,
      onPremisesSecurityIdentifier: null,
      onPremisesSyncEnabled: null,
      preferredDataLocation: null,
      preferredLanguage: null,
      proxyAddresses: [],
      renewedDateTime: expect.any(String),
      resourceBehaviorOptions: [],
      resourceProvisioningOptions: [],
      securityEnabled: true,
      theme: null,
      visibility: null,
      onPremisesProvisioningErrors: [],
    });
    const ids = async (relation: string) =>
      (await client.get(`/graph/v1.0/groups/${body.id}/${relation}`)).body.value.map(({ id }: { id: string }) => id);
    expect(await ids("owners")).toEqual([owner]);
    expect(await ids("members")).toEqual([one, two]);
  });

  it("can be assigned to roles; then it is private", async () => {
    const { status, body } = await client.post("/graph/v1.0/groups", {
      description: "Group assignable to a role",
      displayName: "Role assignable group",
      groupTypes: ["Unified"],
      isAssignableToRole: true,
      mailEnabled: true,
      securityEnabled: true,
      mailNickname: "contosohelpdeskadministrators",
      "owners@odata.bind": [link(user("pradeep"))],
      "members@odata.bind": [link(user("lidia"))],
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ isAssignableToRole: true, visibility: "Private", groupTypes: ["Unified"] });
  });

  it.each([
    ["without a display name", { displayName: undefined }, "displayName"],
    ["without a mail nickname", { mailNickname: undefined }, "mailNickname"],
    ["that does not say whether it is mail-enabled", { mailEnabled: undefined }, "mailEnabled"],
    ["that does not say whether it is security-enabled", { securityEnabled: undefined }, "securityEnabled"],
    ["that is neither of both", { securityEnabled: false }, "security-enabled, mail-enabled, or both"],
    ["with a longer name than 256 characters", { displayName: "x".repeat(257) }, "256"],
    ["with a longer nickname than 64 characters", { mailNickname: "x".repeat(65) }, "mailNickname"],
    ["with a space in its nickname", { mailNickname: "on call" }, "mailNickname"],
    ["that has a rule and is not dynamic", { membershipRule: "user.department -eq 'x'" }, "DynamicMembership"],
    ["that is dynamic and has no rule", { groupTypes: ["DynamicMembership"] }, "DynamicMembership"],
    [
      "that is role-assignable and dynamic",
      { isAssignableToRole: true, groupTypes: ["DynamicMembership"], membershipRule: "user.department -eq 'x'" },
      "cannot have dynamic membership",
    ],
    ["that is role-assignable and public", { isAssignableToRole: true, visibility: "Public" }, "is private"],
  ])("%s is refused", async (_what, wrong, why) => {
    const reply = await client.post("/graph/v1.0/groups", plain(wrong));
    expect(reply).toMatchObject({ status: 400, code: "Request_BadRequest" });
    expect(reply.message).toContain(why);
  });

  it("with an owner who does not exist is not made at all", async () => {
    const count = sandbox.world.directory.all("group").length;
    const reply = await client.post("/graph/v1.0/groups", {
      ...plain({ displayName: "Orphans" }),
      "owners@odata.bind": [link("11111111-1111-4111-8111-111111111111")],
    });
    expect(reply).toMatchObject({ status: 404, code: "Request_ResourceNotFound" });
    expect(sandbox.world.directory.all("group")).toHaveLength(count);
  });

  it("with another group in it can't be role-assignable, and is not made at all", async () => {
    const inner = await make({ displayName: "inner" });
    const reply = await client.post("/graph/v1.0/groups", {
      ...plain({ displayName: "outer", isAssignableToRole: true }),
      "members@odata.bind": [link(inner.id)],
    });
    expect(reply.message).toContain("cannot have groups as members");
    expect(sandbox.world.directory.all("group").map(({ displayName }) => displayName)).not.toContain("outer");
  });

  it("comes with at most 20 owners and members", async () => {
    const members = Array.from({ length: 21 }, (_, i) => link(user(`member${i}`)));
    const reply = await client.post("/graph/v1.0/groups", plain({ "members@odata.bind": members }));
    expect(reply).toMatchObject({ status: 400 });
  });

  it("is renamed in place; whether it is role-assignable never changes", async () => {
    const { id } = await make();
    expect((await client.patch(`/graph/v1.0/groups/${id}`, { displayName: "Operators" })).status).toBe(204);
    expect((await client.get(`/graph/v1.0/groups/${id}`)).body).toMatchObject({ id, displayName: "Operators" });
    const reply = await client.patch(`/graph/v1.0/groups/${id}`, { isAssignableToRole: true });
    expect(reply.message).toContain("isAssignableToRole cannot be changed");
  });

  it("is gone after its deletion, also from the groups that it was in", async () => {
    const [outer, inner] = [await make({ displayName: "outer" }), await make({ displayName: "inner" })];
    await client.post(`/graph/v1.0/groups/${outer.id}/members/$ref`, { "@odata.id": link(inner.id) });
    expect((await client.delete(`/graph/v1.0/groups/${inner.id}`)).status).toBe(204);
    expect((await client.get(`/graph/v1.0/groups/${inner.id}`)).status).toBe(404);
    expect((await client.get(`/graph/v1.0/groups/${outer.id}/members`)).body.value).toEqual([]);
  });

  it("is the same below /beta, where the provider asks for it", async () => {
    const { id } = await make();
    const [v1, beta] = [await client.get(`/graph/v1.0/groups/${id}`), await client.get(`/graph/beta/groups/${id}`)];
    expect(beta.body).toEqual(v1.body);
  });

  it("with a field that the sandbox does not know is refused, and fails the run", async () => {
    const reply = await client.post("/graph/v1.0/groups", plain({ assignedLabels: [] }));
    expect(reply.message).toContain("does not know assignedLabels");
    expect(sandbox.world.journal.complaints).toContain(
      "a body has fields that the sandbox does not know: assignedLabels",
    );
  });
});

test("a tenant has at most 500 role-assignable groups", async () => {
  const { directory } = sandbox.world;
  const have = directory.all("group").filter((g) => g.isAssignableToRole).length;
  const more = Array.from({ length: 500 - have }, (_, i) =>
    directory.addGroup({ displayName: `r${i}`, isAssignableToRole: true }),
  );
  expect(await client.post("/graph/v1.0/groups", plain({ isAssignableToRole: true }))).toMatchObject({
    status: 400,
    code: "Directory_QuotaExceeded",
  });
  for (const { id } of more) directory.remove(id);
});

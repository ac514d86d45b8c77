import { ask, changeRule, groupAndUser } from "../../support/pim";
import { type Client, type RunningStandIn, startStandIn } from "../../support/stand-in";

// https://learn.microsoft.com/graph/api/group-update, and "Add members" of group-post-members
let sandbox: RunningStandIn;
let client: Client;
beforeEach(async () => {
  sandbox = await startStandIn();
  client = await sandbox.signedIn();
});
afterEach(() => sandbox.close());

const RULE = 'user.department -eq "Operations"';
const DYNAMIC = { groupTypes: ["DynamicMembership"], membershipRule: RULE };
const plain = { displayName: "aks", mailEnabled: false, mailNickname: "aks", securityEnabled: true };
const make = async (more: object = {}) => {
  const { status, body } = await client.post("/graph/v1.0/groups", { ...plain, ...more });
  expect(status).toBe(201);
  return body.id as string;
};
const change = (id: string, body: object) => client.patch(`/graph/v1.0/groups/${id}`, body);
const read = async (id: string) => (await client.get(`/graph/v1.0/groups/${id}`)).body;
const members = async (id: string) =>
  (await client.get(`/graph/v1.0/groups/${id}/members`)).body.value.map((one: any) => one.id);
const link = (id: string) => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`;
const user = () => groupAndUser(sandbox).principalId;

describe("What is written of a group is read back", () => {
  it("when it is made", async () => {
    const unified = { groupTypes: ["Unified"], mailEnabled: true };
    const said = { resourceBehaviorOptions: ["WelcomeEmailDisabled"], resourceProvisioningOptions: ["Team"] };
    expect(await read(await make({ ...unified, ...said }))).toMatchObject(said);
    const paused = { ...DYNAMIC, membershipRuleProcessingState: "Paused" };
    expect(await read(await make(paused))).toMatchObject(paused);
    expect(await read(await make(DYNAMIC))).toMatchObject({ membershipRuleProcessingState: "On" });
  });

  it("when it is changed, all of it", async () => {
    const id = await make({ groupTypes: ["Unified"], mailEnabled: true });
    const said = {
      displayName: "aks operators",
      description: "who operates",
      mailNickname: "operators",
      securityEnabled: false,
      visibility: "Private",
    };
    expect((await change(id, said)).status).toBe(204);
    expect(await read(id)).toMatchObject(said);
  });

  it("as the provider writes it: with nulls, and what has not changed", async () => {
    const id = await make();
    const { status } = await change(id, {
      "@odata.type": "#microsoft.graph.group",
      description: null,
      displayName: "aks",
      mailEnabled: false,
      membershipRule: null,
      securityEnabled: true,
    });
    expect(status).toBe(204);
    expect(await read(id)).not.toHaveProperty("@odata.type");
  });

  it("also when members come with the change", async () => {
    const [id, one, two] = [await make(), user(), user()];
    expect((await change(id, { "members@odata.bind": [link(one), link(two)] })).status).toBe(204);
    expect(await members(id)).toEqual([one, two]);
  });
});

describe("A group becomes dynamic", () => {
  it("and loses its members; its rule is paused, and taken away", async () => {
    const id = await make({ "members@odata.bind": [link(user())] });
    expect((await change(id, DYNAMIC)).status).toBe(204);
    expect(await read(id)).toMatchObject({ ...DYNAMIC, membershipRuleProcessingState: "On" });
    expect(await members(id)).toEqual([]);
    await change(id, { membershipRuleProcessingState: "Paused" });
    expect(await read(id)).toMatchObject({ membershipRule: RULE, membershipRuleProcessingState: "Paused" });
    await change(id, { groupTypes: [], membershipRule: null });
    expect(await read(id)).toMatchObject({ groupTypes: [], membershipRule: null, membershipRuleProcessingState: null });
  });

  it("unless PIM manages it", async () => {
    const { groupId, principalId } = groupAndUser(sandbox);
    await ask(client, "eligibility", { groupId, principalId });
    expect((await change(groupId, DYNAMIC)).message).toContain("PIM manages");
    const other = groupAndUser(sandbox).groupId;
    await changeRule(client, other, "Expiration_Admin_Eligibility", { maximumDuration: "P30D" });
    expect((await change(other, DYNAMIC)).message).toContain("PIM manages");
    expect(await read(other)).toMatchObject({ groupTypes: [], membershipRule: null });
  });
});

describe("Refused, and nothing of it done, is a change", () => {
  it.each([
    ["to no name", { displayName: "" }, "displayName"],
    ["to a name that is nothing", { displayName: null }, "displayName"],
    ["to a nickname with a space", { mailNickname: "on call" }, "mailNickname"],
    ["to neither security-enabled nor mail-enabled", { securityEnabled: false }, "security-enabled, mail-enabled"],
    ["of a security group to a mail-enabled one", { mailEnabled: true }, "mail-enabled"],
    ["to a Microsoft 365 group", { groupTypes: ["Unified"], mailEnabled: true }, "Microsoft 365 group"],
    ["to a type that there is not", { groupTypes: ["Dynamic"] }, "groupTypes"],
    ["to a visibility that there is not", { visibility: "Sometimes" }, "visibility"],
    ["to dynamic without a rule", { groupTypes: ["DynamicMembership"] }, "DynamicMembership"],
    ["to a rule without dynamic", { membershipRule: RULE }, "DynamicMembership"],
    [
      "to a rule that is neither on nor paused",
      { ...DYNAMIC, membershipRuleProcessingState: "Off" },
      "ProcessingState",
    ],
    ["that processes no rule", { membershipRuleProcessingState: "On" }, "Only a membership rule"],
    ["with a member who does not exist", { "members@odata.bind": [link(plainId())] }, "does not exist"],
  ])("%s", async (_what, body, why) => {
    const id = await make();
    const before = await read(id);
    const reply = await change(id, { description: "changed", ...body });
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.message).toContain(why);
    expect(await read(id)).toEqual(before);
  });

  it("of a role-assignable group to a dynamic or a public one", async () => {
    const id = await make({ isAssignableToRole: true });
    expect((await change(id, DYNAMIC)).message).toContain("cannot have dynamic membership");
    expect((await change(id, { visibility: "Public" })).message).toContain("is private");
    expect((await change(id, { securityEnabled: false, isAssignableToRole: true })).status).toBe(400);
  });

  it("with more members than 20, or with one that is in it: nobody comes in", async () => {
    const [id, one, two] = [await make(), user(), user()];
    await change(id, { "members@odata.bind": [link(one)] });
    expect((await change(id, { "members@odata.bind": [link(two), link(one)] })).message).toContain("already exist");
    expect(await members(id)).toEqual([one]);
    const many = Array.from({ length: 21 }, () => link(user()));
    expect((await change(id, { "members@odata.bind": many })).message).toContain("At most 20");
  });

  it.each(["resourceBehaviorOptions", "resourceProvisioningOptions", "theme", "owners@odata.bind"])(
    "of %s, which also fails the run",
    async (field) => {
      const id = await make();
      expect((await change(id, { [field]: [] })).status).toBe(400);
      expect(sandbox.world.journal.complaints).toEqual([`a body has fields that the sandbox does not know: ${field}`]);
    },
  );
});

test("a group that PIM manages is not taken into a unit with restricted management", async () => {
  const { groupId, principalId } = groupAndUser(sandbox);
  await ask(client, "eligibility", { groupId, principalId });
  const { directory } = sandbox.world;
  const [usual, restricted] = [false, true].map((isMemberManagementRestricted) =>
    directory.addAdministrativeUnit({ displayName: "unit", isMemberManagementRestricted }),
  );
  const add = (unit: string, id: string) =>
    client.post(`/graph/v1.0/directory/administrativeUnits/${unit}/members/$ref`, { "@odata.id": link(id) });
  expect((await add(usual.id, groupId)).status).toBe(204);
  expect((await add(restricted.id, groupId)).message).toContain("PIM");
  expect(restricted.members.size).toBe(0);
  const unified = await make({ groupTypes: ["Unified"], mailEnabled: true });
  expect((await add(restricted.id, unified)).message).toContain("only security groups");
  expect((await add(restricted.id, await make())).status).toBe(204);
});

test("whoever thinks otherwise of PIM's groups can have it so", async () => {
  const other = await startStandIn({ guesses: { pimGroupStays: false } });
  try {
    const { groupId, principalId } = groupAndUser(other);
    const caller = await other.signedIn();
    expect((await ask(caller, "eligibility", { groupId, principalId })).status).toBe(201);
    expect((await caller.patch(`/graph/v1.0/groups/${groupId}`, DYNAMIC)).status).toBe(204);
  } finally {
    await other.close();
  }
});

function plainId() {
  return "11111111-1111-4111-8111-111111111111";
}

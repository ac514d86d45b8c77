import { type Client, useStandIn } from "../../support/stand-in";

// https://learn.microsoft.com/graph/api/group-list-members, group-post-members, group-delete-members and -owners
const sandbox = useStandIn();
let client: Client;
beforeAll(async () => {
  client = await sandbox.signedIn();
});

const addGroup = (displayName: string, members: string[] = []) =>
  sandbox.world.directory.addGroup({ displayName, members: new Set(members) });
const addUser = (name: string) => sandbox.world.directory.addUser({ userPrincipalName: `${name}@contoso.com` });
const link = (id: string) => ({ "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${id}` });
const add = (to: { id: string }, relation: "members" | "owners", who: string) =>
  client.post(`/graph/v1.0/groups/${to.id}/${relation}/$ref`, link(who));

describe("The members of a group", () => {
  it("say their types, since they may be of several", async () => {
    const inner = addGroup("inner");
    const { id } = addGroup("outer", [addUser("bob").id, inner.id]);
    const { value } = (await client.get(`/graph/v1.0/groups/${id}/members`)).body;
    const types = ["#microsoft.graph.user", "#microsoft.graph.group"];
    expect(value.map((one: any) => one["@odata.type"])).toEqual(types);
    const selected = (await client.get(`/graph/v1.0/groups/${id}/members?$select=displayName`)).body.value;
    expect(selected).toEqual([
      { "@odata.type": types[0], displayName: "bob" },
      { "@odata.type": types[1], displayName: "inner" },
    ]);
    const of = (await client.get(`/graph/v1.0/groups/${inner.id}/memberOf`)).body.value;
    expect(of).toMatchObject([{ "@odata.type": "#microsoft.graph.group", id }]);
  });

  it("that are service principals are listed by beta, and left out by v1.0, as owners are", async () => {
    const { directory } = sandbox.world;
    const robot = directory.addServicePrincipal({ displayName: "robot" }).id;
    const gina = addUser("gina").id;
    const both = new Set([robot, gina]);
    const { id } = directory.addGroup({ displayName: "with a robot", members: both, owners: both });
    for (const relation of ["members", "owners"]) {
      const seen = async (version: string) =>
        (await client.get(`/graph/${version}/groups/${id}/${relation}`)).body.value.map((one: any) => one.id);
      expect(await seen("v1.0")).toEqual([gina]);
      expect((await seen("beta")).sort()).toEqual([robot, gina].sort());
    }
  });

  it("are those within groups too, where that is asked", async () => {
    const carol = addUser("carol").id;
    const inner = addGroup("within", [carol]);
    const outer = addGroup("around", [inner.id]);
    inner.members.add(outer.id);
    const { value } = (await client.get(`/graph/v1.0/groups/${outer.id}/transitiveMembers`)).body;
    expect(value.map((one: any) => one.id).sort()).toEqual([carol, inner.id, outer.id].sort());
  });

  it("are added by reference: 204, 400 for somebody who is in already, 404 for nobody", async () => {
    const to = addGroup("team");
    const dave = addUser("dave").id;
    expect(await add(to, "members", dave)).toMatchObject({ status: 204, body: undefined });
    expect(await add(to, "members", dave)).toMatchObject({ status: 400, code: "Request_BadRequest" });
    expect(await add(to, "members", "11111111-1111-4111-8111-111111111111")).toMatchObject({ status: 404 });
    expect(await add(to, "members", "dave")).toMatchObject({ status: 400 });
  });

  it("are removed by reference: 204, and 404 for somebody who was not in", async () => {
    const erin = addUser("erin").id;
    const path = `/graph/v1.0/groups/${addGroup("left", [erin]).id}/members/${erin}/$ref`;
    expect(await client.delete(path)).toMatchObject({ status: 204, body: undefined });
    expect(await client.delete(path)).toMatchObject({ status: 404, code: "Request_ResourceNotFound" });
  });

  it("of a dynamic group are nobody's to add, and of a role-assignable one never a group", async () => {
    const { directory } = sandbox.world;
    const dynamic = directory.addGroup({ displayName: "dynamic", membershipRule: "user.department -eq 'x'" });
    const assignable = directory.addGroup({ displayName: "assignable", isAssignableToRole: true });
    expect((await add(dynamic, "members", addUser("frank").id)).message).toContain("dynamic group");
    expect((await add(assignable, "members", addGroup("nested").id)).message).toContain("cannot have groups");
  });
});

describe("The owners of a group", () => {
  it("are users and service principals, not groups", async () => {
    const to = addGroup("owned");
    expect((await add(to, "owners", addUser("grace").id)).status).toBe(204);
    expect((await add(to, "owners", addGroup("crowd").id)).message).toContain("a user or a service principal");
  });

  it("are never none: the last one stays", async () => {
    const [heidi, ivan] = [addUser("heidi").id, addUser("ivan").id];
    const to = addGroup("kept");
    await add(to, "owners", heidi);
    await add(to, "owners", ivan);
    expect((await client.delete(`/graph/v1.0/groups/${to.id}/owners/${heidi}/$ref`)).status).toBe(204);
    const last = await client.delete(`/graph/v1.0/groups/${to.id}/owners/${ivan}/$ref`);
    expect(last.message).toContain("at least one owner");
  });
});

// https://learn.microsoft.com/graph/api/administrativeunit-post-members
describe("An administrative unit", () => {
  const unit = (restricted = false) =>
    sandbox.world.directory.addAdministrativeUnit({
      displayName: "unit",
      isMemberManagementRestricted: restricted,
    });
  const path = (id: string, rest = "") => `/graph/v1.0/directory/administrativeUnits/${id}/members${rest}`;

  it("takes a group in and lets it go, by reference", async () => {
    const { id } = unit();
    const inside = addGroup("inside");
    expect((await client.post(path(id, "/$ref"), link(inside.id))).status).toBe(204);
    expect((await client.get(path(id))).body.value).toMatchObject([{ id: inside.id }]);
    const of = (await client.get(`/graph/v1.0/groups/${inside.id}/memberOf`)).body.value;
    expect(of).toMatchObject([{ "@odata.type": "#microsoft.graph.administrativeUnit", id }]);
    expect((await client.delete(path(id, `/${inside.id}/$ref`))).status).toBe(204);
    expect((await client.get(path(id))).body.value).toEqual([]);
  });

  it("has a group made in it, whose type it answers", async () => {
    const { id } = unit();
    const { status, body } = await client.post(path(id), {
      "@odata.type": "#microsoft.graph.group",
      displayName: "made inside",
      mailEnabled: false,
      mailNickname: "inside",
      securityEnabled: true,
    });
    expect([status, body["@odata.type"]]).toEqual([201, "#microsoft.graph.group"]);
    expect((await client.get(path(id))).body.value).toMatchObject([{ id: body.id }]);
  });

  it("with restricted management keeps its groups from whoever has no role in it", async () => {
    const { id } = unit(true);
    const inside = addGroup("protected");
    await client.post(path(id, "/$ref"), link(inside.id));
    const denied = { status: 403, code: "Authorization_RequestDenied" };
    expect(await client.patch(`/graph/v1.0/groups/${inside.id}`, { displayName: "x" })).toMatchObject(denied);
    expect(await client.delete(`/graph/v1.0/groups/${inside.id}`)).toMatchObject(denied);
    expect(await add(inside, "members", addUser("judy").id)).toMatchObject(denied);
  });
});

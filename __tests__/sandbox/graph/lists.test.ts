import { type Client, useStandIn } from "../../support/stand-in";

// https://learn.microsoft.com/graph/paging, /graph/api/group-list, user-list, serviceprincipal-list
const sandbox = useStandIn();
let client: Client;
beforeAll(async () => {
  client = await sandbox.signedIn({ name: "importer" });
});
afterEach(() => {
  sandbox.world.pageSize = Number.POSITIVE_INFINITY;
});

const addGroup = (displayName: string, members: string[] = []) =>
  sandbox.world.directory.addGroup({ displayName, members: new Set(members) });
const addUser = (name: string) => sandbox.world.directory.addUser({ userPrincipalName: `${name}@contoso.com` });

describe("A list of Graph", () => {
  it("comes in pages, each with a link to the next but the last", async () => {
    const people = Array.from({ length: 5 }, (_, i) => addUser(`page${i}`).id);
    const { id } = addGroup("paged", people);
    const first = await client.get(`/graph/v1.0/groups/${id}/members?$top=2`);
    expect(first.body.value).toHaveLength(2);
    expect(first.body["@odata.nextLink"]).toMatch(
      new RegExp(`^https://${sandbox.host}/graph/v1.0/groups/${id}/members\\?.*skiptoken`),
    );
    const { value, count } = await client.pages(`/graph/v1.0/groups/${id}/members?$top=2`);
    expect(count).toBe(3);
    expect(value.map((one) => one.id)).toEqual(people);
  });

  it("keeps its filter and its selection from page to page", async () => {
    for (let i = 0; i < 3; i++) addGroup("namesakes");
    addGroup("another");
    const { value, count } = await client.pages(
      "/graph/v1.0/groups?$filter=displayName eq 'namesakes'&$select=displayName&$top=1",
    );
    expect(count).toBe(3);
    expect(value).toEqual(Array(3).fill({ displayName: "namesakes" }));
  });

  it("has pages of 100 unless somebody says otherwise, of 999 at most, smaller ones where a world wants it", async () => {
    const people = Array.from({ length: 101 }, (_, i) => addUser(`many${i}`).id);
    const path = `/graph/v1.0/groups/${addGroup("many", people).id}/members`;
    expect((await client.get(path)).body.value).toHaveLength(100);
    expect((await client.get(`${path}?$top=999`)).body.value).toHaveLength(101);
    expect(await client.get(`${path}?$top=1000`)).toMatchObject({ status: 400 });
    sandbox.world.pageSize = 40;
    expect((await client.pages(`${path}?$top=999`)).count).toBe(3);
  });

  it("counts each page as a call in the journal, of whoever asked", async () => {
    for (let i = 0; i < 3; i++) addGroup("counted");
    const before = sandbox.world.journal.count;
    await client.pages("/graph/v1.0/groups?$filter=displayName eq 'counted'&$top=1");
    const call = { method: "GET", service: "graph", caller: "importer", route: "/groups", status: 200 };
    expect(sandbox.world.journal.since(before)).toEqual(Array(3).fill(expect.objectContaining(call)));
  });

  it("finds groups by name, whatever the letter case, with a quote in it too", async () => {
    addGroup("On-call's");
    const { body } = await client.get("/graph/v1.0/groups?$filter=displayName eq 'on-call''s'&$select=id,displayName");
    expect(body.value).toEqual([{ id: expect.any(String), displayName: "On-call's" }]);
  });

  it("finds users by sign-in name, in the filter and in the path", async () => {
    const { id } = addUser("alice");
    const asked = await client.get("/graph/v1.0/users?$filter=userPrincipalName eq 'alice@contoso.com'");
    expect(asked.body.value).toMatchObject([{ id, userPrincipalName: "alice@contoso.com", userType: "Member" }]);
    expect((await client.get("/graph/v1.0/users/Alice@contoso.com?$select=id")).body).toEqual({ id });
    expect((await client.get("/graph/v1.0/users/nobody@contoso.com")).status).toBe(404);
  });

  it("finds service principals by application", async () => {
    const appId = "6dae42f8-4368-4678-94ff-3960e28e3630";
    const { id } = sandbox.world.directory.addServicePrincipal({ appId, displayName: "AKS" });
    const { body } = await client.get(`/graph/v1.0/servicePrincipals?$filter=appId eq '${appId}'`);
    expect(body.value).toMatchObject([{ id, appId, displayName: "AKS", servicePrincipalType: "Application" }]);
  });

  it("refuses a filter that it does not understand, rather than to answer too much", async () => {
    expect(await client.get("/graph/v1.0/groups?$filter=startswith(displayName, 'a')")).toMatchObject({
      status: 400,
      code: "Request_UnsupportedQuery",
    });
  });

  it("refuses an option that it does not know, and fails the run", async () => {
    const reply = await client.get("/graph/v1.0/groups?$orderby=displayName");
    expect(reply).toMatchObject({ status: 400, code: "Request_UnsupportedQuery" });
    expect(sandbox.world.journal.complaints).toEqual(["nobody here understands $orderby of GET /groups"]);
  });
});

test("a service principal is nobody's to change: it is refused, and fails the run", async () => {
  const { id } = sandbox.world.directory.addServicePrincipal({ displayName: "ours" });
  expect((await client.patch(`/graph/v1.0/servicePrincipals/${id}`, {})).status).toBe(403);
  expect((await client.delete(`/graph/v1.0/servicePrincipals/${id}`)).status).toBe(403);
  const [server] = sandbox.world.directory.all("servicePrincipal").filter(({ displayName }) => displayName === "AKS");
  await client.delete(`/graph/v1.0/servicePrincipals/${server.id}`);
  expect(sandbox.world.journal.complaints.slice(-3)).toEqual([
    "PATCH of a service principal",
    "DELETE of a service principal",
    "DELETE of the AKS server's service principal",
  ]);
});

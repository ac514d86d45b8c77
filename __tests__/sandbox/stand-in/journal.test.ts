import { GROUP, makeGroup } from "../../support/azure";
import { type Client, type RunningStandIn, startStandIn } from "../../support/stand-in";

let sandbox: RunningStandIn;
let client: Client;
beforeEach(async () => {
  sandbox = await startStandIn();
  client = await sandbox.signedIn();
});
afterEach(() => sandbox.close());

const group = `${GROUP}?api-version=2023-07-01`;
const last = () => sandbox.world.journal.entries.at(-1);

test("each call has its caller, its route, its service and its status", async () => {
  await client.get(group);
  expect(last()).toMatchObject({
    method: "GET",
    url: group,
    service: "arm",
    caller: client.identity.name,
    route: "/subscriptions/:subscription/resourceGroups/:group",
    status: 404,
  });
  await makeGroup(client);
  expect(last()).toMatchObject({ method: "PUT", status: 201, body: { location: "westeurope" } });
});

test("the calls of a step are those since it began", async () => {
  const before = sandbox.world.journal.count;
  await client.get(group);
  await client.get(group);
  expect(sandbox.world.journal.since(before).map(({ status }) => status)).toEqual([404, 404]);
});

test("a secret that somebody signs in with is not kept", () => {
  const [token] = sandbox.world.journal.entries;
  expect(token).toMatchObject({ service: "login", status: 200 });
  expect(JSON.stringify(token)).not.toContain(client.identity.secret);
});

test("a call that nobody knows is refused for good, with its caller, and told of at the end", async () => {
  const path = `${GROUP}/providers/Microsoft.Storage/storageAccounts/x?api-version=2023-01-01`;
  const { status, body } = await client.get(path);
  expect([status, body.error.code]).toEqual([400, "SandboxUnknownCall"]);
  expect(last()).toMatchObject({ service: "none", caller: client.identity.name, status: 400 });
  expect(sandbox.world.journal.complaints).toEqual([`nobody here answers GET ${path}`]);
});

test("a version of the API that the sandbox does not speak is a call that nobody knows", async () => {
  expect((await client.get(`${GROUP}?api-version=2019-01-01`)).body.error.code).toBe("SandboxUnknownCall");
});

test("a call that met a fault has its caller and the fault", async () => {
  sandbox.world.faults.add({ kind: "throttled", path: /resourceGroups/, retryAfter: 7 });
  const { status, headers } = await client.get(group);
  expect([status, headers["retry-after"]]).toEqual([429, "7"]);
  expect(last()).toMatchObject({ service: "arm", caller: client.identity.name, status: 429, fault: "throttled" });
  expect((await client.get(group)).status).toBe(404);
  expect(sandbox.world.journal.complaints).toEqual([]);
});

test("a connection that was dropped has the status 0", async () => {
  sandbox.world.faults.add({ kind: "dropped", path: /resourceGroups/ });
  await expect(client.get(group)).rejects.toThrow();
  expect(last()).toMatchObject({ status: 0, fault: "dropped" });
});

test("whoever is not signed in is refused, and has no name", async () => {
  const { world } = sandbox;
  jest.spyOn(world.identities, "ofToken").mockReturnValue(undefined);
  expect((await client.get(group)).body.error.code).toBe("InvalidAuthenticationToken");
  expect(last()).toMatchObject({ status: 401, caller: undefined });
});

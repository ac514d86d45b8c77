import { CLUSTER, GROUP, aks, makeCluster, makeGroup } from "../../support/azure";
import { type Client, type RunningStandIn, SUBSCRIPTION, startStandIn } from "../../support/stand-in";

let sandbox: RunningStandIn;
let client: Client;
beforeEach(async () => {
  sandbox = await startStandIn();
  client = await sandbox.signedIn();
});
afterEach(() => sandbox.close());

const groups = (path: string) => `${path}?api-version=2023-07-01`;

test("a group is 201, then 200, with its location in Azure's own spelling", async () => {
  const first = await client.put(groups(GROUP), { location: "West Europe", tags: { owner: "platform" } });
  expect(first).toMatchObject({
    status: 201,
    body: {
      id: GROUP,
      name: "rg1",
      type: "Microsoft.Resources/resourceGroups",
      location: "westeurope",
      tags: { owner: "platform" },
      properties: { provisioningState: "Succeeded" },
    },
  });
  expect((await client.put(groups(GROUP), { location: "westeurope" })).status).toBe(200);
});

test("a change says what changes, and the rest stays", async () => {
  await client.put(groups(GROUP), { location: "westeurope", tags: { owner: "platform", tier: "free" } });
  const { status, body } = await client.patch(groups(GROUP), { tags: { owner: "security" } });
  expect([status, body.location, body.tags]).toEqual([200, "westeurope", { owner: "security" }]);
  expect((await client.get(groups(GROUP))).body).toEqual(body);
  expect((await client.patch(groups(GROUP), { location: "northeurope" })).status).toBe(400);
});

test("letter case makes no other group", async () => {
  await makeGroup(client);
  expect((await client.get(groups(GROUP.toUpperCase().replace("SUBSCRIPTIONS", "subscriptions")))).body.id).toBe(GROUP);
});

test("a group stays where it is", async () => {
  await makeGroup(client);
  const { status, body } = await client.put(groups(GROUP), { location: "northeurope" });
  expect([status, body.error.code]).toEqual([409, "InvalidResourceGroupLocation"]);
});

test("what is in a group is listed without what belongs to something in it", async () => {
  await makeCluster(client);
  const { body } = await client.get(groups(`${GROUP}/resources`));
  expect(body.value).toEqual([expect.objectContaining({ name: "clustername1", location: "westeurope" })]);
});

test("a delete takes what is in it", async () => {
  await makeCluster(client);
  expect((await client.delete(groups(GROUP))).status).toBe(202);
  expect((await client.get(groups(GROUP))).body.error.code).toBe("ResourceGroupNotFound");
  expect(sandbox.world.resources.get(CLUSTER)).toBeUndefined();
  expect((await client.get(aks(CLUSTER))).status).toBe(404);
});

test("without a location, with a bad name and in a foreign subscription there is none", async () => {
  expect((await client.put(groups(GROUP), {})).body.error.code).toBe("LocationRequired");
  expect((await client.put(groups(`${GROUP}.`), { location: "westeurope" })).status).toBe(400);
  const foreign = GROUP.replace(SUBSCRIPTION, "55555555-5555-4555-8555-555555555555");
  expect((await client.put(groups(foreign), { location: "westeurope" })).body.error.code).toBe("SubscriptionNotFound");
});

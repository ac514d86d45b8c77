import { CLUSTER, GROUP, authorization, insights, makeCluster } from "../../support/azure";
import { type Client, SUBSCRIPTION, useStandIn } from "../../support/stand-in";

const sandbox = useStandIn();
let client: Client;
beforeAll(async () => {
  client = await sandbox.signedIn();
  await makeCluster(client);
});

const ofSubscription = `/subscriptions/${SUBSCRIPTION}`;
const clusters = "providers/Microsoft.ContainerService/managedClusters";

describe("An option of a query that nobody here understands is refused, and fails the run", () => {
  it.each([
    ["$top, $filter", `${ofSubscription}/providers?api-version=2022-09-01&$top=1&$filter=nonsense`],
    ["$expand", `${ofSubscription}?api-version=2022-12-01&$expand=tags`],
    ["$filter", `${GROUP}/resources?api-version=2023-07-01&$filter=name eq 'x'`],
    ["$filter", `${ofSubscription}/${clusters}?api-version=2025-07-01&$filter=x`],
    ["$top", `${GROUP}/${clusters}?api-version=2025-07-01&$top=1`],
    ["$top", `${CLUSTER}/agentPools?api-version=2025-07-01&$top=1`],
    ["$select", `${CLUSTER}?api-version=2025-07-01&$select=name`],
    ["format", `${CLUSTER}/maintenanceConfigurations/default?api-version=2025-07-01&format=x`],
    ["$orderby", authorization(CLUSTER, "roleAssignments?$orderby=name")],
    ["$top", authorization(CLUSTER, "roleDefinitions?$top=1")],
    ["$top", `${insights(CLUSTER)}&$top=1`],
  ])("%s of %s", async (options, path) => {
    const reply = await client.get(path);
    expect(reply).toMatchObject({ status: 400, code: "InvalidQueryParameterName" });
    expect(sandbox.world.journal.complaints.at(-1)).toContain(`nobody here understands ${options} of GET`);
  });

  it("nor is one of a change passed over", async () => {
    const { status } = await client.delete(`${CLUSTER}?api-version=2025-07-01&force=true`);
    expect(status).toBe(400);
    expect((await client.get(`${CLUSTER}?api-version=2025-07-01`)).status).toBe(200);
  });

  it("of Graph likewise, where it is no option of OData", async () => {
    const reply = await client.get("/graph/v1.0/groups?owner=me");
    expect(reply).toMatchObject({ status: 400, code: "Request_UnsupportedQuery" });
  });
});

test("what azurerm asks with is understood, in any letter case", async () => {
  const before = sandbox.world.journal.complaints.length;
  for (const path of [
    `${GROUP}/resources?api-version=2023-07-01&%24expand=provisioningState&%24top=10`,
    authorization(CLUSTER, "roleAssignments?$filter=atScope()"),
    authorization("", "roleDefinitions?$filter=roleName eq 'Reader'"),
    `${GROUP}/${clusters}?api-version=2025-07-01&$skipToken=0`,
  ]) {
    expect([path, (await client.get(path)).status]).toEqual([path, 200]);
  }
  expect(sandbox.world.journal.complaints).toHaveLength(before);
});

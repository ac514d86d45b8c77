import { CLUSTER, aks, clusterBody, makeCluster, pool } from "../../support/azure";
import { type Client, type RunningStandIn, startStandIn } from "../../support/stand-in";

let sandbox: RunningStandIn;
let client: Client;
beforeEach(async () => {
  sandbox = await startStandIn();
  client = await sandbox.signedIn();
  await makeCluster(client, { networkProfile: { networkPlugin: "azure", networkPluginMode: "overlay" } });
});
afterEach(() => sandbox.close());

const POOL = `${CLUSTER}/agentPools/agentpool1`;
const put = (properties: Record<string, unknown>, id = POOL) => client.put(aks(id), { properties });
const user = (more: Record<string, unknown> = {}) => ({
  count: 3,
  vmSize: "Standard_DS1_v2",
  osType: "Linux",
  mode: "User",
  ...more,
});
const poolNames = async () =>
  (await client.get(aks(CLUSTER))).body.properties.agentPoolProfiles.map(({ name }: { name: string }) => name);

// facts of AgentPoolsCreate_Update.json, AgentPoolsList.json, AgentPoolsDelete.json, 2025-07-01
test("a new pool is 201 with what was not said filled in, and then 200", async () => {
  const said = {
    orchestratorVersion: "",
    ...user(),
    tags: { name1: "val1" },
    nodeLabels: { key1: "val1" },
    nodeTaints: ["Key1=Value1:NoSchedule"],
    scaleSetPriority: "Spot",
    scaleSetEvictionPolicy: "Delete",
  };
  const { status, body } = await put(said);
  const { kubernetesVersion } = (await client.get(aks(CLUSTER))).body.properties;
  expect(status).toBe(201);
  expect(body).toMatchObject({
    id: `${CLUSTER.replace("resourceGroups", "resourcegroups")}/agentPools/agentpool1`,
    type: "Microsoft.ContainerService/managedClusters/agentPools",
    name: "agentpool1",
    properties: {
      ...said,
      orchestratorVersion: kubernetesVersion,
      currentOrchestratorVersion: kubernetesVersion,
      provisioningState: "Succeeded",
      nodeImageVersion: expect.stringMatching(/^AKSUbuntu/),
    },
  });
  expect((await put(said)).status).toBe(200);
});

test("how many pods a node takes depends on the network", async () => {
  expect((await put(user())).body.properties.maxPods).toBe(250);
});

test("nodes are replaced by tenths unless somebody says otherwise", async () => {
  expect((await put(user())).body.properties.upgradeSettings).toEqual({ maxSurge: "10%" });
  expect((await put(user({ upgradeSettings: { maxSurge: "33%" } }))).body.properties.upgradeSettings.maxSurge).toBe(
    "33%",
  );
});

test("a pool is in the cluster's own list, and one of that list is a pool", async () => {
  await put(user());
  expect(await poolNames()).toEqual(["nodepool1", "agentpool1"]);
  const { body } = await client.get(aks(`${CLUSTER}/agentPools`));
  expect(body.value.map(({ name }: { name: string }) => name)).toEqual(["nodepool1", "agentpool1"]);
  expect((await client.get(aks(`${CLUSTER}/agentPools/nodepool1`))).body.properties).toMatchObject({ mode: "System" });
});

test("a delete is 202, the next 204, and the last System pool stays", async () => {
  await put(user());
  expect((await client.delete(aks(POOL))).status).toBe(202);
  expect((await client.get(aks(POOL))).status).toBe(404);
  expect((await client.delete(aks(POOL))).status).toBe(204);
  const last = await client.delete(aks(`${CLUSTER}/agentPools/nodepool1`));
  expect([last.status, last.body.error.code]).toEqual([400, "OperationNotAllowed"]);
  expect(await poolNames()).toEqual(["nodepool1"]);
});

test("the versions that a pool may have are those of the cluster", async () => {
  const { body } = await client.get(aks(`${CLUSTER}/availableAgentPoolVersions`));
  const { kubernetesVersion } = (await client.get(aks(CLUSTER))).body.properties;
  expect(body).toMatchObject({
    name: "default",
    type: "Microsoft.ContainerService/managedClusters/availableAgentpoolVersions",
    properties: { agentPoolVersions: [{ kubernetesVersion, default: true }] },
  });
});

describe("AKS refuses", () => {
  const refusal = async (properties: Record<string, unknown>, name = "agentpool1") => {
    const { status, body } = await put(properties, `${CLUSTER}/agentPools/${name}`);
    return [status, body?.error?.code];
  };
  test.each([
    ["a name with a hyphen", user(), "agent-pool", "InvalidParameter"],
    ["a name of thirteen letters", user(), "abcdefghijklm", "InvalidParameter"],
    ["a Windows name of seven letters", user({ osType: "Windows" }), "windows", "InvalidParameter"],
    ["a System pool on Windows", user({ osType: "Windows", mode: "System" }), "win", "InvalidParameter"],
    ["a System pool on Spot machines", user({ mode: "System", scaleSetPriority: "Spot" }), "spot", "InvalidParameter"],
    ["a System pool without nodes", user({ mode: "System", count: 0 }), "sys", "InvalidParameter"],
    ["bounds without the autoscaler", user({ minCount: 1, maxCount: 3 }), "pool", "InvalidParameter"],
    ["the autoscaler without bounds", user({ enableAutoScaling: true }), "pool", "InvalidParameter"],
    [
      "bounds the wrong way round",
      user({ enableAutoScaling: true, minCount: 5, maxCount: 3 }),
      "pool",
      "InvalidParameter",
    ],
    ["a zone that no region has", user({ availabilityZones: ["4"] }), "pool", "InvalidParameter"],
    [
      "nodes newer than the control plane",
      user({ orchestratorVersion: "1.99" }),
      "pool",
      "NodePoolMcVersionIncompatible",
    ],
  ])("%s", async (_, properties, name, code) => {
    expect(await refusal(properties, name)).toEqual([400, code]);
    expect(await poolNames()).toEqual(["nodepool1"]);
  });

  test.each([
    ["its machines", { vmSize: "Standard_D4s_v5" }],
    ["its system", { osType: "Windows" }],
    ["its disks", { osDiskSizeGB: 256 }],
    ["its pods a node", { maxPods: 30 }],
    ["its zones", { availabilityZones: ["2"] }],
  ])("to change a pool's %s", async (_, change) => {
    await put(user({ availabilityZones: ["1"] }), `${CLUSTER}/agentPools/pool1`);
    expect(await refusal(user({ availabilityZones: ["1"], ...change }), "pool1")).toEqual([
      400,
      "PropertyChangeNotAllowed",
    ]);
  });

  test("no change of the number of nodes, nor an empty pool of the mode User", async () => {
    await put(user());
    expect(await refusal(user({ count: 0 }))).toEqual([200, undefined]);
    expect(await refusal(user({ enableAutoScaling: true, minCount: 0, maxCount: 3, count: 0 }))).toEqual([
      200,
      undefined,
    ]);
  });

  test("nor a whole cluster in which nothing but a node count is new", async () => {
    const { body } = await client.put(aks(CLUSTER), clusterBody({ agentPoolProfiles: [pool({ count: 5 })] }));
    expect(body.properties.agentPoolProfiles[0].count).toBe(5);
  });
});

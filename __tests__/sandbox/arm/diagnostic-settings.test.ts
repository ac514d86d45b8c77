import { CLUSTER, GROUP, aks, insights, makeCluster } from "../../support/azure";
import { type Client, type RunningStandIn, startStandIn } from "../../support/stand-in";

const WORKSPACE = `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/central`;
let sandbox: RunningStandIn;
let client: Client;
beforeEach(async () => {
  sandbox = await startStandIn();
  client = await sandbox.signedIn();
  await makeCluster(client);
  sandbox.world.resources.put({ id: WORKSPACE, name: "central", properties: {} });
});
afterEach(() => sandbox.close());

const setting = (name = "mysetting") => insights(CLUSTER, `/${name}`);
const body = (more: Record<string, unknown> = {}) => ({
  properties: {
    workspaceId: WORKSPACE,
    logAnalyticsDestinationType: "Dedicated",
    logs: [{ category: "guard", enabled: true, retentionPolicy: { enabled: false, days: 0 } }],
    metrics: [],
    ...more,
  },
});
const refusal = async (more: Record<string, unknown>, name?: string) => {
  const { status, body: answer } = await client.put(setting(name), body(more));
  return [status, answer?.error?.code];
};

// facts of createOrUpdateDiagnosticSetting.json, getDiagnosticSetting.json, listDiagnosticSettings.json
test("a put is 200 and answers what was said, also the first time", async () => {
  const { status, body: made } = await client.put(setting(), body());
  expect(status).toBe(200);
  expect(made).toEqual({
    id: `${CLUSTER}/providers/microsoft.insights/diagnosticSettings/mysetting`,
    type: "Microsoft.Insights/diagnosticSettings",
    name: "mysetting",
    ...body(),
  });
  expect((await client.get(setting())).body).toEqual(made);
  expect((await client.get(insights(CLUSTER))).body).toEqual({ value: [made] });
});

test("a delete is 200, then 204, and leaves nothing", async () => {
  await client.put(setting(), body());
  expect((await client.delete(setting())).status).toBe(200);
  expect((await client.delete(setting())).status).toBe(204);
  expect((await client.get(setting())).body.error.code).toBe("ResourceNotFound");
});

test("settings outlive their cluster: made again it still has them", async () => {
  await client.put(setting(), body());
  await client.delete(aks(CLUSTER));
  await makeCluster(client);
  expect((await client.get(setting())).status).toBe(200);
});

test.each([
  ["nowhere to send them", { workspaceId: "" }, 400],
  ["a category that AKS does not have", { logs: [{ category: "kube-audits", enabled: true }] }, 400],
  ["a group of categories that is none", { logs: [{ categoryGroup: "everything", enabled: true }] }, 400],
  ["a category and a group at once", { logs: [{ category: "guard", categoryGroup: "audit", enabled: true }] }, 400],
  ["a metric that AKS does not have", { metrics: [{ category: "Fast", enabled: true }] }, 400],
  ["a workspace that is not there", { workspaceId: `${WORKSPACE}-2` }, 403],
])("%s is refused", async (_, more, status) => {
  expect((await refusal(more))[0]).toBe(status);
});

test("a group of categories that AKS has is taken", async () => {
  expect(await refusal({ logs: [{ categoryGroup: "audit", enabled: true }] })).toEqual([200, undefined]);
});

test("one category goes to one workspace by one setting", async () => {
  await client.put(setting(), body());
  expect(await refusal({}, "again")).toEqual([409, "Conflict"]);
  expect(await refusal({ logs: [{ category: "kube-audit", enabled: true }] }, "again")).toEqual([200, undefined]);
});

test("a cluster that is not there has no settings", async () => {
  const other = insights(CLUSTER.replace("clustername1", "other"), "/mysetting");
  expect((await client.put(other, body())).status).toBe(404);
});

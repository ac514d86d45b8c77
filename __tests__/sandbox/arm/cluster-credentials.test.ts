import { CLUSTER, aks, clusterBody, makeCluster } from "../../support/azure";
import { type Client, type RunningStandIn, startStandIn } from "../../support/stand-in";
import { TENANT } from "../../support/synth";

let sandbox: RunningStandIn;
let client: Client;
beforeEach(async () => {
  sandbox = await startStandIn();
  client = await sandbox.signedIn();
});
afterEach(() => sandbox.close());

const ask = (who: "User" | "Admin") => client.post(aks(`${CLUSTER}/listCluster${who}Credential`));
const decoded = ({ body }: { body: any }) => Buffer.from(body.kubeconfigs[0].value, "base64").toString();

// facts of ManagedClustersListClusterUserCredentials.json
test("a kubeconfig is answered by a name, in base64", async () => {
  await makeCluster(client);
  const { status, body } = await ask("User");
  expect(status).toBe(200);
  expect(body).toEqual({ kubeconfigs: [{ name: "clusterUser", value: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) }] });
});

test("with Entra it asks kubelogin, and has no credential in it", async () => {
  await makeCluster(client);
  const text = decoded(await ask("User"));
  expect(text).toContain("command: kubelogin");
  expect(text).toContain("--server-id, 6dae42f8-4368-4678-94ff-3960e28e3630");
  expect(text).toContain(`--tenant-id, ${TENANT}`);
  expect(text).not.toMatch(/token:|client-key-data|client-certificate-data|password/);
  expect(sandbox.world.journal.complaints).toEqual([]);
});

test("asking for the administrator's is told of at the end of a run, answered or not", async () => {
  await makeCluster(client, { disableLocalAccounts: false });
  expect((await ask("Admin")).body.kubeconfigs[0].name).toBe("clusterAdmin");
  expect(sandbox.world.journal.complaints).toEqual([
    `${client.identity.name} asked for the administrator's credentials of clustername1`,
  ]);
});

test("with local accounts off nobody gets the administrator's", async () => {
  await makeCluster(client);
  const { status, body } = await ask("Admin");
  expect(status).toBe(400);
  expect(body.error.message).toMatch(/static credential is not allowed .* disable local accounts/);
  expect(sandbox.world.journal.complaints).toHaveLength(1);
});

test("without Entra the user's own is static, and local accounts off can't be", async () => {
  await makeCluster(client, { aadProfile: undefined, disableLocalAccounts: false });
  expect(decoded(await ask("User"))).toContain("token:");
  const off = clusterBody({ aadProfile: undefined, disableLocalAccounts: true });
  expect((await client.put(aks(CLUSTER), off)).status).toBe(400);
});

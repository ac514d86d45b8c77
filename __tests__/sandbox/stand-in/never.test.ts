import { CLUSTER, aks } from "../../support/azure";
import { type RunningStandIn, startStandIn } from "../../support/stand-in";

const AKS_SERVER = "6dae42f8-4368-4678-94ff-3960e28e3630";

let sandbox: RunningStandIn;
let server: string;
beforeEach(async () => {
  sandbox = await startStandIn();
  server = sandbox.world.directory.addServicePrincipal({ displayName: "AKS AAD Server", appId: AKS_SERVER }).id;
});
afterEach(() => sandbox.close());

const complaints = () => sandbox.world.journal.complaints;
const admin = aks(`${CLUSTER}/listClusterAdminCredential`);

describe("What no run may ask for is told of at the end", () => {
  it("where the caller has no right to it", async () => {
    const client = await sandbox.signedIn({ name: "a careful pipeline", graph: [], azure: [] });
    expect((await client.patch(`/graph/v1.0/servicePrincipals/${server}`, {})).status).toBe(403);
    expect((await client.post(admin)).status).toBe(403);
    expect(complaints()).toEqual([
      "PATCH of the AKS server's service principal",
      "a careful pipeline asked for the administrator's credentials of clustername1",
    ]);
  });

  it.each(["forbidden", "throttled", "server-error", "not-found"] as const)(
    "where it met a fault: %s",
    async (kind) => {
      const client = await sandbox.signedIn();
      sandbox.world.faults.add({ kind, path: /servicePrincipals|Credential/, times: 9 });
      await client.delete(`/graph/beta/servicePrincipals/${server}`);
      await client.post(admin);
      expect(complaints()).toEqual([
        "DELETE of the AKS server's service principal",
        "a pipeline asked for the administrator's credentials of clustername1",
      ]);
    },
  );

  it("where nobody has signed in", async () => {
    await sandbox.nobody.post(admin);
    expect(complaints()).toEqual(["somebody asked for the administrator's credentials of clustername1"]);
  });

  it.each([
    ["PATCH", `/graph/v1.0/servicePrincipals(appId='${AKS_SERVER}')`],
    ["PATCH", `/graph/v1.0/servicePrincipals%28appId=%27${AKS_SERVER}%27%29`],
    ["POST", `/graph/v1.0/applications(appId='${AKS_SERVER}')/addPassword`],
  ])("by the other ways there are: %s %s", async (method, path) => {
    const client = await sandbox.signedIn();
    await client.call(method, path, {});
    expect(complaints()).toContain(`${method} of the AKS server's service principal`);
  });

  it("by what was there before, and through the directory", async () => {
    const client = await sandbox.signedIn();
    await client.post(aks(`${CLUSTER}/accessProfiles/clusterAdmin/listCredential`));
    expect(complaints()).toContain("a pipeline asked for the administrator's credentials of clustername1");
    await client.delete(`/graph/v1.0/directoryObjects/${server}`);
    expect(complaints()).toContain("DELETE of the AKS server's service principal");
    const { id } = sandbox.world.directory.addServicePrincipal({ displayName: "another" });
    await client.delete(`/graph/v1.0/directoryObjects/${id}`);
    expect(complaints()).toContain("DELETE of a service principal");
  });
});

test("to read a service principal, to delete another object and to ask for a user's kubeconfig is nothing wrong", async () => {
  const client = await sandbox.signedIn();
  const user = sandbox.world.directory.addUser({ userPrincipalName: "alice@contoso.com" });
  expect((await client.get(`/graph/v1.0/servicePrincipals/${server}`)).status).toBe(200);
  await client.delete(`/graph/v1.0/directoryObjects/${user.id}`);
  await client.post(aks(`${CLUSTER}/listClusterUserCredential`));
  await client.call("GET", "/%E0%A4%A");
  expect(complaints().filter((c) => !c.startsWith("nobody here answers"))).toEqual([]);
});

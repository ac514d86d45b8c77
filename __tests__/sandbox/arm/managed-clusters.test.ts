import { CLUSTER, GROUP, aks, clusterBody, makeCluster, makeGroup, pool } from "../../support/azure";
import { type Client, type RunningStandIn, SUBSCRIPTION, startStandIn } from "../../support/stand-in";
import { TENANT } from "../../support/synth";

let sandbox: RunningStandIn;
let client: Client;
beforeEach(async () => {
  sandbox = await startStandIn();
  client = await sandbox.signedIn();
});
afterEach(() => sandbox.close());

/** Puts a cluster with these properties, beside or over one that is there. */
const put = async (properties: Record<string, unknown>, more?: Record<string, unknown>) =>
  client.put(aks(CLUSTER), clusterBody(properties, more));
const refusal = async (properties: Record<string, unknown>) => {
  const { status, body } = await put(properties);
  return [status, body?.error?.code, body?.error?.message];
};

describe("what AKS answers, as in the examples of Microsoft.ContainerService 2025-07-01", () => {
  test("is the same in the version that azurerm 4.80 speaks, and nothing in one that neither speaks", async () => {
    await makeGroup(client);
    await put({ agentPoolProfiles: [pool()] });
    const at = async (version: string) => (await client.get(`${CLUSTER}?api-version=${version}`)).body;
    expect(await at("2025-10-01")).toEqual(await at("2025-07-01"));
    expect((await at("2024-01-01")).error.code).toBe("SandboxUnknownCall");
  });

  // facts of ManagedClustersCreate_UpdateWithEnableAzureRBAC.json
  test("a new cluster is 201, with what was not said filled in", async () => {
    await makeGroup(client);
    const { status, body } = await put(
      {
        kubernetesVersion: "",
        agentPoolProfiles: [pool({ availabilityZones: ["1", "2", "3"], enableNodePublicIP: true })],
        networkProfile: {
          loadBalancerSku: "standard",
          outboundType: "loadBalancer",
          loadBalancerProfile: { managedOutboundIPs: { count: 2 } },
        },
        autoScalerProfile: { "scan-interval": "20s" },
        addonProfiles: {},
      },
      { tags: { tier: "production", archv2: "" }, sku: { name: "Basic", tier: "Free" } },
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: CLUSTER.replace("resourceGroups", "resourcegroups"),
      name: "clustername1",
      type: "Microsoft.ContainerService/ManagedClusters",
      location: "westeurope",
      tags: { tier: "production", archv2: "" },
      properties: {
        provisioningState: "Succeeded",
        dnsPrefix: "dnsprefix1",
        nodeResourceGroup: "MC_rg1_clustername1_westeurope",
        enableRBAC: true,
        networkProfile: {
          networkPlugin: "kubenet",
          podCidr: "10.244.0.0/16",
          serviceCidr: "10.0.0.0/16",
          dnsServiceIP: "10.0.0.10",
          loadBalancerSku: "standard",
          outboundType: "loadBalancer",
          podCidrs: ["10.244.0.0/16"],
          serviceCidrs: ["10.0.0.0/16"],
          ipFamilies: ["IPv4"],
          loadBalancerProfile: { managedOutboundIPs: { count: 2 } },
        },
        aadProfile: { managed: true, enableAzureRBAC: true, adminGroupObjectIDs: null, tenantID: TENANT },
      },
    });
    const { kubernetesVersion, currentKubernetesVersion, fqdn, agentPoolProfiles } = body.properties;
    expect(kubernetesVersion).toMatch(/^\d+\.\d+\.\d+$/);
    expect(currentKubernetesVersion).toBe(kubernetesVersion);
    expect(fqdn).toMatch(/^dnsprefix1-[a-z0-9]{8}\.hcp\.[a-z]+\.azmk8s\.io$/);
    expect(agentPoolProfiles).toMatchObject([
      {
        name: "nodepool1",
        count: 3,
        vmSize: "Standard_DS1_v2",
        maxPods: 110,
        osType: "Linux",
        mode: "System",
        type: "VirtualMachineScaleSets",
        availabilityZones: ["1", "2", "3"],
        enableNodePublicIP: true,
        orchestratorVersion: kubernetesVersion,
        currentOrchestratorVersion: kubernetesVersion,
        provisioningState: "Succeeded",
        nodeImageVersion: expect.stringMatching(/^AKSUbuntu/),
      },
    ]);
  });

  test("what was answered is what is read and listed", async () => {
    const made = await makeCluster(client);
    const list = (scope: string) => client.get(aks(`${scope}/providers/Microsoft.ContainerService/managedClusters`));
    expect(await client.get(aks(CLUSTER))).toMatchObject({ status: 200, body: made });
    expect((await list(GROUP)).body).toEqual({ value: [made] });
    expect((await list(`/subscriptions/${SUBSCRIPTION}`)).body).toEqual({ value: [made] });
  });

  test("a put over what is there is 200, and keeps what it made of its own", async () => {
    const made = await makeCluster(client);
    const { status, body } = await put({ kubernetesVersion: made.properties.kubernetesVersion });
    expect(status).toBe(200);
    expect(body).toEqual(made);
  });

  test("a change is announced as an operation that has succeeded, on another path", async () => {
    await makeGroup(client);
    const { headers } = await put({});
    expect(headers["retry-after"]).toBe("0");
    const announced = String(headers["azure-asyncoperation"]);
    expect(announced.startsWith(`https://${sandbox.host}/subscriptions/${SUBSCRIPTION}/providers/`)).toBe(true);
    expect((await client.get(announced)).body).toMatchObject({ status: "Succeeded" });
  });

  test("a delete is 202 and takes the cluster with its assignments; the next is 204", async () => {
    await makeCluster(client);
    expect((await client.delete(aks(CLUSTER))).status).toBe(202);
    expect((await client.get(aks(CLUSTER))).body.error.code).toBe("ResourceNotFound");
    expect((await client.delete(aks(CLUSTER))).status).toBe(204);
    expect(sandbox.world.resources.all().map(({ type }) => type)).toEqual(["Microsoft.Resources/resourceGroups"]);
  });

  test("passwords and secrets are taken and never read back", async () => {
    await makeGroup(client);
    const { body } = await put({
      servicePrincipalProfile: { clientId: "clientid", secret: "s1" },
      windowsProfile: { adminUsername: "azureuser", adminPassword: "p1" },
    });
    expect(body.properties.servicePrincipalProfile).toEqual({ clientId: "clientid" });
    expect(body.properties.windowsProfile).toEqual({ adminUsername: "azureuser" });
  });
});

describe("what AKS fills in", () => {
  test("a private cluster has its own name and no public one, unless it asks for it", async () => {
    await makeGroup(client);
    const only = await put({ apiServerAccessProfile: { enablePrivateCluster: true } });
    expect(only.body.properties.privateFQDN).toMatch(/\.privatelink\.westeurope\.azmk8s\.io$/);
    expect(only.body.properties.fqdn).toBeUndefined();
    const both = await put({
      apiServerAccessProfile: { enablePrivateCluster: true, enablePrivateClusterPublicFQDN: true },
    });
    expect(both.body.properties.fqdn).toMatch(/\.hcp\.westeurope\.azmk8s\.io$/);
  });

  test("the control plane and the nodes get identities, which go with the cluster", async () => {
    const made = await makeCluster(client);
    const { principalId, tenantId } = made.identity;
    const { objectId, clientId, resourceId } = made.properties.identityProfile.kubeletidentity;
    expect(tenantId).toBe(TENANT);
    expect(resourceId).toMatch(/\/MC_rg1_clustername1_westeurope\/.*\/userAssignedIdentities\/clustername1-agentpool$/);
    expect(sandbox.world.directory.get(objectId)).toMatchObject({ kind: "servicePrincipal", appId: clientId });
    expect(sandbox.world.directory.get(principalId)?.kind).toBe("servicePrincipal");
    await client.delete(aks(CLUSTER));
    expect(sandbox.world.directory.get(principalId)).toBeUndefined();
    expect(sandbox.world.directory.get(objectId)).toBeUndefined();
  });

  test("an empty text and an empty list are as if they were not said", async () => {
    const said = { networkPlugin: "azure", networkPluginMode: "overlay", podCidr: "", podCidrs: [], serviceCidrs: [] };
    const { networkProfile, nodeResourceGroup } = (
      await makeCluster(client, { networkProfile: said, nodeResourceGroup: "" })
    ).properties;
    expect(nodeResourceGroup).toBe("MC_rg1_clustername1_westeurope");
    expect(networkProfile).toMatchObject({ podCidrs: ["10.244.0.0/16"], serviceCidrs: ["10.0.0.0/16"] });
  });

  test("an issuer of tokens has an address that does not change", async () => {
    const made = await makeCluster(client, { oidcIssuerProfile: { enabled: true } });
    const { issuerURL } = made.properties.oidcIssuerProfile;
    expect(issuerURL).toMatch(
      new RegExp(`^https://westeurope\\.oic\\.prod-aks\\.azure\\.com/${TENANT}/[0-9a-f]{32}/$`),
    );
    expect((await put({ oidcIssuerProfile: { enabled: true } })).body.properties.oidcIssuerProfile.issuerURL).toBe(
      issuerURL,
    );
  });

  test("a new cluster issues tokens from Kubernetes 1.34 on, unless it says no", async () => {
    const enabled = async (properties: Record<string, unknown>) => {
      await client.delete(aks(CLUSTER));
      return (await makeCluster(client, properties)).properties.oidcIssuerProfile.enabled;
    };
    expect(await enabled({ kubernetesVersion: "1.33" })).toBe(false);
    expect(await enabled({ kubernetesVersion: "1.34" })).toBe(true);
    expect(await enabled({})).toBe(true);
    expect(await enabled({ oidcIssuerProfile: { enabled: false } })).toBe(false);
  });

  test("an older cluster that gets newer issues none by itself", async () => {
    await makeCluster(client, { kubernetesVersion: "1.33" });
    expect((await put({ kubernetesVersion: "1.34" })).body.properties.oidcIssuerProfile).toEqual({ enabled: false });
  });

  test("local accounts are on unless somebody turns them off", async () => {
    expect((await makeCluster(client, { disableLocalAccounts: undefined })).properties.disableLocalAccounts).toBe(
      false,
    );
  });
});

describe("what AKS refuses", () => {
  beforeEach(() => makeGroup(client));

  test.each([
    [
      "local accounts off without Entra",
      { aadProfile: undefined },
      "BadRequest",
      /Local accounts can be disabled only/,
    ],
    ["Entra without Kubernetes RBAC", { enableRBAC: false }, "InvalidParameter", /enableRBAC/],
    ["another tenant", { aadProfile: { managed: true, tenantID: SUBSCRIPTION } }, "InvalidParameter", /tenantID/],
    [
      "an administrators' group that is no object id",
      { aadProfile: { managed: true, adminGroupObjectIDs: ["aks-admins"] } },
      "InvalidParameter",
      /adminGroupObjectIDs/,
    ],
    [
      "allowed addresses on a private cluster",
      { apiServerAccessProfile: { enablePrivateCluster: true, authorizedIPRanges: ["203.0.113.0/24"] } },
      "InvalidParameter",
      /authorizedIPRanges/,
    ],
    [
      "workload identity without an issuer",
      { securityProfile: { workloadIdentity: { enabled: true } } },
      "InvalidParameter",
      /OIDC issuer/,
    ],
    ["no pool of the mode System", { agentPoolProfiles: [pool({ mode: "User" })] }, "InvalidParameter", /System/],
    ["no node in a System pool", { agentPoolProfiles: [pool({ count: 0 })] }, "InvalidParameter", /count/],
    ["two pools of one name", { agentPoolProfiles: [pool(), pool()] }, "InvalidParameter", /one name/],
    ["no prefix for its address", { dnsPrefix: "" }, "InvalidParameter", /dnsPrefix/],
    ["a version that is none", { kubernetesVersion: "latest" }, "InvalidParameter", /kubernetesVersion/],
    [
      "a key that is none",
      { linuxProfile: { adminUsername: "azureuser", ssh: { publicKeys: [{ keyData: "keydata" }] } } },
      "InvalidParameter",
      /publicKeys/,
    ],
  ])("%s", async (_, properties, code, message) => {
    expect(await refusal(properties)).toEqual([400, code, expect.stringMatching(message)]);
    expect(sandbox.world.resources.get(CLUSTER)).toBeUndefined();
  });

  test.each([
    ["Entra, once it is on", { aadProfile: null, disableLocalAccounts: false }, "BadRequest"],
    ["the prefix of its address", { dnsPrefix: "other" }, "PropertyChangeNotAllowed"],
    ["whether it is private", { apiServerAccessProfile: { enablePrivateCluster: true } }, "PropertyChangeNotAllowed"],
    ["the issuer, once it is on", { oidcIssuerProfile: { enabled: false } }, "PropertyChangeNotAllowed"],
    ["Kubernetes RBAC", { enableRBAC: false, aadProfile: { managed: true } }, "InvalidParameter"],
    [
      "the machines of a pool",
      { agentPoolProfiles: [pool({ vmSize: "Standard_D4s_v5" })] },
      "PropertyChangeNotAllowed",
    ],
  ])("to change %s", async (_, properties, code) => {
    const made = await makeCluster(client, { oidcIssuerProfile: { enabled: true } });
    expect((await refusal(properties)).slice(0, 2)).toEqual([400, code]);
    expect((await client.get(aks(CLUSTER))).body).toEqual(made);
  });

  test("another location", async () => {
    await put({});
    const { status, body } = await put({}, { location: "northeurope" });
    expect([status, body.error.code]).toEqual([409, "InvalidResourceLocation"]);
  });

  test("to take Entra off by its own call", async () => {
    await put({});
    const { status } = await client.post(aks(`${CLUSTER}/resetAADProfile`), {});
    expect(status).toBe(400);
  });

  test("a resource group and a subscription that are not there", async () => {
    const elsewhere = CLUSTER.replace("rg1", "rg2");
    expect((await client.put(aks(elsewhere), clusterBody())).body.error.code).toBe("ResourceGroupNotFound");
    const foreign = CLUSTER.replace(SUBSCRIPTION, "55555555-5555-4555-8555-555555555555");
    expect((await client.put(aks(foreign), clusterBody())).body.error.code).toBe("SubscriptionNotFound");
  });

  test("a field that the sandbox does not know, and says so at the end of the run", async () => {
    expect((await refusal({ localAccounts: false })).slice(0, 2)).toEqual([400, "InvalidRequestContent"]);
    expect(sandbox.world.journal.complaints).toEqual([expect.stringContaining("localAccounts")]);
  });
});

test("nothing here complains but what is meant to", async () => {
  await makeCluster(client);
  await client.delete(aks(CLUSTER));
  expect(sandbox.world.journal.complaints).toEqual([]);
});

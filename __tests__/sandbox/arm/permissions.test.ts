import { armRoutes } from "../../../sandbox/arm";
import { BUILT_IN_ROLES } from "../../../sandbox/arm/built-in-roles";
import { type AzureRight } from "../../../sandbox/stand-in/azure-rights";
import { type Route } from "../../../sandbox/stand-in/route";
import { CLUSTER, GROUP, aks, authorization, clusterBody, makeCluster, pool } from "../../support/azure";
import { type Client, type RunningStandIn, SUBSCRIPTION, startStandIn } from "../../support/stand-in";

const SCOPE = `/subscriptions/${SUBSCRIPTION}`;
const NAME = "05c5a614-a7d6-4502-b150-c2fb455033ff";
const CLUSTER_USER = "4abbcc35-e782-43d8-92c5-2d3f1bd2253f";
const RBAC_READER = "7f6c6a51-bcf8-42ba-9220-52d62157d7db";

let sandbox: RunningStandIn;
let admin: Client;
let group: string;
beforeEach(async () => {
  sandbox = await startStandIn();
  admin = await sandbox.signedIn();
  group = sandbox.world.directory.addGroup({ displayName: "auditors" }).id;
  await makeCluster(admin);
});
afterEach(() => sandbox.close());

const as = (...azure: AzureRight[]) => sandbox.signedIn({ azure });
const code = ({ body }: { body: any }) => body?.error?.code;

describe("every call states what it needs", () => {
  const routes = armRoutes.filter(({ needs }) => needs.length > 0);
  const title = ({ method, path, apiVersions }: Route) => `${method} ${path} ${apiVersions?.join()}`;
  const values: Record<string, string> = {
    subscription: SUBSCRIPTION,
    group: "rg1",
    cluster: "clustername1",
    pool: "nodepool1",
    role: CLUSTER_USER,
  };
  const pathOf = ({ path, apiVersions }: Route) =>
    `${path.replace("{/*scope}", CLUSTER).replace(/:(\w+)/g, (_, name: string) => values[name] ?? NAME)}?api-version=${apiVersions?.[0]}`;
  const ask = (client: Client, route: Route) => {
    const verb = route.method.toLowerCase() as "get" | "put" | "post" | "patch" | "delete";
    return client[verb](pathOf(route), { properties: {} });
  };

  test("but the state of an operation, which whoever knows its address may ask", () => {
    expect(armRoutes.filter(({ needs }) => needs.length === 0).map(({ path }) => path)).toEqual([
      expect.stringContaining("/operations/:id"),
    ]);
  });

  test("as an operation that Azure has: a provider, types, and read, write, delete or an action", () => {
    for (const { needs } of routes) {
      for (const action of needs) expect(action).toMatch(/^Microsoft\.\w+(\/\w+)+\/(read|write|delete|action)$/);
    }
  });

  test.each(routes.map((route) => [title(route), route] as const))(
    "%s: everything else is not enough",
    async (_, route) => {
      const client = await as({ scope: "/", actions: ["*"], notActions: route.needs });
      const { status, body } = await ask(client, route);
      expect([status, body.error.code]).toEqual([403, "AuthorizationFailed"]);
      expect(body.error.message).toContain(`perform action '${route.needs[0]}' over scope '`);
    },
  );

  test.each(routes.map((route) => [title(route), route] as const))(
    "%s: that alone lets it through",
    async (_, route) => {
      const client = await as({ scope: SCOPE, actions: route.needs });
      expect(code(await ask(client, route))).not.toBe("AuthorizationFailed");
    },
  );
});

describe("a right", () => {
  test("is for a scope and what is below it, and for nothing beside or above", async () => {
    const client = await as({ scope: GROUP, role: "Reader" });
    expect((await client.get(aks(CLUSTER))).status).toBe(200);
    await makeCluster(admin, {}, CLUSTER.replace("rg1", "rg10"));
    expect(code(await client.get(aks(CLUSTER.replace("rg1", "rg10"))))).toBe("AuthorizationFailed");
    expect(code(await client.get(`${SCOPE}?api-version=2022-12-01`))).toBe("AuthorizationFailed");
  });

  test("is refused with the action and the scope that it is missing at", async () => {
    const client = await as({ scope: GROUP, role: "Reader" });
    const { body } = await client.post(aks(`${CLUSTER}/listClusterUserCredential`));
    expect(body.error.message).toContain(
      `perform action 'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action' over scope '${CLUSTER}'`,
    );
    expect(body.error.message).toContain(`object id '${client.identity.objectId}'`);
  });

  test("is a built-in role by name, GUID or id, in any letter case", async () => {
    const reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
    for (const role of ["reader", reader, `${SCOPE}/providers/Microsoft.Authorization/roleDefinitions/${reader}`]) {
      const client = await as({ scope: SCOPE, role });
      expect((await client.get(aks(CLUSTER))).status).toBe(200);
      expect((await client.put(aks(CLUSTER), clusterBody())).status).toBe(403);
    }
  });

  test("of a role that is not known is a mistake of whoever gives it", () => {
    expect(() => sandbox.world.identities.add({ name: "x", azure: [{ scope: "/", role: "Peeker" }] })).toThrow(
      "no built-in role 'Peeker'",
    );
  });

  test("of a Contributor makes clusters and gives nobody a role; an Owner's does both", async () => {
    const contributor = await as({ scope: SCOPE, role: "Contributor" });
    const give = {
      properties: {
        roleDefinitionId: `x/providers/Microsoft.Authorization/roleDefinitions/${CLUSTER_USER}`,
        principalId: group,
      },
    };
    expect((await contributor.put(aks(CLUSTER), clusterBody())).status).toBe(200);
    expect(code(await contributor.put(authorization(CLUSTER, `roleAssignments/${NAME}`), give))).toBe(
      "AuthorizationFailed",
    );
    const owner = await as({ scope: SCOPE, role: "Owner" });
    expect((await owner.put(authorization(CLUSTER, `roleAssignments/${NAME}`), give)).status).toBe(201);
  });

  test("that one role excepts, another still gives", async () => {
    const client = await as({ scope: SCOPE, role: "Contributor" }, { scope: GROUP, role: "User Access Administrator" });
    expect((await client.delete(authorization(CLUSTER, `roleAssignments/${NAME}`))).status).toBe(204);
    expect(code(await client.delete(authorization(SCOPE, `roleAssignments/${NAME}`)))).toBe("AuthorizationFailed");
  });

  test("to download a kubeconfig comes with the Cluster User Role, not with that of a reader of namespaces", async () => {
    const ask = async (role: string) => {
      const client = await as({ scope: CLUSTER, role });
      return (await client.post(aks(`${CLUSTER}/listClusterUserCredential`))).status;
    };
    expect(await ask("Azure Kubernetes Service Cluster User Role")).toBe(200);
    expect(await ask("Azure Kubernetes Service RBAC Cluster Admin")).toBe(200);
    expect(await ask("Azure Kubernetes Service RBAC Reader")).toBe(403);
    expect(await ask("Azure Kubernetes Service RBAC Writer")).toBe(403);
  });

  test("to use a workspace is needed by whoever sends logs to it", async () => {
    const workspace = `${SCOPE}/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/central`;
    sandbox.world.resources.put({ id: workspace, name: "central", properties: {} });
    const setting = `${CLUSTER}/providers/Microsoft.Insights/diagnosticSettings/audit?api-version=2021-05-01-preview`;
    const body = { properties: { workspaceId: workspace, logs: [{ category: "guard", enabled: true }] } };
    const without = await as({ scope: GROUP, role: "Contributor" });
    expect(code(await without.put(setting, body))).toBe("LinkedAuthorizationFailed");
    const key = { scope: workspace, actions: ["Microsoft.OperationalInsights/workspaces/sharedKeys/action"] };
    for (const right of [key, { scope: workspace, role: "Log Analytics Contributor" }]) {
      const both = await as({ scope: GROUP, role: "Contributor" }, right);
      expect((await both.put(setting, body)).status).toBe(200);
    }
  });

  test("to join a subnet is needed by whoever puts nodes into it, on a cluster and on a pool", async () => {
    const subnet = `${SCOPE}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/aks`;
    sandbox.world.resources.put({ id: subnet, name: "aks", properties: {} });
    const other = CLUSTER.replace("clustername1", "other");
    const body = clusterBody({ agentPoolProfiles: [pool({ vnetSubnetID: subnet })] });
    const put = (client: Client) =>
      client.put(aks(`${CLUSTER}/agentPools/more`), { properties: { mode: "User", count: 1, vnetSubnetID: subnet } });
    const without = await as({ scope: GROUP, role: "Contributor" });
    expect(code(await without.put(aks(other), body))).toBe("LinkedAuthorizationFailed");
    expect(code(await put(without))).toBe("LinkedAuthorizationFailed");
    const both = await as({ scope: GROUP, role: "Contributor" }, { scope: subnet, role: "Network Contributor" });
    expect((await both.put(aks(other), body)).status).toBe(201);
    expect((await put(both)).status).toBe(201);
  });

  test("to clusters below is enough to list a subscription's, which then shows these", async () => {
    await makeCluster(admin, {}, CLUSTER.replace("rg1", "rg2"));
    const list = aks(`${SCOPE}/providers/Microsoft.ContainerService/managedClusters`);
    const ids = ({ body }: { body: any }) => body.value.map(({ id }: { id: string }) => id.split("/")[4]);
    expect(ids(await (await as({ scope: SCOPE, role: "Reader" })).get(list))).toEqual(["rg1", "rg2"]);
    expect(ids(await (await as({ scope: GROUP, role: "Reader" })).get(list))).toEqual(["rg1"]);
    const other = "/subscriptions/11111111-1111-1111-1111-111111111111";
    expect(code(await (await as({ scope: other, role: "Reader" })).get(list))).toBe("AuthorizationFailed");
  });
});

describe("a condition on who gives roles", () => {
  const role = "Role Based Access Control Administrator";
  const condition = { roleDefinitionIds: [CLUSTER_USER], principalTypes: ["Group"] };
  let limited: Client;
  beforeEach(async () => {
    limited = await as({ scope: GROUP, role, condition });
  });
  const give = (client: Client, guid: string, more: Record<string, unknown> = {}, name = NAME) =>
    client.put(authorization(CLUSTER, `roleAssignments/${name}`), {
      properties: {
        roleDefinitionId: `${SCOPE}/providers/Microsoft.Authorization/roleDefinitions/${guid}`,
        principalId: group,
        principalType: "Group",
        ...more,
      },
    });

  test("lets through the roles and the types of principals that it names", async () => {
    expect((await give(limited, CLUSTER_USER)).status).toBe(201);
    expect((await limited.delete(authorization(CLUSTER, `roleAssignments/${NAME}`))).status).toBe(200);
  });

  test("refuses another role, as Azure does, and says where", async () => {
    const { status, body } = await give(limited, RBAC_READER);
    expect([status, body.error.code]).toEqual([403, "AuthorizationFailed"]);
    expect(body.error.message).toContain("an ABAC condition is not fulfilled");
    expect(body.error.message).toContain("'Microsoft.Authorization/roleAssignments/write'");
  });

  test("refuses another type of principal, and one that the caller does not say", async () => {
    const user = sandbox.world.directory.addUser({ userPrincipalName: "alice@contoso.com" }).id;
    expect(code(await give(limited, CLUSTER_USER, { principalId: user, principalType: "User" }))).toBe(
      "AuthorizationFailed",
    );
    expect(code(await give(limited, CLUSTER_USER, { principalType: undefined }))).toBe("AuthorizationFailed");
  });

  test("looks at what is there when somebody takes it away", async () => {
    await give(admin, RBAC_READER);
    expect(code(await limited.delete(authorization(CLUSTER, `roleAssignments/${NAME}`)))).toBe("AuthorizationFailed");
    expect((await admin.get(authorization(CLUSTER, `roleAssignments/${NAME}`))).status).toBe(200);
  });

  test("takes roles by id and types in any letter case", async () => {
    const ids = [`/providers/Microsoft.Authorization/roleDefinitions/${CLUSTER_USER.toUpperCase()}`];
    const client = await as({ scope: GROUP, role, condition: { roleDefinitionIds: ids, principalTypes: ["group"] } });
    expect((await give(client, CLUSTER_USER)).status).toBe(201);
  });

  test("limits nothing else: whoever has it reads as before", async () => {
    expect((await limited.get(aks(CLUSTER))).status).toBe(200);
  });

  test("is no limit where another right has none", async () => {
    const client = await as({ scope: GROUP, role, condition }, { scope: CLUSTER, role: "Owner" });
    expect((await give(client, RBAC_READER)).status).toBe(201);
  });
});

test("the built-in roles that the sandbox knows have ids and names of their own", () => {
  for (const of of ["guid", "roleName"] as const) {
    expect(new Set(BUILT_IN_ROLES.map((r) => r[of].toLowerCase())).size).toBe(BUILT_IN_ROLES.length);
  }
});

import { CLUSTER, GROUP, aks, authorization, makeCluster } from "../../support/azure";
import { type Client, type RunningStandIn, SUBSCRIPTION, startStandIn } from "../../support/stand-in";
import { TENANT } from "../../support/synth";

const NAME = "05c5a614-a7d6-4502-b150-c2fb455033ff";
const OTHER = "b0f43c54-e787-4862-89b1-a653fa9cf747";
const CLUSTER_USER = "4abbcc35-e782-43d8-92c5-2d3f1bd2253f";
const RBAC_READER = "7f6c6a51-bcf8-42ba-9220-52d62157d7db";
const NAMESPACE = `${CLUSTER}/namespaces/payments`;

let sandbox: RunningStandIn;
let client: Client;
let group: string;
beforeEach(async () => {
  sandbox = await startStandIn();
  client = await sandbox.signedIn();
  group = sandbox.world.directory.addGroup({ displayName: "auditors" }).id;
  await makeCluster(client);
});
afterEach(() => sandbox.close());

const roleId = (guid: string) =>
  `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
const assignment = (scope: string, name = NAME) => authorization(scope, `roleAssignments/${name}`);
const body = (more: Record<string, unknown> = {}) => ({
  properties: { roleDefinitionId: roleId(CLUSTER_USER), principalId: group, principalType: "Group", ...more },
});
const list = async (scope: string, filter?: string, as = client) => {
  const query = filter === undefined ? "" : `?${new URLSearchParams({ $filter: filter }).toString()}`;
  const { body } = await as.get(authorization(scope, `roleAssignments${query}`));
  return body.value.map(({ name }: { name: string }) => name).sort();
};

describe("what Azure answers, as in the examples of Microsoft.Authorization 2022-04-01", () => {
  // facts of RoleAssignments_CreateForResource.json, _Get.json, _Delete.json
  test("made once it is 201, made again 200, and read as it was answered", async () => {
    const made = await client.put(assignment(CLUSTER), body());
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      id: `${CLUSTER}/providers/Microsoft.Authorization/roleAssignments/${NAME}`,
      type: "Microsoft.Authorization/roleAssignments",
      name: NAME,
      properties: {
        roleDefinitionId: roleId(CLUSTER_USER),
        principalId: group,
        principalType: "Group",
        scope: CLUSTER,
      },
    });
    expect(await client.get(assignment(CLUSTER))).toMatchObject({ status: 200, body: made.body });
    expect((await client.put(assignment(CLUSTER), body())).status).toBe(200);
  });

  test("a delete answers what it took, and 204 if there is nothing", async () => {
    const made = await client.put(assignment(CLUSTER), body());
    expect(await client.delete(assignment(CLUSTER))).toMatchObject({ status: 200, body: made.body });
    expect((await client.delete(assignment(CLUSTER))).status).toBe(204);
    expect((await client.get(assignment(CLUSTER))).status).toBe(404);
  });

  test("the type of a principal that is not said is found in the directory", async () => {
    const user = sandbox.world.directory.addUser({ userPrincipalName: "alice@contoso.com" }).id;
    const { body: made } = await client.put(assignment(CLUSTER), body({ principalId: user, principalType: undefined }));
    expect(made.properties.principalType).toBe("User");
  });

  test("a role of the tenant is answered with the subscription before it", async () => {
    const tenant = `/providers/Microsoft.Authorization/roleDefinitions/${CLUSTER_USER}`;
    const { body: made } = await client.put(assignment(CLUSTER), body({ roleDefinitionId: tenant }));
    expect(made.properties.roleDefinitionId).toBe(roleId(CLUSTER_USER));
  });

  test("a namespace of a cluster is a scope, which goes with the cluster", async () => {
    const { status, body: made } = await client.put(
      assignment(NAMESPACE),
      body({ roleDefinitionId: roleId(RBAC_READER) }),
    );
    expect([status, made.properties.scope]).toEqual([201, NAMESPACE]);
    await client.delete(aks(CLUSTER));
    expect((await client.get(assignment(NAMESPACE))).status).toBe(404);
  });
});

describe("what Azure refuses", () => {
  const refusal = async (scope: string, more?: Record<string, unknown>, name?: string) => {
    const { status, body: answer } = await client.put(assignment(scope, name), body(more));
    return [status, answer?.error?.code, answer?.error?.message];
  };

  test("somebody who is not in the directory", async () => {
    expect(await refusal(CLUSTER, { principalId: OTHER })).toEqual([
      400,
      "PrincipalNotFound",
      expect.stringContaining(`${OTHER.replace(/-/g, "")} does not exist in the directory ${TENANT}`),
    ]);
  });

  test("somebody new whose type is not said, as long as the directory does not show them", async () => {
    sandbox.world.faults.slowToAppear(30);
    const unsaid = { principalType: undefined };
    expect((await refusal(CLUSTER, unsaid))[1]).toBe("PrincipalNotFound");
    sandbox.world.clock.advance({ minutes: 1 });
    expect((await refusal(CLUSTER, unsaid))[0]).toBe(201);
  });

  test("nobody new whose type is said", async () => {
    sandbox.world.faults.slowToAppear(30);
    expect((await refusal(CLUSTER))[0]).toBe(201);
  });

  test("the id of a group that is written as a path", async () => {
    expect((await refusal(CLUSTER, { principalId: `/groups/${group}` })).slice(0, 2)).toEqual([
      400,
      "InvalidPrincipalId",
    ]);
  });

  test("the wrong type of a principal", async () => {
    expect((await refusal(CLUSTER, { principalType: "User" })).slice(0, 2)).toEqual([400, "UnmatchedPrincipalType"]);
  });

  test("a role that does not exist", async () => {
    expect((await refusal(CLUSTER, { roleDefinitionId: roleId(OTHER) })).slice(0, 2)).toEqual([
      404,
      "RoleDefinitionDoesNotExist",
    ]);
  });

  test("the same role for the same principal at the same scope under another name", async () => {
    await client.put(assignment(CLUSTER), body());
    expect(await refusal(CLUSTER, {}, OTHER)).toEqual([
      409,
      "RoleAssignmentExists",
      expect.stringContaining(NAME.replace(/-/g, "")),
    ]);
    // letter case makes no other scope
    expect((await refusal(CLUSTER.toLowerCase(), {}, OTHER))[1]).toBe("RoleAssignmentExists");
  });

  test("neither the same at another scope nor another role at the same", async () => {
    await client.put(assignment(CLUSTER), body());
    expect((await refusal(GROUP, {}, OTHER))[0]).toBe(201);
    expect((await refusal(CLUSTER, { roleDefinitionId: roleId(RBAC_READER) }, CLUSTER_USER))[0]).toBe(201);
  });

  test("to make another of what is there", async () => {
    await client.put(assignment(CLUSTER), body());
    expect((await refusal(CLUSTER, { roleDefinitionId: roleId(RBAC_READER) })).slice(0, 2)).toEqual([
      400,
      "RoleAssignmentUpdateNotPermitted",
    ]);
  });

  test("a name that is no GUID, and a scope that is not there", async () => {
    expect((await refusal(CLUSTER, {}, "readers"))[1]).toBe("InvalidRoleAssignmentId");
    expect((await refusal(CLUSTER.replace("clustername1", "other")))[1]).toBe("ResourceNotFound");
    expect((await refusal(GROUP.replace("rg1", "rg2")))[1]).toBe("ResourceGroupNotFound");
  });
});

describe("a list at a scope", () => {
  const AT_GROUP = "11111111-1111-4111-8111-111111111111";
  const AT_CLUSTER = "22222222-2222-4222-8222-222222222222";
  const AT_NAMESPACE = "33333333-3333-4333-8333-333333333333";
  let member: string;
  beforeEach(async () => {
    member = sandbox.world.directory.addUser({ userPrincipalName: "alice@contoso.com" }).id;
    sandbox.world.directory.group(group)?.members.add(member);
    await client.put(assignment(GROUP, AT_GROUP), body());
    await client.put(assignment(CLUSTER, AT_CLUSTER), body({ principalId: member, principalType: "User" }));
    await client.put(assignment(NAMESPACE, AT_NAMESPACE), body({ roleDefinitionId: roleId(RBAC_READER) }));
  });

  test("shows what is there, what comes from above and what is below", async () => {
    expect(await list(CLUSTER)).toEqual([AT_GROUP, AT_CLUSTER, AT_NAMESPACE]);
    expect(await list(NAMESPACE)).toEqual([AT_GROUP, AT_CLUSTER, AT_NAMESPACE]);
    expect(await list(`${CLUSTER}/namespaces/other`)).toEqual([AT_GROUP, AT_CLUSTER]);
  });

  test("with atScope() nothing that is below", async () => {
    expect(await list(CLUSTER, "atScope()")).toEqual([AT_GROUP, AT_CLUSTER]);
    expect(await list(`/subscriptions/${SUBSCRIPTION}`, "atScope()")).toEqual([]);
  });

  test("of one principal what is its own, and with assignedTo() also what comes by groups", async () => {
    expect(await list(CLUSTER, `principalId eq '${member}'`)).toEqual([AT_CLUSTER]);
    expect(await list(CLUSTER, `assignedTo('${member}')`)).toEqual([AT_GROUP, AT_CLUSTER, AT_NAMESPACE]);
    expect(await list(CLUSTER, `atScope() and assignedTo('${member}')`)).toEqual([AT_GROUP, AT_CLUSTER]);
  });

  test("a filter that it does not know is refused, not left out", async () => {
    const filter = new URLSearchParams({ $filter: "roleDefinitionId eq 'x'" }).toString();
    expect((await client.get(authorization(CLUSTER, `roleAssignments?${filter}`))).status).toBe(400);
  });

  test("comes in pages that say where the next is, each entry once", async () => {
    sandbox.world.pageSize = 2;
    const first = await client.get(authorization(CLUSTER, "roleAssignments"));
    expect(first.body.value).toHaveLength(2);
    const second = await client.get(first.body.nextLink);
    expect(second.body).toEqual({ value: [expect.anything()] });
    const names = [...first.body.value, ...second.body.value].map(({ name }) => name);
    expect(names.sort()).toEqual([AT_GROUP, AT_CLUSTER, AT_NAMESPACE]);
  });

  test("a page keeps the filter that was asked with", async () => {
    sandbox.world.pageSize = 1;
    const filter = new URLSearchParams({ $filter: "atScope()" }).toString();
    const first = await client.get(authorization(CLUSTER, `roleAssignments?${filter}`));
    const second = await client.get(first.body.nextLink);
    expect(second.body.value).toHaveLength(1);
    expect(second.body.nextLink).toBeUndefined();
  });
});

import { AzureRole } from "../../../lib/aks/azure-role";
import { CLUSTER, authorization } from "../../support/azure";
import { type Client, type RunningStandIn, SUBSCRIPTION, startStandIn } from "../../support/stand-in";

const SCOPE = `/subscriptions/${SUBSCRIPTION}`;
let sandbox: RunningStandIn;
let client: Client;
beforeEach(async () => {
  sandbox = await startStandIn();
  client = await sandbox.signedIn();
});
afterEach(() => sandbox.close());

// facts of GetRoleDefinitionByName.json, and of the built-in roles' own page
test("a role has its name, type, permissions and where it may be given", async () => {
  const guid = "f58310d9-a9f6-439a-9e8d-f62e7b41a168";
  const { status, body } = await client.get(authorization(SCOPE, `roleDefinitions/${guid}`));
  expect(status).toBe(200);
  expect(body).toEqual({
    id: `${SCOPE}/providers/Microsoft.Authorization/roleDefinitions/${guid}`,
    type: "Microsoft.Authorization/roleDefinitions",
    name: guid,
    properties: {
      roleName: "Role Based Access Control Administrator",
      type: "BuiltInRole",
      description: expect.any(String),
      assignableScopes: ["/"],
      permissions: [
        {
          actions: [
            "Microsoft.Authorization/roleAssignments/write",
            "Microsoft.Authorization/roleAssignments/delete",
            "*/read",
            "Microsoft.Support/*",
          ],
          notActions: [],
          dataActions: [],
          notDataActions: [],
        },
      ],
    },
  });
});

test("a role is found by its name, one and no other", async () => {
  const filter = new URLSearchParams({ $filter: "roleName eq 'Azure Kubernetes Service Cluster User Role'" });
  const { body } = await client.get(authorization(SCOPE, `roleDefinitions?${filter.toString()}`));
  expect(body.value.map(({ name }: { name: string }) => name)).toEqual(["4abbcc35-e782-43d8-92c5-2d3f1bd2253f"]);
});

test("a name that no role has finds nothing, an id that no role has is 404", async () => {
  const filter = new URLSearchParams({ $filter: "roleName eq 'Cluster Peeker'" });
  expect((await client.get(authorization(SCOPE, `roleDefinitions?${filter.toString()}`))).body).toEqual({ value: [] });
  const { status, body } = await client.get(authorization(SCOPE, `roleDefinitions/${SUBSCRIPTION}`));
  expect([status, body.error.code]).toEqual([404, "RoleDefinitionDoesNotExist"]);
});

test("the tenant's form of an id has no subscription in it", async () => {
  const { body } = await client.get(authorization("", "roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"));
  expect(body.id).toBe("/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7");
});

test("every role that the library knows exists under the same id and name", async () => {
  const { body } = await client.get(authorization(CLUSTER, "roleDefinitions"));
  const there = body.value.map((r: any) => [r.name, r.properties.roleName]);
  const known = AzureRole.BUILT_IN;
  expect(known.length).toBeGreaterThan(3);
  for (const { guid, roleName } of known) expect(there).toContainEqual([guid, roleName]);
});

test("the list comes in pages", async () => {
  const all = (await client.get(authorization(SCOPE, "roleDefinitions"))).body.value;
  sandbox.world.pageSize = 4;
  const found = [];
  let next: string | undefined = authorization(SCOPE, "roleDefinitions");
  while (next !== undefined) {
    const { body }: { body: any } = await client.get(next);
    expect(body.value.length).toBeLessThanOrEqual(4);
    found.push(...body.value);
    next = body.nextLink;
  }
  expect(found).toEqual(all);
});

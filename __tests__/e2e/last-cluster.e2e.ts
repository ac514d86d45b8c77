import { deploys, trial } from "../support/e2e";

const GROUP = `
name: fleet
tenantId: 22222222-2222-2222-2222-222222222222
subscriptionId: 00000000-0000-0000-0000-000000000000
location: westeurope
groups:
  readers: { roleAssignable: true, owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }] }
`;
const CLUSTER = `
clusters:
  prod:
    resourceGroup: prod
    nodePool: { vmSize: Standard_D4s_v5, count: 3 }
    access: [{ reader: [readers] }]
`;

describe("a file whose last cluster leaves", () => {
  deploys("deletes it by one deploy, and goes on with its groups", async () => {
    const { deploy, change, plan, made, ids } = await trial({ config: { "fleet.yaml": GROUP + CLUSTER } });
    await deploy();
    const group = ids("fleet")["azuread_group.readers"];
    expect(made().some((l) => l.startsWith("cluster prod/prod"))).toBe(true);

    await change({ "fleet.yaml": GROUP });
    await deploy();
    expect(await plan()).toEqual([]);
    expect(ids("fleet")["azuread_group.readers"]).toBe(group);
    expect(made().map((l) => l.split(" ")[0])).toEqual(["group"]);
  });
});

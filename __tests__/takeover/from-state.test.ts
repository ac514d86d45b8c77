import { addressesOf, findInState, takeoverFromState } from "../../lib/takeover/from-state";
import { HEAD, modelsOf } from "../support/config";
import { errorOf } from "../support/synth";

const G = "44444444-4444-4444-8444-444444444444";
const P = "55555555-5555-4555-8555-555555555555";
const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000000";
const CLUSTER = `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/c`;

const model = modelsOf(`${HEAD}groups:
  ops: { owners: [{ user: ${P} }], members: [] }
  admins: { owners: [{ user: ${P} }], pim: { eligible: [{ principal: ops, for: 30d, justification: Rota }] } }
clusters: { c: { resourceGroup: rg, nodePool: { vmSize: Standard_D4s_v5, count: 3 }, access: [{ reader: [ops] }] } }
`).test;

type Held = Readonly<Record<string, unknown>>;

function state(held: Held, more: readonly object[] = []): string {
  const resources = Object.entries(held).map(([address, id]) => {
    const [type, name] = address.split(".").slice(-2);
    const module = address.split(".").slice(0, -2).join(".");
    return { mode: "managed", ...(module && { module }), type, name, instances: [{ attributes: { id } }] };
  });
  return JSON.stringify({ version: 4, serial: 3, resources: [...resources, ...more] });
}

test("what a stack makes is known by its addresses, what is made around a cluster among them", () => {
  expect(addressesOf(model)).toEqual([
    "azuread_group.ops",
    "azuread_group_role_management_policy.admins_member-settings",
    "azuread_group_role_management_policy.admins_owner-settings",
    "azuread_group_without_members.admins",
    "azuread_privileged_access_group_eligibility_schedule.admins_eligible_ops",
    "azurerm_kubernetes_cluster.c",
    "azurerm_resource_group.rg",
    "azurerm_role_assignment.c_cluster-user_ops",
    "azurerm_role_assignment.c_reader_ops",
  ]);
});

test("ids come from the state, in the form that an import wants; what it has not is said", () => {
  const held = {
    "azuread_group.ops": `/groups/${G}`,
    "azuread_privileged_access_group_eligibility_schedule.admins_eligible_ops": `${G}_member_${P}`,
    "azurerm_kubernetes_cluster.c": CLUSTER,
    "azuread_group.somebody-else": `/groups/${P}`,
  };
  const { takeover, missing } = takeoverFromState(model, state(held));
  expect(takeover).toEqual({
    import: {
      "azuread_group.ops": `/groups/${G}`,
      "azuread_privileged_access_group_eligibility_schedule.admins_eligible_ops": `${G}_member_${P}`,
      "azurerm_kubernetes_cluster.c": CLUSTER,
    },
    moved: {},
    removed: [],
  });
  expect(missing).toHaveLength(6);
  expect(missing).toContain("azurerm_resource_group.rg");
});

test("a group is found as one of the other kind, and by the address that it had before", () => {
  const held = { "azuread_group.chiefs": `/groups/${G}`, "module.aks.azurerm_kubernetes_cluster.this": CLUSTER };
  const moved = {
    "azuread_group_without_members.admins": "azuread_group_without_members.chiefs",
    "azurerm_kubernetes_cluster.c": "module.aks.azurerm_kubernetes_cluster.this",
  };
  expect(takeoverFromState(model, state(held), moved).takeover.import).toEqual({
    "azuread_group_without_members.admins": `/groups/${G}`,
    "azurerm_kubernetes_cluster.c": CLUSTER,
  });
});

test("what count or for_each made is found by its key, and what is deposed is not", () => {
  const moved = {
    "azurerm_kubernetes_cluster.c": "module.aks.azurerm_kubernetes_cluster.this[0]",
    "azuread_group.ops": 'azuread_group.all["ops"]',
  };
  const held = (type: string, name: string, instances: object[], module?: string) => ({
    mode: "managed",
    type,
    name,
    module,
    instances,
  });
  const id = (value: string) => ({ attributes: { id: value } });
  const old = { deposed: "12345678", ...id(`${CLUSTER}-old`) };
  const more = [
    held("azurerm_kubernetes_cluster", "this", [old, { index_key: 0, ...id(CLUSTER) }], "module.aks"),
    held("azuread_group", "all", [
      { index_key: "ops", ...id(`/groups/${G}`) },
      { index_key: "devs", ...id(`/groups/${P}`) },
    ]),
  ];
  const found = { "azurerm_kubernetes_cluster.c": CLUSTER, "azuread_group.ops": `/groups/${G}` };
  expect(takeoverFromState(model, state({}, more), moved).takeover.import).toEqual(found);
});

test("what is only looked up, has no id, or is one of several is not taken", () => {
  const data = {
    mode: "data",
    type: "azuread_group",
    name: "ops",
    instances: [{ attributes: { id: `/groups/${G}` } }],
  };
  const several = { ...data, mode: "managed", name: "ops", instances: [...data.instances, ...data.instances] };
  expect(takeoverFromState(model, state({}, [data])).takeover.import).toEqual({});
  expect(takeoverFromState(model, state({}, [several])).takeover.import).toEqual({});
  expect(takeoverFromState(model, state({ "azuread_group.ops": null })).takeover.import).toEqual({});
});

test.each([
  ["null", "it has no version"],
  ['{"version":3}', "its version is 3"],
  ['{"version":4}', "it has no list of resources"],
])("%s is no state", (text, why) => {
  expect(errorOf(() => takeoverFromState(model, text)).message).toBe(
    `this is no state: ${why}; allowed: what terraform state pull prints, format 4 (TAKEOVER_FILE)`,
  );
});

test("what is no JSON is no state", () => {
  expect(errorOf(() => takeoverFromState(model, "Error: no state")).message).toMatch(
    /^this is no state: this is no JSON: .*; allowed: what terraform state pull prints, format 4 \(TAKEOVER_FILE\)$/,
  );
});

test("as a look into the tenant: what is known already is found, and what the state has not is not seen", () => {
  const taken = { "azurerm_resource_group.rg": `${SUBSCRIPTION}/resourceGroups/rg` };
  const { results, gaps } = findInState(model, state({ "azuread_group.ops": `/groups/${G}` }), taken, {});
  const of = (address: string) => results.find((r) => r.address === address)!;
  expect(of("azuread_group.ops")).toMatchObject({
    source: expect.stringMatching(/test\.yaml:6:8$/),
    outcome: { is: "found", id: `/groups/${G}` },
  });
  expect(of("azurerm_resource_group.rg").outcome).toEqual({ is: "found", id: taken["azurerm_resource_group.rg"] });
  expect(of("azurerm_kubernetes_cluster.c").outcome).toEqual({ is: "unseen", why: "the state has nothing of it" });
  expect(results).toHaveLength(9);
  expect(gaps).toEqual([]);
});

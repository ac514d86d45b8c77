import { TerraformVariable } from "cdktf";
import * as fc from "fast-check";
import { AksCluster, type ErrorCode, type NodePoolOptions } from "../../lib";
import { Problems } from "../../lib/core/validation-error";
import { checkNodePool, renderNodePool } from "../../lib/aks/node-pool";
import { SUBSCRIPTION, errorOf, newStack, resources } from "../support/synth";

const SUBNET = `/subscriptions/${SUBSCRIPTION}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/aks`;
const vmSize = "Standard_D4s_v5";

function make(nodePool: NodePoolOptions, stack = newStack()) {
  new AksCluster(stack, "prod", { resourceGroup: { name: "rg", location: "westeurope" }, nodePool });
  return stack;
}

const pool = (nodePool: NodePoolOptions, stack = newStack()) =>
  resources(make(nodePool, stack), "azurerm_kubernetes_cluster").prod.default_node_pool;

/** The code and the whole text of what is wrong with a pool, without what every line begins with. */
function refusal(nodePool: NodePoolOptions): [ErrorCode, string] {
  const { code, message } = errorOf(() => make(nodePool));
  return [code, message.replaceAll("[test/prod] nodePool", "").replace(/^[.:] ?/gm, "")];
}

test("a pool of a fixed number is called system, and says how it is upgraded and rotated", () => {
  expect(pool({ vmSize, count: 3 })).toEqual({
    name: "system",
    vm_size: "Standard_D4s_v5",
    node_count: 3,
    auto_scaling_enabled: false,
    temporary_name_for_rotation: "systemtmp",
    upgrade_settings: { max_surge: "10%" },
  });
});

test("a pool may follow the load, in zones and in a subnet", () => {
  expect(
    pool({ name: "nodes1", vmSize, autoscale: { min: 3, max: 5 }, zones: ["1", "2", "3"], subnetId: SUBNET }),
  ).toEqual({
    name: "nodes1",
    vm_size: "Standard_D4s_v5",
    auto_scaling_enabled: true,
    min_count: 3,
    max_count: 5,
    zones: ["1", "2", "3"],
    vnet_subnet_id: SUBNET,
    temporary_name_for_rotation: "nodes1tmp",
    upgrade_settings: { max_surge: "10%" },
  });
});

test("the temporary name of every pool is the name of a pool, and never its own", () => {
  const letter = fc.constantFrom(..."atmp");
  const names = fc
    .tuple(letter, fc.string({ unit: fc.constantFrom(..."atmp09"), maxLength: 11 }))
    .map((t) => t.join(""));
  fc.assert(
    fc.property(
      fc.oneof(
        names,
        names.map((n) => `${n.slice(0, 9).padEnd(9, "x")}tmp`),
      ),
      (name) => {
        const temporary = renderNodePool({ name, vmSize, count: 1 }).temporaryNameForRotation!;
        expect(temporary).toMatch(/^[a-z][a-z0-9]{0,11}$/);
        expect(temporary).not.toBe(name);
      },
    ),
  );
});

test("a number of nodes is a whole one from 1 to 1000, and the fewest are no more than the most", () => {
  const codes = (nodePool: Omit<NodePoolOptions, "vmSize">) => {
    const problems = Problems.none();
    checkNodePool(problems, { vmSize, ...nodePool });
    return problems.all.map((p) => p.code);
  };
  const number = fc.oneof(
    fc.integer({ min: -5, max: 1010 }),
    fc.constantFrom(0, 1, 1000, 1001),
    fc.double({ min: -1e6, max: 1e6 }),
  );
  const valid = (n: number) => Number.isInteger(n) && n >= 1 && n <= 1000;
  fc.assert(
    fc.property(number, number, (a, b) => {
      expect(codes({ count: a }).length).toBe(valid(a) ? 0 : 1);
      expect(codes({ autoscale: { min: a, max: b } }).length === 0).toBe(valid(a) && valid(b) && a <= b);
    }),
  );
});

test("names, numbers, zones and subnets may be tokens", () => {
  const stack = newStack();
  const variable = (name: string) => new TerraformVariable(stack, name, {});
  const text = (name: string) => variable(name).stringValue;
  expect(
    pool(
      {
        name: text("name"),
        vmSize: text("size"),
        autoscale: { min: variable("min").numberValue, max: variable("max").numberValue },
        zones: ["1", text("zone")],
        subnetId: text("subnet"),
      },
      stack,
    ),
  ).toEqual({
    name: "${var.name}",
    vm_size: "${var.size}",
    auto_scaling_enabled: true,
    min_count: "${var.min}",
    max_count: "${var.max}",
    zones: ["1", "${var.zone}"],
    vnet_subnet_id: "${var.subnet}",
    temporary_name_for_rotation: "rotation",
    upgrade_settings: { max_surge: "10%" },
  });
  const other = newStack();
  const count = new TerraformVariable(other, "count-of-nodes", {}).numberValue;
  expect(pool({ vmSize, count }, other).node_count).toBe("${var.count-of-nodes}");
  const half = newStack();
  const min = new TerraformVariable(half, "min", {}).numberValue;
  expect(pool({ vmSize, autoscale: { min, max: 5 } }, half)).toMatchObject({ min_count: "${var.min}", max_count: 5 });
});

test.each(["", "System", "1system", "sys-tem", "abcdefghijklm"])("fails for the name %p", (name) => {
  expect(refusal({ name, vmSize, count: 1 })).toEqual([
    "AKS_NODE_POOL_NAME",
    `name: "${name}" is not a node pool name; allowed: up to 12 lower-case letters and digits, a letter first (AKS_NODE_POOL_NAME)`,
  ]);
});

test.each(["", "  ", undefined])("fails for the size %p", (size) => {
  expect(refusal({ vmSize: size as string, count: 1 })).toEqual([
    "TEXT_EMPTY",
    "vmSize: no size of machines is given; allowed: a size with 4 vCPUs or more, such as Standard_D4s_v5 (TEXT_EMPTY)",
  ]);
});

test("fails without a number of nodes", () => {
  expect(refusal({ vmSize })).toEqual([
    "AKS_NODE_COUNT_MISSING",
    "neither count nor autoscale is given, so a pool of 0 nodes would be asked for; allowed: one of them (AKS_NODE_COUNT_MISSING)",
  ]);
});

test("fails with both a number of nodes and bounds", () => {
  expect(refusal({ vmSize, count: 1, autoscale: { min: 1, max: 2 } })).toEqual([
    "AKS_NODE_COUNT",
    "both count and autoscale are given; allowed: one of them (AKS_NODE_COUNT)",
  ]);
});

test.each([0, -1, 1.5, 1001])("fails for %p nodes", (count) => {
  expect(refusal({ vmSize, count })).toEqual([
    "AKS_NODE_COUNT",
    `count: ${count} is not a number of nodes; allowed: 1 to 1000 (AKS_NODE_COUNT)`,
  ]);
});

test("fails for bounds that are no numbers of nodes, or the wrong way round", () => {
  expect(refusal({ vmSize, autoscale: { min: 0, max: 1001 } })).toEqual([
    "AKS_NODE_COUNT",
    [
      "autoscale.min: 0 is not a number of nodes; allowed: 1 to 1000 (AKS_NODE_COUNT)",
      "autoscale.max: 1001 is not a number of nodes; allowed: 1 to 1000 (AKS_NODE_COUNT)",
    ].join("\n"),
  ]);
  expect(refusal({ vmSize, autoscale: { min: 5, max: 3 } })).toEqual([
    "AKS_NODE_COUNT",
    "autoscale: the fewest nodes (5) are more than the most (3); allowed: min up to max (AKS_NODE_COUNT)",
  ]);
});

test.each(["0", "4", "westeurope-1", ""])("fails for the zone %p", (zone) => {
  expect(refusal({ vmSize, count: 1, zones: ["1", zone] })).toEqual([
    "AKS_ZONE",
    `zones[1]: "${zone}" is not an availability zone; allowed: "1", "2" and "3" (AKS_ZONE)`,
  ]);
});

test.each(["aks", SUBNET.replace("/subnets/aks", "")])("fails for the subnet %p", (subnetId) => {
  expect(refusal({ vmSize, count: 1, subnetId })).toEqual([
    "AKS_RESOURCE_ID",
    `subnetId: "${subnetId}" is not the right kind of resource id; allowed: /subscriptions/ID/resourceGroups/NAME/providers/Microsoft.Network/virtualNetworks/V/subnets/S (AKS_RESOURCE_ID)`,
  ]);
});

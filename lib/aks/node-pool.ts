import type { KubernetesClusterDefaultNodePool } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import { ErrorCode } from "../core/error-codes";
import { isKnownNumber, isKnownText } from "../core/known";
import { quote } from "../core/text";
import type { Problems } from "../core/validation-error";
import { checkResourceId } from "./resource-id";

/** Bounds between which the number of nodes follows the load. */
export interface Autoscale {
  /** The fewest nodes, 1 or more. */
  readonly min: number;
  /** The most nodes, 1000 or less. */
  readonly max: number;
}

/** The system node pool, the one that every cluster has. */
export interface NodePoolOptions {
  /**
   * The name: up to 12 lower-case letters and digits, a letter first.
   *
   * @default "system"
   */
  readonly name?: string;
  /** The size of the machines. Microsoft asks for at least 4 vCPUs and 4 GB of memory in a system pool. */
  readonly vmSize: string;
  /**
   * A fixed number of nodes, 1 to 1000. Either this or `autoscale`.
   *
   * @default - the number follows the load, see `autoscale`
   */
  readonly count?: number;
  /**
   * Bounds for a number of nodes that follows the load. Either this or `count`.
   *
   * @default - the number is fixed, see `count`
   */
  readonly autoscale?: Autoscale;
  /**
   * Availability zones, of "1", "2" and "3".
   *
   * @default - the region decides
   */
  readonly zones?: readonly string[];
  /**
   * The resource id of the subnet that the nodes are in.
   *
   * @default - AKS makes a network
   */
  readonly subnetId?: string;
}

/** Notes what is wrong with a node pool. */
export function checkNodePool(problems: Problems, pool: NodePoolOptions): void {
  const name = pool.name ?? "system";
  if (isKnownText(name) && !/^[a-z][a-z0-9]{0,11}$/.test(name)) {
    problems.add(
      ErrorCode.AKS_NODE_POOL_NAME,
      "name",
      `${quote(name)} is not a node pool name; allowed: up to 12 lower-case letters and digits, a letter first`,
    );
  }
  const vmSize = pool.vmSize as string | undefined;
  if (vmSize === undefined || vmSize.trim() === "") {
    problems.add(
      ErrorCode.TEXT_EMPTY,
      "vmSize",
      "no size of machines is given; allowed: a size with 4 vCPUs or more, such as Standard_D4s_v5",
    );
  }
  checkCount(problems, pool);
  const zones = pool.zones ?? [];
  zones.forEach((zone, i) => {
    if (!isKnownText(zone) || /^[123]$/.test(zone)) return;
    problems.add(
      ErrorCode.AKS_ZONE,
      `zones[${i}]`,
      `${quote(zone)} is not an availability zone; allowed: "1", "2" and "3"`,
    );
  });
  checkResourceId(
    problems,
    "subnetId",
    pool.subnetId,
    "Microsoft.Network/virtualNetworks/V/subnets/S",
    /\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i,
  );
}

function checkCount(problems: Problems, { count, autoscale }: NodePoolOptions): void {
  if (count === undefined && autoscale === undefined) {
    problems.add(
      ErrorCode.AKS_NODE_COUNT_MISSING,
      "",
      "neither count nor autoscale is given, so a pool of 0 nodes would be asked for; allowed: one of them",
    );
  }
  if (count !== undefined && autoscale !== undefined) {
    problems.add(ErrorCode.AKS_NODE_COUNT, "", "both count and autoscale are given; allowed: one of them");
  }
  const numbers = { count, "autoscale.min": autoscale?.min, "autoscale.max": autoscale?.max };
  for (const [property, value] of Object.entries(numbers)) {
    if (value === undefined || !isKnownNumber(value) || (Number.isInteger(value) && value >= 1 && value <= 1000))
      continue;
    problems.add(ErrorCode.AKS_NODE_COUNT, property, `${quote(value)} is not a number of nodes; allowed: 1 to 1000`);
  }
  if (autoscale && isKnownNumber(autoscale.min) && isKnownNumber(autoscale.max) && autoscale.min > autoscale.max) {
    problems.add(
      ErrorCode.AKS_NODE_COUNT,
      "autoscale",
      `the fewest nodes (${autoscale.min}) are more than the most (${autoscale.max}); allowed: min up to max`,
    );
  }
}

/**
 * The pool as Terraform wants it.
 *
 * The upgrade settings are always written, else AKS answers with its own and every plan wants to take them away. The
 * temporary name lets the provider change the size in place; without it, such a change fails at apply.
 */
export function renderNodePool(pool: NodePoolOptions): KubernetesClusterDefaultNodePool {
  const name = pool.name ?? "system";
  return {
    name,
    vmSize: pool.vmSize,
    nodeCount: pool.count,
    autoScalingEnabled: pool.autoscale !== undefined,
    minCount: pool.autoscale?.min,
    maxCount: pool.autoscale?.max,
    zones: pool.zones && [...pool.zones],
    vnetSubnetId: pool.subnetId,
    temporaryNameForRotation: isKnownText(name) ? temporaryName(name) : "rotation",
    upgradeSettings: { maxSurge: "10%" },
  };
}

function temporaryName(name: string): string {
  const temporary = `${name.slice(0, 9)}tmp`;
  return temporary === name ? `${name.slice(0, 9)}new` : temporary;
}

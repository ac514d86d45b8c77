import { type Json } from "../run/local-backend";
import { type ServiceError, badRequest } from "../stand-in/service-error";

const LINUX_NAME = /^[a-z][a-z0-9]{0,11}$/;
const WINDOWS_NAME = /^[a-z][a-z0-9]{0,5}$/;
const MOST_NODES = 1000;

/** What a pool keeps from the day it is made. */
const KEPT = [
  "vmSize",
  "osType",
  "osDiskType",
  "osDiskSizeGB",
  "maxPods",
  "vnetSubnetID",
  "podSubnetID",
  "scaleSetPriority",
];

/** The cluster that a pool is in, and the pool as it is. */
export interface PoolBefore {
  /** The version of the control plane, as the cluster has it or gets it. */
  readonly kubernetesVersion?: unknown;
  readonly old?: Json;
}

/** Refuses a pool that AKS would refuse. */
export function checkPool(name: string, pool: Json, { kubernetesVersion, old }: PoolBefore = {}): void {
  const windows = pool.osType === "Windows";
  if (!(windows ? WINDOWS_NAME : LINUX_NAME).test(name)) {
    throw wrong(`agentPoolProfile.name`, `'${name}' is no name for a ${windows ? "Windows" : "Linux"} pool`);
  }
  const least = pool.mode === "System" ? 1 : 0;
  if (pool.count !== undefined && !within(pool.count, least, MOST_NODES)) {
    throw wrong("agentPoolProfile.count", `a ${pool.mode ?? "User"} pool has ${least} to ${MOST_NODES} nodes`);
  }
  if (pool.enableAutoScaling) {
    const { minCount: min, maxCount: max, count = min } = pool;
    if (!within(min, least, MOST_NODES) || !within(max, Number(min), MOST_NODES) || !within(count, 0, Number(max))) {
      throw wrong(
        "agentPoolProfile.minCount",
        "the autoscaler needs minCount and maxCount, and a count below maxCount",
      );
    }
  } else if (pool.minCount || pool.maxCount) {
    throw wrong("agentPoolProfile.enableAutoScaling", "minCount and maxCount are for the autoscaler");
  }
  const zones = (pool.availabilityZones ?? []) as unknown[];
  if (zones.some((zone) => !/^[1-3]$/.test(String(zone)))) {
    throw wrong("agentPoolProfile.availabilityZones", "zones are 1, 2 and 3");
  }
  if (pool.mode === "System" && (windows || pool.scaleSetPriority === "Spot")) {
    throw wrong("agentPoolProfile.mode", "a System pool runs Linux, and not on Spot machines");
  }
  if (newer(pool.orchestratorVersion, kubernetesVersion)) {
    throw badRequest(
      "NodePoolMcVersionIncompatible",
      `Node pool version ${String(pool.orchestratorVersion)} is newer than that of the control plane, ${String(kubernetesVersion)}.`,
    );
  }
  if (old !== undefined) checkKept(pool, old);
}

/** What is not said stays as it is; 0 and the empty text are not said. */
function checkKept(pool: Json, old: Json): void {
  const changed = KEPT.filter((field) => pool[field] && old[field] && pool[field] !== old[field]);
  const zones = (of: Json) => JSON.stringify([...((of.availabilityZones ?? []) as unknown[])].sort());
  if (pool.availabilityZones && zones(pool) !== zones(old)) changed.push("availabilityZones");
  if (changed.length > 0) {
    throw badRequest(
      "PropertyChangeNotAllowed",
      `Changing property 'properties.${changed.join("', 'properties.")}' is not allowed.`,
    );
  }
}

/** Whether a version is newer than another, as far as both say it: 1.34 is not newer than 1.34.2. */
function newer(version: unknown, than: unknown): boolean {
  if (!version || !than) return false;
  const numbers = (of: unknown) => String(of).split(".").map(Number);
  const [a, b] = [numbers(version), numbers(than)];
  const at = a.findIndex((n, i) => b[i] !== undefined && n !== b[i]);
  return at >= 0 && a[at] > b[at];
}

/** A parameter that does not do, in the words of AKS. */
export function wrong(target: string, why: string): ServiceError {
  return badRequest("InvalidParameter", `The value of parameter ${target} is invalid: ${why}.`);
}

function within(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && value >= least && value <= most;
}

import { type Json } from "../run/local-backend";
import { type ServiceError, badRequest } from "../stand-in/service-error";

const LINUX_NAME = /^[a-z][a-z0-9]{0,11}$/;
const WINDOWS_NAME = /^[a-z][a-z0-9]{0,5}$/;
const MOST_NODES = 1000;

/** Refuses a pool that AKS would refuse. */
export function checkPool(name: string, pool: Json): void {
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
}

/** A parameter that does not do, in the words of AKS. */
export function wrong(target: string, why: string): ServiceError {
  return badRequest("InvalidParameter", `The value of parameter ${target} is invalid: ${why}.`);
}

function within(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && value >= least && value <= most;
}

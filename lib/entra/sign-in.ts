import type { IConstruct } from "constructs";
import { Roster, mayShareTenant } from "../terraform";

const excluders = new Roster();

/** Notes that a policy lets nobody sign in to AKS by device code: it asks for a device, or blocks the flow. */
export function noteDeviceCodeExcluded(policy: IConstruct): void {
  excluders.add(policy);
}

/** Whether a policy of the app, in a tenant that may be the same, rules device code out for some people. */
export function isDeviceCodeExcluded(scope: IConstruct): boolean {
  return excluders.all(scope).some((policy) => mayShareTenant(policy, scope));
}

import type { Entry } from "../access/model";
import { type Verdict, doubt, hit } from "./rule";

/** Whether the things of a model fit into what the tenant takes of them; there may be more of them elsewhere. */
export function tenantLimit(
  things: readonly Entry[],
  most: number,
  what: string,
  fix: string,
): Verdict<"over" | "near">[] {
  if (things.length === 0) return [];
  const first = things.reduce((a, b) => (a.id < b.id ? a : b));
  const says = `the model has ${things.length} ${what}, of ${most} that a tenant takes`;
  if (things.length > most) return [hit(first, "over", says, fix)];
  if (things.length > most * 0.8) return [hit(first, "near", says, fix)];
  return [doubt(first, `how many ${what} the tenant has beside the ${things.length} of the model`)];
}

import { isCreated, isNoOp } from "./change";
import type { Change, Plan } from "./plan";
import { partsOf, referencesIn, stepsOf, withoutKeys } from "./references";

/** Whether what an attribute refers to is made by the same plan. */
export type Origin = "new" | "unknown";

/** Through these a known value can become unknown: their outputs are, whenever they are made or change. */
const CARRIERS = ["terraform_data", "null_resource"];

/** What a reference may begin with that is no resource of the same module. */
export const OUTSIDE = ["var", "local", "module", "each", "count", "data", "self", "path", "terraform"];

/**
 * Tells where a value comes from that is only known after the apply, by what its expression refers to.
 *
 * What exists has its id in the plan. So without a look-up that is put off to the apply, an id that is not known yet
 * is the id of something new. With one, the expression has to name something that the plan makes.
 */
export function originOf(plan: Plan, change: Change, attribute: string): Origin {
  const putOff = plan.changes.some(
    (c) => (c.mode === "data" && c.actions.includes("read")) || (CARRIERS.includes(c.type) && !isNoOp(c)),
  );
  if (!putOff) return "new";
  const prefix = partsOf(change.address)
    .modules.map((m) => `module.${m}.`)
    .join("");
  const names = referencesIn(plan, change, attribute).map(stepsOf);
  if (names.some(([first]) => OUTSIDE.includes(first))) return "unknown";
  const created = plan.changes.filter((c) => c.mode === "managed" && isCreated(c) && !CARRIERS.includes(c.type));
  const made = new Set(created.map((c) => withoutKeys(c.address)));
  return names.length > 0 && names.every(([t, n]) => made.has(prefix + withoutKeys(`${t}.${n}`))) ? "new" : "unknown";
}

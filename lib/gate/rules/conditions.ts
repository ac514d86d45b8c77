import { UNKNOWN, after, before, isDeleted, isForgotten } from "../change";
import type { GateFinding, GateRule } from "../finding";
import { holdsOf } from "../holds";
import type { Change } from "../plan";

const TYPES = /^azurerm_(?:pim_(?:eligible|active)_)?role_assignment$/;

/** A role assignment with a condition keeps it: without one, the role counts for everything in its scope. */
export const conditionDropped: GateRule = (plan, { now }) => {
  const holds = holdsOf(plan, now);
  const assignments = plan.changes.filter((c) => c.mode === "managed" && TYPES.test(c.type));
  const at = (address: string) => assignments.find((c) => c.address === address);
  return assignments.flatMap((change): GateFinding[] => {
    const was = condition(change, "before");
    if (typeof was !== "string") return [];
    const hold = holds.before.find((h) => h.address === change.address);
    // the same role for the same principal: here, or at another address if this one goes
    const others = holds.after.filter(
      (h) =>
        h.who === hold?.who && h.what.some((w) => hold.what.includes(w)) && !at(h.address)?.actions.includes("no-op"),
    );
    const gone = isDeleted(change) && change.after === null;
    const heirs = gone ? others.flatMap((h) => at(h.address) ?? []) : isForgotten(change) ? [] : [change];
    return heirs.flatMap((heir): GateFinding[] => {
      const is = condition(heir, "after");
      if (is === was) return [];
      const certain = is === undefined;
      const where = heir === change ? "It" : `What takes its place (${heir.address})`;
      return [
        {
          rule: "condition-dropped",
          address: change.address,
          certainty: certain ? "yes" : "unknown",
          message: certain
            ? `${where} has no condition any more, so the role counts for everything in its scope. It was: ${was}`
            : `${where} has another condition, ${is === UNKNOWN ? "which is only known after the apply" : `and which is the narrower can't be told: ${String(is)}`}. It was: ${was}`,
          fix: "Keep the condition; or allow it with a reason and an end date.",
        },
      ];
    });
  });
};

/** Undefined if there is none. */
function condition(change: Change, side: "before" | "after"): unknown {
  const value = side === "before" ? before(change, "condition") : after(change, "condition");
  return value === UNKNOWN || (typeof value === "string" && value.trim() !== "") ? value : undefined;
}

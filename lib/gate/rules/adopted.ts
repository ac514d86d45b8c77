import { displayName, isDeleted, isForgotten, isNoOp, isReplaced, isUpdated } from "../change";
import type { GateFinding, GateRule } from "../finding";
import type { Change } from "../plan";

const FIX = {
  create:
    "Import it if it exists: aks-entra import finds it. If it does not, leave it out until the take-over is done.",
  update: "Write what is there into the file, until the plan says 0 to change; change it later, on purpose.",
  delete: "Keep it, or let go of it with a removed block that has destroy = false.",
};

/** A take-over changes nothing: every entry is an import, and none of them makes, changes or deletes anything. */
export const adopted: GateRule = (plan, { adoption }) => {
  if (!adoption) return [];
  return plan.changes.flatMap((change): GateFinding[] => {
    if (change.mode !== "managed" || isNoOp(change)) return [];
    if (isForgotten(change) && !isReplaced(change)) return [];
    const [what, fix] = told(change);
    return [
      { rule: "not-adopted", address: change.address, name: displayName(change), certainty: "yes", message: what, fix },
    ];
  });
};

function told(change: Change): [string, string] {
  if (isReplaced(change)) return ["It would be made anew; a take-over changes nothing.", FIX.delete];
  if (isDeleted(change)) return ["It would be deleted; a take-over changes nothing.", FIX.delete];
  if (isUpdated(change)) {
    const what = change.imported ? "It would be imported and changed" : "It would be changed";
    return [`${what} (${changed(change).join(", ")}); a take-over changes nothing.`, FIX.update];
  }
  return ["It would be created; a take-over makes nothing.", FIX.create];
}

/** Names of attributes only: a value may be a secret. */
function changed(change: Change): string[] {
  const [was, is] = [change.before ?? {}, change.after ?? {}];
  const unknown = typeof change.afterUnknown === "object" && change.afterUnknown !== null ? change.afterUnknown : {};
  const names = [...new Set([...Object.keys(was), ...Object.keys(is), ...Object.keys(unknown)])].sort();
  return names.filter(
    (name) =>
      JSON.stringify((unknown as Record<string, unknown>)[name] ?? null).includes("true") ||
      JSON.stringify(was[name] ?? null) !== JSON.stringify(is[name] ?? null),
  );
}

import { displayName, isDeleted, isForgotten, isNoOp, isReplaced, isUpdated } from "../change";
import type { GateFinding, GateRule } from "../finding";
import type { Change } from "../plan";

const FIX = {
  create:
    "Import it if it exists: aks-entra import finds it. If it does not, leave it out until the take-over is done.",
  update: "Write what is there into the file, until the plan says 0 to change; change it later, on purpose.",
  forget: "Take it out of the configuration once the take-over is done, with a plan of its own.",
  delete: "Keep it, or let go of it with a removed block that has destroy = false.",
};

/**
 * A take-over changes nothing: there are imports, as many as were said, and no entry makes, changes, lets go of or
 * deletes anything. What is in the state already may be in the plan.
 */
export const adopted: GateRule = (plan, { adoption, imports }) => {
  if (!adoption) return [];
  const count = plan.changes.filter((change) => change.mode === "managed" && change.imported).length;
  return [
    ...number(count, imports),
    ...plan.changes.flatMap((change): GateFinding[] => {
      if (change.mode !== "managed" || isNoOp(change)) return [];
      const [what, fix] = told(change);
      return [
        {
          rule: "not-adopted",
          address: change.address,
          name: displayName(change),
          certainty: "yes",
          message: what,
          fix,
        },
      ];
    }),
  ];
};

/** Without imports nothing is taken over: the blocks are missing, or it is done. */
function number(count: number, imports: number | undefined): GateFinding[] {
  if (imports === undefined ? count > 0 : count === imports) return [];
  return [
    {
      rule: "not-adopted",
      address: null,
      certainty: "yes",
      message:
        imports === undefined
          ? "Nothing would be imported, so nothing is taken over."
          : `${count} would be imported; expected: ${imports}.`,
      fix:
        imports === undefined
          ? "Synthesize with the takeover file that aks-entra import wrote; if everything is imported already, say so with --imports 0, or leave --adoption out."
          : "Look at which imports are missing or too many: aks-entra import lists what it found.",
    },
  ];
}

function told(change: Change): [string, string] {
  if (isReplaced(change)) return ["It would be made anew; a take-over changes nothing.", FIX.delete];
  if (isForgotten(change)) {
    return ["It would be let go of, and managed by nobody any more; a take-over changes nothing.", FIX.forget];
  }
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

import { type Kind, displayName, isDeleted, isReplaced, kindOf } from "../change";
import type { GateFinding, GateRule, GateRuleId } from "../finding";
import type { Change } from "../plan";

const LOSES: Partial<Record<Kind, string>> = {
  group: "everything that names its object id loses it: policies, clusters, role assignments, eligibilities",
  cluster: "with everything that runs on it",
  "resource group": "with everything in it, also a cluster of another state",
  policy: "from then on nothing that it asked for is asked",
};
const ANEW: Partial<Record<Kind, string>> = {
  group: "the new one has another object id, and everything that names the old one loses it",
  cluster: "everything that runs on it is gone",
  "resource group": "everything in it is gone, also a cluster of another state",
  policy: "until the new one is there nothing is asked of anybody",
};
/** The old one is let go of: it stays, and nothing of this stack means it any more. */
const BESIDE: Partial<Record<Kind, string>> = {
  group:
    "the new one has another object id, nobody is in it, and who was in the old one loses what now names the new one",
  "resource group": "what is in the old one is managed by nobody any more",
  cluster: "the new one is empty, and nobody's access to the old one is managed any more",
  policy: "both are in force, and the old one is managed by nobody",
};
const INSTEAD: Partial<Record<Kind, string>> = {
  group:
    "keep it; of another key, say so with formerly: (a moved block); to let go of it and leave it there, use a removed block with destroy = false",
  "resource group": "keep it; to let go of it and leave it there, use a removed block with destroy = false",
  cluster: "keep it; to let go of it and leave it there, use a removed block with destroy = false",
  policy: "keep it; to try without it, set it to report-only by an exception with an end date",
};

/** A group, a cluster or a policy is kept: not deleted, and not made anew. */
export const kept: GateRule = (plan) =>
  plan.changes.flatMap((change): GateFinding[] => {
    const kind = kindOf(change);
    const replaced = isReplaced(change);
    if (!(isDeleted(change) || replaced) || LOSES[kind] === undefined) return [];
    const named = kind.replace(" ", "-") as "group" | "cluster" | "policy" | "resource-group";
    const rule: GateRuleId = replaced ? `${named}-replaced` : `${named}-deleted`;
    const old = change.deposed ? "what a replacement left over of it" : "it";
    return [
      {
        rule,
        address: change.address,
        name: displayName(change),
        certainty: "yes",
        message: replaced
          ? isDeleted(change)
            ? `This ${kind} would be deleted and made anew${because(change)}; ${ANEW[kind]}.`
            : `A new ${kind} would take the place of this one, which is let go of and stays${because(change)}; ${BESIDE[kind]}.`
          : `This ${kind} would be deleted${change.deposed ? ` (${old})` : ""}; ${LOSES[kind]}.`,
        fix: `${INSTEAD[kind]}.`,
      },
    ];
  });

function because({ replacePaths }: Change): string {
  return replacePaths.length === 0 ? "" : `, because ${replacePaths.join(" and ")} can't be changed in place`;
}

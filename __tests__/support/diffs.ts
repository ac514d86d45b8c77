import { rightName } from "../../lib/access";
import type { AccessDiff } from "../../lib/diff";

/** Gains or losses in short: `new-standing-admin alice RBAC Cluster Admin prod`. */
export function shortChanges(changes: AccessDiff["gains"]): string[] {
  return changes.map(({ kind, path: { principal, right } }) => {
    const place = right.namespace === null ? right.cluster : `${right.cluster}/${right.namespace}`;
    return `${kind} ${principal} ${rightName(right)} ${place}`;
  });
}

/** Gates in short: `admins/member-settings approval: required -> not required`. */
export function shortGates(changes: AccessDiff["weaker"]): string[] {
  return changes.flatMap((c) => c.aspects.map((a) => `${c.subject} ${a.name}: ${a.before} -> ${a.after}`));
}

/** Doubts in short: `prod local accounts may have changed: only the tenant knows`. */
export function shortDoubts(doubts: AccessDiff["unknown"]): string[] {
  return doubts.map((d) => `${d.subject} ${d.what}: ${d.reasons.join("; ")}`);
}

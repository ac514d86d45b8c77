import { either } from "../../core/text";
import { UNKNOWN, after, before, displayName, isCreated, isUpdated, kindOf, wordsAfter, wordsBefore } from "../change";
import { type GateRule, type Loosening, findingsOf } from "../finding";
import { listAfter } from "../list-after";
import type { Change, Plan } from "../plan";

const USERS = ["conditions", 0, "users", 0] as const;
const CONTROLS = ["grant_controls", 0, "built_in_controls"] as const;
const LISTS = ["users", "groups", "roles"] as const;

/** A policy locks nobody out: no block that was not there, and those who were left out for an emergency stay left out. */
export const policyLocksOut: GateRule = (plan) =>
  plan.changes
    .filter((change) => kindOf(change) === "policy" && (isUpdated(change) || isCreated(change)))
    .flatMap((change) =>
      findingsOf([...block(plan, change), ...exclusions(plan, change)], (whats, certainty) => ({
        rule: "policy-locks-out",
        address: change.address,
        name: displayName(change),
        message:
          certainty === "yes"
            ? `The policy may lock people out: ${whats}.`
            : `Whether the policy locks people out can't be told: ${whats}.`,
        fix: "Leave the emergency accounts out of every policy, and try it in report-only; allow it with a reason and an end date.",
      })),
    );

function block(plan: Plan, change: Change): Loosening[] {
  const state = after(change, "state");
  const { known, more } = wordsAfter(change, ...CONTROLS);
  if (state !== "enabled" && state !== UNKNOWN) return [];
  const blocks = known.includes("block");
  if ((!blocks && more === 0) || isAsideOfSignIns(change)) return [];
  const inForce = before(change, "state") === "enabled" && wordsBefore(change, ...CONTROLS).includes("block");
  if (!inForce) {
    if (state === UNKNOWN || !blocks) {
      return [{ kind: "block", what: "whether it blocks is only known after the apply", certainty: "unknown" }];
    }
    return [{ kind: "block", what: `a block comes into force for ${whom(change)}`, certainty: "yes" }];
  }
  if (wordsBefore(change, ...USERS, "included_users").includes("All")) return [];
  const wider = LISTS.flatMap((list) => {
    const was = wordsBefore(change, ...USERS, `included_${list}`);
    const is = listAfter(plan, change, ...USERS, `included_${list}`);
    return [...is.known.filter((w) => w !== "None" && !was.includes(w)), ...is.made];
  });
  return wider.length === 0
    ? []
    : [{ kind: "block", what: `its block counts for ${either(wider, "and")} as well`, certainty: "yes" }];
}

/** A block of device codes or of old protocols alone leaves the ordinary way to sign in. */
function isAsideOfSignIns(change: Change): boolean {
  const flows = wordsAfter(change, "conditions", 0, "authentication_flow_transfer_methods");
  const clients = wordsAfter(change, "conditions", 0, "client_app_types");
  const old = clients.known.every((type) => ["exchangeActiveSync", "other"].includes(type));
  return flows.known.length > 0 || (clients.known.length > 0 && clients.more === 0 && old);
}

function whom(change: Change): string {
  const lists = LISTS.map((list) => wordsAfter(change, ...USERS, `included_${list}`));
  const known = lists.flatMap((list) => list.known);
  if (known.includes("All")) return "everybody";
  return known.length === 0 || lists.some(({ more }) => more > 0) ? "whom it covers" : either(known, "and");
}

/** Which of those who are left out are for an emergency is in no plan; that none of them stays is. */
function exclusions(plan: Plan, change: Change): Loosening[] {
  if (after(change, "state") === "disabled") return [];
  const lists = LISTS.map((list) => {
    const path = [...USERS, `excluded_${list}`];
    const was = wordsBefore(change, ...path).filter((w) => w !== "None");
    const is = listAfter(plan, change, ...path);
    return { list, was, stay: was.filter((w) => is.known.includes(w)), more: is.more };
  });
  const [people, roles] = [lists.slice(0, 2), lists.slice(2)];
  return [people, roles].flatMap((those): Loosening[] => {
    const was = those.flatMap((l) => l.was);
    if (was.length === 0 || those.some((l) => l.stay.length > 0)) return [];
    const unsure = those.some((l) => l.more > 0 && l.was.length > 0);
    const what = `${unsure ? "it can't be told whether any of those who were left out still is" : "nobody who was left out is left out any more"}: ${either(was, "and")}`;
    return [{ kind: "exclusion", what, certainty: unsure ? "unknown" : "yes" }];
  });
}

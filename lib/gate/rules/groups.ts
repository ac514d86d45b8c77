import { UNKNOWN, after, before, displayName, isUpdated, kindOf } from "../change";
import { type GateRule, type Loosening, findingsOf } from "../finding";
import type { Change } from "../plan";

const RULE = ["dynamic_membership", 0] as const;

/** A group that stays keeps what it is: its rule for who is in it, and that access may hang on it. */
export const groupChanged: GateRule = (plan) =>
  plan.changes
    .filter((change) => kindOf(change) === "group" && isUpdated(change))
    .flatMap((change) =>
      findingsOf([...security(change), ...rule(change)], (whats, certainty) => ({
        rule: "group-changed",
        address: change.address,
        name: displayName(change),
        message: certainty === "yes" ? `The group changes: ${whats}.` : `Who is in the group can't be told: ${whats}.`,
        fix: "Leave it as it is; or see in the tenant who would be in it by the new rule, and allow it with a reason and an end date.",
      })),
    );

function security(change: Change): Loosening[] {
  if (before(change, "security_enabled") !== true) return [];
  const is = after(change, "security_enabled");
  if (is === UNKNOWN)
    return [{ kind: "security", what: "security_enabled is only known after the apply", certainty: "unknown" }];
  const what = "it is no security group any more, and everybody in it loses what hangs on it";
  return is === true ? [] : [{ kind: "security", what, certainty: "yes" }];
}

/** Whom a rule takes in is in no plan. */
function rule(change: Change): Loosening[] {
  const [was, is] = [text(change, "before"), text(change, "after")];
  if (was === is || was === "") return [];
  const what = is === "" ? `its rule ${was} goes` : `its rule changes from ${was} to ${is}`;
  return [{ kind: "membership-rule", what, certainty: "unknown" }];
}

function text(change: Change, side: "before" | "after"): string {
  const [rule_, enabled] = ["rule", "enabled"].map((attribute) =>
    side === "before" ? before(change, ...RULE, attribute) : after(change, ...RULE, attribute),
  );
  if (rule_ === UNKNOWN || enabled === UNKNOWN) return "one that is only known after the apply";
  if (typeof rule_ !== "string" || rule_ === "") return "";
  return `${rule_}${enabled === false ? " (paused)" : ""}`;
}

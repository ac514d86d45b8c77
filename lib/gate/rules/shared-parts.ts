import { either } from "../../core/text";
import { UNKNOWN, after, before, displayName, isUpdated, wordsAfter, wordsBefore } from "../change";
import type { GateFinding, GateRule, GateRuleId, Weaker } from "../finding";
import type { Change } from "../plan";

const FIX = "Look at every policy that uses it, also of other stacks; allow it with a reason and an end date.";

/** A named location that policies leave out takes in no more. */
export const locationWidened: GateRule = (plan) =>
  plan.changes
    .filter((change) => isManaged(change, "azuread_named_location"))
    .flatMap((change) =>
      reported(change, "location-widened", "The named location", [...ranges(change), ...countries(change)]),
    );

/** An authentication strength is met by no more than it was. */
export const strengthLoosened: GateRule = (plan) =>
  plan.changes
    .filter((change) => isManaged(change, "azuread_authentication_strength_policy"))
    .flatMap((change) => {
      const { added, unknown } = listsOf(change, ["allowed_combinations"]);
      const found: Weaker[] =
        added.length > 0 ? [{ what: `${either(added, "and")} meets it as well`, certainty: "yes" }] : [];
      if (unknown) found.push({ what: "its combinations are only known after the apply", certainty: "unknown" });
      return reported(change, "strength-loosened", "The authentication strength", found);
    });

function isManaged(change: Change, type: string): boolean {
  return change.mode === "managed" && change.type === type && isUpdated(change);
}

function reported(change: Change, rule: GateRuleId, what: string, found: readonly Weaker[]): GateFinding[] {
  return (["yes", "unknown"] as const).flatMap((certainty) => {
    const whats = found.filter((l) => l.certainty === certainty).map((l) => l.what);
    if (whats.length === 0) return [];
    const message =
      certainty === "yes"
        ? `${what} gets wider: ${whats.join("; ")}.`
        : `Whether ${what.replace(/^T/, "t")} gets wider can't be told: ${whats.join("; ")}.`;
    return [{ rule, address: change.address, name: displayName(change), certainty, message, fix: FIX }];
  });
}

/** From a trusted address less is asked for; what an address that is not trusted means, each policy says for itself. */
function ranges(change: Change): Weaker[] {
  const trusted = after(change, "ip", 0, "trusted");
  const { added, gone, unknown } = listsOf(change, ["ip", 0, "ip_ranges"]);
  const found: Weaker[] = [];
  if (before(change, "ip", 0, "trusted") !== true && trusted === true) {
    found.push({ what: "it is trusted from now on", certainty: "yes" });
  }
  if (added.length > 0)
    found.push({ what: `${either(added, "and")} is in it`, certainty: trusted === true ? "yes" : "unknown" });
  if (gone.length > 0 && trusted !== true)
    found.push({ what: `${either(gone, "and")} is in it no more`, certainty: "unknown" });
  if (unknown || trusted === UNKNOWN)
    found.push({ what: "its addresses are only known after the apply", certainty: "unknown" });
  return found;
}

/** Policies take countries in or leave them out. */
function countries(change: Change): Weaker[] {
  const { added, gone, unknown } = listsOf(change, ["country", 0, "countries_and_regions"]);
  const others = ["include_unknown_countries_and_regions", "country_lookup_method"].filter(
    (attribute) => before(change, "country", 0, attribute) !== after(change, "country", 0, attribute),
  );
  const changed = [...added, ...gone, ...others];
  if (unknown) return [{ what: "its countries are only known after the apply", certainty: "unknown" }];
  return changed.length === 0 ? [] : [{ what: `${either(changed, "and")} changes`, certainty: "unknown" }];
}

function listsOf(change: Change, path: readonly (string | number)[]) {
  const was = wordsBefore(change, ...path);
  const { known, more } = wordsAfter(change, ...path);
  return {
    added: known.filter((w) => !was.includes(w)),
    gone: more > 0 ? [] : was.filter((w) => !known.includes(w)),
    unknown: more > 0,
  };
}

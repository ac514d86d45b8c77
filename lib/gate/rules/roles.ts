import { displayName, isDeleted, isReplaced, isUpdated } from "../change";
import type { GateFinding, GateRule } from "../finding";

/** What a role of Azure allows, and where it can be given, stays: everybody who has it gains or loses by a change. */
export const roleChanged: GateRule = (plan) =>
  plan.changes.flatMap((change): GateFinding[] => {
    if (change.mode !== "managed" || change.type !== "azurerm_role_definition") return [];
    const common = { rule: "role-changed", address: change.address, name: displayName(change) } as const;
    const fix = "Make a new role and give it to those who need it; or allow it with a reason and an end date.";
    if (isDeleted(change) || isReplaced(change)) {
      const message = "The role would be deleted or made anew with another id; who has it loses it.";
      return [{ ...common, certainty: "yes", message, fix }];
    }
    if (!isUpdated(change)) return [];
    return (["yes", "unknown"] as const).flatMap((certainty) => {
      const parts = ["permissions", "assignable_scopes"].filter((part) => {
        const unknown = JSON.stringify((change.afterUnknown as Record<string, unknown>)[part] ?? null).includes("true");
        const differs = JSON.stringify(change.before?.[part] ?? []) !== JSON.stringify(change.after?.[part] ?? []);
        return certainty === "unknown" ? unknown : differs && !unknown;
      });
      if (parts.length === 0) return [];
      const message =
        certainty === "yes"
          ? `What the role allows changes for everybody who has it, in every stack: ${parts.join(" and ")}.`
          : `What the role allows is only known after the apply: ${parts.join(" and ")}.`;
      return [{ ...common, certainty, message, fix }];
    });
  });

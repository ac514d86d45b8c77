import type { PolicyEntry } from "../../access/model";
import { isEnforced } from "../coverage";
import { Reach } from "../reach";
import { doubt, hit, rule } from "../rule";
import { type Scene, known, reason } from "../scene";
import { inTerms, list } from "../words";

/** Policies act. */
export const CA_05 = rule({
  id: "CA-05",
  title: "Policies for cluster access are enforced",
  on: ["conditionalAccess"],
  cases: {
    off: {
      when: "one is in report-only, or disabled",
      level: { strict: "error", recommended: "warning", article: "warning" },
    },
  },
  why: "A policy in report-only writes to the log what it would have done, and lets everybody through. An activation that asks for an authentication context does not fall back to MFA either while the policy on it is in report-only.",
  fix: "Watch it in report-only for a week or two, then enable it.",
  sources: [
    "https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-report-only",
    "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-role-settings",
  ],
  tooMuch: true,
  evaluate: (scene) =>
    scene.policies
      .filter((p) => scene.coverage.isOurs(p) && !scene.coverage.isCompanion(p))
      .flatMap((policy) => {
        const enforced = isEnforced(policy);
        if (enforced === "unknown") return [doubt(policy, `whether it is enforced: ${reason(policy.state)}`)];
        if (enforced === "yes") return [];
        const is = known(policy.state) === "disabled" ? "is disabled" : "is in report-only";
        const people = unguarded(scene, policy);
        const so =
          people.length === 0
            ? "so it asks nobody for anything"
            : `and no other that is enforced is known to cover ${list(people.map((p) => scene.nameOf(p)))}, with rights on clusters`;
        return [
          hit(
            policy,
            "off",
            `the policy ${scene.nameOf(policy.id)} ${is}, ${so}`,
            inTerms(policy, "state: enabled", "PolicyState.ENABLED"),
          ),
        ];
      }),
});

/** Who with rights inside a cluster is covered by this policy, and by none that is known to be enforced. */
function unguarded(scene: Scene, policy: PolicyEntry): string[] {
  const enforced = scene.coverage.on("aks").filter((p) => isEnforced(p) === "yes");
  const holders = scene.reach.holders.filter((h) => scene.reach.rightsOf(h).some(Reach.isInside));
  const people = new Set(holders.flatMap((h) => scene.reach.behind(h).map((w) => w.who)));
  return [...people]
    .filter((who) => scene.isEmergencyAccount(who) !== "yes" && scene.coverage.of(policy, who) === "yes")
    .filter((who) => scene.coverage.any(enforced, who) !== "yes")
    .sort();
}

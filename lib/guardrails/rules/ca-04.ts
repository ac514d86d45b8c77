import type { Entry } from "../../access/model";
import { isEnforced } from "../coverage";
import { doubt, hit, rule } from "../rule";
import { list } from "../words";

/** Who can change a cluster passes a policy on Azure as well. */
export const CA_04 = rule({
  id: "CA-04",
  title: "A policy on Azure management covers whoever can change a cluster",
  on: ["clusters"],
  cases: { open: { when: "no enforced policy on Azure management covers them", level: "warning" } },
  why: "A policy on AKS guards the sign-in to Kubernetes. Whoever may change the cluster, or who has access to it, goes to Azure Resource Manager instead, which is another application, and gets everything inside from there.",
  fix: "Make the twin of the policy: the same people and controls, on Azure management (797f4846-ba00-4fd7-ba43-dac1f8f63013).",
  sources: [
    "https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-cloud-apps",
    "Maester MT.1008",
  ],
  tooMuch: true,
  evaluate: (scene) => {
    const policies = scene.coverage.on("azure").filter((p) => isEnforced(p) !== "no");
    const found = new Map<Entry, Set<string>>();
    const unsure = new Map<Entry, Set<string>>();
    for (const holder of scene.reach.holders) {
      const right = scene.reach.rightsOf(holder).find((r) => r.controlPlane);
      if (right === undefined) continue;
      for (const { who } of scene.reach.behind(holder)) {
        if (scene.whoIs(who).type === "ServicePrincipal" || scene.isEmergencyAccount(who) === "yes") continue;
        const covered = scene.coverage.any(policies, who);
        if (covered === "yes") continue;
        const into = covered === "no" ? found : unsure;
        into.set(right.entry, (into.get(right.entry) ?? new Set()).add(who));
      }
    }
    const names = (who: ReadonlySet<string>) => list([...who].map((w) => scene.nameOf(w)));
    return [
      ...[...found].map(([entry, who]) => {
        const says = `${names(who)} can change the cluster through Azure, and no enforced policy on Azure management covers ${who.size === 1 ? "that sign-in" : "their sign-in"}`;
        return hit(
          entry,
          "open",
          says,
          "a policy with applications: [azureManagement] and the controls of the one on AKS",
        );
      }),
      ...[...unsure].map(([entry, who]) => doubt(entry, `whether a policy on Azure management covers ${names(who)}`)),
      ...scene.declarations.map((c) =>
        doubt(c, "who else can change it: roles inherited from the subscription or above are not in the model"),
      ),
    ];
  },
});

import { type Verdict, doubt, hit, rule } from "../rule";
import { known } from "../scene";
import { inTerms } from "../words";

/** The tenant whose people sign in is that of the subscription. */
export const CL_05 = rule({
  id: "CL-05",
  title: "People sign in to a cluster with the tenant of its subscription",
  on: ["clusters"],
  cases: { two: { when: "clusters of one subscription name two tenants", level: "error" } },
  why: "A subscription has one tenant, and Azure RBAC works with that one only: role assignments for people of another never act.",
  fix: "Write the tenant of the subscription, or leave it out.",
  sources: ["https://learn.microsoft.com/azure/aks/entra-id-authorization"],
  tooMuch: false,
  evaluate: (scene) => {
    const tenants = new Map<string, Set<string>>();
    for (const cluster of scene.declarations) {
      const [subscription, tenant] = [
        known(cluster.subscriptionId)?.toLowerCase(),
        known(cluster.tenantId)?.toLowerCase(),
      ];
      if (subscription !== undefined && tenant)
        tenants.set(subscription, (tenants.get(subscription) ?? new Set()).add(tenant));
    }
    return scene.declarations.flatMap((cluster): Verdict<"two">[] => {
      const subscription = known(cluster.subscriptionId)?.toLowerCase();
      const named = [...(tenants.get(subscription ?? "") ?? [])].sort();
      if (named.length < 2) return [doubt(cluster, "whether its tenant is that of its subscription: only Azure knows")];
      const says = `${scene.nameOf(cluster.id)} is in the subscription ${subscription}, whose clusters name the tenants ${named.join(" and ")}, and a subscription has one`;
      return [
        hit(
          cluster,
          "two",
          says,
          inTerms(cluster, "one tenantId for the subscription", "one tenantId for the subscription"),
        ),
      ];
    });
  },
});

import type { ClusterEntry } from "../../access/model";
import { powerOf } from "../powers";
import { type Verdict, doubt, hit, rule } from "../rule";
import { known, reason } from "../scene";
import { inTerms } from "../words";

/** Azure roles inside Kubernetes are given where they act. */
export const NS_01 = rule({
  id: "NS-01",
  title: "Azure roles inside Kubernetes are given on clusters with Azure RBAC",
  on: ["clusters"],
  cases: { off: { when: "Azure RBAC is off there", level: "error" } },
  why: "Without Azure RBAC the API server asks nobody about role assignments: people get Forbidden whatever they hold, and whoever reviews the assignments sees access that is none.",
  fix: "Turn Azure RBAC on, or bind the group inside Kubernetes. The constructs refuse it; a setter or a model from elsewhere may still bring it.",
  sources: ["https://learn.microsoft.com/azure/aks/manage-azure-rbac", "Azure/AKS#2302"],
  tooMuch: false,
  evaluate: (scene) => {
    const doubtful = new Map<string, ClusterEntry>();
    const hits = scene.grants.flatMap((grant): Verdict<"off">[] => {
      const power = powerOf(grant.role);
      const cluster = scene.cluster(grant.cluster);
      if (power === "nothing" || cluster === undefined) return [];
      const on = known(cluster.azureRbac);
      if (on === undefined) doubtful.set(cluster.id, cluster);
      if (on !== false || power === undefined) return [];
      const where =
        grant.namespace === null ? scene.nameOf(cluster.id) : `${scene.nameOf(cluster.id)}/${grant.namespace}`;
      const says = `${scene.nameOf(grant.principal)} is ${power} on ${where} by an Azure role, which has no effect while Azure RBAC is off there`;
      return [
        hit(grant, "off", says, inTerms(grant, "azureRbac: true on the cluster", "azureRbac: true on the cluster")),
      ];
    });
    return [
      ...hits,
      ...[...doubtful.values()].map((c) => doubt(c, `whether Azure roles act inside it: ${reason(c.azureRbac)}`)),
    ];
  },
});

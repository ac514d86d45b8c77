import { type Verdict, doubt, hit, rule } from "../rule";
import { known, reason } from "../scene";
import { inTerms } from "../words";

/** Run command is off where the network is closed. */
export const CL_03 = rule({
  id: "CL-03",
  title: "Run command is off on a cluster whose network is closed",
  on: ["clusters"],
  cases: {
    closed: { when: "the API has a private address, or lets in some addresses only", level: "error" },
    open: { when: "the API is open to every address, or nobody knows", level: "info" },
  },
  why: "`az aks command invoke` runs kubectl from inside, through Azure Resource Manager, which any address reaches: it asks for an Entra token and goes around the network.",
  fix: "Turn run command off; it is off unless asked for.",
  sources: [
    "https://learn.microsoft.com/azure/aks/access-private-cluster",
    "Azure/AKS#3972; Azure Policy 89f2d532-c53c-4f8f-9afa-4927b1114a0d",
  ],
  tooMuch: true,
  evaluate: (scene) =>
    scene.declarations.flatMap((cluster): Verdict<"closed" | "open">[] => {
      const on = known(cluster.runCommandEnabled);
      if (on === undefined) return [doubt(cluster, `whether run command is off: ${reason(cluster.runCommandEnabled)}`)];
      if (!on) return [];
      const name = scene.nameOf(cluster.id);
      const fix = inTerms(cluster, "runCommand: disabled", "runCommand: false");
      if (known(cluster.privateCluster) === true) {
        return [
          hit(
            cluster,
            "closed",
            `run command is on in ${name}, so it reaches the Kubernetes API past its private address`,
            fix,
          ),
        ];
      }
      const ranges = known(cluster.authorizedIpRanges) ?? [];
      if (ranges.length > 0) {
        return [
          hit(
            cluster,
            "closed",
            `run command is on in ${name}, so it reaches the Kubernetes API from outside ${ranges.join(", ")}`,
            fix,
          ),
        ];
      }
      return [hit(cluster, "open", `run command is on in ${name}, one way in more than kubectl`, fix)];
    }),
});

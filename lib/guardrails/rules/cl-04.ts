import { doubt, hit, rule } from "../rule";
import { known, reason } from "../scene";
import { inTerms } from "../words";

/** The Kubernetes API is not open to every address. */
export const CL_04 = rule({
  id: "CL-04",
  title: "The Kubernetes API is reached from known addresses only",
  on: ["clusters"],
  cases: { open: { when: "it has a public address and no authorized ranges", level: "warning" } },
  why: "A token that leaks within its hour works from anywhere, and so does a flaw in the API server.",
  fix: "Name the addresses that may reach the API, at most 200 ranges, or give it a private address only.",
  sources: [
    "https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges",
    "Checkov CKV_AZURE_6 and CKV_AZURE_115; Trivy AZU-0041 and AZU-0065; CIS AKS 5.4.1 and 5.4.2; PSRule Azure.AKS.AuthorizedIPs; Azure Policy 0e246bcf-5f6f-4f87-bc6f-775d4712c7ea",
  ],
  tooMuch: true,
  evaluate: (scene) =>
    scene.declarations.flatMap((cluster) => {
      const ranges = known(cluster.authorizedIpRanges);
      const isPrivate = known(cluster.privateCluster);
      if (isPrivate === true || (ranges !== undefined && ranges.length > 0 && !ranges.includes("0.0.0.0/0"))) return [];
      if (isPrivate === undefined || ranges === undefined) {
        const fact = isPrivate === undefined ? cluster.privateCluster : cluster.authorizedIpRanges;
        return [doubt(cluster, `which addresses reach the Kubernetes API: ${reason(fact)}`)];
      }
      return [
        hit(
          cluster,
          "open",
          `the Kubernetes API of ${scene.nameOf(cluster.id)} can be reached from every address`,
          inTerms(
            cluster,
            "network: { authorizedIpRanges: [203.0.113.0/24] } with your addresses, or network: { private: true }",
            'authorizedIpRanges: ["203.0.113.0/24"] with your addresses, or privateCluster: true',
          ),
        ),
      ];
    }),
});

import { doubt, hit, rule } from "../rule";
import { known, reason } from "../scene";

/** Entra integration and Kubernetes' own authorization are on. */
export const CL_00 = rule({
  id: "CL-00",
  title: "People sign in to a cluster with Microsoft Entra ID",
  on: ["clusters"],
  cases: { off: { when: "the Entra integration is off", level: "error" } },
  why: "Without the Entra integration a cluster knows no Entra users and no groups: no policy, no PIM and no role assignment decides who gets in, whoever has a certificate does.",
  fix: "Turn on the AKS-managed Entra integration (azureActiveDirectoryRoleBasedAccessControl); it cannot be turned off again.",
  sources: [
    "https://learn.microsoft.com/azure/aks/entra-id-control-plane-authentication",
    "Checkov CKV_AZURE_5; Trivy AZU-0042; CIS AKS 5.5.1 and 5.5.2; PSRule Azure.AKS.ManagedAAD; Azure Policy 450d2877-ebea-41e8-b00c-e286317d21bf",
  ],
  tooMuch: true,
  evaluate: (scene) =>
    scene.declarations.flatMap((cluster) => {
      const on = known(cluster.entraIntegration);
      if (on === undefined)
        return [doubt(cluster, `whether the Entra integration is on: ${reason(cluster.entraIntegration)}`)];
      if (on) return [];
      return [
        hit(
          cluster,
          "off",
          `the Entra integration of ${scene.nameOf(cluster.id)} is off, so neither policies nor PIM nor role assignments decide who gets in`,
          "leave azureActiveDirectoryRoleBasedAccessControl as the construct writes it",
        ),
      ];
    }),
});

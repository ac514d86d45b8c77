import { type Scene, known, reason } from "../scene";
import { doubt, hit, rule } from "../rule";
import { inTerms, list } from "../words";

/** Local accounts are off. */
export const CL_01 = rule({
  id: "CL-01",
  title: "Local accounts are off",
  on: ["clusters"],
  cases: {
    on: { when: "local accounts are on", level: { strict: "error", recommended: "error", article: "warning" } },
  },
  why: "`az aks get-credentials --admin` hands out a certificate of the local administrator, which no policy sees, no activation ends and no log ties to a person: Microsoft calls it a non-auditable backdoor. While it is open, Conditional Access and PIM are decoration.",
  fix: "Turn local accounts off. On a cluster that had them, rotate its certificates as well: those handed out before go on working.",
  sources: [
    "https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad",
    "Checkov CKV_AZURE_141; PSRule Azure.AKS.LocalAccounts; Azure Policy 993c2fcd-2b29-49d2-9eb0-df2c3a730c32; Azure/AKS#1408",
  ],
  tooMuch: true,
  evaluate: (scene) =>
    scene.declarations.flatMap((cluster) => {
      const off = known(cluster.localAccountsDisabled);
      if (off === undefined)
        return [doubt(cluster, `whether local accounts are off: ${reason(cluster.localAccountsDisabled)}`)];
      if (off) return [];
      const assumed = cluster.assumed?.includes("localAccountsDisabled") ? " (as is assumed)" : "";
      const keys =
        cluster.kind === "made"
          ? ["localAccounts: disabled", "localAccounts: false"]
          : ["assume.localAccounts: disabled", "assume: { localAccounts: false }"];
      const then = cluster.kind === "made" ? "" : "turn them off on the cluster, then write ";
      return [
        hit(
          cluster,
          "on",
          `local accounts are on in ${scene.nameOf(cluster.id)}${assumed}, so ${voided(scene)} can be bypassed with --admin`,
          `${then}${inTerms(cluster, keys[0], keys[1])}, and rotate the certificates of a cluster that had them`,
        ),
      ];
    }),
});

/** What means nothing while the local administrator works. */
function voided(scene: Scene): string {
  const policies = scene.policies.filter((p) => known(p.state) === "enabled" && known(p.deviceCodeOnly) === false);
  const groups = scene.groups.filter((g) => g.kind === "jit");
  const named = (what: string, ids: readonly string[]) =>
    ids.length === 0 ? [] : [`${what} ${list(ids.map((id) => scene.nameOf(id)))}`];
  const parts = [
    ...named(
      policies.length === 1 ? "the policy" : "the policies",
      policies.map((p) => p.id),
    ),
    ...named(
      "the role settings of",
      groups.map((g) => g.id),
    ),
  ];
  return parts.length > 0 ? parts.join(" and ") : "every policy and every activation";
}

import { holds, powerOf } from "../powers";
import { type Verdict, doubt, hit, rule } from "../rule";
import { inTerms } from "../words";

/** Namespaces whose pods have rights over the cluster: those of AKS, and of add-ons in wide use. */
const PRIVILEGED: ReadonlySet<string> = new Set([
  "aks-command",
  "aks-istio-system",
  "app-routing-system",
  "argocd",
  "calico-system",
  "cert-manager",
  "dapr-system",
  "external-secrets",
  "flux-system",
  "gatekeeper-system",
  "istio-system",
  "kube-node-lease",
  "kube-public",
  "kube-system",
  "kyverno",
  "tigera-operator",
]);

/** Nobody writes where pods have rights over the cluster. */
export const NS_04 = rule({
  id: "NS-04",
  title: "Nobody writes in a namespace whose pods have rights over the cluster",
  on: ["clusters"],
  cases: { writes: { when: "somebody is writer or admin there", level: "warning" } },
  why: "A writer reads the secrets of the namespace and runs pods as any service account in it: in kube-system or flux-system that is the whole cluster.",
  fix: "Give reading there, and writing behind the just-in-time group of the cluster's administrators.",
  sources: [
    "https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers",
    "CIS AKS 4.1.2, 4.1.4 and 4.1.7",
  ],
  tooMuch: true,
  evaluate: (scene) =>
    scene.grants.flatMap((grant): Verdict<"writes">[] => {
      if (grant.namespace === null || !PRIVILEGED.has(grant.namespace)) return [];
      const power = powerOf(grant.role);
      const where = `${scene.nameOf(grant.cluster)}/${grant.namespace}`;
      const who = scene.nameOf(grant.principal);
      if (power === undefined)
        return [doubt(grant, `whether the role of ${who} writes in ${where}: it is not built in`)];
      if (!holds(power, "writer")) return [];
      const says = `${who} is ${power} in ${where}, reads its secrets and runs pods as any service account there, which leads to the whole cluster`;
      return [hit(grant, "writes", says, inTerms(grant, "reader in place of it", "grantReader in place of it"))];
    }),
});

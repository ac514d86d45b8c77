import type { ClusterEntry, Entry, GrantEntry } from "../../access/model";
import { bringsCredential } from "../powers";
import { Reach, type Right } from "../reach";
import { type Verdict, doubt, hit, rule } from "../rule";
import type { Scene } from "../scene";
import { inTerms, list } from "../words";

/** Whoever has rights inside a cluster can download its kubeconfig. */
export const NS_02 = rule({
  id: "NS-02",
  title: "Whoever has rights inside a cluster can download its kubeconfig",
  on: ["clusters"],
  cases: { missing: { when: "no role of theirs brings the credential action", level: "error" } },
  why: "Neither a role in a namespace, nor RBAC Reader or Writer anywhere, nor membership in an admin group lets anybody run `az aks get-credentials`: they hold a right and cannot get in.",
  fix: "Give Cluster User on the cluster as well. The constructs do so with every grant; this is about models from elsewhere.",
  sources: [
    "https://learn.microsoft.com/azure/aks/control-kubeconfig-access",
    "https://learn.microsoft.com/azure/aks/privileged-identity-management",
    "azure-docs#28541",
  ],
  tooMuch: false,
  evaluate: (scene) => {
    const credentials = new Credentials(scene);
    return scene.reach.holders.flatMap((holder) => look(scene, credentials, holder));
  },
});

function look(scene: Scene, credentials: Credentials, holder: string): Verdict<"missing">[] {
  const first = new Map<string, Right>();
  for (const right of scene.reach.rightsOf(holder)) {
    if (right.power !== undefined && Reach.isInside(right) && !first.has(right.cluster))
      first.set(right.cluster, right);
  }
  return [...first.values()].flatMap((right): Verdict<"missing">[] => {
    const without = credentials.missing(holder, right.cluster);
    if (without.length === 0) return [];
    const cluster = scene.cluster(right.cluster);
    const entry: Entry = right.entry;
    const who = list(without.map((w) => scene.nameOf(w)));
    const name = scene.nameOf(right.cluster);
    if (cluster?.clusterUserRole === "external") {
      return [doubt(entry, `whether ${who} can download the kubeconfig of ${name}: another stack grants Cluster User`)];
    }
    if ((entry as Partial<ClusterEntry>).kind === "existing") {
      return [
        doubt(
          entry,
          `whether ${who} can download the kubeconfig of ${name}: its admin groups are assumed, and who made them granted what`,
        ),
      ];
    }
    if (without.some((w) => credentials.isUnsure(w, right.cluster))) {
      return [
        doubt(entry, `whether ${who} can download the kubeconfig of ${name}: one of their roles is not built in`),
      ];
    }
    const says = `${who} ${without.length === 1 ? "has" : "have"} rights inside ${name} and no role that lets them download its kubeconfig`;
    return [
      hit(
        entry,
        "missing",
        says,
        inTerms(entry, "clusterUser: [...] on the cluster", "grantClusterUser on the cluster"),
      ),
    ];
  });
}

/** Who holds a role that brings the credential action, by cluster. */
class Credentials {
  private readonly sure = new Map<string, Set<string>>();
  private readonly unsure = new Map<string, Set<string>>();

  constructor(private readonly scene: Scene) {
    for (const grant of scene.grants) this.note(grant);
  }

  /** Those behind a holder who have no such role: the holder itself where it is one or has none behind it. */
  public missing(holder: string, cluster: string): string[] {
    const has = this.sure.get(cluster) ?? new Set();
    if (has.has(holder)) return [];
    const behind = this.scene.reach.behind(holder);
    const without = behind.filter(
      ({ who }) => !has.has(who) && ![...this.scene.reach.groupsOf(who)].some((g) => has.has(g)),
    );
    if (behind.length > 0) return [...new Set(without.map((w) => w.who))].sort();
    return [holder];
  }

  /** Whether somebody holds a role there of which only Azure knows what it brings. */
  public isUnsure(who: string, cluster: string): boolean {
    const perhaps = this.unsure.get(cluster);
    return (
      perhaps !== undefined && (perhaps.has(who) || [...this.scene.reach.groupsOf(who)].some((g) => perhaps.has(g)))
    );
  }

  private note(grant: GrantEntry): void {
    if (grant.namespace !== null || grant.scope === "nodeResourceGroup") return;
    const brings = bringsCredential(grant.role);
    if (brings === false) return;
    const into = brings === true ? this.sure : this.unsure;
    const cluster = this.scene.idOf(grant.cluster);
    into.set(cluster, (into.get(cluster) ?? new Set()).add(this.scene.idOf(grant.principal)));
  }
}

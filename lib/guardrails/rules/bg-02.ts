import type { ClusterEntry } from "../../access/model";
import { type Verdict, doubt, hit, rule } from "../rule";
import { type Scene, known, reason } from "../scene";
import { inTerms, list } from "../words";

/** Somebody gets into the cluster when PIM or a policy is broken. */
export const BG_02 = rule({
  id: "BG-02",
  title: "The emergency access leads into the cluster, not just into the tenant",
  on: ["clusters"],
  cases: { closed: { when: "every way to the whole cluster has to be activated", level: "warning" } },
  why: "With local accounts off and everything just in time, an outage of PIM, of the approvers or of a policy leaves nobody inside. Then a Global Administrator has to elevate himself, assign a role and wait for it.",
  fix: "Give a standing, watched group of the emergency accounts cluster administrator everywhere.",
  sources: [
    "https://learn.microsoft.com/entra/identity/role-based-access-control/security-emergency-access",
    "XenitAB/terraform-modules#398; MCSB PA-5",
  ],
  tooMuch: false,
  evaluate: (scene) => scene.declarations.flatMap((c) => look(scene, c)),
});

function look(scene: Scene, cluster: ClusterEntry): Verdict<"closed">[] {
  const off = known(cluster.localAccountsDisabled);
  if (off === false) return [];
  const id = scene.idOf(cluster.id);
  const admins = new Set(
    scene.reach
      .over(id)
      .flatMap(({ holder, right }) => (right.power === "cluster-admin" || right.controlPlane ? [holder] : [])),
  );
  const standing = [...admins].flatMap((h) => scene.reach.behind(h)).filter((w) => w.how === "standing");
  if (standing.some((w) => scene.group(w.who) === undefined)) return [];
  if (off === undefined)
    return [doubt(cluster, `whether anybody gets in without PIM: ${reason(cluster.localAccountsDisabled)}`)];
  const unsure = standing.map((w) => w.who);
  if (unsure.length > 0)
    return [
      doubt(
        cluster,
        `whether somebody is in ${list(unsure.map((w) => scene.nameOf(w)))}, which is its administrator without PIM`,
      ),
    ];
  if (known(cluster.adminGroups) === undefined)
    return [doubt(cluster, `which groups are administrators inside it: ${reason(cluster.adminGroups)}`)];
  const accounts = [...new Set(scene.emergencyAccess.flatMap((e) => e.accounts))].map((a) => scene.nameOf(a));
  const who =
    accounts.length > 0 ? `the emergency accounts (${list(accounts)}) have no way in` : "there is no emergency access";
  const says = `local accounts of ${scene.nameOf(cluster.id)} are off, everybody else has to activate, and ${who}`;
  return [
    hit(
      cluster,
      "closed",
      says,
      inTerms(
        cluster,
        "emergencyAccess: { clusterAdmin: GROUP }, a group of the emergency accounts",
        "clusterAdmin of the EmergencyAccess, a group of its accounts",
      ),
    ),
  ];
}

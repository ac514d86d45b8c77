import type { GrantEntry } from "../../access/model";
import { controlPlaneRole, powerOf } from "../powers";
import { type Verdict, doubt, hit, rule } from "../rule";
import { type Scene, known, reason } from "../scene";
import { inTerms, list } from "../words";

type Cases = "standing" | "deployer" | "eligible";

/** Nobody can change a cluster, or who has access to it, without activating. */
export const CL_02 = rule<Cases>({
  id: "CL-02",
  title: "Nobody can change a cluster, or who has access to it, without activating",
  on: ["clusters"],
  cases: {
    standing: { when: "somebody holds such a role without activating", level: "error" },
    eligible: {
      when: "it has to be activated, or only the tenant knows who is in the group that holds it",
      level: "warning",
    },
    deployer: { when: "the deployer holds it", level: "warning" },
  },
  why: "Owner, Contributor, AKS Contributor, Cluster Admin, User Access Administrator and Role Based Access Control Administrator turn local accounts on, add an admin group or assign a role: each is a way to everything inside, past the policies on AKS.",
  fix: "Put the role behind the just-in-time group, and give people Cluster User for every day. Deny local accounts by Azure Policy 993c2fcd-2b29-49d2-9eb0-df2c3a730c32.",
  sources: [
    "https://learn.microsoft.com/azure/aks/control-kubeconfig-access",
    "mspnp/aks-baseline#207; BloodHound AZAKSContributor",
  ],
  tooMuch: true,
  evaluate: (scene) => [
    ...scene.grants.flatMap((g) => look(scene, g)),
    ...scene.declarations.map((c) =>
      doubt(c, "who else can change it: roles inherited from the subscription or above are not in the model"),
    ),
  ],
});

function look(scene: Scene, grant: GrantEntry): Verdict<Cases>[] {
  // of the nodes, and none on the cluster
  if (grant.scope === "nodeResourceGroup") return [];
  const role = controlPlaneRole(grant.role);
  const who = scene.nameOf(grant.principal);
  const where =
    grant.namespace === null ? scene.nameOf(grant.cluster) : `${scene.nameOf(grant.cluster)}/${grant.namespace}`;
  if (role === undefined) {
    if (powerOf(grant.role) !== undefined) return [];
    const what = known(grant.role) === undefined ? reason(grant.role) : "it is not built in";
    return [doubt(grant, `whether the role that ${who} has on ${where} changes the cluster: ${what}`)];
  }
  const fix = inTerms(
    grant,
    "give the role to a just-in-time group, and clusterUser to its people",
    "grantRole to a JitGroup, and grantClusterUser to its people",
  );
  const holder = scene.idOf(grant.principal);
  if (scene.deployments.some((d) => scene.idOf(d.principal) === holder)) {
    const says = `the deployer ${who} holds ${role} on ${where}, so whoever controls the pipeline changes the cluster`;
    return [
      hit(
        grant,
        "deployer",
        says,
        "guard the deployer: its own pipeline, federated sign-in, reviewed changes; then acknowledge this",
      ),
    ];
  }
  const ways = scene.reach.behind(holder).filter((w) => scene.isEmergencyAccount(w.who) !== "yes");
  const standing = ways.filter((w) => w.how !== "eligible" && scene.group(w.who) === undefined);
  if (standing.length > 0) {
    const names = list(standing.map((w) => scene.nameOf(w.who)));
    const by = scene.group(holder) === undefined ? "" : ` by ${who}`;
    const says = `${names} ${standing.length === 1 ? "holds" : "hold"} ${role} on ${where}${by} without activating anything, which leads to everything inside`;
    return [hit(grant, "standing", says, fix)];
  }
  const unsure = ways.filter((w) => w.how !== "eligible");
  if (unsure.length > 0) {
    const says = `${who} holds ${role} on ${where}, which leads to everything inside, and only the tenant knows who is in it and how`;
    return [hit(grant, "eligible", says, fix)];
  }
  if (ways.length === 0 && scene.group(holder)?.kind !== "jit") return [];
  return [
    hit(
      grant,
      "eligible",
      `whoever activates ${who} holds ${role} on ${where}, which leads to everything inside, past the policies on AKS`,
      inTerms(
        grant,
        "a data role such as clusterAdmin instead, if that is enough",
        "a data role such as grantClusterAdmin instead, if that is enough",
      ),
    ),
  ];
}

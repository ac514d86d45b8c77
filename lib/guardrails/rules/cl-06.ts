import { nodeRole } from "../powers";
import { type Verdict, doubt, hit, rule } from "../rule";
import { inTerms, list } from "../words";

/** Nobody gets onto the nodes without activating. */
export const CL_06 = rule({
  id: "CL-06",
  title: "Nobody gets onto the nodes of a cluster without activating",
  on: ["clusters"],
  cases: { standing: { when: "somebody holds a role that signs in to or changes the nodes", level: "warning" } },
  why: "On a node one reads the secrets of every pod there, and no policy on AKS is asked. Access to nodes belongs behind a just-in-time group of its own.",
  fix: "Put the role on the resource group of the nodes behind a just-in-time group, or turn SSH off.",
  sources: [
    "https://learn.microsoft.com/azure/aks/privileged-identity-management",
    "https://learn.microsoft.com/azure/aks/manage-ssh-node-access",
  ],
  tooMuch: true,
  evaluate: (scene) => [
    ...scene.grants.flatMap((grant): Verdict<"standing">[] => {
      const role = grant.scope === "nodeResourceGroup" ? nodeRole(grant.role) : undefined;
      if (role === undefined) return [];
      const standing = scene.reach
        .behind(grant.principal)
        .filter((w) => w.how !== "eligible" && scene.isEmergencyAccount(w.who) !== "yes");
      const people = standing.filter((w) => scene.group(w.who) === undefined);
      const groups = list(standing.filter((w) => scene.group(w.who) !== undefined).map((w) => scene.nameOf(w.who)));
      if (people.length === 0) {
        return groups === ""
          ? []
          : [doubt(grant, `whether somebody in ${groups} gets onto the nodes without activating`)];
      }
      const names = list(people.map((w) => scene.nameOf(w.who)));
      const says = `${names} ${people.length === 1 ? "holds" : "hold"} ${role} on the nodes of ${scene.nameOf(grant.cluster)} without activating anything`;
      return [
        hit(
          grant,
          "standing",
          says,
          inTerms(grant, "give the role to a just-in-time group", "give the role to a JitGroup"),
        ),
      ];
    }),
    ...scene.declarations.map((c) =>
      doubt(c, "who gets onto its nodes: roles on their resource group are not in the model"),
    ),
  ],
});

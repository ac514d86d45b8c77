import { doubt, hit, rule } from "../rule";
import { known, reason } from "../scene";
import { inTerms } from "../words";

/** Nobody but PIM decides who is in a group under PIM. */
export const PIM_08 = rule({
  id: "PIM-08",
  title: "Terraform does not write the members of a group under PIM",
  on: ["groups"],
  cases: { members: { when: "it writes them", level: "error" } },
  why: "Whoever has activated is a member in the directory. A written list removes everybody who is not on it, so the next apply throws out whoever is on call.",
  fix: "Assign people as eligible, and leave the list away. The constructs have no such list on a just-in-time group; this is about models from elsewhere.",
  sources: [
    "https://learn.microsoft.com/graph/api/resources/privilegedidentitymanagement-for-groups-api-overview",
    "https://registry.terraform.io/providers/hashicorp/azuread/latest/docs/resources/group",
  ],
  tooMuch: false,
  evaluate: (scene) =>
    scene.groups.flatMap((group) => {
      const members = known(group.members);
      if (group.kind === "existing" || (group.kind === "jit" && members === undefined)) return [];
      const assigned = scene.assignmentsOf(group.id).length > 0;
      const settings = scene.roleSettings(group.id, "member") ?? scene.roleSettings(group.id, "owner");
      if (!assigned && settings === undefined && group.kind !== "jit") return [];
      if (members === undefined)
        return [doubt(group, `whether Terraform writes its members: ${reason(group.members)}`)];
      const says = `the members of ${scene.nameOf(group.id)} are written down and come through PIM as well, so each apply removes whoever has activated`;
      return [
        hit(
          group,
          "members",
          says,
          inTerms(group, "pim.eligible in place of members", "a JitGroup and assignEligible in place of members"),
        ),
      ];
    }),
});

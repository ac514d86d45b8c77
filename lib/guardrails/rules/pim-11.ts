import { doubt, hit, rule } from "../rule";
import { inTerms } from "../words";

/** Ownership is no way around the settings of members. */
export const PIM_11 = rule({
  id: "PIM-11",
  title: "Ownership of a just-in-time group is bound like membership, and assigned to nobody",
  on: ["groups"],
  cases: {
    unset: { when: "only the settings of members are written", level: "warning" },
    assigned: { when: "somebody may become an owner through PIM", level: "warning" },
  },
  why: "PIM has two sets of role settings for a group. Unwritten, those of owners are whatever the tenant has; and an owner adds members past the settings of members.",
  fix: "Write the settings of owners, strict; assign ownership only where members could not do the work, and acknowledge it.",
  sources: [
    "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",
    "azuread#1491",
  ],
  tooMuch: true,
  evaluate: (scene) => [
    ...scene.groups
      .filter((g) => g.kind === "jit")
      .flatMap((group) => {
        if (scene.roleSettings(group.id, "owner") !== undefined) return [];
        if (scene.roleSettings(group.id, "member") === undefined) {
          return [doubt(group, "which role settings it has: none are in the model")];
        }
        const says = `the role settings of members of ${scene.nameOf(group.id)} are written and those of owners are not, so owners have whatever the tenant has`;
        return [
          hit(group, "unset", says, inTerms(group, "owner: { activation: … } in the role settings", "ownerSettings")),
        ];
      }),
    ...scene.assignments
      .filter((a) => a.accessId === "owner")
      .map((a) => {
        const how = a.kind === "eligible" ? "may become an owner of" : "is an owner, through PIM, of";
        const says = `${scene.nameOf(a.principal)} ${how} ${scene.nameOf(a.group)}, and an owner adds members without activation or approval`;
        return hit(
          a,
          "assigned",
          says,
          inTerms(a, "leave as: owner out, or acknowledge it", "AssignmentAccess.MEMBER, or acknowledge it"),
        );
      }),
  ],
});

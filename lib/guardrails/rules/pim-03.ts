import { doubt, hit, rule } from "../rule";
import { known, reason } from "../scene";
import { inTerms } from "../words";

/** Nobody is in a just-in-time group for good. */
export const PIM_03 = rule({
  id: "PIM-03",
  title: "Nobody is active in a just-in-time group without an end",
  on: ["groups"],
  cases: {
    member: { when: "an active assignment has no end", level: "error" },
    settings: { when: "the role settings allow such assignments", level: "error" },
  },
  why: "An active assignment without an end is ordinary membership: nothing is activated, approved or ended.",
  fix: "Make the assignment eligible, or give it an end; in the role settings give active assignments a ceiling.",
  sources: [
    "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-role-settings",
    "CISA MS.AAD.7.4; Microsoft Zero Trust assessment 21815",
  ],
  tooMuch: true,
  evaluate: (scene) => [
    ...scene.assignments
      .filter((a) => a.kind === "active" && scene.isEmergencyAccount(a.principal) !== "yes")
      .flatMap((a) => {
        const end = known(a.expiration);
        if (end === undefined) return [doubt(a, `when the active assignment ends: ${reason(a.expiration)}`)];
        if (end !== "permanent") return [];
        const says = `${scene.nameOf(a.principal)} is active in ${scene.nameOf(a.group)} without an end, so nothing has to be activated`;
        return [
          hit(
            a,
            "member",
            says,
            inTerms(a, "move it to eligible, or give it until: DATE", "assignEligible, or an expiration"),
          ),
        ];
      }),
    ...scene.settings.flatMap((s) => {
      const allowed = known(s.active.permanentAllowed);
      if (allowed === undefined)
        return [doubt(s, `whether active assignments have to end: ${reason(s.active.permanentAllowed)}`)];
      if (!allowed) return [];
      const says = `the ${s.accessId} settings of ${scene.nameOf(s.group)} allow active assignments without an end, so anybody who may assign can make standing access`;
      return [
        hit(
          s,
          "settings",
          says,
          inTerms(s, "active: { expireAfter: 15d } in place of permanent: allowed", "active.permanentAllowed: false"),
        ),
      ];
    }),
  ],
});

import { doubt, hit, rule } from "../rule";
import { known, reason } from "../scene";
import { inTerms } from "../words";

/** Just in time is what somebody activates. */
export const PIM_02 = rule({
  id: "PIM-02",
  title: "People are eligible for a just-in-time group, not active in it until an end",
  on: ["groups"],
  cases: { active: { when: "somebody is assigned as active, for some time", level: "warning" } },
  why: "An active assignment is standing access until it ends: nothing is activated, so neither MFA nor a justification nor an approval of the person ever runs. A length of time counts from whenever Terraform first applied it, and nobody can read the end in the code.",
  fix: "Make the person eligible. For a deliberate, one-off grant keep it, with a date and a ticket, and acknowledge this.",
  sources: [
    "https://learn.microsoft.com/azure/aks/privileged-identity-management",
    "Microsoft Zero Trust assessment, pull request 1208: active until an end counts as standing",
  ],
  tooMuch: true,
  evaluate: (scene) =>
    scene.assignments
      .filter((a) => a.kind === "active" && a.accessId === "member" && scene.isEmergencyAccount(a.principal) !== "yes")
      .flatMap((a) => {
        const end = known(a.expiration);
        if (end === undefined) return [doubt(a, `when the active assignment ends: ${reason(a.expiration)}`)];
        if (end === "permanent") return [];
        const until = /^P/.test(end) ? `for ${lengthInWords(end)}` : `until ${end}`;
        const says = `${scene.nameOf(a.principal)} is in ${scene.nameOf(a.group)} ${until} without activating anything, so its role settings do not bind: standing access with an end`;
        return [
          hit(
            a,
            "active",
            says,
            inTerms(a, "move it from active to eligible", "assignEligible in place of assignActive"),
          ),
        ];
      }),
});

function lengthInWords(iso: string): string {
  return iso
    .replace(/^P(T(?=\d))?/, "")
    .replace("T", "")
    .toLowerCase();
}

import { doubt, hit, rule } from "../rule";
import { known, reason } from "../scene";
import { inTerms } from "../words";

/** Activation asks who it is. */
export const PIM_04 = rule({
  id: "PIM-04",
  title: "Activation asks for MFA or an authentication context",
  on: ["groups"],
  cases: { neither: { when: "it asks for neither", level: "error" } },
  why: "Otherwise whoever sits at an unlocked session, or has a stolen token of it, activates.",
  fix: "Ask for MFA at activation; better, for an authentication context with a phishing-resistant strength, because MFA is not asked for again if it was done in the session.",
  sources: [
    "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-role-settings",
    "CISA MS.AAD.3.6; EIDSCA",
  ],
  tooMuch: true,
  evaluate: (scene) =>
    scene.settings.flatMap((s) => {
      const mfa = known(s.activation.mfa);
      const context = known(s.activation.authenticationContext);
      if (mfa === true || typeof context === "string") return [];
      if (mfa === undefined || context === undefined) {
        const fact = mfa === undefined ? s.activation.mfa : s.activation.authenticationContext;
        return [doubt(s, `whether activation asks for MFA: ${reason(fact)}`)];
      }
      return [
        hit(
          s,
          "neither",
          `becoming ${s.accessId === "member" ? "a member" : "an owner"} of ${scene.nameOf(s.group)} asks for neither MFA nor an authentication context`,
          inTerms(s, "activation: { require: [mfa, …] }", "activation.require: [ActivationRequirement.MFA, …]"),
        ),
      ];
    }),
});

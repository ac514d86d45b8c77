import { doubt, hit, rule } from "../rule";
import { known, reason } from "../scene";
import { inTerms } from "../words";

/** MFA and an authentication context exclude each other. */
export const PIM_10 = rule({
  id: "PIM-10",
  title: "Activation asks for MFA or for an authentication context, not for both",
  on: ["groups"],
  cases: { both: { when: "it asks for both", level: "error" } },
  why: "PIM takes one of the two and drops MFA without a word.",
  fix: "Keep one. The constructs refuse both; this is about models from elsewhere.",
  sources: [
    "https://registry.terraform.io/providers/hashicorp/azuread/latest/docs/resources/group_role_management_policy",
  ],
  tooMuch: false,
  evaluate: (scene) =>
    scene.settings.flatMap((s) => {
      const context = known(s.activation.authenticationContext);
      const mfa = known(s.activation.mfa);
      if (mfa === false || context === null) return [];
      if (mfa === undefined || context === undefined) {
        const fact = mfa === undefined ? s.activation.mfa : s.activation.authenticationContext;
        return [doubt(s, `whether activation asks for both: ${reason(fact)}`)];
      }
      return [
        hit(
          s,
          "both",
          `the ${s.accessId} settings of ${scene.nameOf(s.group)} ask for MFA and for the authentication context ${context}, and PIM keeps only one`,
          inTerms(
            s,
            `require: [{ authenticationContext: ${context} }, justification]`,
            "one of the two in activation.require",
          ),
        ),
      ];
    }),
});

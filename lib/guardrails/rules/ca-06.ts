import { doubt, hit, rule } from "../rule";
import { known, reason } from "../scene";

/** An authentication context is enforced by a policy. */
export const CA_06 = rule({
  id: "CA-06",
  title: "A policy enforces the authentication context that activation asks for",
  on: ["groups"],
  cases: { nowhere: { when: "no policy here targets it", level: "warning" } },
  why: "A context means what the policies on it ask for. If none targets it PIM falls back to MFA; if the policy is off, in report-only, or excludes the person, PIM asks for nothing.",
  fix: "Make the policy elsewhere, since azuread's resource cannot target a context: in the portal, or by msgraph. Then acknowledge this with where it is. Never include the just-in-time group in it: at the activation nobody is a member yet.",
  sources: [
    "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-role-settings",
    "azuread#882",
  ],
  tooMuch: false,
  evaluate: (scene) =>
    scene.settings.flatMap((s) => {
      const context = known(s.activation.authenticationContext);
      if (context === undefined)
        return [doubt(s, `which authentication context it asks for: ${reason(s.activation.authenticationContext)}`)];
      if (context === null) return [];
      if (scene.policies.some((p) => (known(p.authenticationContexts) ?? []).includes(context))) return [];
      const says = `becoming ${s.accessId === "member" ? "a member" : "an owner"} of ${scene.nameOf(s.group)} asks for the authentication context ${context}, which no policy here targets, so what it asks for is not known`;
      return [hit(s, "nowhere", says, "make the policy on the context, and acknowledge this with where it is")];
    }),
});

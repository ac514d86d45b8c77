import type { EmergencyAccessEntry, PolicyEntry } from "../../access/model";
import { isEnforced } from "../coverage";
import { type Verdict, doubt, hit, rule } from "../rule";
import { type Scene, known, reason } from "../scene";
import { inTerms, list } from "../words";

type Cases = "locked" | "others" | "one";

/** No enforced policy can lock everybody out. */
export const BG_01 = rule<Cases>({
  id: "BG-01",
  title: "Every enforced policy leaves out two emergency accounts or more",
  on: ["conditionalAccess", "file"],
  cases: {
    locked: {
      when: "an enforced policy leaves out no emergency account",
      level: { strict: "error", recommended: "error", article: "warning" },
    },
    others: { when: "it leaves out others, of whom nobody says that they are emergency accounts", level: "warning" },
    one: { when: "there is one emergency account only", level: "warning" },
  },
  why: "A wrong policy, a failing MFA service or an expired device certificate locks everybody out at once, those who could mend it included.",
  fix: "Declare two emergency accounts, cloud-only, each with a FIDO2 key or a certificate; every policy leaves them out by itself.",
  sources: [
    "https://learn.microsoft.com/entra/identity/role-based-access-control/security-emergency-access",
    "Maester MT.1005, MT.1034 and MT.1191; Microsoft Zero Trust assessment 21835",
  ],
  tooMuch: false,
  evaluate: (scene) => [
    ...scene.policies.flatMap((p) => policyVerdict(scene, p)),
    ...scene.emergencyAccess.flatMap((e) => accountsVerdict(scene, e)),
  ],
});

function policyVerdict(scene: Scene, policy: PolicyEntry): Verdict<Cases>[] {
  const enforced = isEnforced(policy);
  if (enforced === "no") return [];
  const excluded = known(policy.exclude);
  if (enforced === "unknown") return [doubt(policy, `whether it is enforced: ${reason(policy.state)}`)];
  if (excluded === undefined) return [doubt(policy, `whom it leaves out: ${reason(policy.exclude)}`)];
  if (excluded.some((id) => scene.isEmergencyAccount(id) === "yes")) return [];
  const fix = inTerms(
    policy,
    "emergencyAccess: { accounts: [two users] } in this file or one that it uses",
    "an EmergencyAccess with two accounts",
  );
  const name = scene.nameOf(policy.id);
  if (excluded.length > 0) {
    const says = `the policy ${name} is enforced and leaves out ${list(excluded.map((id) => scene.nameOf(id)))}, of whom nobody says that they are emergency accounts`;
    return [hit(policy, "others", says, fix)];
  }
  return [
    hit(
      policy,
      "locked",
      `the policy ${name} is enforced and leaves out no emergency account, so a mistake in it locks everybody out`,
      fix,
    ),
  ];
}

function accountsVerdict(scene: Scene, e: EmergencyAccessEntry): Verdict<Cases>[] {
  const behind = [...new Set(e.accounts.flatMap((a) => scene.reach.behind(a).map((w) => w.who)))];
  const unsure = behind.filter((w) => scene.group(w) !== undefined);
  if (behind.length - unsure.length > 1) return [];
  if (unsure.length > 0) return [doubt(e, `how many accounts are in ${list(unsure.map((w) => scene.nameOf(w)))}`)];
  if (behind.length > 1) return [];
  const who = behind.length === 0 ? "no account" : `${scene.nameOf(behind[0])} alone`;
  const says = `the emergency access is ${who}: when it fails nobody gets in`;
  return [hit(e, "one", says, inTerms(e, "accounts: two users or more", "two accounts or more"))];
}

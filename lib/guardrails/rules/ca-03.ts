import { isKnownText } from "../../core/known";
import { isUuid } from "../../core/uuid";
import { AKS_CLIENT_CLIENT_ID } from "../../core/client-ids";
import type { PolicyEntry } from "../../access/model";
import { targets } from "../coverage";
import { Reach } from "../reach";
import { type Verdict, doubt, hit, rule } from "../rule";
import { type Scene, known, reason } from "../scene";
import { inTerms, list } from "../words";

/** The application that signs in to nodes by Entra. */
const VM_SIGN_IN = "ce6ff14a-7fdc-4685-bbe0-f6afdfcfa8e0";
type Cases = "client" | "other";

/** Policies guard the application that the Kubernetes API asks tokens for. */
export const CA_03 = rule<Cases>({
  id: "CA-03",
  title: "Policies for cluster access guard the AKS server application",
  on: ["conditionalAccess"],
  cases: {
    client: { when: "one names the AKS client, or no client id at all", level: "error" },
    other: { when: "they name other applications only, so no policy guards the sign-in to AKS", level: "error" },
  },
  why: "A token for the Kubernetes API is one for the AKS server application, 6dae42f8-4368-4678-94ff-3960e28e3630, in every tenant. A policy on anything else is not looked at; the AKS client is a public client, which no policy can target.",
  fix: "Leave the applications out: the AKS server is the default.",
  sources: [
    "https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-cloud-apps",
    "https://azure.github.io/kubelogin/concepts/aks.html",
    "Azure/AKS#1987",
  ],
  tooMuch: false,
  evaluate: (scene) => {
    const guarded = scene.policies.some((p) => targets(p, "aks") !== "no");
    return scene.policies.flatMap((policy) => look(scene, policy, guarded));
  },
});

function look(scene: Scene, policy: PolicyEntry, guarded: boolean): Verdict<Cases>[] {
  const applications = known(policy.applications);
  if (applications === undefined)
    return [doubt(policy, `which applications it guards: ${reason(policy.applications)}`)];
  const name = scene.nameOf(policy.id);
  const fix = inTerms(
    policy,
    "applications: [aks], or leave the key out",
    "TargetApplication.AKS, or leave applications out",
  );
  const wrong = applications.filter(
    (a) => a !== "All" && isKnownText(a) && (!isUuid(a) || a.toLowerCase() === AKS_CLIENT_CLIENT_ID),
  );
  if (wrong.length > 0) {
    const what = wrong.some((a) => a.toLowerCase() === AKS_CLIENT_CLIENT_ID)
      ? "the AKS client, which no policy can target"
      : `${list(wrong)}, which is no client id`;
    return [hit(policy, "client", `the policy ${name} names ${what}, so it does not guard the sign-in to AKS`, fix)];
  }
  if (guarded || targets(policy, "azure") === "yes" || applications.some((a) => a.toLowerCase() === VM_SIGN_IN))
    return [];
  const people = peopleWithAccess(scene, policy);
  if (people.length === 0) return [];
  const says = `the policy ${name} covers ${list(people)}, who get into clusters, and guards other applications than AKS, as every policy here does`;
  return [hit(policy, "other", says, fix)];
}

/** Whom a policy names that gets into a cluster, or may. */
function peopleWithAccess(scene: Scene, policy: PolicyEntry): string[] {
  const named = (known(policy.include) ?? []).map((id) => scene.idOf(id));
  const holders = scene.reach.holders.filter((h) => scene.reach.rightsOf(h).some(Reach.isInside));
  const behind = new Set(holders.flatMap((h) => [h, ...scene.reach.behind(h).map((w) => w.who)]));
  const all = named.includes(scene.idOf("All")) && holders.length > 0 ? ["everybody"] : [];
  return [
    ...all,
    ...named
      .filter((id) => behind.has(id) || scene.reach.behind(id).some((w) => behind.has(w.who)))
      .map((id) => scene.nameOf(id)),
  ];
}

import type { PolicyEntry } from "../../access/model";
import { Reach } from "../reach";
import { type Verdict, doubt, hit, rule } from "../rule";
import { type Scene, known, reason } from "../scene";
import { inTerms, list } from "../words";

type Cases = "overlap" | "unprotected" | "any";

/** Nobody with access is excluded from what guards it. */
export const CA_07 = rule<Cases>({
  id: "CA-07",
  title: "A policy excludes nobody with access, and asks for all of its controls",
  on: ["conditionalAccess"],
  cases: {
    overlap: { when: "somebody who is excluded has or may activate rights on a cluster", level: "warning" },
    unprotected: { when: "an excluded group is not role-assignable", level: "warning" },
    any: {
      when: "one of several controls is enough",
      level: { strict: "warning", recommended: null, article: "warning" },
    },
  },
  why: "An exclusion beats every inclusion, so an excluded person or a group that anybody can get into is the way around the policy. One control of several is as strong as the weakest of them.",
  fix: "Exclude the emergency accounts alone, which the library does by itself.",
  sources: [
    "https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-users-groups",
    "Maester MT.1035, MT.1036 and MT.1038",
  ],
  tooMuch: true,
  evaluate: (scene) => {
    const people = peopleWithAccess(scene);
    return scene.policies
      .filter((p) => known(p.state) !== "disabled" && scene.coverage.isOurs(p) && !scene.coverage.isCompanion(p))
      .flatMap((policy) => [...excluded(scene, policy, people), ...controls(scene, policy)]);
  },
});

function peopleWithAccess(scene: Scene): ReadonlySet<string> {
  const holders = scene.reach.holders.filter((h) =>
    scene.reach.rightsOf(h).some((r) => Reach.isInside(r) || r.controlPlane),
  );
  return new Set(holders.flatMap((h) => scene.reach.behind(h).map((w) => w.who)));
}

function excluded(scene: Scene, policy: PolicyEntry, people: ReadonlySet<string>): Verdict<Cases>[] {
  const ids = known(policy.exclude);
  if (ids === undefined) return [doubt(policy, `whom it excludes: ${reason(policy.exclude)}`)];
  const others = [...new Set(ids.map((id) => scene.idOf(id)))].filter((id) => scene.isEmergencyAccount(id) !== "yes");
  const fix = inTerms(policy, "take it out of exclude", "take it out of exclude");
  const name = scene.nameOf(policy.id);
  const verdicts: Verdict<Cases>[] = [];
  for (const id of others.sort()) {
    if (isEmergencyGroup(scene, id)) continue;
    const who = scene.reach
      .behind(id)
      .map((w) => w.who)
      .filter((w) => people.has(w) && scene.isEmergencyAccount(w) !== "yes");
    const group = scene.group(id);
    if (who.length > 0) {
      const names = list(who.map((w) => scene.nameOf(w)));
      const inIt = who.includes(id) ? "" : `, in which ${names} ${who.length === 1 ? "is" : "are"}`;
      verdicts.push(
        hit(
          policy,
          "overlap",
          `the policy ${name} excludes ${scene.nameOf(id)}${inIt}, with rights on clusters, standing or to activate`,
          fix,
        ),
      );
    } else if (
      id.startsWith("role:") ||
      (group !== undefined && known(group.members) === undefined && group.kind !== "jit")
    ) {
      verdicts.push(doubt(policy, `whether somebody with access is in ${scene.nameOf(id)}, which it excludes`));
    }
    if (group !== undefined && known(group.roleAssignable) === false) {
      verdicts.push(
        hit(
          policy,
          "unprotected",
          `the policy ${name} excludes ${scene.nameOf(id)}, which is not role-assignable, so every group administrator can take people out of the policy`,
          fix,
        ),
      );
    }
  }
  return [...verdicts, ...samePeople(scene, policy, ids, people)];
}

/** An account that is excluded by object id may be a person who is known by a sign-in name. */
function samePeople(
  scene: Scene,
  policy: PolicyEntry,
  ids: readonly string[],
  people: ReadonlySet<string>,
): Verdict<never>[] {
  const users = ids.map((id) => scene.idOf(id)).filter((id) => scene.whoIs(id).type === "User");
  const doubtful = [...people].filter(
    (p) => scene.whoIs(p).type === "User" && users.some((u) => scene.same(u, p) === "unknown"),
  );
  if (doubtful.length === 0) return [];
  return [
    doubt(
      policy,
      `whether ${list(doubtful.map((p) => scene.nameOf(p)))}, known by sign-in name or object id alone, ${doubtful.length === 1 ? "is" : "are"} among those that it excludes`,
    ),
  ];
}

function isEmergencyGroup(scene: Scene, id: string): boolean {
  return scene.emergencyAccess.some((e) => [...e.accounts, e.clusterAdmin ?? ""].some((a) => scene.idOf(a) === id));
}

function controls(scene: Scene, policy: PolicyEntry): Verdict<Cases>[] {
  const asked = known(policy.controls);
  const operator = known(policy.operator);
  const strength = known(policy.authenticationStrength);
  if (asked === undefined || operator === undefined)
    return [doubt(policy, `what it asks for: ${reason(asked === undefined ? policy.controls : policy.operator)}`)];
  const all = [...asked, ...(typeof strength === "string" ? ["an authentication strength"] : [])];
  if (operator !== "OR" || all.length < 2) return [];
  const says = `the policy ${scene.nameOf(policy.id)} is content with one of ${list(all)}`;
  return [
    hit(
      policy,
      "any",
      says,
      inTerms(policy, `require: [${asked.join(", ")}], which asks for all`, "GrantControls.all"),
    ),
  ];
}

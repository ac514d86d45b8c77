import type { AssignmentEntry, GroupEntry } from "../../access/model";
import { type Verdict, doubt, hit, rule } from "../rule";
import { type Scene, known, reason } from "../scene";
import { inTerms } from "../words";

type Cases = "rule" | "nested" | "weaker";

/** Groups under PIM are of a kind that PIM takes, and no weaker group leads into a stronger one. */
export const GR_03 = rule<Cases>({
  id: "GR-03",
  title: "A group under PIM has assigned members, and no weaker group leads into it",
  on: ["groups"],
  cases: {
    rule: { when: "its members come from a rule or from on-premises: PIM refuses it", level: "error" },
    nested: { when: "a group is an active member of a role-assignable group: Entra refuses it", level: "error" },
    weaker: { when: "a group that is not role-assignable may activate one that is", level: "warning" },
  },
  why: "PIM manages cloud groups with assigned members only. And whoever can change the inner group decides who may activate the outer one, however well that is protected.",
  fix: "Use cloud groups with assigned members, and make the inner group as protected as the outer one.",
  sources: [
    "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",
    "Microsoft Zero Trust assessment 21882; Maester MT.1197",
  ],
  tooMuch: true,
  evaluate: (scene) => [
    ...scene.groups.filter((g) => isUnderPim(scene, g)).flatMap((g) => kindOf(scene, g)),
    ...scene.groups.flatMap((g) => nestedIn(scene, g)),
    ...scene.assignments.flatMap((a) => assignedTo(scene, a)),
  ],
});

function isUnderPim(scene: Scene, group: GroupEntry): boolean {
  return group.kind === "jit" || scene.assignmentsOf(group.id).length > 0;
}

function kindOf(scene: Scene, group: GroupEntry): Verdict<Cases>[] {
  // a group that we make has assigned members
  if (group.membership === undefined && group.kind !== "existing") return [];
  const membership = known(group.membership);
  if (membership === undefined) return [doubt(group, `whether its members are assigned: ${reason(group.membership)}`)];
  if (membership === "assigned") return [];
  const from = membership === "dynamic" ? "a rule" : "the on-premises directory";
  const says = `the members of ${scene.nameOf(group.id)} come from ${from}, and PIM takes no such group`;
  return [hit(group, "rule", says, "use a cloud group with assigned members")];
}

function nestedIn(scene: Scene, group: GroupEntry): Verdict<Cases>[] {
  if (known(group.roleAssignable) !== true) return [];
  const inner = (known(group.members) ?? []).filter((m) => scene.group(m) !== undefined);
  return inner.map((m) => {
    const says = `${scene.nameOf(m)} is a member of ${scene.nameOf(group.id)}, and a role-assignable group holds no groups`;
    return hit(group, "nested", says, inTerms(group, "name its people under members", "people in members"));
  });
}

function assignedTo(scene: Scene, a: AssignmentEntry): Verdict<Cases>[] {
  const [inner, outer] = [scene.group(a.principal), scene.group(a.group)];
  if (inner === undefined || outer === undefined || a.accessId !== "member") return [];
  const names = `${scene.nameOf(inner.id)} ${a.kind === "active" ? "is active in" : "may activate"} ${scene.nameOf(outer.id)}`;
  const [innerIs, outerIs] = [known(inner.roleAssignable), known(outer.roleAssignable)];
  if (outerIs === false) return [];
  if (a.kind === "active") {
    if (outerIs === undefined)
      return [doubt(a, `whether ${scene.nameOf(outer.id)} is role-assignable: ${reason(outer.roleAssignable)}`)];
    const says = `${names}, and a role-assignable group holds no groups but as eligible members`;
    return [hit(a, "nested", says, inTerms(a, "move it to eligible", "assignEligible"))];
  }
  if (innerIs === true) return [];
  if (innerIs === undefined || outerIs === undefined) {
    const unsure = innerIs === undefined ? inner : outer;
    return [doubt(a, `whether ${scene.nameOf(unsure.id)} is role-assignable: ${reason(unsure.roleAssignable)}`)];
  }
  const says = `${names}, which is role-assignable as ${scene.nameOf(inner.id)} is not, so every group administrator decides who may activate it`;
  const fix = inTerms(
    a,
    `groups.${scene.nameOf(inner.id)}.roleAssignable: true`,
    "roleAssignable: true on the inner group",
  );
  return [hit(a, "weaker", says, fix)];
}

import type { GroupEntry } from "../../access/model";
import { groupsThatDecide } from "../access-groups";
import { doubt, hit, rule } from "../rule";
import { type Scene, known, reason } from "../scene";
import { inTerms } from "../words";

/** Group administrators cannot get into a group that gives access. */
export const GR_02 = rule({
  id: "GR-02",
  title: "A group that decides who gets in is role-assignable",
  on: ["groups"],
  cases: {
    open: {
      when: "it is not role-assignable",
      level: { strict: "error", recommended: "warning", article: "warning" },
    },
  },
  why: "Anybody with a directory role such as Groups Administrator, and every application with Group.ReadWrite.All, changes the members of an ordinary group. Of a role-assignable one only its owners, Privileged Role Administrators and RoleManagement.ReadWrite.Directory do.",
  fix: "Make it role-assignable from the start: the flag cannot be changed, another value is another group with another object id. There are at most 500 in a tenant. A restricted administrative unit is no way: PIM does not work in one.",
  sources: [
    "https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept",
    "Maester MT.1035 and MT.1103; Microsoft Zero Trust assessment 21832; BloodHound AZMGAddMember",
  ],
  tooMuch: true,
  evaluate: (scene) =>
    relevant(scene).flatMap(({ group, because }) => {
      const assignable = known(group.roleAssignable);
      if (assignable === undefined)
        return [doubt(group, `whether it is role-assignable: ${reason(group.roleAssignable)}`)];
      if (assignable) return [];
      const says = `${scene.nameOf(group.id)} is not role-assignable, so every group administrator can add anybody to it, and ${because}`;
      const fix = `${inTerms(group, "roleAssignable: true", "roleAssignable: true")}, which makes another group: give the clusters time to know it`;
      return [hit(group, "open", says, fix)];
    }),
});

/** Groups that decide who gets in, and those that a policy names to decide whom it covers. */
function relevant(scene: Scene): { readonly group: GroupEntry; readonly because: string }[] {
  const deciding = groupsThatDecide(scene);
  const taken = new Set(deciding.map((d) => d.group.id));
  const included = scene.policies.flatMap((policy) =>
    (known(policy.include) ?? []).flatMap((id) => {
      const group = scene.group(id);
      if (group === undefined || taken.has(group.id)) return [];
      taken.add(group.id);
      return [{ group, because: `it decides whom the policy ${scene.nameOf(policy.id)} covers` }];
    }),
  );
  return [...deciding, ...included];
}

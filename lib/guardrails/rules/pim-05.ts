import type { GroupEntry } from "../../access/model";
import { holds } from "../powers";
import type { Right } from "../reach";
import { doubt, hit, rule } from "../rule";
import { type Scene, known, reason } from "../scene";
import { inTerms } from "../words";

/** Somebody else agrees before a whole cluster is opened. */
export const PIM_05 = rule({
  id: "PIM-05",
  title: "Activating rights over a whole cluster needs an approval",
  on: ["groups"],
  cases: {
    alone: {
      when: "nobody has to approve",
      level: { strict: "error", recommended: "warning", article: "warning" },
    },
  },
  why: "Otherwise whoever is eligible, or has taken over such an account, opens the cluster alone.",
  fix: "Name two approvers or more, who are not those that activate.",
  sources: [
    "https://learn.microsoft.com/azure/aks/privileged-identity-management",
    "CISA MS.AAD.7.6 and Microsoft Zero Trust assessment 21817, both for Global Administrator",
  ],
  tooMuch: true,
  evaluate: (scene) =>
    scene.groups
      .filter((g) => g.kind === "jit")
      .flatMap((group) => {
        const wide = widest(scene, group);
        if (wide === undefined) return [];
        const settings = scene.roleSettings(group.id, "member");
        if (settings === undefined)
          return [doubt(group, "whether somebody approves an activation: its role settings are not in the model")];
        const approvers = known(settings.activation.approvers);
        if (approvers === undefined)
          return [doubt(settings, `who approves an activation: ${reason(settings.activation.approvers)}`)];
        if (approvers.length > 0) return [];
        const what = wide.controlPlane ? "changes" : `is ${wide.power} of`;
        const says = `whoever activates ${scene.nameOf(group.id)} ${what} the whole cluster ${scene.nameOf(wide.cluster)}, and nobody has to approve`;
        const fix = inTerms(
          settings,
          "activation: { approvers: [GROUP] }, of two people or more",
          "activation.approvers: [group], of two people or more",
        );
        return [hit(group, "alone", says, fix)];
      }),
});

/** The widest right of a group over a whole cluster that is more than reading. */
function widest(scene: Scene, group: GroupEntry): Right | undefined {
  const wide = scene.reach
    .rightsOf(group.id)
    .filter((r) => r.namespace === null && (r.controlPlane || (r.power !== undefined && holds(r.power, "writer"))));
  return wide.reduce<Right | undefined>((best, r) => (best === undefined || isWider(r, best) ? r : best), undefined);
}

function isWider(a: Right, b: Right): boolean {
  const power = (r: Right) => (r.controlPlane ? "cluster-admin" : (r.power ?? "nothing"));
  return holds(power(a), power(b)) && !holds(power(b), power(a));
}

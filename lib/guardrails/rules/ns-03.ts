import type { GrantEntry, RoleSettingsEntry } from "../../access/model";
import { type Power, holds, powerOf } from "../powers";
import type { Right } from "../reach";
import { type Verdict, doubt, hit, rule } from "../rule";
import { type Scene, known } from "../scene";
import { inTerms, list } from "../words";

type Cases = "stronger" | "same" | "activated";

/** A right in a namespace is not swallowed by one on the whole cluster. */
export const NS_03 = rule<Cases>({
  id: "NS-03",
  title: "Who is limited to a namespace has no right over the whole cluster",
  on: ["clusters"],
  cases: {
    stronger: { when: "the same group holds a stronger right on the whole cluster", level: "error" },
    same: { when: "the same group holds the same right on the whole cluster", level: "warning" },
    activated: { when: "the same people may activate a wider right that asks for no more", level: "info" },
  },
  why: "Whoever reads the namespace's access believes in a limit that is not there. A role on a resource group or a subscription even reaches every cluster that will ever be made in it.",
  fix: "Take one of the two away, or split the group.",
  sources: ["https://learn.microsoft.com/azure/aks/concepts-cluster-authorization"],
  tooMuch: true,
  evaluate: (scene) => scene.grants.filter((g) => g.namespace !== null).flatMap((g) => look(scene, g)),
});

function look(scene: Scene, grant: GrantEntry): Verdict<Cases>[] {
  const power = powerOf(grant.role);
  const holder = scene.idOf(grant.principal);
  const cluster = scene.idOf(grant.cluster);
  const name = `${scene.nameOf(cluster)}/${grant.namespace}`;
  const wide = wideRights(scene, holder, cluster);
  if (power === undefined) {
    return wide.length === 0
      ? []
      : [
          doubt(
            grant,
            `whether the right of ${scene.nameOf(holder)} over ${scene.nameOf(cluster)} is wider than its role in ${name}: that is not built in`,
          ),
        ];
  }
  if (power === "nothing") return [];
  const own = wide.filter((r) => r.power !== undefined && holds(r.power, power));
  if (own.length > 0) {
    const strongest = own.reduce((a, b) => (holds(b.power as Power, a.power as Power) ? b : a));
    const stronger = strongest.power !== power;
    const assumed =
      strongest.entry.id === cluster && scene.cluster(cluster)?.assumed?.includes("adminGroups")
        ? ", as is assumed,"
        : "";
    const says = `${scene.nameOf(holder)} is ${power} in ${name} and ${stronger ? strongest.power : power} of the whole cluster${assumed} as well, so the limit to the namespace means nothing`;
    return [
      hit(
        grant,
        stronger ? "stronger" : "same",
        says,
        inTerms(
          grant,
          "take one of the two lines away, or use two groups",
          "take one of the two grants away, or use two groups",
        ),
      ),
    ];
  }
  return activated(scene, grant, holder, cluster, power);
}

function wideRights(scene: Scene, holder: string, cluster: string): Right[] {
  return scene.reach
    .over(cluster)
    .flatMap((h) => (h.holder === holder && h.right.power !== "nothing" ? [h.right] : []));
}

/** Who activates the narrow right may activate a wider one that asks for nothing more. */
function activated(scene: Scene, grant: GrantEntry, holder: string, cluster: string, power: Power): Verdict<Cases>[] {
  const narrow = scene.roleSettings(holder, "member");
  if (narrow === undefined) return [];
  const into = (group: string) =>
    scene.assignmentsOf(group).filter((a) => a.kind === "eligible" && a.accessId === "member");
  const pools = new Set(into(holder).map((a) => scene.idOf(a.principal)));
  const verdicts: Verdict<Cases>[] = [];
  const wider = scene.reach.over(cluster).filter(({ right: r }) => r.power !== undefined && holds(r.power, power));
  for (const id of new Set(wider.map((h) => h.holder))) {
    const group = scene.group(id);
    if (group === undefined || group.id === holder || group.kind !== "jit") continue;
    const same = into(group.id)
      .map((a) => scene.idOf(a.principal))
      .filter((p) => pools.has(p));
    if (same.length === 0) continue;
    const settings = scene.roleSettings(group.id, "member");
    const asks = settings === undefined ? undefined : asksForNoMore(settings, narrow);
    const [who, wide, where] = [
      list(same.map((p) => scene.nameOf(p))),
      scene.nameOf(group.id),
      `${scene.nameOf(cluster)}/${grant.namespace}`,
    ];
    if (asks === undefined)
      verdicts.push(doubt(grant, `whether activating ${wide} asks for more than activating ${scene.nameOf(holder)}`));
    if (asks !== true) continue;
    const says = `${who} may activate ${scene.nameOf(holder)} for ${where}, and ${wide} for the whole cluster, which asks for nothing more: people will take the wider one`;
    verdicts.push(hit(grant, "activated", says, `let ${wide} ask for an approval or a ticket`));
  }
  return verdicts;
}

/** Whether everything that one activation asks for is asked by the other as well; nothing where one is not known. */
function asksForNoMore(wide: RoleSettingsEntry, narrow: RoleSettingsEntry): boolean | undefined {
  const asked = (s: RoleSettingsEntry): (boolean | undefined)[] => {
    const { mfa, authenticationContext, justification, ticket, approvers } = s.activation;
    const context = known(authenticationContext);
    const approved = known(approvers);
    return [
      known(mfa),
      context === undefined ? undefined : context !== null,
      known(justification),
      known(ticket),
      approved && approved.length > 0,
    ];
  };
  const [w, n] = [asked(wide), asked(narrow)];
  if (w.some((a, i) => a === true && n[i] === false)) return false;
  return w.some((a, i) => a === undefined || (a && n[i] === undefined)) ? undefined : true;
}

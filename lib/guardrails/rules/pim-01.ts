import type { AssignmentEntry, Entry } from "../../access/model";
import { holds } from "../powers";
import { Reach, type Right } from "../reach";
import { type Verdict, doubt, hit, rule } from "../rule";
import type { Scene } from "../scene";
import { inTerms, list } from "../words";

/** A right that somebody has without activating anything. */
interface Standing {
  readonly right: Right;
  /** Who holds it: the person, or a group that the person is in. */
  readonly holder: string;
  /** The active assignment that puts the person into the group, if one does. */
  readonly by: AssignmentEntry | undefined;
}

/** Nobody has for good what he is to activate. */
export const PIM_01 = rule({
  id: "PIM-01",
  title: "Nobody has without activation what he may activate",
  on: ["clusters", "groups"],
  cases: { same: { when: "a standing right is as wide as the one to activate", level: "error" } },
  why: "Then nobody activates: neither approval nor MFA nor an end ever comes into play, and the log shows a just-in-time setup that is none. An active assignment counts, for as long as it lasts.",
  fix: "Take the standing right away, or lower it to reading.",
  sources: [
    "https://learn.microsoft.com/azure/aks/privileged-identity-management",
    "CISA MS.AAD.7.4 and 7.5; Maester MT.1031; Microsoft Zero Trust assessment 21815; MCSB PA-2",
  ],
  tooMuch: true,
  evaluate: (scene) => {
    const standing = new ByWho(scene);
    return scene.groups.flatMap((group) => {
      const rights = rightsThrough(scene, group.id);
      return rights.size === 0
        ? []
        : [...inGroup(scene, standing, group.id, rights), ...perhaps(scene, standing, group.id, rights)];
    });
  },
});

/** What everybody has without activating, emergency accounts aside. */
class ByWho {
  private readonly byWho = new Map<string, Standing[]>();
  private readonly byCluster = new Map<string, Set<string>>();

  constructor(scene: Scene) {
    for (const holder of scene.reach.holders) {
      const rights = scene.reach.rightsOf(holder).filter(matters);
      if (rights.length === 0) continue;
      for (const way of scene.reach.behind(holder)) {
        if (way.how === "eligible" || scene.isEmergencyAccount(way.who) === "yes") continue;
        for (const right of rights) this.add(way.who, { right, holder, by: way.by });
      }
    }
  }

  /** What somebody has. */
  public of(who: string): readonly Standing[] {
    return this.byWho.get(who) ?? [];
  }

  /** Everybody who has something on the clusters of some rights. */
  public on(rights: Wanted): ReadonlySet<string> {
    return new Set([...rights.keys()].flatMap((cluster) => [...(this.byCluster.get(cluster) ?? [])]));
  }

  private add(who: string, standing: Standing): void {
    const there = this.byWho.get(who);
    if (there === undefined) this.byWho.set(who, [standing]);
    else there.push(standing);
    const { cluster } = standing.right;
    this.byCluster.set(cluster, (this.byCluster.get(cluster) ?? new Set()).add(who));
  }
}

function matters(right: Right): boolean {
  return right.power !== undefined && Reach.isInside(right);
}

/** What becoming a member of a group gives, also by the groups that it is in; by cluster. */
type Wanted = ReadonlyMap<string, readonly Right[]>;

function rightsThrough(scene: Scene, group: string): Wanted {
  const byCluster = new Map<string, Right[]>();
  for (const right of scene.reach.rightsOf(group).filter(matters)) {
    const there = byCluster.get(right.cluster);
    if (there === undefined) byCluster.set(right.cluster, [right]);
    else there.push(right);
  }
  return byCluster;
}

/** The right to activate that a standing one is as wide as, if there is one. */
function madeUseless({ right }: Standing, wanted: Wanted): Right | undefined {
  return wanted.get(right.cluster)?.find((w) => asWide(right, w));
}

function asWide(standing: Right, wanted: Right): boolean {
  if (standing.power === undefined || wanted.power === undefined) return false;
  if (standing.namespace !== null && standing.namespace !== wanted.namespace) return false;
  return holds(standing.power, wanted.power);
}

/** The hits of a group that has to be activated, one for each entry that gives the same to people at once. */
function inGroup(scene: Scene, standing: ByWho, group: string, rights: Wanted): Verdict<"same">[] {
  const found = new Map<Entry, { who: Set<string>; wanted: Right; given: Standing }>();
  for (const way of scene.reach.into(group)) {
    if (way.how !== "eligible") continue;
    for (const given of standing.of(way.who)) {
      const wanted = madeUseless(given, rights);
      if (wanted === undefined) continue;
      const at = given.by ?? given.right.entry;
      const there = found.get(at) ?? { who: new Set(), wanted, given };
      found.set(at, there);
      there.who.add(way.who);
    }
  }
  return [...found].map(([entry, { who, wanted, given }]) => {
    const names = list([...who].map((w) => scene.nameOf(w)));
    const has = who.size === 1 ? "has" : "have";
    const through =
      given.by === undefined
        ? via(scene, given.holder, [...who])
        : ` by an active assignment in ${scene.nameOf(given.by.group)}`;
    const says = `${names} may activate ${scene.nameOf(group)} for ${rightInWords(scene, wanted)}, and ${has} ${rightInWords(scene, given.right, wanted)}${through} without activating anything`;
    const fix =
      given.by === undefined
        ? inTerms(
            entry,
            "take this line away, or lower it to reader",
            "take this grant away, or lower it to grantReader",
          )
        : inTerms(entry, "take this active assignment away", "take this assignActive away");
    return hit(entry, "same", says, fix);
  });
}

function via(scene: Scene, holder: string, who: readonly string[]): string {
  return who.includes(holder) ? "" : ` through ${scene.nameOf(holder)}`;
}

function rightInWords(scene: Scene, right: Right, than?: Right): string {
  if (than !== undefined && right.power === than.power && right.namespace === than.namespace) return "the same";
  const where =
    right.namespace === null ? scene.nameOf(right.cluster) : `${scene.nameOf(right.cluster)}/${right.namespace}`;
  return `${right.power} on ${where}`;
}

/** Groups of which only the tenant knows the members may hold somebody who has the right already. */
function perhaps(scene: Scene, standing: ByWho, group: string, rights: Wanted): Verdict<never>[] {
  const there = [...standing.on(rights)].filter((who) =>
    standing.of(who).some((s) => madeUseless(s, rights) !== undefined),
  );
  const found = new Map<Entry, Set<string>>();
  for (const way of scene.reach.into(group)) {
    const { by } = way;
    if (way.how !== "eligible" || by === undefined) continue;
    for (const who of there) {
      if (who === way.who || !mayOverlap(scene, way.who, who)) continue;
      found.set(by, (found.get(by) ?? new Set()).add(who));
    }
  }
  return [...found].map(([entry, others]) =>
    doubt(
      entry,
      `whether somebody who may activate ${scene.nameOf(group)} is in ${list([...others].map((o) => scene.nameOf(o)))}, or the same person`,
    ),
  );
}

function mayOverlap(scene: Scene, a: string, b: string): boolean {
  if (scene.group(a) !== undefined || scene.group(b) !== undefined) return true;
  return scene.same(a, b) === "unknown";
}

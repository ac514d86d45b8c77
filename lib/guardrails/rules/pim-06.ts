import type { RoleSettingsEntry } from "../../access/model";
import { type Verdict, doubt, hit, rule } from "../rule";
import { type Scene, known, reason } from "../scene";
import { count, inTerms, list } from "../words";

type Cases = "nobody" | "itself" | "one";

/** Everybody who asks finds somebody else who can approve. */
export const PIM_06 = rule<Cases>({
  id: "PIM-06",
  title: "Everybody who activates has two approvers who are somebody else",
  on: ["groups"],
  cases: {
    nobody: { when: "somebody has no approver but himself, or there is none at all", level: "error" },
    itself: { when: "a group approves its own activation", level: "error" },
    one: { when: "somebody has one other approver only", level: "warning" },
  },
  why: "Whether PIM for Groups lets people approve their own request is not documented, so take it that it does. An approver has to be a member of the group of approvers: its owner cannot approve. With one approver a holiday is an outage.",
  fix: "Let a separate group approve, with two people or more who may not activate themselves.",
  sources: [
    "https://learn.microsoft.com/azure/aks/privileged-identity-management",
    "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-approval-workflow",
  ],
  tooMuch: false,
  evaluate: (scene) => scene.settings.flatMap((s) => approvalOf(scene, s)),
});

function approvalOf(scene: Scene, s: RoleSettingsEntry): Verdict<Cases>[] {
  const approvers = known(s.activation.approvers);
  if (approvers === undefined) return [doubt(s, `who approves: ${reason(s.activation.approvers)}`)];
  if (approvers.length === 0) return [];
  const group = scene.idOf(s.group);
  const name = scene.nameOf(group);
  const fix = inTerms(
    s,
    "approvers: [GROUP], a separate group of two people or more",
    "approvers: [group], a separate group of two people or more",
  );
  if (approvers.some((a) => scene.idOf(a) === group)) {
    const says = `${name} approves its own activation, so whoever is in it lets in himself and others`;
    return [hit(s, "itself", says, fix)];
  }
  const asking = askers(scene, s);
  if (asking.length === 0) return [];
  const { people, unsure } = peopleOf(scene, approvers);
  if (people.length === 0 && unsure.length === 0) {
    return [
      hit(
        s,
        "nobody",
        `${list(approvers.map((a) => scene.nameOf(a)))} has no member, so nobody can approve an activation of ${name}`,
        fix,
      ),
    ];
  }
  if (unsure.length > 0) return [doubt(s, `who is in ${list(unsure.map((u) => scene.nameOf(u)))}, which approves`)];
  return [...judge(scene, s, asking, people, fix)];
}

/** Everybody, by joined id, who may ask for what some settings are about. */
function askers(scene: Scene, s: RoleSettingsEntry): string[] {
  const eligible = scene.assignmentsOf(s.group).filter((a) => a.kind === "eligible" && a.accessId === s.accessId);
  return [...new Set(eligible.flatMap((a) => scene.reach.behind(a.principal).map((w) => w.who)))].sort();
}

/** The people who approve, and the groups of which only the tenant knows them. */
function peopleOf(scene: Scene, approvers: readonly string[]): { people: string[]; unsure: string[] } {
  const all = [...new Set(approvers.flatMap((a) => scene.reach.behind(a).map((w) => w.who)))].sort();
  return {
    people: all.filter((w) => scene.group(w) === undefined),
    unsure: all.filter((w) => scene.group(w) !== undefined),
  };
}

function* judge(
  scene: Scene,
  s: RoleSettingsEntry,
  asking: string[],
  people: string[],
  fix: string,
): Generator<Verdict<Cases>> {
  const name = scene.nameOf(s.group);
  const none: string[] = [];
  const one = new Map<string, string[]>();
  const perhaps: string[] = [];
  for (const who of asking) {
    const others = people.filter((p) => p !== who);
    const surely = others.filter((p) => scene.group(who) === undefined && scene.same(p, who) === "no");
    if (others.length === 0) none.push(who);
    else if (others.length === 1) one.set(others[0], [...(one.get(others[0]) ?? []), who]);
    else if (surely.length < 2) perhaps.push(who);
  }
  if (none.length > 0) {
    const says = `nobody but ${list(none.map((w) => scene.nameOf(w)))} can approve when ${none.length === 1 ? "that person activates" : "they activate"} ${name}`;
    yield hit(s, "nobody", says, fix);
  }
  for (const [approver, who] of one) {
    const says = `only ${scene.nameOf(approver)} can approve when ${list(who.map((w) => scene.nameOf(w)))} ${who.length === 1 ? "activates" : "activate"} ${name}`;
    yield hit(s, "one", says, fix);
  }
  if (perhaps.length > 0) {
    yield doubt(
      s,
      `whether ${list(perhaps.map((w) => scene.nameOf(w)))} ${perhaps.length === 1 ? "is" : "are"} among the ${count(people.length, "approver", "approvers")} of ${name}`,
    );
  }
}

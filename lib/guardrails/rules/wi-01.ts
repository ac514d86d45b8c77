import type { GroupEntry } from "../../access/model";
import { holds } from "../powers";
import { type Verdict, doubt, hit, rule } from "../rule";
import type { Scene } from "../scene";
import { list } from "../words";

type Cases = "member" | "eligible";

/** People and programs are in different groups. */
export const WI_01 = rule<Cases>({
  id: "WI-01",
  title: "No application is in a just-in-time group, or in a group of administrators",
  on: ["groups"],
  cases: {
    member: { when: "one is in it", level: "warning" },
    eligible: { when: "one may activate it, which it cannot", level: "warning" },
  },
  why: "An application does no MFA and activates nothing; policies for users do not cover it, managed identities no policy at all; above 200 groups its token is refused. It rides along on access that is guarded for people.",
  fix: "Give applications a group, a grant and a review of their own.",
  sources: [
    "https://learn.microsoft.com/entra/identity/conditional-access/workload-identity",
    "Maester MT.1027; Microsoft Zero Trust assessment 21836",
  ],
  tooMuch: true,
  evaluate: (scene) => scene.groups.flatMap((g) => look(scene, g)),
});

function look(scene: Scene, group: GroupEntry): Verdict<Cases>[] {
  const what =
    group.kind === "jit" ? "a just-in-time group" : isAdmin(scene, group) ? "a group of administrators" : undefined;
  if (what === undefined) return [];
  const ways = scene.reach.into(group.id);
  const applications = ways.filter((w) => scene.whoIs(w.who).type === "ServicePrincipal");
  const names = (how: (w: (typeof ways)[number]) => boolean) => [
    ...new Set(applications.filter(how).map((w) => scene.nameOf(w.who))),
  ];
  const [members, eligible] = [names((w) => w.how !== "eligible"), names((w) => w.how === "eligible")];
  const unsure = [...new Set(ways.filter((w) => scene.group(w.who) !== undefined).map((w) => scene.nameOf(w.who)))];
  const fix = "a group of its own for the application, with a grant of its own";
  const name = scene.nameOf(group.id);
  return [
    ...(members.length > 0
      ? [
          hit(
            group,
            "member",
            `the ${applicationsOf(members)} in ${name}, ${what}, and ${members.length === 1 ? "passes" : "pass"} neither MFA nor any policy for users`,
            fix,
          ),
        ]
      : []),
    ...(eligible.length > 0
      ? [
          hit(
            group,
            "eligible",
            `the ${applicationsOf(eligible, "may activate")} ${name}, ${what}, and no application can activate anything`,
            fix,
          ),
        ]
      : []),
    ...(unsure.length > 0 ? [doubt(group, `whether an application is in ${list(unsure)}`)] : []),
  ];
}

function applicationsOf(names: readonly string[], verb?: string): string {
  const [noun, be] = names.length === 1 ? ["application", "is"] : ["applications", "are"];
  return `${noun} ${list(names)} ${verb ?? be}`;
}

function isAdmin(scene: Scene, group: GroupEntry): boolean {
  return scene.reach
    .rightsOf(group.id)
    .some((r) => r.controlPlane || (r.namespace === null && r.power !== undefined && holds(r.power, "admin")));
}

import { Duration } from "../../core/duration";
import type { AssignmentEntry, RoleSettingsEntry } from "../../access/model";
import { type Verdict, doubt, hit, rule } from "../rule";
import { type Scene, known, reason } from "../scene";
import { inTerms } from "../words";

const CEILINGS = ["P15D", "P30D", "P90D", "P180D", "P365D"];
type Cases = "permanent" | "beyond" | "ceiling";

/** Assignments keep to the role settings, else PIM refuses them. */
export const PIM_09 = rule<Cases>({
  id: "PIM-09",
  title: "Assignments keep to the role settings of their group",
  on: ["groups"],
  cases: {
    permanent: { when: "an assignment has no end and the settings ask for one", level: "error" },
    beyond: { when: "an assignment is longer than the settings allow", level: "error" },
    ceiling: { when: "the ceiling is none that PIM offers", level: "error" },
  },
  why: "PIM refuses such an assignment when Terraform applies it: RoleAssignmentRequestPolicyValidationFailed.",
  fix: "Shorten the assignment, or raise the ceiling for everybody. The constructs refuse most of this; a setter or a model from elsewhere may still bring it.",
  sources: [
    "https://registry.terraform.io/providers/hashicorp/azuread/latest/docs/resources/group_role_management_policy",
    "azuread#1450",
  ],
  tooMuch: false,
  evaluate: (scene) => [
    ...scene.settings.flatMap((s) => ceilings(scene, s)),
    ...scene.assignments.flatMap((a) => keeping(scene, a)),
  ],
});

function ceilings(scene: Scene, s: RoleSettingsEntry): Verdict<Cases>[] {
  return (["eligible", "active"] as const).flatMap((kind) => {
    const ceiling = known(s[kind].expireAfter);
    if (ceiling === undefined || CEILINGS.includes(ceiling)) return [];
    const says = `the ${s.accessId} settings of ${scene.nameOf(s.group)} end ${kind} assignments after ${ceiling}, which PIM does not offer`;
    return [
      hit(s, "ceiling", says, inTerms(s, "expireAfter: 15d, 30d, 90d, 180d or 365d", "15, 30, 90, 180 or 365 days")),
    ];
  });
}

function keeping(scene: Scene, a: AssignmentEntry): Verdict<Cases>[] {
  const settings = scene.roleSettings(a.group, a.accessId);
  if (settings === undefined || known(settings[a.kind].permanentAllowed) !== false) return [];
  const end = known(a.expiration);
  const ceiling = known(settings[a.kind].expireAfter);
  const who = `the ${a.kind} assignment of ${scene.nameOf(a.principal)} in ${scene.nameOf(a.group)}`;
  const fix = inTerms(a, "for: or until: within the ceiling", "an expiration within the ceiling");
  if (end === "permanent") {
    return [
      hit(a, "permanent", `${who} has no end, and the role settings ask for one within ${ceiling ?? "some time"}`, fix),
    ];
  }
  if (end === undefined) return [doubt(a, `when it ends: ${reason(a.expiration)}`)];
  if (ceiling === undefined) return [doubt(a, `how long it may last: ${reason(settings[a.kind].expireAfter)}`)];
  const length = lengthOf(end, known(a.start) ?? undefined);
  if (length === undefined || !(length > Duration.parse(ceiling).toMinutes())) return [];
  return [hit(a, "beyond", `${who} lasts longer than the ${ceiling} that the role settings allow`, fix)];
}

/** Minutes, where the end is a length, or both ends are dates: else it depends on the day. */
function lengthOf(end: string, start: string | undefined): number | undefined {
  if (end.startsWith("P")) return Duration.parse(end).toMinutes();
  return start === undefined ? undefined : (Date.parse(end) - Date.parse(start)) / 60_000;
}

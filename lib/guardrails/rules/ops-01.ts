import type { ClusterEntry, GroupEntry } from "../../access/model";
import { type Verdict, doubt, hit, rule } from "../rule";
import { type Scene, known, reason } from "../scene";
import { inTerms } from "../words";
import { either } from "../../core/text";

type Cases = "logs" | "mails";

/** What happens is seen. */
export const OPS_01 = rule<Cases>({
  id: "OPS-01",
  title: "What people do is logged, and activations are told to somebody",
  on: ["clusters", "groups"],
  cases: {
    logs: { when: "the audit logs of a cluster go nowhere", level: "warning" },
    mails: {
      when: "a just-in-time group has neither a person as owner nor a mail address that is told",
      level: "warning",
    },
  },
  why: "Without kube-audit and guard nobody can say who did what, and which sign-in was let in why. PIM's default mails go to permanent owners only: where no person owns the group nobody learns that somebody activated.",
  fix: "Send kube-audit-admin, or kube-audit if reading matters as well, and guard to a workspace; name a mail address for activations.",
  sources: [
    "https://learn.microsoft.com/azure/aks/monitor-aks-reference",
    "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-email-notifications",
    "Checkov CKV_AZURE_4; Trivy AZU-0040; CIS AKS 2.1.1; PSRule Azure.AKS.AuditLogs; CISA MS.AAD.7.7 to 7.9",
  ],
  tooMuch: false,
  evaluate: (scene) => [
    ...scene.declarations.flatMap((c) => logs(scene, c)),
    ...scene.groups.filter((g) => g.kind === "jit").flatMap((g) => mails(scene, g)),
  ],
});

function logs(scene: Scene, cluster: ClusterEntry): Verdict<Cases>[] {
  const categories = known(cluster.auditLogs);
  if (categories === undefined)
    return [doubt(cluster, `whether its audit logs are kept: ${reason(cluster.auditLogs)}`)];
  if (categories.includes("allLogs")) return [];
  const missing = [
    ...(categories.some((c) => ["kube-audit", "kube-audit-admin", "audit"].includes(c)) ? [] : ["kube-audit-admin"]),
    ...(categories.includes("guard") ? [] : ["guard"]),
  ];
  if (missing.length === 0) return [];
  const says = `${scene.nameOf(cluster.id)} sends no ${either(missing)} to a workspace, so nobody can tell afterwards who did what`;
  return [
    hit(cluster, "logs", says, inTerms(cluster, "auditLogs: { workspace: RESOURCE ID }", "auditLogs: { workspaceId }")),
  ];
}

function mails(scene: Scene, group: GroupEntry): Verdict<Cases>[] {
  const settings = scene.roleSettings(group.id, "member");
  const owners = known(group.owners);
  if (owners?.some((o) => scene.whoIs(o).type === "User")) return [];
  const alerts = known(settings?.alerts);
  if (alerts !== undefined && alerts.length > 0) return [];
  if (settings === undefined || alerts === undefined || owners === undefined) {
    return [
      doubt(
        group,
        `who is told of activations: ${settings === undefined ? "its role settings are not in the model" : reason(alerts === undefined ? settings.alerts : group.owners)}`,
      ),
    ];
  }
  const says = `no person owns ${scene.nameOf(group.id)} and no mail address is named, so nobody is told when somebody activates it`;
  return [
    hit(
      group,
      "mails",
      says,
      inTerms(
        group,
        "activation: { alerts: [ADDRESS] } in its role settings",
        "activation.alerts in its memberSettings",
      ),
    ),
  ];
}

import { either } from "../../core/text";
import { UNKNOWN, after, before, displayName, isUpdated, kindOf, wordsAfter, wordsBefore } from "../change";
import { type GateFinding, type GateRule, type Loosening, findingsOf } from "../finding";
import { listAfter } from "../list-after";
import type { Change } from "../plan";

const ENTRA = ["azure_active_directory_role_based_access_control", 0] as const;
const ADMINS = [...ENTRA, "admin_group_object_ids"] as const;
const RANGES = ["api_server_access_profile", 0, "authorized_ip_ranges"] as const;

/** What a cluster's way in is, and what it is when nothing is written. */
const SWITCHES: readonly {
  path: readonly (string | number)[];
  kind: string;
  safe: boolean;
  normal: boolean;
  what: string;
}[] = [
  {
    path: ["local_account_disabled"],
    kind: "local-accounts",
    safe: true,
    normal: false,
    what: "local accounts are on, and their certificate passes by every policy and all of PIM",
  },
  {
    path: [...ENTRA, "azure_rbac_enabled"],
    kind: "azure-rbac",
    safe: true,
    normal: false,
    what: "Azure RBAC is off, and every role assignment on the cluster and its namespaces stops to count",
  },
  {
    path: ["run_command_enabled"],
    kind: "run-command",
    safe: false,
    normal: true,
    what: "run command is on, which needs no way in",
  },
  { path: ["private_cluster_enabled"], kind: "network", safe: true, normal: false, what: "its API server is public" },
];

/** A cluster keeps its gates: no local accounts, Azure RBAC, no run command, no wider network. */
export const clusterLoosened: GateRule = (plan) =>
  plan.changes.flatMap((change): GateFinding[] => {
    if (kindOf(change) !== "cluster" || !isUpdated(change)) return [];
    const found = [...SWITCHES.flatMap((s) => turned(change, s)), ...ranges(change), ...tenant(change)];
    const stricter = change.imported ? "Azure is stricter than the plan: the" : "The";
    return [
      ...findingsOf(found, (whats, certainty) => ({
        rule: "cluster-loosened",
        address: change.address,
        name: displayName(change),
        message:
          certainty === "yes"
            ? `${stricter} cluster opens: ${whats}.`
            : `Whether the cluster opens can't be told: ${whats}.`,
        fix: "Leave it as strict as it is, or allow it with a reason and an end date.",
      })),
    ];
  });

/** The groups that are cluster administrators inside Kubernetes stay as they are. */
export const clusterAdminsChanged: GateRule = (plan) =>
  plan.changes.flatMap((change): GateFinding[] => {
    if (kindOf(change) !== "cluster" || !isUpdated(change)) return [];
    const was = wordsBefore(change, ...ADMINS);
    const { known, made, more, open } = listAfter(plan, change, ...ADMINS);
    const added = known.filter((id) => !was.includes(id));
    const gone = was.filter((id) => !known.includes(id));
    const found: Loosening[] = [];
    const say = (kind: string, certainty: Loosening["certainty"], what: string) =>
      found.push({ kind, certainty, what });
    if (added.length > 0) say("added", "yes", `${either(added, "and")} would be added`);
    for (const address of made) say("added", "yes", `a group that this plan makes (${address}) would be added`);
    if (open && more !== Infinity && more > gone.length) {
      say("added", "yes", "a group that this plan makes would be added");
    } else if (open) say("added", "unknown", `there are: ${was.join(", ") || "none"}`);
    if (gone.length > 0 && more === 0) say("removed", "yes", `${either(gone, "and")} would be taken out`);
    if (gone.length > 0 && more > 0) say("removed", "unknown", `${either(gone, "and")} may be taken out`);
    return [
      ...findingsOf(found, (whats, certainty) => ({
        rule: "cluster-admins-changed",
        address: change.address,
        name: displayName(change),
        message:
          certainty === "yes"
            ? `Admin groups of the cluster change: ${whats}.`
            : `Which admin groups the cluster has is only known after the apply; ${whats}.`,
        fix: "Who is in such a group may do everything in the cluster: add one on purpose only, take the last one out only with another way in; allow it with a reason and an end date.",
      })),
    ];
  });

function turned(change: Change, { path, kind, safe, normal, what }: (typeof SWITCHES)[number]): Loosening[] {
  if ((before(change, ...path) ?? normal) !== safe) return [];
  const is = after(change, ...path);
  if (is === UNKNOWN)
    return [{ kind, what: `${String(path.at(-1))} is only known after the apply`, certainty: "unknown" }];
  return (is ?? normal) === safe ? [] : [{ kind, what, certainty: "yes" }];
}

/** Whose people get in; left out, it is the subscription's tenant, which the plan has as it was. */
function tenant(change: Change): Loosening[] {
  const [was, is] = [before(change, ...ENTRA, "tenant_id"), after(change, ...ENTRA, "tenant_id")];
  if (typeof was !== "string" || was === "" || was === is) return [];
  if (is === UNKNOWN)
    return [{ kind: "tenant", what: "its tenant is only known after the apply", certainty: "unknown" }];
  if (typeof is !== "string" || is === "") return [];
  return [{ kind: "tenant", what: `people of the tenant ${is} get in, in place of ${was}`, certainty: "yes" }];
}

function ranges(change: Change): Loosening[] {
  const was = wordsBefore(change, ...RANGES);
  const { known, more } = wordsAfter(change, ...RANGES);
  if (was.length === 0) return [];
  if (more > 0)
    return [{ kind: "network", what: "its authorized IP ranges are only known after the apply", certainty: "unknown" }];
  if (known.length === 0) return [{ kind: "network", what: "its API server answers every address", certainty: "yes" }];
  const added = known.filter((r) => !was.includes(r));
  return added.length === 0
    ? []
    : [{ kind: "network", what: `its API server answers ${either(added, "and")} as well`, certainty: "yes" }];
}

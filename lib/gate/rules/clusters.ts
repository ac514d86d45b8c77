import { either } from "../../core/text";
import { UNKNOWN, after, before, displayName, isUpdated, kindOf, wordsAfter, wordsBefore } from "../change";
import type { GateFinding, GateRule, Loosening } from "../finding";
import type { Change } from "../plan";

const ENTRA = ["azure_active_directory_role_based_access_control", 0] as const;
const ADMINS = [...ENTRA, "admin_group_object_ids"] as const;
const RANGES = ["api_server_access_profile", 0, "authorized_ip_ranges"] as const;

/** What a cluster's way in is, and what it is when nothing is written. */
const SWITCHES: readonly { path: readonly (string | number)[]; safe: boolean; normal: boolean; what: string }[] = [
  {
    path: ["local_account_disabled"],
    safe: true,
    normal: false,
    what: "local accounts are on, and their certificate passes by every policy and all of PIM",
  },
  {
    path: [...ENTRA, "azure_rbac_enabled"],
    safe: true,
    normal: false,
    what: "Azure RBAC is off, and every role assignment on the cluster and its namespaces stops to count",
  },
  { path: ["run_command_enabled"], safe: false, normal: true, what: "run command is on, which needs no way in" },
  { path: ["private_cluster_enabled"], safe: true, normal: false, what: "its API server is public" },
];

/** A cluster keeps its gates: no local accounts, Azure RBAC, no run command, no wider network. */
export const clusterLoosened: GateRule = (plan) =>
  plan.changes.flatMap((change): GateFinding[] => {
    if (kindOf(change) !== "cluster" || !isUpdated(change)) return [];
    const found = [...SWITCHES.flatMap((s) => turned(change, s)), ...ranges(change)];
    return (["yes", "unknown"] as const).flatMap((certainty): GateFinding[] => {
      const whats = found.filter((l) => l.certainty === certainty).map((l) => l.what);
      if (whats.length === 0) return [];
      const stricter = change.imported ? "Azure is stricter than the plan: the" : "The";
      return [
        {
          rule: "cluster-loosened",
          address: change.address,
          name: displayName(change),
          certainty,
          message:
            certainty === "yes"
              ? `${stricter} cluster opens: ${whats.join("; ")}.`
              : `Whether the cluster opens can't be told: ${whats.join("; ")}.`,
          fix: "Leave it as strict as it is, or allow it with a reason and an end date.",
        },
      ];
    });
  });

/** The groups that are cluster administrators inside Kubernetes stay as they are. */
export const clusterAdminsChanged: GateRule = (plan) =>
  plan.changes.flatMap((change): GateFinding[] => {
    if (kindOf(change) !== "cluster" || !isUpdated(change)) return [];
    const was = wordsBefore(change, ...ADMINS);
    const { known, more } = wordsAfter(change, ...ADMINS);
    const added = known.filter((id) => !was.includes(id));
    const gone = was.filter((id) => !known.includes(id));
    const says = [
      ...(added.length > 0 ? [`${either(added, "and")} would be added`] : []),
      ...(more > gone.length && more !== Infinity ? ["a group that this plan makes would be added"] : []),
      ...(gone.length > 0 && more === 0 ? [`${either(gone, "and")} would be taken out`] : []),
    ];
    const common = { rule: "cluster-admins-changed", address: change.address, name: displayName(change) } as const;
    const fix =
      "Who is in such a group may do everything in the cluster: add one on purpose only, take the last one out only with another way in; allow it with a reason and an end date.";
    if (says.length > 0) {
      return [{ ...common, certainty: "yes", message: `Admin groups of the cluster change: ${says.join("; ")}.`, fix }];
    }
    if (more === 0) return [];
    return [
      {
        ...common,
        certainty: "unknown",
        message: `Which admin groups the cluster has is only known after the apply; there are: ${was.join(", ") || "none"}.`,
        fix,
      },
    ];
  });

function turned(change: Change, { path, safe, normal, what }: (typeof SWITCHES)[number]): Loosening[] {
  if ((before(change, ...path) ?? normal) !== safe) return [];
  const is = after(change, ...path);
  if (is === UNKNOWN) return [{ what: `${String(path.at(-1))} is only known after the apply`, certainty: "unknown" }];
  return (is ?? normal) === safe ? [] : [{ what, certainty: "yes" }];
}

function ranges(change: Change): Loosening[] {
  const was = wordsBefore(change, ...RANGES);
  const { known, more } = wordsAfter(change, ...RANGES);
  if (was.length === 0) return [];
  if (more > 0) return [{ what: "its authorized IP ranges are only known after the apply", certainty: "unknown" }];
  if (known.length === 0) return [{ what: "its API server answers every address", certainty: "yes" }];
  const added = known.filter((r) => !was.includes(r));
  return added.length === 0
    ? []
    : [{ what: `its API server answers ${either(added, "and")} as well`, certainty: "yes" }];
}

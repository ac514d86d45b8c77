import { either } from "../core/text";
import { type Estate, estateOf } from "./estate";
import { type AccessModel, type ClusterEntry, type Fact, isUnknown } from "./model";
import type { AccessPath, PolicyGate, Right } from "./path";
import { pathsOf } from "./paths";
import { dataPowerOf } from "./roles";
import { activationText, endsAtCluster, placeOf, policyText, rightName, termText } from "./text";
import { cutAt } from "./ways";

/**
 * The access of models as sorted text for code review: one line a path, and one for what each cluster lets in.
 *
 * Who can change a group by owning it or by applying its stack has one line for the group, with the number of rights
 * that it leads to, and the strongest of them.
 *
 * @param clusters ids of the clusters that it is about; all of them unless given
 */
export function accessSnapshot(models: readonly AccessModel[], clusters?: readonly string[]): string {
  const estate = named(estateOf(models));
  const ids = clusters?.map(estate.idOf);
  const lines = new Set<string>();
  const changes = new Map<string, Map<string, Right>>();
  for (const path of pathsOf(estate)) {
    if (ids !== undefined && !ids.includes(path.right.cluster)) continue;
    const more = cutAt(estate, path);
    if (more !== undefined) lines.add(more);
    if (path.via.some((h) => h.accessId === "owner") && !endsAtCluster(estate, path)) {
      const line = `${estate.nameOf(path.principal)} -> ${viaText(estate, path)}`;
      const right = `${rightName(path.right)} on ${placeOf(estate, path.right)}`;
      changes.set(line, (changes.get(line) ?? new Map<string, Right>()).set(right, path.right));
    } else lines.add(lineOf(estate, path));
  }
  for (const [line, rights] of changes) lines.add(`${line}: ${leadsTo(rights)}`);
  for (const cluster of estate.clusters.filter((c) => ids?.includes(c.id) ?? true)) lines.add(gatesOf(estate, cluster));
  return lines.size === 0 ? "" : `${[...lines].sort().join("\n")}\n`;
}

/** How many rights, and those of the strongest kind: the first six by name. */
function leadsTo(rights: ReadonlyMap<string, Right>): string {
  const most = Math.max(...[...rights.values()].map(strengthOf));
  const strongest = [...rights].filter(([, right]) => strengthOf(right) === most).map(([name]) => name);
  const [shown, more] = [strongest.sort().slice(0, SHOWN), strongest.length - SHOWN];
  const names = more > 0 ? `${shown.join(", ")} and ${more} more like it` : either(shown, "and");
  if (rights.size === 1) return `leads to ${names}`;
  return `leads to ${rights.size} rights, ${strongest.length === rights.size ? "" : "the strongest "}${names}`;
}

const SHOWN = 6;

/** What a right comes to inside Kubernetes: all of a cluster before a namespace, then by the role. */
function strengthOf({ kind, role, namespace }: Right): number {
  const power = kind === "azure-role" ? dataPowerOf(role) : 4;
  return power + (namespace === null && power >= 0 ? 10 : 0);
}

/** What a cluster lets in, whoever it is: one line. */
function gatesOf(estate: Estate, cluster: ClusterEntry): string {
  const said = <T>(key: keyof ClusterEntry, fact: Fact<T> | undefined, text: (value: T) => string) => {
    if (fact === undefined || isUnknown(fact)) return "?";
    return `${text(fact)}${cluster.assumed?.includes(key) ? " (assumed)" : ""}`;
  };
  const onOff = (on: boolean) => (on ? "on" : "off");
  const list = (none: string) => (of: readonly string[]) => (of.length === 0 ? none : [...of].sort().join(" "));
  const facts = [
    `Entra sign-in ${said("entraIntegration", cluster.entraIntegration, onOff)}`,
    `Azure RBAC ${said("azureRbac", cluster.azureRbac, onOff)}`,
    `local accounts ${said("localAccountsDisabled", cluster.localAccountsDisabled, (off) => onOff(!off))}`,
    `run command ${said("runCommandEnabled", cluster.runCommandEnabled, onOff)}`,
    `private ${said("privateCluster", cluster.privateCluster, (yes) => (yes ? "yes" : "no"))}`,
    `addresses ${said("authorizedIpRanges", cluster.authorizedIpRanges, list("all"))}`,
    `Kubernetes ${said("kubernetesVersion", cluster.kubernetesVersion, (v) => v)}`,
    `audit logs ${said("auditLogs", cluster.auditLogs, list("none"))}`,
  ];
  return `${estate.nameOf(cluster.id)}: ${facts.join(", ")}`;
}

/** The same estate, in which no two things have one name: those that would have are followed by their ids. */
function named(estate: Estate): Estate {
  const things = [...estate.people, ...estate.groups.map((g) => g.id), ...estate.clusters.map((c) => c.id)];
  const times = new Map<string, number>();
  for (const id of things) times.set(estate.nameOf(id), (times.get(estate.nameOf(id)) ?? 0) + 1);
  const nameOf = (id: string) => {
    const name = estate.nameOf(id);
    return (times.get(name) ?? 0) > 1 ? `${name} [${estate.idOf(id)}]` : name;
  };
  return { ...estate, nameOf };
}

function lineOf(estate: Estate, path: AccessPath): string {
  const { right, mode, via, gates } = path;
  const who = estate.nameOf(path.principal);
  const way = via.length === 0 ? "" : ` via ${viaText(estate, path)}`;
  const signIn = via.some((h) => h.kind === "deployer") ? "" : `; sign-in: ${signInText(estate, gates.policies.after)}`;
  const maybe = path.certainty === "unknown" ? `; unknown: ${path.unknowns.join(", ")}` : "";
  return `${who} -> ${placeOf(estate, right)}: ${rightName(right)}, ${mode}${way}${signIn}${maybe}`;
}

function viaText(estate: Estate, path: AccessPath): string {
  return path.via
    .map((hop) => {
      const name = estate.nameOf(hop.group);
      if (hop.kind === "member") return name;
      if (hop.kind === "active") return `${name} (active ${hop.accessId === "owner" ? "owner, " : ""}${termText(hop)})`;
      if (hop.kind !== "eligible") return `${name} (${hop.kind})`;
      const activation = path.gates.activations.find((a) => a.group === hop.group && a.accessId === hop.accessId);
      const asks = activation === undefined ? "" : `: ${activationText(estate, activation)}`;
      return `${name} (eligible ${hop.accessId === "owner" ? "owner, " : ""}${termText(hop)}${asks})`;
    })
    .join(" > ");
}

/** The policies that surely apply; those that may, only where none does. */
function signInText(estate: Estate, gates: readonly PolicyGate[]): string {
  const sure = gates.filter((g) => g.applies === "yes");
  const shown = sure.length === 0 ? gates : sure;
  return shown.length === 0
    ? "no policy"
    : shown
        .map((g) => policyText(estate, g))
        .sort()
        .join(", ");
}

import { countsWhen } from "./answer";
import type { Estate } from "./estate";
import type { ClusterEntry } from "./model";
import type { AccessPath } from "./path";
import { type Reached, pathsIn } from "./paths";
import { type HeldRight, unknownOf } from "./rights";
import { AKS, allowsData } from "./roles";
import { sentenceOf } from "./text";

/** Somebody who is cluster administrator without activating it. */
export interface StandingAdmin {
  readonly principal: string;
  readonly paths: readonly AccessPath[];
  /** False where it ends by itself, or rests on what somebody assumed of a cluster that exists. */
  readonly firm: boolean;
}

/** The standing cluster administrators of some clusters, and what only the tenant knows about that. */
export interface StandingAdmins {
  readonly admins: readonly StandingAdmin[];
  readonly unknown: readonly string[];
}

/**
 * Whoever has everything in a cluster with nothing to activate, emergency access aside: by its admin groups, by a role
 * for everything, or by the local administrator. A group of which only the tenant knows the members is one itself.
 */
export function standingAdmins(estate: Estate, clusters: readonly ClusterEntry[]): StandingAdmins {
  const found = new Map<string, StandingAdmin>();
  const unknown: string[] = [];
  for (const cluster of clusters) {
    unknown.push(...unknownOf(cluster, "admin groups", cluster.adminGroups));
    for (const { path, held } of standingOn(estate, cluster)) {
      const doubts = doubtsOf(estate, path, held);
      if (doubts.length > 0) unknown.push(`perhaps a cluster administrator: ${doubts.join("; ")}`);
      else if (path.mode !== "emergency") {
        const firm = isFirm(path, cluster);
        const key = `${path.principal} ${firm}`;
        const paths = [...(found.get(key)?.paths ?? []), path];
        found.set(key, { principal: path.principal, paths, firm });
      }
    }
  }
  return { admins: [...found.values()], unknown };
}

/** Paths to everything in a cluster, or to what may be everything, with nothing to activate. */
function standingOn(estate: Estate, cluster: ClusterEntry): Reached[] {
  const paths = pathsIn(estate);
  const everything = paths.rights.on(cluster.id).filter((held) => isEverything(cluster, held));
  return everything.flatMap((held) => paths.to(held)).filter(({ path }) => countsWhen(path.mode, "standing"));
}

function isEverything(cluster: ClusterEntry, { right, definition }: HeldRight): boolean {
  if (right.kind !== "azure-role") return right.kind === "cluster-admin";
  if (right.namespace !== null || cluster.azureRbac === false) return false;
  return definition === undefined || allowsData(definition, `${AKS}/*`);
}

function doubtsOf(estate: Estate, path: AccessPath, { unknowns }: HeldRight): readonly string[] {
  const sentence = sentenceOf(estate, path);
  if (unknowns.length > 0) return [sentence];
  if (path.mode !== "emergency" || estate.isEmergencyAccount(path.principal) !== "unknown") return [];
  return [sentence, `whether ${estate.nameOf(path.principal)} is an account of the emergency access`];
}

/** A role that we give is firm also where it is only assumed that Azure RBAC is on; what was there before is not. */
function isFirm({ right, gates }: AccessPath, { assumed = [] }: ClusterEntry): boolean {
  if (gates.longestUse.kind !== "endless") return false;
  if (right.kind === "azure-role") return true;
  return !assumed.includes(right.role === undefined ? "adminGroups" : "localAccountsDisabled");
}

import { countsWhen } from "./answer";
import { can } from "./can";
import type { Finding, Severity } from "./checks";
import { type Estate, estateOf } from "./estate";
import type { AccessModel, ClusterEntry, ExpectationEntry } from "./model";
import type { AccessPath } from "./path";
import { type Reached, pathsIn } from "./paths";
import { type HeldRight, unknownOf } from "./rights";
import { AKS, allowsData } from "./roles";
import { placeOf, sentenceOf } from "./text";

/** The rule under which broken expectations are shown. */
export const EXPECT = "EXPECT";

/** An expectation of which only the tenant knows whether it holds. */
export interface OpenExpectation {
  readonly rule: typeof EXPECT;
  readonly subject: string;
  readonly source?: string;
  readonly reason: string;
}

/** What became of all expectations. */
export interface ExpectationReport {
  readonly findings: readonly Finding[];
  readonly unknown: readonly OpenExpectation[];
}

/** The expectations that are broken, with the path that breaks each. */
export function expectationFindings(models: readonly AccessModel[]): readonly Finding[] {
  return expectationReport(models).findings;
}

/** Holds every expectation of the models against all of them together. */
export function expectationReport(models: readonly AccessModel[]): ExpectationReport {
  const stated = models.flatMap((m) => m.expectations.map((expectation) => ({ expectation, stack: m })));
  if (stated.length === 0) return { findings: [], unknown: [] };
  const estate = estateOf(models);
  const reports = stated.map(({ expectation, stack }) => [
    ...(expectation.cannot === undefined ? [] : [cannotReport(estate, expectation, expectation.cannot)]),
    ...(expectation.noStandingClusterAdmins ? [adminsReport(estate, expectation, stack)] : []),
  ]);
  return {
    findings: reports.flat().flatMap((r) => r.findings),
    unknown: reports.flat().flatMap((r) => r.unknown),
  };
}

function cannotReport(
  estate: Estate,
  entry: ExpectationEntry,
  deed: NonNullable<ExpectationEntry["cannot"]>,
): ExpectationReport {
  const { answer, paths, why } = can(estate, deed);
  const who = estate.nameOf(estate.idOf(deed.principal));
  const what = `${who} can ${deed.verb} ${deed.resource} on ${placeOf(estate, deed)}`;
  if (answer === "no") return { findings: [], unknown: [] };
  if (answer === "unknown") return { findings: [], unknown: [open(entry, `whether ${what}: ${why.join("; ")}`)] };
  const by = paths.length === 0 ? why[0] : shown(estate, paths);
  return { findings: [finding(entry, "error", `${what}, and is expected not to: ${by}`)], unknown: [] };
}

/**
 * Standing cluster administrators of the clusters of a stack, of all clusters if it has none: whoever has everything
 * without activating it, emergency access aside. It is a warning only where it ends by itself, and where it follows
 * from what somebody assumed of a cluster that exists.
 */
function adminsReport(estate: Estate, entry: ExpectationEntry, stack: AccessModel): ExpectationReport {
  const own = [...new Set(stack.clusters.map((c) => estate.idOf(c.id)))];
  const clusters = estate.clusters.filter((c) => own.length === 0 || own.includes(c.id));
  const found = new Map<string, AccessPath[]>();
  const unknown: OpenExpectation[] = [];
  for (const cluster of clusters) {
    for (const reason of unknownOf(cluster, "admin groups", cluster.adminGroups)) unknown.push(open(entry, reason));
    for (const { path, held } of standingOn(estate, cluster)) {
      const doubts = doubtsOf(estate, path, held);
      if (doubts.length > 0) unknown.push(open(entry, `perhaps a cluster administrator: ${doubts.join("; ")}`));
      else if (path.mode !== "emergency") {
        const key = `${severityOf(path, cluster)} ${path.principal}`;
        found.set(key, [...(found.get(key) ?? []), path]);
      }
    }
  }
  const findings = [...found].map(([key, paths]) => {
    const severity = key.split(" ", 1)[0] as Severity;
    return finding(
      entry,
      severity,
      `${estate.nameOf(paths[0].principal)} is cluster administrator without activating: ${shown(estate, paths)}`,
    );
  });
  return { findings, unknown };
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

function severityOf({ right, gates }: AccessPath, { assumed = [] }: ClusterEntry): Severity {
  const rests =
    right.kind === "azure-role"
      ? ["azureRbac"]
      : right.role === undefined
        ? ["adminGroups"]
        : ["localAccountsDisabled"];
  return gates.longestUse.kind !== "endless" || rests.some((fact) => assumed.includes(fact)) ? "warning" : "error";
}

function shown(estate: Estate, paths: readonly AccessPath[]): string {
  const more = paths.length > 1 ? `, and ${paths.length - 1} more` : "";
  return `${sentenceOf(estate, paths[0])}${more}`;
}

const located = ({ id, source }: ExpectationEntry) =>
  ({ rule: EXPECT, subject: id, ...(source === undefined ? {} : { source }) }) as const;

function finding(entry: ExpectationEntry, severity: Severity, message: string): Finding {
  return { ...located(entry), severity, message, fix: "take this way away, or say under expect what is meant instead" };
}

function open(entry: ExpectationEntry, reason: string): OpenExpectation {
  return { ...located(entry), reason };
}

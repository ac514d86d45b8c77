import { can } from "./can";
import type { Severity } from "./checks";
import type { Estate } from "./estate";
import { type BrokenExpectation, EXPECT, type ExpectationReport, type OpenExpectation } from "./expectations";
import { misspeltNamespace, misspeltPrincipal } from "./misspelt";
import type { AccessModel, ExpectationEntry } from "./model";
import type { AccessPath } from "./path";
import { standingAdmins } from "./standing";
import { placeOf, sentenceOf } from "./text";

/** Somebody can do what he is expected not to, or only the tenant knows. */
export function cannotReport(
  estate: Estate,
  entry: ExpectationEntry,
  deed: NonNullable<ExpectationEntry["cannot"]>,
): ExpectationReport {
  const { answer, paths, why } = can(estate, deed);
  const who = estate.nameOf(estate.idOf(deed.principal));
  const what = `${who} can ${deed.verb} ${deed.resource} on ${placeOf(estate, deed)}`;
  const slips = answer === "yes" ? [] : misspelt(estate, entry, deed);
  if (answer === "no") return { findings: slips, unknown: [] };
  if (answer === "unknown") return { findings: slips, unknown: [open(entry, `whether ${what}: ${why.join("; ")}`)] };
  const by = paths.length === 0 ? why[0] : shown(estate, paths);
  const through = [estate.idOf(deed.principal), estate.idOf(deed.cluster), ...shared(paths)];
  return { findings: [finding(entry, "error", `${what}, and is expected not to: ${by}`, through)], unknown: [] };
}

/** What holds because nobody is called so. It is a warning: the tenant may know whom no model has. */
function misspelt(
  estate: Estate,
  entry: ExpectationEntry,
  { principal, cluster, namespace }: NonNullable<ExpectationEntry["cannot"]>,
): BrokenExpectation[] {
  const slips = [misspeltPrincipal(estate, principal), misspeltNamespace(estate, cluster, namespace)];
  return slips.flatMap((slip) => {
    if (slip === undefined) return [];
    const found = finding(entry, "warning", `what is expected may be misspelt: ${slip}`, [estate.idOf(cluster)]);
    return [{ ...found, fix: "write the name that is meant; of a person whom no model has, the object id" }];
  });
}

/**
 * Standing cluster administrators of the clusters of a stack, of all clusters if it has none. It is a warning only
 * where it ends by itself, and where it was there before: somebody said so of a cluster that exists.
 */
export function adminsReport(estate: Estate, entry: ExpectationEntry, stack: AccessModel): ExpectationReport {
  const own = new Set(stack.clusters.map((c) => estate.idOf(c.id)));
  const { admins, unknown } = standingAdmins(
    estate,
    estate.clusters.filter((c) => own.size === 0 || own.has(c.id)),
  );
  const findings = admins.map(({ principal, paths, firm }) => {
    const message = `${estate.nameOf(principal)} is cluster administrator without activating: ${shown(estate, paths)}`;
    return finding(entry, firm ? "error" : "warning", message, shared(paths));
  });
  return { findings, unknown: unknown.map((reason) => open(entry, reason)) };
}

function shown(estate: Estate, paths: readonly AccessPath[]): string {
  const more = paths.length > 1 ? `, and ${paths.length - 1} more` : "";
  return `${sentenceOf(estate, paths[0])}${more}`;
}

/** What all of the ways have in common. */
function shared(paths: readonly AccessPath[]): string[] {
  const on = paths.map(({ principal, via, right }) => [principal, ...via.map((hop) => hop.group), right.cluster]);
  return (on[0] ?? []).filter((id) => on.every((ids) => ids.includes(id)));
}

const located = ({ id, source }: ExpectationEntry) =>
  ({ rule: EXPECT, subject: id, ...(source === undefined ? {} : { source }) }) as const;

function finding(
  entry: ExpectationEntry,
  severity: Severity,
  message: string,
  through: readonly string[],
): BrokenExpectation {
  const fix = "take this way away, or say under expect what is meant instead";
  return { ...located(entry), severity, message, fix, through: [...new Set(through)].sort() };
}

function open(entry: ExpectationEntry, reason: string): OpenExpectation {
  return { ...located(entry), reason };
}

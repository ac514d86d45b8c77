import type { GateFinding } from "./finding";
import type { GateReport, PlanCounts } from "./gate";

const VERDICTS = {
  fine: "The gate lets this plan through.",
  refused: "The gate refuses this plan.",
  unknown: "The gate can't see everything in this plan.",
};

/** A report for a terminal; ends with a newline. */
export function gateText(report: GateReport): string {
  const lines = [
    `${VERDICTS[report.verdict]} ${countsText(report.counts)}`,
    ...(isEmpty(report.counts) ? [EMPTY_PLAN] : []),
    ...report.findings.flatMap((f) => ["", `${heading(f)}`, `  ${f.message}`, `  Instead: ${f.fix}`]),
    ...(report.allowed.length > 0 ? ["", "Allowed by exception:"] : []),
    ...report.allowed.map(
      ({ finding, exception }) =>
        `  ${subject(finding)}${ruleOf(finding)}, until ${exception.until}: ${exception.reason}`,
    ),
    ...(report.warnings.length > 0 ? [""] : []),
    ...report.warnings.map((w) => `warning: ${w}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** What is said of every empty plan: it is less than it looks. */
export const EMPTY_PLAN =
  "An empty plan does not say who is in a just-in-time group, which assignments have ended, or what Terraform does not " +
  'manage: docs/deploying.md, "What Terraform cannot see".';

/** Whether a plan does nothing to what Terraform knows of. */
export function isEmpty(counts: PlanCounts): boolean {
  return Object.values(counts).every((count) => count === 0);
}

/** `3 to import, 0 to add, 0 to change, 0 to destroy`, as Terraform says it. */
export function countsText(counts: PlanCounts): string {
  const { replace } = counts;
  const parts = [
    `${counts.import} to import`,
    `${counts.create + replace} to add`,
    `${counts.update} to change`,
    `${counts.delete + replace} to destroy`,
    ...(counts.forget > 0 ? [`${counts.forget} to forget`] : []),
  ];
  return `Plan: ${parts.join(", ")}.`;
}

function heading(finding: GateFinding): string {
  const certainty = finding.certainty === "yes" ? "refused" : "unknown";
  return `${certainty}: ${subject(finding)}${ruleOf(finding)}`;
}

/** The rule, and the kind as an exception names it. */
export function ruleOf({ rule, kind }: GateFinding): string {
  return kind === undefined ? rule : `${rule} (${kind})`;
}

function subject({ address, name }: GateFinding): string {
  if (address === null) return "";
  return `${address}${name === undefined ? "" : ` ("${name}")`}: `;
}

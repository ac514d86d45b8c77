import type { GateFinding } from "./finding";
import type { GateReport } from "./gate";
import { EMPTY_PLAN, countsText, isEmpty, ruleOf } from "./text";

const TITLES = {
  fine: "Gate: let through",
  refused: "Gate: refused",
  unknown: "Gate: can't see everything",
};

/** A report for a comment on a pull request; ends with a newline. */
export function gateMarkdown(report: GateReport): string {
  const lines = [
    `### ${TITLES[report.verdict]}`,
    "",
    countsText(report.counts),
    ...(isEmpty(report.counts) ? ["", EMPTY_PLAN] : []),
    ...(report.findings.length > 0
      ? [
          "",
          "| | Rule | Resource | What would happen | Instead |",
          "|---|---|---|---|---|",
          ...report.findings.map(row),
        ]
      : []),
    ...(report.allowed.length > 0
      ? [
          "",
          "Allowed by exception:",
          "",
          ...report.allowed.map(
            ({ finding, exception }) =>
              `- ${code(ruleOf(finding))} ${resource(finding)}, until ${exception.until}: ${plain(exception.reason)}`,
          ),
        ]
      : []),
    ...(report.warnings.length > 0 ? ["", ...report.warnings.map((w) => `> ${plain(w)}`)] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function row(finding: GateFinding): string {
  const { certainty, message, fix } = finding;
  const cells = [
    certainty === "yes" ? "refused" : "unknown",
    code(ruleOf(finding)),
    resource(finding),
    plain(message),
    plain(fix),
  ];
  return `| ${cells.join(" | ")} |`;
}

function resource({ address, name }: GateFinding): string {
  if (address === null) return "the plan";
  return `${code(address)}${name === undefined ? "" : ` (${plain(name)})`}`;
}

function code(text: string): string {
  return `\`${text.replace(/`/g, "'").replace(/\|/g, "\\|").replace(/\s+/g, " ")}\``;
}

/** A name is somebody's text: it may not end a cell, make a link or mention a person. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_{}[\]<>|#]/g, "\\$&")
    .replace(/(^|\W)@/g, "$1@\u200b");
}

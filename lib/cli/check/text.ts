import type { Estate } from "../../access";
import { EXPECT } from "../../access/expectations";
import { explanationOf } from "../../guardrails";
import { escapeMarkdown, table } from "../table";
import { few, grouped } from "../lists";
import { type CheckReport, type Item, summaryOf } from "./report";

const SEVERITIES = { error: "error", warning: "warning", info: "info" } as const;

/** Findings for the terminal: of one rule together, each with its place, the fix once. */
export function checkText(report: CheckReport, estate: Estate): string {
  const { items } = report;
  const open = items.filter((i) => i.acknowledged === undefined);
  const explained = open.find((i) => explanationOf(i.rule) !== undefined);
  const blocks = [
    ...grouped(open, (i) => `${i.severity} ${i.rule}`).map(ruleText),
    ...acknowledgedText(items),
    ...unknownText(report, estate),
    `${summaryOf(report)}.\n${explained === undefined ? "" : `What a rule asks for, and why: aks-entra explain ${explained.rule}\n`}`,
  ];
  return blocks.join("\n");
}

function ruleText(items: readonly Item[]): string {
  const [{ severity, rule, title }] = items;
  const lines = [`${SEVERITIES[severity].padEnd(8)} ${rule}  ${title}`];
  for (const same of grouped(items, (i) => i.fix ?? "")) {
    for (const item of same) lines.push(`  ${placeOf(item)}`, `    ${item.message}${stateText(item)}`);
    if (same[0].fix !== undefined) lines.push(`    Fix: ${same[0].fix}`);
  }
  return lines.map((l) => `${l}\n`).join("");
}

function placeOf({ source, subject }: Pick<Item, "source" | "subject">): string {
  return source ?? (subject === "" ? "everywhere" : subject);
}

function stateText({ state, tonight }: Item): string {
  const known = state === "known" ? " [known]" : state === "changed" ? " [changed since the baseline]" : "";
  return `${known}${tonight === undefined ? "" : ` [an error, tonight a warning: ${tonight}]`}`;
}

function acknowledgedText(items: readonly Item[]): string[] {
  const lines = items.flatMap((i) => {
    if (i.acknowledged === undefined) return [];
    const { reason, until } = i.acknowledged;
    const end = until === null ? "without an end" : `until ${until}`;
    return [`  ${i.severity} ${i.rule}  ${placeOf(i)}`, `    ${i.message}`, `    Acknowledged ${end}: ${reason}`];
  });
  return lines.length === 0 ? [] : [["Acknowledged", ...lines].map((l) => `${l}\n`).join("")];
}

/** What could not be checked, of one rule and for one reason together. */
function unknownRows({ unknown }: CheckReport, estate: Estate): (readonly [string, string, string])[] {
  return grouped(unknown, (u) => `${u.rule} ${u.reason}`).map((same) => [
    same[0].rule,
    few(same.map((u) => nameOf(u, estate))),
    same[0].reason,
  ]);
}

/** Who or what it is about; an expectation has no name but its line. */
function nameOf({ rule, subject, source }: CheckReport["unknown"][number], estate: Estate): string {
  if (rule === EXPECT) return placeOf({ source, subject });
  return estate.nameOf(subject.replace(/\/(member|owner)-settings$/, ""));
}

function unknownText(report: CheckReport, estate: Estate): string[] {
  const rows = unknownRows(report, estate);
  if (rows.length === 0) return [];
  const lines = rows.map(([rule, names, reason]) => `  ${rule.padEnd(7)}${names}: ${reason}\n`);
  return [`Not checkable here\n${lines.join("")}`];
}

/** Findings for a pull request. */
export function checkMarkdown(report: CheckReport, estate: Estate): string {
  const { items } = report;
  const open = items.filter((i) => i.acknowledged === undefined);
  const e = escapeMarkdown;
  // of one rule with one fix together: a pull request is read by people
  const rows = grouped(open, (i) => `${i.severity} ${i.rule} ${i.fix ?? ""} ${i.stops} ${i.state}`).map((same) => {
    const [{ severity, stops, state, rule, title, fix }] = same;
    return [
      `${severity}${stops ? " (stops)" : state === "known" ? " (known)" : ""}`,
      `${rule} ${title}`,
      same.map((i) => `${placeOf(i)}: ${i.message}`).join("\n"),
      fix ?? "",
    ];
  });
  const acknowledged = items.flatMap((i) =>
    i.acknowledged === undefined
      ? []
      : [[i.rule, i.message, i.acknowledged.reason, i.acknowledged.until ?? "no end", placeOf(i)]],
  );
  const unknown = unknownRows(report, estate);
  const fold = (title: string, body: string) => `<details><summary>${title}</summary>\n\n${body}\n</details>\n`;
  return [
    `### Guardrails: ${e(summaryOf(report))}\n`,
    ...(rows.length > 0 ? [table("markdown", ["Severity", "Rule", "Findings", "What to do"], rows)] : []),
    ...(acknowledged.length > 0
      ? [fold("Acknowledged", table("markdown", ["Rule", "Finding", "Reason", "Until", "Where"], acknowledged))]
      : []),
    ...(unknown.length > 0 ? [fold("Not checkable here", table("markdown", ["Rule", "What", "Why"], unknown))] : []),
  ].join("\n");
}

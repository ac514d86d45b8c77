import type { Command } from "commander";
import { EXPECT } from "../../access";
import { sortedJson } from "../../access/serialize";
import { didYouMean, quote } from "../../core/text";
import { type Explanation, PROFILES, catalogue, explanationOf, explanations, severityIn } from "../../guardrails";
import { CannotRun } from "../cannot-run";
import type { Call, CommandModule } from "../command";
import { ExitCode } from "../exit-code";
import { FORMAT_HELP, formatOf } from "../format";
import { table, titled } from "../table";

interface Options {
  readonly format: string;
}

/** `aks-entra explain [RULE]`. */
export const command: CommandModule<Options> = {
  configure: (c: Command) =>
    void c
      .argument("[rule]", "a rule's id, such as CA-01; all of them in one line each without it")
      .option("--format <format>", FORMAT_HELP, "text"),
  run({ io, options, args: [id] }: Call<Options>): ExitCode {
    const format = formatOf(options.format);
    const rules = id === undefined ? explanations : [find(id)];
    if (format === "json") io.out(sortedJson({ schemaVersion: 1, rules: rules.map(plain) }));
    else if (id === undefined)
      io.out(
        table(
          format,
          ["Rule", "What it asks for"],
          rules.map((r) => [r.id, r.title]),
        ),
      );
    else io.out(explained(rules[0], format));
    return ExitCode.FINE;
  },
};

function find(id: string): Explanation {
  const ids = explanations.map((r) => r.id);
  const found = explanationOf(id.toUpperCase());
  if (found !== undefined) return found;
  throw new CannotRun(`there is no rule ${quote(id)}; allowed: ${ids.join(", ")}${didYouMean(id.toUpperCase(), ids)}`);
}

/** Whether its findings may be acknowledged: what is about acknowledgements, the day and the switch is mended there. */
const mayStay = (id: string) => id === EXPECT || catalogue.some((r) => r.id === id);

function explained({ id, title, cases, why, fix, sources }: Explanation, format: "text" | "markdown"): string {
  const levels = cases.map((c) => [c.when, ...PROFILES.map((p) => severityIn(c, p) ?? "-")]);
  const head = ["When", ...PROFILES];
  const acknowledge = `guardrails:\n  acknowledge:\n    - { rule: ${id}, on: clusters.NAME, reason: WHY IT MAY STAY, until: 2027-03-31 }\n`;
  const parts = [
    titled(format, "Why", `${why}\n`),
    titled(format, "How serious", table(format, head, format === "text" ? [head, ...levels] : levels)),
    titled(format, "What to do", `${fix}\n`),
    ...(mayStay(id)
      ? [
          titled(
            format,
            "Acknowledge it in the config file",
            format === "text" ? acknowledge : `\`\`\`yaml\n${acknowledge}\`\`\`\n`,
          ),
        ]
      : []),
    ...(sources.length === 0
      ? []
      : [titled(format, "Sources", sources.map((s) => `${format === "text" ? "" : "- "}${s}\n`).join(""))]),
  ];
  return `${format === "text" ? "" : "## "}${id}: ${title}\n\n${parts.join("\n")}`;
}

function plain({ id, title, cases, why, fix, sources }: Explanation) {
  const levels = (c: Explanation["cases"][number]) => Object.fromEntries(PROFILES.map((p) => [p, severityIn(c, p)]));
  return {
    id,
    title,
    why,
    fix,
    sources,
    cases: cases.map((c) => ({ when: c.when, severity: levels(c) })),
  };
}

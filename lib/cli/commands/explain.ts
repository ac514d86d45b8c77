import type { Command } from "commander";
import { sortedJson } from "../../access/serialize";
import { didYouMean, quote } from "../../core/text";
import { type Explanation, PROFILES, type Place, explanationOf, explanations, severityIn } from "../../guardrails";
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

/** The line of an acknowledgement of something there; without `on` it is about everything in the file. */
function acknowledgement(id: string, place: Place): string {
  const on = place === "file" ? "" : `on: ${place}.NAME, `;
  return `    - { rule: ${id}, ${on}reason: WHY IT MAY STAY, until: 2027-03-31 }\n`;
}

function explained({ id, title, on = [], cases, why, fix, sources }: Explanation, format: "text" | "markdown"): string {
  const levels = cases.map((c) => [c.when, ...PROFILES.map((p) => severityIn(c, p) ?? "-")]);
  const head = ["When", ...PROFILES];
  const acknowledge = `guardrails:\n  acknowledge:\n${on.map((place) => acknowledgement(id, place)).join("")}`;
  const parts = [
    titled(format, "Why", `${why}\n`),
    titled(format, "How serious", table(format, head, format === "text" ? [head, ...levels] : levels)),
    titled(format, "What to do", `${fix}\n`),
    ...(on.length > 0
      ? [
          titled(
            format,
            `Acknowledge it in the config file${on.length > 1 ? ", one of" : ""}`,
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

function plain({ id, title, on = [], cases, why, fix, sources }: Explanation) {
  const levels = (c: Explanation["cases"][number]) => Object.fromEntries(PROFILES.map((p) => [p, severityIn(c, p)]));
  return {
    id,
    title,
    on,
    why,
    fix,
    sources,
    cases: cases.map((c) => ({ when: c.when, severity: levels(c) })),
  };
}

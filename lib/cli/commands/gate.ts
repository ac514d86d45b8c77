import type { Command } from "commander";
import type * as Yaml from "yaml";
import { sortedJson } from "../../access/serialize";
import { quote } from "../../core/text";
import { type GateException, gate, gateMarkdown, gateText, readExceptions, readPlan } from "../../gate";
import { CannotRun } from "../cannot-run";
import type { Call, CommandModule } from "../command";
import { NOW_HELP, nowOf } from "../day";
import { ExitCode } from "../exit-code";
import { parseJson, readIfThere } from "../files";
import { FORMAT_HELP, formatOf } from "../format";
import type { Io } from "../io";

interface Options {
  readonly adoption?: boolean;
  readonly imports?: string;
  readonly maxRemovals: string;
  readonly allow?: string;
  readonly format: string;
  readonly now?: string;
}

const EXIT_CODES = { fine: ExitCode.FINE, refused: ExitCode.FOUND, unknown: ExitCode.PARTIAL };
const HOW = "write the plan with: terraform show -json plan.tfplan > plan.json";

/** `aks-entra gate`. */
export const command: CommandModule<Options> = {
  configure: (c: Command) =>
    void c
      .argument("<plan>", "a plan in JSON, as terraform show -json or tofu show -json writes it")
      .option("--adoption", "want every entry to be an import that changes nothing")
      .option("--imports <number>", "with --adoption: so many imports, neither more nor less (default: at least one)")
      .option("--max-removals <number>", "so many people may lose something at once", "5")
      .option("--allow <file>", "exceptions, YAML or JSON: entries of rule, kind, unknown, address, reason, until")
      .option("--format <format>", FORMAT_HELP, "text")
      .option("--now <date>", NOW_HELP)
      .addHelpText("after", HELP),
  run({ io, options, args }: Call<Options>): ExitCode {
    const format = formatOf(options.format);
    const now = nowOf(io, options.now);
    const maxRemovals = numberOf("--max-removals", "people", options.maxRemovals);
    const imports = options.imports === undefined ? undefined : numberOf("--imports", "imports", options.imports);
    if (imports !== undefined && options.adoption !== true) {
      throw new CannotRun("--imports is about a take-over; give --adoption as well, or leave it out");
    }
    const exceptions = options.allow === undefined ? [] : exceptionsIn(io, options.allow, now);
    const [path] = args;
    const plan = within(path, () => readPlan(parseJson(path, textOf(io, path), `it is cut off, or no plan; ${HOW}`)));
    const report = gate(plan, { now, maxRemovals, exceptions, adoption: options.adoption, imports });
    io.out(
      format === "json"
        ? sortedJson({ schemaVersion: 1, ...report })
        : format === "markdown"
          ? gateMarkdown(report)
          : gateText(report),
    );
    return EXIT_CODES[report.verdict];
  },
};

const HELP = `
Exit code 1 if the plan is refused, 3 if what would decide it can't be seen.

Examples:
  terraform show -json plan.tfplan > plan.json && aks-entra gate plan.json
  aks-entra gate plan.json --format markdown >> "$GITHUB_STEP_SUMMARY"
  aks-entra gate plan.json --adoption                take-over: nothing but imports
  aks-entra gate plan.json --allow gate-allow.yaml
`;

function textOf(io: Io, path: string): string {
  const text = readIfThere(io, path);
  if (text === undefined) throw new CannotRun(`${path} is not there; ${HOW}`);
  return text;
}

function numberOf(option: string, of: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new CannotRun(`${option} ${quote(text)} is no number of ${of}; allowed: a whole number, 0 or more`);
}

function exceptionsIn(io: Io, path: string, now: Date): readonly GateException[] {
  const text = readIfThere(io, path);
  if (text === undefined) {
    throw new CannotRun(`${path} is not there; it is a list of exceptions, each with rule, address, reason and until`);
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- most calls have no exceptions
  const { parse } = require("yaml") as typeof Yaml;
  let value: unknown;
  try {
    value = parse(text) as unknown;
  } catch (e) {
    throw new CannotRun(`${path} is not YAML: ${String((e as Error).message).split("\n")[0]}`);
  }
  return within(path, () => readExceptions(value, now));
}

/** Says which file an error is about. */
function within<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (e) {
    const { problems } = e as { problems?: readonly { property: string; message: string; code: string }[] };
    if (problems === undefined) throw e;
    const lines = problems.map((p) => `${path}: ${p.property === "" ? "" : `${p.property}: `}${p.message} (${p.code})`);
    throw new CannotRun(lines.join("\n"));
  }
}

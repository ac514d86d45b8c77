/* eslint-disable @typescript-eslint/no-require-imports -- what a form needs is loaded when it is asked for */
import type { Command } from "commander";
import type { AccessModel } from "../../access";
import { estateOf } from "../../access/estate";
import { baselineText, readBaseline } from "../check/baseline";
import { checkJson } from "../check/json";
import { CHECK_FORMATS, type CheckFormat, type Said, outputsOf } from "../check/outputs";
import { type CheckReport, FAIL_ON, reportOf, summaryOf } from "../check/report";
import { checkMarkdown, checkText } from "../check/text";
import type { Call, CommandModule } from "../command";
import { NOW_HELP, nowOf } from "../day";
import { ExitCode } from "../exit-code";
import { writeFile } from "../files";
import { oneOf } from "../format";
import { DEFAULT_FOLDER, MODELS_HELP, readModels } from "../models";

interface Options {
  readonly models: string;
  readonly failOn: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly now?: string;
  /** Filled by the two options that may be repeated. */
  readonly said: Said;
}

const EXAMPLES = `
Several forms at once; an --out belongs to the --format before it:
  aks-entra check --format text --format sarif --out guardrails.sarif --format junit --out guardrails.xml
Begin with what there is, and stop for what is new:
  aks-entra check --write-baseline guardrails.json
  aks-entra check --baseline guardrails.json
`;

/** `aks-entra check`. */
export const command: CommandModule<Options> = {
  configure(c: Command) {
    const said: { option: "format" | "out"; value: string }[] = [];
    const note = (option: "format" | "out") => (value: string) => said.push({ option, value });
    c.option("--format <format>", `${CHECK_FORMATS.join(", ")}; may be repeated (default: "text")`, note("format"))
      .option("--out <file>", "where the format before it goes (default: standard output)", note("out"))
      .option("--fail-on <severity>", `exit code 1 from this severity on: ${FAIL_ON.join(", ")}`, "error")
      .option("--baseline <file>", "stop only for what is not in this file")
      .option("--write-baseline <file>", "write what is found now, and stop for nothing")
      .option("--models <folder>", MODELS_HELP, DEFAULT_FOLDER)
      .option("--now <date>", NOW_HELP)
      .setOptionValue("said", said)
      .addHelpText("after", EXAMPLES);
  },
  run({ io, options }: Call<Options>): ExitCode {
    const outputs = outputsOf(options.said);
    const failOn = oneOf("--fail-on", options.failOn, FAIL_ON);
    const now = nowOf(io, options.now);
    const baseline = options.baseline === undefined ? undefined : readBaseline(io, options.baseline);
    const models = readModels(io, options.models);
    const report = reportOf(models, now, failOn, baseline);
    for (const { format, file } of outputs) {
      const text = textOf(format, report, models, io.version);
      if (file === undefined) io.out(text);
      else writeFile(io, file, text);
    }
    const files = outputs.flatMap((o) => o.file ?? []);
    if (files.length === outputs.length) io.out(`${summaryOf(report)}. Written: ${files.join(", ")}\n`);
    if (options.writeBaseline !== undefined) {
      writeFile(io, options.writeBaseline, baselineText(report.items));
      io.err(`Written: ${options.writeBaseline}; from now on: aks-entra check --baseline ${options.writeBaseline}\n`);
      return ExitCode.FINE;
    }
    return report.items.some((i) => i.stops) ? ExitCode.FOUND : ExitCode.FINE;
  },
};

function textOf(format: CheckFormat, report: CheckReport, models: readonly AccessModel[], version: string): string {
  switch (format) {
    case "text":
      return checkText(report, estateOf(models));
    case "markdown":
      return checkMarkdown(report, estateOf(models));
    case "json":
      return checkJson(report);
    case "sarif":
      return (require("../check/sarif") as { checkSarif(r: CheckReport, v: string): string }).checkSarif(
        report,
        version,
      );
    case "junit":
      return (require("../check/junit") as { checkJunit(r: CheckReport): string }).checkJunit(report);
  }
}

import type { Command } from "commander";
import type { AccessModel } from "../../access";
import { sortedJson } from "../../access/serialize";
import { didYouMean, either, quote } from "../../core/text";
import {
  type Permissions,
  type Purpose,
  permissionsAz,
  permissionsOf,
  permissionsTerraform,
  permissionsText,
} from "../../permissions";
import { CannotRun } from "../cannot-run";
import type { Call, CommandModule } from "../command";
import { ExitCode } from "../exit-code";
import { oneOf } from "../format";
import { DEFAULT_FOLDER, MODELS_HELP, readModels } from "../models";

interface Options {
  readonly stack?: string;
  readonly for?: string;
  readonly format: string;
  readonly models: string;
  readonly also?: string;
}

const PURPOSES = ["plan", "apply"] as const;
const WRITERS = { text: permissionsText, terraform: permissionsTerraform, az: permissionsAz };

/** `aks-entra permissions`. */
export const command: CommandModule<Options> = {
  configure: (c: Command) =>
    void c
      .option("--stack <name>", "one stack (default: each)")
      .option("--for <purpose>", "plan, or apply (default: each)")
      .option("--format <format>", "text, json, or ready to paste: terraform, az", "text")
      .option("--models <folder>", MODELS_HELP, DEFAULT_FOLDER)
      .option(
        "--also <folder>",
        "what synth wrote of the last deploy: what is not declared any more is deleted as well",
      )
      .addHelpText("after", HELP),
  run({ io, options }: Call<Options>): ExitCode {
    const format = oneOf("--format", options.format, ["text", "json", "terraform", "az"] as const);
    const purposes: readonly Purpose[] = options.for === undefined ? PURPOSES : [oneOf("--for", options.for, PURPOSES)];
    const models = readModels(io, options.models);
    const stacks = stacksOf(models, options.stack);
    const also = options.also === undefined ? [] : readModels(io, options.also);
    const found = stacks.flatMap((stack) => purposes.map((purpose) => permissionsOf(models, stack, purpose, also)));
    io.out(
      format === "json" ? sortedJson({ schemaVersion: 1, permissions: found }) : found.map(WRITERS[format]).join("\n"),
    );
    return found.some(isPartial) ? ExitCode.PARTIAL : ExitCode.FINE;
  },
};

const HELP = `
Widen before, narrow after: before a deploy that takes something out of a file, give what --also says with the models
of the last deploy; after it, what is said without.

Exit code 3 if something is not known here: a resource of another kind, a subscription that is not written down.

Examples:
  aks-entra permissions --stack prod --for apply
  aks-entra permissions --stack prod --for plan --format az > grant.sh
  aks-entra permissions --stack prod --for apply --also ../main/cdktf.out
`;

function stacksOf(models: readonly AccessModel[], wanted: string | undefined): string[] {
  const names = models.map(({ stack }) => stack);
  if (wanted !== undefined && !names.includes(wanted)) {
    throw new CannotRun(`--stack ${quote(wanted)} is not known; allowed: ${either(names)}${didYouMean(wanted, names)}`);
  }
  const chosen = wanted === undefined ? names : [wanted];
  const old = chosen.filter((name) => models.find(({ stack }) => stack === name)?.needs === undefined);
  if (old.length === chosen.length) {
    throw new CannotRun(
      `the model of ${either(old, "and")} does not say what it holds: it is empty, or of an older cdktf-aks-entra; synthesize again (npm run synth, or npx cdktf synth)`,
    );
  }
  return chosen;
}

function isPartial({ unknown, doubts }: Permissions): boolean {
  return unknown.length + doubts.length > 0;
}

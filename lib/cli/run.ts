import { Command } from "commander";
import { ValidationError } from "../core";
import { CannotRun } from "./cannot-run";
import type { CommandEntry } from "./command";
import { COMMANDS } from "./commands";
import { ExitCode } from "./exit-code";
import type { Io } from "./io";

const EXIT_CODES = `
Exit codes:
  0  fine, or the answer is yes
  1  findings or changes at or above the threshold, or the answer is no
  2  could not run: bad usage, no model, a model of another version
  3  ran, but could not see everything: a permission is missing, or only the tenant knows
`;

/**
 * Runs one command line, `["check", "--format", "json"]`, and gives back its exit code; never throws.
 *
 * Only the file of the command that is called is loaded.
 */
export async function run(
  argv: readonly string[],
  io: Io,
  commands: readonly CommandEntry[] = COMMANDS,
): Promise<ExitCode> {
  try {
    return await parse(argv, io, commands);
  } catch (e) {
    return explain(e, io);
  }
}

async function parse(argv: readonly string[], io: Io, commands: readonly CommandEntry[]): Promise<ExitCode> {
  let code: ExitCode = ExitCode.FINE;
  const program = new Command("aks-entra")
    .description("Who gets into your AKS clusters, when, and through which gates.")
    .version(io.version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
    .showHelpAfterError("What there is: aks-entra --help")
    .addHelpText("after", EXIT_CODES);
  const named = argv.filter((a) => !a.startsWith("-")).slice(0, argv[0] === "help" ? 2 : 1);
  for (const { name, summary, load } of commands) {
    const sub = program.command(name).summary(summary).description(`${summary}.`);
    if (!named.includes(name)) continue;
    const { command } = load();
    command.configure(sub);
    sub
      .allowExcessArguments(false)
      .showHelpAfterError(`What there is: aks-entra ${name} --help`)
      .action(async (...given: unknown[]) => {
        const args = given.slice(0, -2).flat() as string[];
        code = await command.run({ io, options: (given.at(-1) as Command).opts(), args });
      });
  }
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (e) {
    const { code: reason = "", exitCode } = e as { code?: string; exitCode?: number };
    if (!reason.startsWith("commander.")) throw e;
    return exitCode === 0 ? ExitCode.FINE : ExitCode.CANNOT_RUN;
  }
  return code;
}

/** Says why a command could not run, without a stack trace. */
function explain(e: unknown, io: Io): ExitCode {
  if (CannotRun.isCannotRun(e) || ValidationError.isValidationError(e)) {
    for (const line of e.message.split("\n")) io.err(`error: ${line}\n`);
  } else {
    const { message = String(e), stack } = e as Partial<Error>;
    io.err(`error: ${message}\nThis is a fault of aks-entra; AKS_ENTRA_DEBUG=1 shows where.\n`);
    if (io.env.AKS_ENTRA_DEBUG) io.err(`${stack}\n`);
  }
  return ExitCode.CANNOT_RUN;
}

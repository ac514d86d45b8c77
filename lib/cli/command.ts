import type { Command } from "commander";
import type { ExitCode } from "./exit-code";
import type { Io } from "./io";

/** One call of a command. */
export interface Call<Options> {
  readonly io: Io;
  /** The options by their long names in camel case, as the parser gives them. */
  readonly options: Options;
  /** The arguments that are no options; what is optional and was not given is undefined. */
  readonly args: readonly string[];
}

/** What a file in `commands/` exports as `command`. */
export interface CommandModule<Options = Record<string, unknown>> {
  /** Declares arguments, options and examples; does nothing else. */
  configure(command: Command): void;
  /** Does the work; throws `CannotRun` or `ValidationError` for exit code 2. */
  run(call: Call<Options>): ExitCode | Promise<ExitCode>;
}

/** A command in the list that `aks-entra --help` shows; its file is loaded when it is called. */
export interface CommandEntry {
  readonly name: string;
  /** One line for the list. */
  readonly summary: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each command knows its own options
  load(): { readonly command: CommandModule<any> };
}

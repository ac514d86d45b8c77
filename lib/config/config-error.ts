import type { ErrorCode } from "../core/error-codes";

const CONFIG_ERROR = Symbol.for("cdktf-aks-entra/ConfigError");

/** One thing that is wrong in a config file. */
export interface ConfigProblem {
  /** The file, as it was named. */
  readonly file: string;
  /** The line, from 1. */
  readonly line: number;
  /** The column, from 1. */
  readonly column: number;
  readonly code: ErrorCode;
  /** The key, what is wrong with its value, and what is allowed. */
  readonly message: string;
}

/** Everything that is wrong in the config files, one line each: `FILE:LINE:COLUMN: what is wrong, what is allowed`. */
export class ConfigError extends Error {
  /** Tells whether something is one of these, also if it comes from another copy of this package. */
  public static isConfigError(x: unknown): x is ConfigError {
    return typeof x === "object" && x !== null && CONFIG_ERROR in x;
  }

  /** By file, line and column. */
  public readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const sorted = [...problems].sort(
      (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
    );
    super(sorted.map((p) => `${p.file}:${p.line}:${p.column}: ${p.message} (${p.code})`).join("\n"));
    Object.defineProperty(this, CONFIG_ERROR, { value: true });
    this.name = "ConfigError";
    this.problems = sorted;
  }
}

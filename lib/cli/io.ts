/** What a command gets of the world; `main.ts` gives the real one, a test gives its own. */
export interface Io {
  /** The folder that relative paths start from. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** This package's version. */
  readonly version: string;
  /** The clock; a command that depends on the day has an option `--now` before it. */
  now(): Date;
  /** Writes to standard output: the result, and nothing else. */
  out(text: string): void;
  /** Writes to standard error: what went wrong, and what is going on. */
  err(text: string): void;
}

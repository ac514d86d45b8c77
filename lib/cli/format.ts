import { didYouMean, either, quote } from "../core/text";
import { CannotRun } from "./cannot-run";

const FORMATS = ["text", "markdown", "json"] as const;

/** The forms in which every command can answer. */
export type Format = (typeof FORMATS)[number];

/** The text of `--format` in the help. */
export const FORMAT_HELP = "text, markdown for a pull request, or json for a program";

/** One of some words that an option allows; the nearest is named for a misspelt one. */
export function oneOf<T extends string>(option: string, given: string, allowed: readonly T[]): T {
  const found = allowed.find((a) => a === given);
  if (found !== undefined) return found;
  throw new CannotRun(
    `${option} ${quote(given)} is not known; allowed: ${either(allowed)}${didYouMean(given, allowed)}`,
  );
}

/** The format that `--format` names. */
export function formatOf(given: string): Format {
  return oneOf("--format", given, FORMATS);
}

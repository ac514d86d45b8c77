import { CannotRun } from "../cannot-run";
import { oneOf } from "../format";

/** The forms of `check`. */
export const CHECK_FORMATS = ["text", "markdown", "json", "sarif", "junit"] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

/** One form, and where it goes; nothing is standard output. */
export interface Output {
  readonly format: CheckFormat;
  readonly file: string | undefined;
}

/** What `--format` and `--out` said, in the order in which they were given. */
export type Said = readonly { readonly option: "format" | "out"; readonly value: string }[];

/**
 * Which forms go where: an `--out` belongs to the `--format` before it; a form without one goes to standard output,
 * where there is room for one. Without any `--format` it is text.
 */
export function outputsOf(said: Said): Output[] {
  const outputs: { format: CheckFormat; file: string | undefined }[] = [];
  if (!said.some((s) => s.option === "format")) outputs.push({ format: "text", file: undefined });
  for (const { option, value } of said) {
    const last = outputs.at(-1);
    if (option === "format") outputs.push({ format: oneOf("--format", value, CHECK_FORMATS), file: undefined });
    else if (last === undefined)
      throw new CannotRun(`--out ${value} stands before every --format; write --format sarif --out ${value}`);
    else if (last.file !== undefined) {
      throw new CannotRun(
        `--out ${value} is the second for one --format; give each its own: --format sarif --out ${value}`,
      );
    } else last.file = value;
  }
  const loose = outputs.filter((o) => o.file === undefined).map((o) => o.format);
  if (loose.length > 1) {
    throw new CannotRun(
      `${loose.join(" and ")} would both go to standard output; give all but one a file: --format ${loose[0]} --out FILE`,
    );
  }
  return outputs;
}

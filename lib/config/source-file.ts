import { ErrorCode } from "../core/error-codes";
import { didYouMean, quote } from "../core/text";
import { ValidationError } from "../core/validation-error";
import type { ConfigProblem } from "./config-error";
import { type Path, type Place, YamlText } from "./yaml-text";

export type { Path } from "./yaml-text";

/**
 * One config file: its data, where each part of it stands, and what was found wrong in it.
 *
 * Paths are those of what is left of the file when what is wrong in its form was taken out, unless said otherwise.
 */
export class SourceFile {
  /** What was found wrong in it so far, each thing once. */
  public readonly problems: ConfigProblem[] = [];
  private readonly text: YamlText;
  private readonly forgotten = new Map<string, number[]>();
  private readonly gone: Path[] = [];
  private readonly replaced: Path[] = [];

  constructor(
    /** The file, as messages name it. */
    public readonly name: string,
    content: string,
  ) {
    this.text = new YamlText(content);
    for (const p of this.text.problems) {
      this.note(ErrorCode.CONFIG_YAML, p.place, p.path, p.message);
      if (p.gone) this.refuse(p.path);
    }
  }

  /** The data as plain JavaScript; nothing if it is no YAML. */
  public get data(): unknown {
    return this.text.data;
  }

  /** Notes that an element was taken out of a list, so that paths by the rest of it still lead to the right place. */
  public forget(path: Path): void {
    const original = this.original(path);
    const list = JSON.stringify(original.slice(0, -1));
    const gone = [...(this.forgotten.get(list) ?? []), Number(original[original.length - 1])];
    this.forgotten.set(
      list,
      gone.sort((a, b) => a - b),
    );
  }

  /** The path in the file as it is written of a path in what is left of it. */
  public original(path: Path): Path {
    const original: (string | number)[] = [];
    for (const step of path) {
      let at = step;
      if (typeof at === "number") {
        for (const gone of this.forgotten.get(JSON.stringify(original)) ?? []) if (gone <= at) at++;
      }
      original.push(at);
    }
    return original;
  }

  /** Where a value stands, `config/article.yaml:12:5`. */
  public source(path: Path): string {
    const { line, column } = this.text.place(this.original(path));
    return `${this.name}:${line}:${column}`;
  }

  /** A single value as it is written, by its original path. */
  public written(original: Path): string | undefined {
    return this.text.written(original);
  }

  /** Says that what stands at an original path is not looked at any more, so that nobody complains that it is missing. */
  public refuse(original: Path): void {
    this.gone.push(original);
  }

  /** Whether what stands at an original path was refused, alone or with what holds it. */
  public isRefused(original: Path): boolean {
    return this.gone.some((g) => holds(g, original));
  }

  /** Whether what stands at an original path, or something in it, was refused. */
  public isTouched(original: Path): boolean {
    return this.gone.some((g) => holds(g, original) || holds(original, g));
  }

  /** Says that something else stands in for the value at a path, which nobody need complain about. */
  public replace(path: Path): void {
    this.replaced.push(this.original(path));
  }

  /** Notes that something is wrong with the value at an original path, or with its key. */
  public add(code: ErrorCode, original: Path, message: string, of: "value" | "key" = "value"): void {
    this.note(code, this.text.place(original, of), original, message);
  }

  /** Notes that something is wrong with the value at a path, or with its key. */
  public report(code: ErrorCode, path: Path, message: string, of: "value" | "key" = "value"): void {
    this.add(code, this.original(path), message, of);
  }

  /** Notes that a name refers to nothing. */
  public reportUnknown(path: Path, given: string, what: string, known: readonly string[], allowed: string): void {
    const message = `${quote(given)} is not ${what}${didYouMean(given, known)}; allowed: ${allowed}`;
    this.report(ErrorCode.CONFIG_REFERENCE, path, message);
  }

  /**
   * Runs what may be refused, and notes the problems where they stand; gives back nothing if it was refused.
   *
   * @param names where the properties of the construct stand in the file, if not under their own name at the path
   */
  public attempt<T>(path: Path, run: () => T, names: Readonly<Record<string, Path>> = {}): T | undefined {
    try {
      return run();
    } catch (e) {
      if (!ValidationError.isValidationError(e)) throw e;
      for (const p of e.problems) {
        const at = this.original(translate(path, p.property, names));
        if (!this.isSettled(at)) this.add(p.code, at, p.message);
      }
      return undefined;
    }
  }

  /** Runs what may be refused, and notes the problems at a place that `source` gave, or for the file as a whole. */
  public attemptAt(source: string | undefined, run: () => unknown): void {
    const [line, column] = (source ?? "1:1").split(":").slice(-2).map(Number);
    try {
      run();
    } catch (e) {
      if (!ValidationError.isValidationError(e)) throw e;
      for (const p of e.problems) this.note(p.code, { line, column }, [], p.message);
    }
  }

  /**
   * Whether a complaint about a value is only the echo of an earlier one: it was refused, or is a list or a part of
   * something named from which some of what was there was taken out, or something else stands in for it.
   */
  private isSettled(at: Path): boolean {
    if (this.isRefused(at) || this.replaced.some((r) => holds(r, at))) return true;
    return (at.length >= 3 || Array.isArray(this.valueAt(at))) && this.isTouched(at);
  }

  private valueAt(original: Path): unknown {
    return original.reduce<unknown>((value, step) => (value as Record<string | number, unknown> | undefined)?.[step], this.data);
  }

  private note(code: ErrorCode, { line, column }: Place, path: Path, what: string): void {
    const message = `${nameOf(path)}${what}`;
    const again = this.problems.some((p) => p.line === line && p.column === column && p.message === message);
    if (!again) this.problems.push({ file: this.name, line, column, code, message });
  }
}

function holds(outer: Path, inner: Path): boolean {
  return outer.length <= inner.length && outer.every((step, i) => step === inner[i]);
}

/** `groups.admins.pim.eligible[0].for: `, or nothing for the file as a whole. */
function nameOf(path: Path): string {
  const joined = path.map((p, i) => (typeof p === "number" ? `[${p}]` : i === 0 ? p : `.${p}`)).join("");
  return joined === "" ? "" : `${joined}: `;
}

function translate(path: Path, property: string, names: Readonly<Record<string, Path>>): Path {
  const prefix = Object.keys(names)
    .filter((p) => property === p || property.startsWith(`${p}.`) || property.startsWith(`${p}[`))
    .sort((a, b) => b.length - a.length)[0] as string | undefined;
  const rest = property
    .slice(prefix?.length ?? 0)
    .split(/[.[\]]+/)
    .filter((step) => step !== "");
  return [...(prefix === undefined ? path : names[prefix]), ...rest.map((s) => (/^\d+$/.test(s) ? Number(s) : s))];
}

import { type Document, LineCounter, type Node, isMap, isPair, isScalar, isSeq, parseDocument } from "yaml";
import { ErrorCode } from "../core/error-codes";
import { ValidationError } from "../core/validation-error";
import type { ConfigProblem } from "./config-error";

/** A way into a config file: keys and list positions. */
export type Path = readonly (string | number)[];

/** One YAML file: its data, and where each part of it stands. */
export class SourceFile {
  /** What was found wrong in it so far. */
  public readonly problems: ConfigProblem[] = [];
  private readonly lines = new LineCounter();
  private readonly forgotten = new Map<string, number[]>();
  private readonly document: Document;

  constructor(
    /** The file, as messages name it. */
    public readonly name: string,
    content: string,
  ) {
    this.document = parseDocument(content, { lineCounter: this.lines, prettyErrors: false, version: "1.2" });
    for (const e of [...this.document.errors, ...this.document.warnings]) {
      this.note(ErrorCode.CONFIG_YAML, this.position(e.pos[0]), `this is not YAML as this file has to be: ${e.message}`);
    }
  }

  /** The data as plain JavaScript; nothing if it is no YAML. */
  public get data(): unknown {
    return this.document.errors.length > 0 ? undefined : this.document.toJS();
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

  /** The path in the file of a path in what is left of it. */
  public original(path: Path): Path {
    const original: (string | number)[] = [];
    for (const step of path) {
      let at = step;
      if (typeof at === "number") for (const gone of this.forgotten.get(JSON.stringify(original)) ?? []) if (gone <= at) at++;
      original.push(at);
    }
    return original;
  }

  /** Where a value of what is left of the file stands, `config/article.yaml:12:5`. */
  public source(path: Path): string {
    const { line, col } = this.locate(this.original(path));
    return `${this.name}:${line}:${col}`;
  }

  /** Notes that something is wrong with the value at a path. */
  public add(code: ErrorCode, path: Path, message: string): void {
    this.note(code, this.locate(path), `${name(path)}${message}`);
  }

  /** Notes that something is wrong with a value of what is left of the file. */
  public report(code: ErrorCode, path: Path, message: string): void {
    this.add(code, this.original(path), message);
  }

  /** Notes that something is wrong with a key itself. */
  public addKey(code: ErrorCode, path: Path, message: string): void {
    this.note(code, this.locate(path, true), `${name(path)}${message}`);
  }

  /**
   * Runs what may be refused, and notes the problems where they stand; gives back nothing if it was refused.
   *
   * @param names where the properties of the construct stand in the file, if they are called otherwise there
   */
  public attempt<T>(path: Path, run: () => T, names: Readonly<Record<string, Path>> = {}): T | undefined {
    try {
      return run();
    } catch (e) {
      if (!ValidationError.isValidationError(e)) throw e;
      for (const p of e.problems) this.add(p.code, this.original([...path, ...translate(p.property, names)]), p.message);
      return undefined;
    }
  }

  private note(code: ErrorCode, { line, col }: { line: number; col: number }, message: string): void {
    this.problems.push({ file: this.name, line, column: col, code, message });
  }

  private locate(path: Path, key = false): { line: number; col: number } {
    let node: Node | null = this.document.contents;
    let offset = node?.range?.[0] ?? 0;
    for (const [i, step] of path.entries()) {
      let next: unknown;
      if (isMap(node)) {
        const pair = node.items.find((p) => isPair(p) && isScalar(p.key) && String(p.key.value) === String(step));
        if (pair === undefined) break;
        const at = (pair.key as Node).range?.[0] ?? offset;
        if (key && i === path.length - 1) return this.position(at);
        offset = at;
        next = pair.value;
      } else if (isSeq(node)) {
        next = node.items[Number(step)];
      }
      if (next === undefined || next === null) break;
      node = next as Node;
      offset = node.range?.[0] ?? offset;
    }
    return this.position(offset);
  }

  private position(offset: number): { line: number; col: number } {
    const { line, col } = this.lines.linePos(offset);
    return line === 0 ? { line: 1, col: 1 } : { line, col };
  }
}

/** `groups.admins.pim.eligible[0].for: `, or nothing for the file as a whole. */
function name(path: Path): string {
  const joined = path.map((p, i) => (typeof p === "number" ? `[${p}]` : i === 0 ? p : `.${p}`)).join("");
  return joined === "" ? "" : `${joined}: `;
}

function translate(property: string, names: Readonly<Record<string, Path>>): Path {
  const prefix = Object.keys(names)
    .filter((p) => property === p || property.startsWith(`${p}.`) || property.startsWith(`${p}[`))
    .sort((a, b) => b.length - a.length)[0] as string | undefined;
  const rest = prefix === undefined ? property : property.slice(prefix.length);
  const steps = rest.split(/[.[\]]+/).filter((s) => s !== "");
  return [...(prefix === undefined ? [] : names[prefix]), ...steps.map((s) => (/^\d+$/.test(s) ? Number(s) : s))];
}

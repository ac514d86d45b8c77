import {
  type Document,
  LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
} from "yaml";
import { quote } from "../core/text";

/** A way into a config file: keys and list positions. */
export type Path = readonly (string | number)[];

/** A place in a text, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Something that keeps a text from being read. */
export interface YamlProblem {
  readonly place: Place;
  readonly path: Path;
  readonly message: string;
  /** Whether there is no value at the path because of it. */
  readonly gone?: boolean;
}

/** So many values come out of aliases at most; only aliases of aliases make more. */
const MOST_VALUES = 50_000;

/** What the parser says in the words of its author, in the words of whoever writes the file. */
const WORDS: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: "a second document begins here; allowed: one document, put the other into a file of its own",
  TAB_AS_INDENT: "this line is indented with a tab; allowed: spaces",
};

/** YAML as text: the data that it stands for, and where each part of it is written. */
export class YamlText {
  /** The data, without anything that stands in it twice; nothing if the text cannot be read. */
  public readonly data: unknown;
  /** What keeps it from being read, or from being read in one way only. */
  public readonly problems: YamlProblem[] = [];
  private readonly lines = new LineCounter();
  private readonly document: Document;
  private values = 0;
  private inAlias = false;

  constructor(content: string) {
    const text = content.replace(/^\uFEFF/, "");
    const options = { lineCounter: this.lines, prettyErrors: false, version: "1.2", schema: "core", uniqueKeys: false } as const;
    this.document = parseDocument(text, options);
    const [error] = this.document.errors;
    for (const e of this.document.warnings) this.note(e.pos[0], [], unreadable(e.message));
    // one mistake makes the parser stumble many times, so only the first is shown
    if (error) this.note(error.pos[0], [], WORDS[error.code] ?? unreadable(error.message));
    else this.data = this.plain(this.document.contents, [], []);
    if (this.values >= MOST_VALUES) this.data = undefined;
  }

  /** Where the value at a path is written, or its key; what holds it if it is not there. */
  public place(path: Path, of: "value" | "key" = "value"): Place {
    const { node, key, found } = this.find(path);
    const [start, keyStart] = [node?.range?.[0], key?.range?.[0]];
    if (keyStart === undefined || start === undefined) return this.placeAt(keyStart ?? start ?? 0);
    if (of === "key" && found) return this.placeAt(keyStart);
    // of a block that begins on the next line, the key is what one looks for
    const below = isCollection(node) && this.placeAt(start).line > this.placeAt(keyStart).line;
    return this.placeAt(below ? keyStart : start);
  }

  /** A single value as it is written, before YAML makes `1.3` of `1.30`. */
  public written(path: Path): string | undefined {
    const { node, found } = this.find(path);
    return found && isScalar(node) ? node.source : undefined;
  }

  private find(path: Path): { node: Node | null; key: Node | undefined; found: boolean } {
    let node = this.document.contents as Node | null;
    let key: Node | undefined;
    for (const step of path) {
      const pair = isMap(node) ? pairOf(node, String(step)) : undefined;
      const next = pair ? pair.value : isSeq(node) ? node.items[Number(step)] : undefined;
      if (next === undefined || next === null) return { node, key, found: false };
      key = pair?.key as Node | undefined;
      node = next as Node;
    }
    return { node, key, found: true };
  }

  private plain(node: unknown, path: Path, around: readonly unknown[]): unknown {
    if (this.inAlias && ++this.values === MOST_VALUES) this.noteAt(node, path, "there are too many aliases of aliases; allowed: fewer");
    if (this.values >= MOST_VALUES) return null;
    if (isAlias(node)) return this.alias(node, path, around);
    if (isMap(node)) return this.mapping(node, path, [...around, node]);
    if (isSeq(node)) return node.items.map((item, i) => this.plain(item, [...path, i], [...around, node]));
    return isScalar(node) ? node.value : null;
  }

  private alias(node: Node & { source: string; resolve(doc: Document): unknown }, path: Path, around: readonly unknown[]): unknown {
    const target = node.resolve(this.document);
    const wrong =
      target === undefined
        ? "is not set before this place; allowed: an anchor (&) above it, or quotes if the asterisk is meant as text"
        : around.includes(target)
          ? "holds this place itself; allowed: an anchor that does not"
          : undefined;
    if (wrong === undefined) {
      const outer = this.inAlias;
      this.inAlias = true;
      const data = this.plain(target, path, around);
      this.inAlias = outer;
      return data;
    }
    this.noteAt(node, path, `the anchor ${quote(node.source)} ${wrong}`, true);
    return null;
  }

  private mapping(node: YAMLMap, path: Path, around: readonly unknown[]): unknown {
    const data: Record<string, unknown> = {};
    for (const pair of node.items) {
      const key = keyOf(pair);
      if (key === undefined || key === "__proto__") {
        this.noteAt(pair.key, path, "this cannot be a key; allowed: text");
      } else if (Object.hasOwn(data, key)) {
        this.noteAt(pair.key, [...path, key], "this key is there twice; allowed: once");
      } else {
        data[key] = this.plain(pair.value, [...path, key], around);
      }
    }
    return data;
  }

  private noteAt(node: unknown, path: Path, message: string, gone = false): void {
    this.note((node as Node | null)?.range?.[0] ?? 0, path, message, gone);
  }

  private note(offset: number, path: Path, message: string, gone = false): void {
    this.problems.push({ place: this.placeAt(offset), path, message, gone });
  }

  private placeAt(offset: number): Place {
    const { line, col } = this.lines.linePos(offset);
    return line === 0 ? { line: 1, column: 1 } : { line, column: col };
  }
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((p) => keyOf(p) === key);
}

function keyOf({ key }: Pair): string | undefined {
  return isScalar(key) ? String(key.value ?? key.source ?? "") : undefined;
}

function unreadable(message: string): string {
  return `this cannot be read as YAML: ${message}; allowed: YAML 1.2, look for a missing quote, bracket, space or indentation here and above`;
}

import { either } from "../core/text";
import type { Entry } from "../access/model";

/** `a`, `a and b`, `a, b and 3 more`: each once, in an order that depends on the names alone. */
export function list(names: readonly string[], most = 4): string {
  const sorted = [...new Set(names)].sort();
  if (sorted.length <= most) return either(sorted, "and");
  return either([...sorted.slice(0, most - 1), `${sorted.length - most + 1} more`], "and");
}

/** What to write, in the words of whoever wrote the entry: in a config file, or in a program. */
export function inTerms(entry: Entry, yaml: string, code: string): string {
  return entry.source === undefined ? code : yaml;
}

/** One or many: `1 account is`, `2 accounts are`. */
export function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

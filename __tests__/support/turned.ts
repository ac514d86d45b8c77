import { parse, stringify } from "yaml";

/** The same file with the entries of its mappings and lists the other way round, as far as they have no order. */
export function turned(text: string): string {
  const turn = (value: unknown): unknown => {
    if (Array.isArray(value)) return [...value].reverse().map(turn);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([k, v]) => [k, turn(v)]),
    );
  };
  return stringify(turn(parse(text)));
}

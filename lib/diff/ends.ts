import { type AccessPath, isUnknown } from "../access";
import { Duration } from "../core";

/** When a way ends, as it is written: a time, or so long after apply. */
export type End = { readonly text: string | null; readonly at: number | null; readonly after: number | null };

const NEVER: End = { text: null, at: null, after: null };

/** When a way ends: at the first end on it; several of different kinds are all kept. */
function endsOf({ via }: AccessPath): End[] {
  return via.flatMap(({ ends }): End[] => {
    if (ends === null || isUnknown(ends) || ends === "permanent") return [];
    if (ends.startsWith("P")) return [{ text: ends, at: null, after: Duration.parse(ends).toMinutes() }];
    return [{ text: ends, at: Date.parse(ends), after: null }];
  });
}

function first(ends: readonly End[], by: "at" | "after"): End | undefined {
  return ends.filter((e) => e[by] !== null).sort((a, b) => (a[by] ?? 0) - (b[by] ?? 0))[0];
}

/**
 * Whether the second way ends later than the first: yes with both ends, or nothing if it does not.
 *
 * A time and a length from apply cannot be compared: `unknown`.
 */
export function later(
  from: AccessPath,
  to: AccessPath,
): { other: string | null; here: string | null } | "unknown" | null {
  if (from.via.length === to.via.length && from.via.every((h, i) => h.ends === to.via[i].ends)) return null;
  const [old, now] = [from, to].map(endsOf);
  if (old.length === 0) return null;
  if (now.length === 0) return { other: text(old), here: NEVER.text };
  const outcomes = (["at", "after"] as const).map((by) => {
    const [was, is] = [first(old, by), first(now, by)];
    if (was === undefined) return null;
    if (is === undefined) return "unknown" as const;
    return (is[by] ?? 0) > (was[by] ?? 0) ? { other: was.text, here: is.text } : null;
  });
  return outcomes.find((o) => o !== null && o !== "unknown") ?? outcomes.find((o) => o !== null) ?? null;
}

function text(ends: readonly End[]): string | null {
  return (first(ends, "at") ?? first(ends, "after"))?.text ?? null;
}

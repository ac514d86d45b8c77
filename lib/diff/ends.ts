import { type AccessPath, type Hop, isUnknown } from "../access";
import { Duration } from "../core";

/** What the same access has of time that it had not: each with what it is on the other side, and on this one. */
export interface MoreTime {
  /** When it ends; null where nothing ends. */
  readonly ends?: { readonly other: string | null; readonly here: string | null };
  /** When it begins. */
  readonly begins?: { readonly other: string; readonly here: string };
  /** How often it was given anew. */
  readonly renewal?: { readonly other: number; readonly here: number };
}

/** What two ways have of time: nothing more, more, or what nobody can compare. */
export type Compared = MoreTime | { readonly unknown: string } | null;

/** When a way ends: a time, or so long after apply. */
interface End {
  readonly text: string;
  readonly at: number | null;
  readonly after: number | null;
}

const MINUTE = 60_000;

/** When a way ends: at the first end on it; several of different kinds are all kept. */
function endsOf({ via }: AccessPath): End[] {
  return via.flatMap((hop): End[] => {
    const { ends } = hop;
    if (ends === null || isUnknown(ends) || ends === "permanent") return [];
    if (!ends.startsWith("P")) return [{ text: ends, at: Date.parse(ends), after: null }];
    const minutes = Duration.parse(ends).toMinutes();
    const start = startOf(hop);
    if (start === null) return [{ text: ends, at: null, after: minutes }];
    const at = start + minutes * MINUTE;
    return [{ text: timeText(at), at, after: null }];
  });
}

function startOf({ starts }: Hop): number | null {
  return starts === undefined || isUnknown(starts) ? null : Date.parse(starts);
}

const timeText = (at: number) => new Date(at).toISOString().replace(".000Z", "Z");

function first(ends: readonly End[], by: "at" | "after"): End | undefined {
  return ends.filter((e) => e[by] !== null).sort((a, b) => (a[by] ?? 0) - (b[by] ?? 0))[0];
}

/**
 * What of time the second way has more than the first: it ends later or begins earlier, whichever is told first.
 *
 * A time and a length from apply cannot be compared: `unknown`.
 */
export function moreTime(from: AccessPath, to: AccessPath): Compared {
  const same = (h: Hop, other: Hop) => h.ends === other.ends && h.starts === other.starts;
  if (from.via.length === to.via.length && from.via.every((h, i) => same(h, to.via[i]))) return null;
  const [ends, begins] = [later(from, to), earlier(from, to)];
  const more = {
    ...(ends !== null && ends !== "unknown" && { ends }),
    ...(typeof begins === "object" && begins !== null && { begins }),
  };
  if (Object.keys(more).length > 0) return more;
  if (ends === "unknown") return { unknown: "may end later" };
  return begins === "unknown" ? { unknown: "may begin earlier" } : null;
}

/** What was given anew between two sides of one way: whatever had ended of it, or was taken away, is there once more. */
export function renewed(from: AccessPath, to: AccessPath): Pick<MoreTime, "renewal"> | null {
  for (const [i, hop] of to.via.entries()) {
    const [other, here] = [from.via[i]?.renewal ?? 0, hop.renewal ?? 0];
    if (here > other) return { renewal: { other, here } };
  }
  return null;
}

function later(from: AccessPath, to: AccessPath): { other: string | null; here: string | null } | "unknown" | null {
  const [old, now] = [from, to].map(endsOf);
  if (old.length === 0) return null;
  if (now.length === 0) return { other: text(old), here: null };
  const outcomes = (["at", "after"] as const).map((by) => {
    const [was, is] = [first(old, by), first(now, by)];
    if (was === undefined) return null;
    if (is === undefined) return "unknown" as const;
    return (is[by] ?? 0) > (was[by] ?? 0) ? { other: was.text, here: is.text } : null;
  });
  return outcomes.find((o) => o !== null && o !== "unknown") ?? outcomes.find((o) => o !== null) ?? null;
}

function earlier(from: AccessPath, to: AccessPath): { other: string; here: string } | "unknown" | null {
  const [was, is] = [from, to].map(({ via }) => {
    const starts = via.flatMap((h) => startOf(h) ?? []);
    return starts.length === 0 ? null : Math.max(...starts);
  });
  if (was === null || (is !== null && is >= was)) return null;
  // with no start it begins at apply, and when that is nobody here knows
  return is === null ? "unknown" : { other: timeText(was), here: timeText(is) };
}

function text(ends: readonly End[]): string | null {
  return (first(ends, "at") ?? first(ends, "after"))?.text ?? null;
}

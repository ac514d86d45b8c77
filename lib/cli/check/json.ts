import { sortedJson } from "../../access/serialize";
import type { CheckReport } from "./report";

/** Findings for a program. */
export function checkJson({ items, unknown, gone, failOn, stacks }: CheckReport): string {
  return sortedJson({
    schemaVersion: 1,
    stacks,
    failOn,
    stops: items.some((i) => i.stops),
    findings: items.map(({ acknowledged, fix, source, tonight, ...item }) => ({
      ...item,
      acknowledged: acknowledged ?? null,
      fix: fix ?? null,
      source: source ?? null,
      tonight: tonight ?? null,
    })),
    unknown: unknown.map((u) => ({ ...u, source: u.source ?? null })),
    baseline: gone === null ? null : { gone },
  });
}

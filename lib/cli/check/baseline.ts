import type { Finding } from "../../access";
import { sortedJson } from "../../access/serialize";
import { CannotRun } from "../cannot-run";
import { parseJson, readIfThere } from "../files";
import type { Io } from "../io";

const VERSION = 1;

/** A finding as a baseline keeps it: nothing that moves with a line. */
type Kept = Pick<Finding, "rule" | "subject" | "message">;

/** The findings that were there when somebody began to look. */
export interface Baseline {
  readonly findings: readonly Kept[];
}

/**
 * How a finding stands to a baseline: `known` is there word for word; of a `changed` one the rule and the subject are
 * there, and the facts in its sentence are others, such as one more person.
 */
export type BaselineState = "new" | "changed" | "known";

/** A sentence without the days that are left, or have passed, of what ends: it is the same tomorrow. */
export function withoutDays(message: string): string {
  return message.replace(/\b(ends|ended) (in )?(less than a day|\d+ days?)( ago)?/g, "$1");
}

/** How a finding stands to a baseline. */
export function stateIn({ findings }: Baseline, { rule, subject, message }: Finding): BaselineState {
  const there = findings.filter((k) => k.rule === rule && k.subject === subject);
  if (there.some((k) => withoutDays(k.message) === withoutDays(message))) return "known";
  return there.length > 0 ? "changed" : "new";
}

/** Reads a baseline. */
export function readBaseline(io: Io, path: string): Baseline {
  const text = readIfThere(io, path);
  const again = `write it again with --write-baseline ${path}`;
  if (text === undefined) throw new CannotRun(`${path} is not there: ${again}`);
  const content = parseJson(path, text, again) as { schemaVersion?: unknown; findings?: unknown } | null;
  if (content?.schemaVersion !== VERSION || !Array.isArray(content.findings)) {
    throw new CannotRun(`${path} is no baseline of this version of aks-entra: ${again}`);
  }
  return { findings: content.findings as Kept[] };
}

/** The text of a baseline of these findings; those that are acknowledged need none. */
export function baselineText(findings: readonly Finding[]): string {
  const open = findings.filter((f) => f.acknowledged === undefined);
  const kept = open.map(({ rule, subject, message }) => ({ rule, subject, message }));
  return sortedJson({ schemaVersion: VERSION, findings: kept });
}

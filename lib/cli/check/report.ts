import type { AccessModel, Finding, Severity } from "../../access";
import { sortFindings } from "../../access/checks";
import { type GuardrailReport, datedFindings, datedUnknowns, explanationOf, guard } from "../../guardrails";
import { type Baseline, type BaselineState, stateIn } from "./baseline";

/** From which severity on a finding stops; `none` stops for nothing. */
export const FAIL_ON = ["error", "warning", "info", "none"] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** A finding as `check` shows it. */
export interface Item extends Finding {
  /** Whether it was there when the baseline was written; null without a baseline. */
  readonly state: BaselineState | null;
  /** Whether it gives exit code 1. */
  readonly stops: boolean;
  /** What the rule asks for, in one line; its id again for a check of somebody else. */
  readonly title: string;
}

/** Everything that `check` has to say, before it takes a form. */
export interface CheckReport {
  /** By severity, rule and subject; acknowledged ones are among them. */
  readonly items: readonly Item[];
  readonly unknown: GuardrailReport["unknown"];
  /** How many findings of the baseline are no longer there; null without a baseline. */
  readonly gone: number | null;
  readonly failOn: FailOn;
  /** Names of the stacks that were looked at. */
  readonly stacks: readonly string[];
}

const RANK: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

/** Looks at the models with every rule, as of a day. */
export function reportOf(
  models: readonly AccessModel[],
  now: Date,
  failOn: FailOn,
  baseline: Baseline | undefined,
): CheckReport {
  const guarded = guard(models, { now: now.toISOString() });
  const findings = sortFindings([...guarded.findings, ...datedFindings(models, now.toISOString())]);
  const limit = failOn === "none" ? Infinity : RANK[failOn];
  const items = findings.map((finding): Item => {
    const state = baseline === undefined || finding.acknowledged ? null : stateIn(baseline, finding);
    const stops = RANK[finding.severity] >= limit && finding.acknowledged === undefined && state !== "known";
    return { ...finding, state, stops, title: titleOf(finding.rule) };
  });
  const found = items.filter((i) => i.acknowledged === undefined);
  const gone = baseline?.findings.filter((b) => !found.some((f) => f.rule === b.rule && f.subject === b.subject));
  return {
    items,
    unknown: [...guarded.unknown, ...datedUnknowns(models)],
    gone: gone?.length ?? null,
    failOn,
    stacks: models.map((m) => m.stack).sort(),
  };
}

/** What a rule asks for. */
export function titleOf(rule: string): string {
  return explanationOf(rule)?.title ?? rule;
}

/** `2 errors, 1 warning, 3 acknowledged; 12 things not checkable here`. */
export function summaryOf({ items, unknown, gone }: CheckReport): string {
  const open = items.filter((i) => i.acknowledged === undefined);
  const counts = (["error", "warning", "info"] as const).flatMap((severity) => {
    const n = open.filter((i) => i.severity === severity).length;
    return n === 0 ? [] : [`${n} ${severity}${n === 1 || severity === "info" ? "" : "s"}`];
  });
  const acknowledged = items.length - open.length;
  const parts = [
    ...(counts.length === 0 ? ["no findings"] : counts),
    ...(acknowledged > 0 ? [`${acknowledged} acknowledged`] : []),
  ];
  const known = open.filter((i) => i.state === "known").length;
  const baseline = gone === null ? "" : `; ${known} known from the baseline, ${gone} of it no longer found`;
  const blind = unknown.length === 0 ? "" : `; ${unknown.length} not checkable here`;
  return `${parts.join(", ")}${baseline}${blind}`;
}

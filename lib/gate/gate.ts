import { ErrorCode } from "../core/error-codes";
import { Problems } from "../core/validation-error";
import { type GateException, exceptionFor, isInForce } from "./allow";
import { isCreated, isDeleted, isForgotten, isReplaced, isUpdated } from "./change";
import type { GateFinding, GateRuleId } from "./finding";
import type { Plan } from "./plan";
import { rules } from "./rules";

/** What a gate is asked. */
export interface GateOptions {
  /** When it is judged: whether an exception counts, and whether an assignment has begun or is about to end. */
  readonly now: Date;
  /** Every entry has to be an import that changes nothing. @default false */
  readonly adoption?: boolean;
  /** With `adoption`: so many imports are expected. @default - at least one */
  readonly imports?: number;
  /** So many people may lose something in one plan. @default 5 */
  readonly maxRemovals?: number;
  /** What is let through. @default - nothing */
  readonly exceptions?: readonly GateException[];
}

/** How many entries of each kind a plan has; data sources are not counted. */
export interface PlanCounts {
  readonly import: number;
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
  readonly forget: number;
}

/** What a gate says to a plan. */
export interface GateReport {
  /** `refused` if something certain is not let through, `unknown` if nothing is but something can't be seen. */
  readonly verdict: "fine" | "refused" | "unknown";
  readonly counts: PlanCounts;
  /** What is not let through, by rule and address. */
  readonly findings: readonly GateFinding[];
  /** What would not be let through, without an exception. */
  readonly allowed: readonly { readonly finding: GateFinding; readonly exception: GateException }[];
  /** Exceptions that are past their end, or that nothing needed. */
  readonly warnings: readonly string[];
}

const MAX_REMOVALS = 5;

/**
 * Says whether a plan may be applied: it breaks no access, and opens no gate.
 *
 * Pure: the same plan and options give the same report.
 *
 * @throws ValidationError GATE_OPTION
 */
export function gate(plan: Plan, options: GateOptions): GateReport {
  const { now, adoption = false, imports, maxRemovals = MAX_REMOVALS, exceptions = [] } = options;
  const problems = Problems.none();
  if (!Number.isSafeInteger(maxRemovals) || maxRemovals < 0) {
    problems.add(ErrorCode.GATE_OPTION, "maxRemovals", `${maxRemovals} is no number of people; allowed: 0 or more`);
  }
  if (imports !== undefined && (!Number.isSafeInteger(imports) || imports < 0)) {
    problems.add(ErrorCode.GATE_OPTION, "imports", `${imports} is no number of imports; allowed: 0 or more`);
  }
  problems.throwIfAny();

  const inForce = exceptions.filter((e) => isInForce(e, now));
  const used = new Set<GateException>();
  const isAllowed = (rule: GateRuleId, address: string): boolean => {
    // one without an address lets the whole count through, below; one with an address leaves its people out of it
    const exception = inForce.find((e) => e.rule === rule && e.address === address);
    if (exception) used.add(exception);
    return exception !== undefined;
  };
  const found = [
    ...incomplete(plan),
    ...rules.flatMap((rule) => rule(plan, { now, adoption, imports, maxRemovals, isAllowed })),
  ].sort(byRuleAndAddress);
  const findings: GateFinding[] = [];
  const allowed: { finding: GateFinding; exception: GateException }[] = [];
  for (const finding of found) {
    const exception = exceptionFor(finding, inForce);
    if (exception === undefined) findings.push(finding);
    else allowed.push({ finding, exception });
    if (exception) used.add(exception);
  }
  return {
    verdict: findings.some((f) => f.certainty === "yes") ? "refused" : findings.length > 0 ? "unknown" : "fine",
    counts: countsOf(plan),
    findings,
    allowed,
    warnings: exceptions.flatMap((e) => warningOf(e, isInForce(e, now), used.has(e))),
  };
}

function warningOf(exception: GateException, inForce: boolean, used: boolean): string[] {
  const { rule, kind, address } = exception;
  const of = [kind === undefined ? rule : `${rule} (${kind})`, address].filter(Boolean).join(" of ");
  if (!inForce) return [`The exception for ${of} ended on ${exception.until} and does not count.`];
  return used ? [] : [`The exception for ${of} matches nothing in this plan; take it out if it is done.`];
}

/** A plan that leaves something out hides what a rule would see. */
function incomplete(plan: Plan): GateFinding[] {
  const common = { rule: "plan-incomplete", address: null, certainty: "unknown" } as const;
  if (plan.errored) {
    return [
      {
        ...common,
        message: "Making this plan ended with an error, so entries may be missing.",
        fix: "Mend the error, and plan anew.",
      },
    ];
  }
  if (plan.complete) return [];
  return [
    {
      ...common,
      message: "This plan leaves something for a later one: it is limited by -target, or puts changes off.",
      fix: "Plan without -target; gate the later plan as well.",
    },
  ];
}

function byRuleAndAddress(a: GateFinding, b: GateFinding): number {
  const key = ({ certainty, rule, address, kind = "" }: GateFinding) =>
    `${certainty === "yes" ? 0 : 1} ${address === null ? 0 : 1} ${rule} ${address ?? ""} ${kind}`;
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}

function countsOf(plan: Plan): PlanCounts {
  const managed = plan.changes.filter((c) => c.mode === "managed");
  const count = (is: (c: Plan["changes"][number]) => boolean) => managed.filter(is).length;
  return {
    import: count((c) => c.imported),
    create: count((c) => isCreated(c) && !isReplaced(c)),
    update: count(isUpdated),
    replace: count(isReplaced),
    delete: count((c) => isDeleted(c) && !isReplaced(c)),
    forget: count((c) => isForgotten(c) && !isReplaced(c)),
  };
}

import { type Finding, demote, sortFindings, tonightOf } from "../access/checks";
import { expectationReport } from "../access/expectations";
import type { AccessModel } from "../access/model";
import { Acknowledgements } from "./acknowledgements";
import { catalogue } from "./catalogue";
import { TONIGHT_RULE } from "./notices";
import { type Profile, isDoubt, severityIn } from "./rule";
import { sceneOf } from "./scene";

/** How the rules are applied. */
export interface GuardOptions {
  /**
   * One profile for everything.
   *
   * @default - of each finding that of its subject's stack; `recommended` where that says nothing
   */
  readonly profile?: Profile;
  /**
   * The reason why errors are warnings for tonight.
   *
   * @default - what synth was told, as the models have it
   */
  readonly tonight?: string;
  /**
   * The day, RFC 3339: acknowledgements that ended before it count no longer.
   *
   * @default - none: every acknowledgement counts, so that what synth writes does not depend on the day
   */
  readonly now?: string;
}

/** Something that could not be checked here: only the tenant knows. */
export interface Unchecked {
  readonly rule: string;
  readonly subject: string;
  readonly source?: string;
  /** Why not. */
  readonly reason: string;
}

/** What the rules say about an app. */
export interface GuardrailReport {
  /** What they found, by severity, rule and subject; acknowledged findings are among them, marked. */
  readonly findings: readonly Finding[];
  /** What could not be checked here. */
  readonly unknown: readonly Unchecked[];
  /** The reason why errors are warnings for tonight; null if they are not. */
  readonly tonight: string | null;
}

/** Looks at the models of all the stacks of an app with every rule, and holds what the files expect against them. */
export function guard(models: readonly AccessModel[], options: GuardOptions = {}): GuardrailReport {
  const scene = sceneOf(models);
  const byStack = new Map(models.map((m) => [m.stack, m]));
  const acknowledgements = new Acknowledgements(models, options.now);
  const tonight = options.tonight ?? tonightOf(models);
  const findings: Finding[] = [];
  const unknown: Unchecked[] = [];
  for (const rule of catalogue) {
    for (const verdict of rule.evaluate(scene)) {
      const { id: subject, source } = verdict.entry;
      if (isDoubt(verdict)) {
        unknown.push({ rule: rule.id, subject, source, reason: verdict.unknown });
        continue;
      }
      const stack = byStack.get(scene.stackOf(subject) ?? "");
      const profile = options.profile ?? stack?.guardrails[0]?.profile ?? "recommended";
      const severity = severityIn(rule.cases[verdict.case], profile);
      if (severity === null) continue;
      const finding = { rule: rule.id, severity, subject, source, message: verdict.says, fix: verdict.fix };
      findings.push(acknowledgements.applyTo(finding, stack));
    }
  }
  const expected = expectationReport(models, scene);
  unknown.push(...expected.unknown);
  for (const { through, ...finding } of expected.findings) {
    const names = (on: string) => through.includes(scene.idOf(on));
    findings.push(acknowledgements.applyTo(finding, byStack.get(scene.stackOf(finding.subject) ?? ""), names));
  }
  findings.push(...acknowledgements.unused(unknown));
  if (tonight !== undefined) findings.push(loud(tonight));
  return {
    findings: sortFindings(findings.map((f) => demote(f, tonight))),
    unknown: unknown
      .map((u) => ({ u, key: `${u.rule} ${u.subject} ${u.reason}` }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
      .map(({ u }) => u),
    tonight: tonight ?? null,
  };
}

/** What is shown with every stack while errors are only warnings. */
function loud(tonight: string): Finding {
  return {
    rule: TONIGHT_RULE,
    severity: "warning",
    subject: "",
    message: `ERRORS ARE ONLY WARNINGS, for this reason: ${tonight}`,
    fix: "take the switch away again when it is done",
  };
}

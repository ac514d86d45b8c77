import type { AccessModel } from "./model";

/**
 * How serious a finding is: an error stops every command of the app, a warning and an information are shown. One that
 * is acknowledged stops nothing.
 */
export type Severity = "error" | "warning" | "info";

/** Something that works and is unsafe, or worth knowing. */
export interface Finding {
  /** The rule that found it. */
  readonly rule: string;
  readonly severity: Severity;
  /** The id of the entry that it is about; it is shown at that construct. */
  readonly subject: string;
  /** One sentence with the joined facts. */
  readonly message: string;
  /** What to do about it, in the words of whoever wrote the file or the program. */
  readonly fix?: string;
  /** Where it is written, `config/article.yaml:12:5`, where a config file says it. */
  readonly source?: string;
  /** Somebody has looked at it and said why it may stay. */
  readonly acknowledged?: Acknowledgement;
  /** It would be an error; this is the reason why errors are warnings for tonight. */
  readonly tonight?: string;
}

/** Why a finding may stay, and the last day, `2027-03-31`, of that; null if there is none. */
export interface Acknowledgement {
  readonly reason: string;
  readonly until: string | null;
}

/** A pure function from the models of all the stacks of an app to what it found. */
export type Check = (models: readonly AccessModel[]) => readonly Finding[];

const SLOT = Symbol.for("cdktf-aks-entra/checks");
const store = globalThis as { [SLOT]?: Set<Check> };

/**
 * The slot for what runs on the model at the end of every synth.
 *
 * The package's entry fills it, so that checks run when somebody merely uses a construct, and no construct needs to
 * know of them. It is shared by every copy of this package in the process. Gives back a function that empties the
 * slot of this check again.
 */
export function registerCheck(check: Check): () => void {
  const checks = (store[SLOT] ??= new Set());
  checks.add(check);
  return () => void checks.delete(check);
}

/** Whether any check is registered; without one, nobody has to look at the whole app. */
export function hasChecks(): boolean {
  return (store[SLOT]?.size ?? 0) > 0;
}

/** What all registered checks find, by severity, rule and subject; errors are warnings where the models say so. */
export function runChecks(models: readonly AccessModel[]): Finding[] {
  const tonight = tonightOf(models);
  return sortFindings([...(store[SLOT] ?? [])].flatMap((check) => check(models)).map((f) => demote(f, tonight)));
}

/** Findings by severity, rule and subject. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const key = (f: Finding) =>
    `${f.severity === "error" ? 0 : f.severity === "warning" ? 1 : 2} ${f.rule} ${f.subject} ${f.message}`;
  return findings
    .map((f) => ({ f, key: key(f) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ f }) => f);
}

/**
 * A finding in one line: an error with what to do about it, a warning in brief, with the place where one is known.
 *
 * What is acknowledged says so first, and so does what would be an error without tonight's switch.
 */
export function findingText({ rule, severity, message, fix, source, acknowledged, tonight }: Finding): string {
  const until = acknowledged?.until ? ` until ${acknowledged.until}` : "";
  const first = acknowledged
    ? `acknowledged${until} (${acknowledged.reason}): `
    : tonight
      ? "AN ERROR, LET THROUGH: "
      : "";
  const then = severity === "error" && !acknowledged && fix !== undefined ? `; fix: ${fix}` : "";
  return `${rule} ${first}${message}${then}${source === undefined ? "" : ` (${source})`}`;
}

/** The reason why errors are warnings for tonight, if the models were written so. */
export function tonightOf(models: readonly AccessModel[]): string | undefined {
  return models.map((m) => m.tonight).find((reason) => reason !== undefined);
}

/** An error as the warning that it is for tonight; anything else as it is. */
export function demote(finding: Finding, tonight: string | undefined): Finding {
  if (tonight === undefined || finding.severity !== "error" || finding.acknowledged) return finding;
  return { ...finding, severity: "warning", tonight };
}

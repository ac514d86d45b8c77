import type { AccessModel } from "./model";

/** How serious a finding is: an error stops every command of the app, a warning and an information are shown. */
export type Severity = "error" | "warning" | "info";

/** Something that works and is unsafe, or worth knowing. */
export interface Finding {
  /** The rule that found it. */
  readonly rule: string;
  readonly severity: Severity;
  /** The id of the entry that it is about; it is shown at that construct. */
  readonly subject: string;
  /** One sentence with the joined facts, and the fix. */
  readonly message: string;
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

/** What all registered checks find, by severity, rule and subject. */
export function runChecks(models: readonly AccessModel[]): Finding[] {
  const key = (f: Finding) =>
    `${f.severity === "error" ? 0 : f.severity === "warning" ? 1 : 2} ${f.rule} ${f.subject} ${f.message}`;
  return [...(store[SLOT] ?? [])]
    .flatMap((check) => check(models))
    .map((f) => ({ f, key: key(f) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ f }) => f);
}

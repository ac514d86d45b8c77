import type { AccessModel } from "../../lib/access";
import { type GuardOptions, guard } from "../../lib/guardrails";
import { model } from "../support/models";

export { TENANT_KNOWS } from "../support/models";

/** What one rule finds in models: `severity subject: message`. */
export function found(
  rule: string,
  models: AccessModel | readonly AccessModel[],
  options: GuardOptions = {},
): string[] {
  return guard([models].flat(), options)
    .findings.filter((f) => f.rule === rule)
    .map((f) => `${f.acknowledged ? "acknowledged " : ""}${f.severity} ${f.subject}: ${f.message}`);
}

/** What one rule cannot check in models: `subject: reason`. */
export function unchecked(rule: string, models: AccessModel | readonly AccessModel[]): string[] {
  return guard([models].flat())
    .unknown.filter((u) => u.rule === rule)
    .map((u) => `${u.subject}: ${u.reason}`);
}

/** What one rule says to do. */
export function fixes(
  rule: string,
  models: AccessModel | readonly AccessModel[],
  options: GuardOptions = {},
): (string | undefined)[] {
  const all = guard([models].flat(), options).findings.filter((f) => f.rule === rule);
  return [...new Set(all.map((f) => f.fix))];
}

/** So many things. */
export function many<T>(n: number, make: (i: number) => T): T[] {
  return Array.from({ length: n }, (_, i) => make(i));
}

/** A model of a stack `s` with its guardrails. */
export function guarded(
  parts: Partial<AccessModel>,
  acknowledge: AccessModel["guardrails"][number]["acknowledge"],
  profile: AccessModel["guardrails"][number]["profile"] = "recommended",
): AccessModel {
  return model({ ...parts, guardrails: [{ id: "s/.guardrails", source: "config/s.yaml:9:1", profile, acknowledge }] });
}

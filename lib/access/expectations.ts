import type * as Answers from "./broken";
import type { Finding } from "./checks";
import { type Estate, estateOf } from "./estate";
import type { AccessModel } from "./model";

/** The rule under which broken expectations are shown. */
export const EXPECT = "EXPECT";

/** An expectation of which only the tenant knows whether it holds. */
export interface OpenExpectation {
  readonly rule: typeof EXPECT;
  readonly subject: string;
  readonly source?: string;
  readonly reason: string;
}

/** An expectation that is broken. */
export interface BrokenExpectation extends Finding {
  /** Joined ids of the principals, groups and clusters that every way which breaks it goes through. */
  readonly through: readonly string[];
}

/** What became of all expectations. */
export interface ExpectationReport {
  readonly findings: readonly BrokenExpectation[];
  readonly unknown: readonly OpenExpectation[];
}

/**
 * Holds every expectation of the models against all of them together: those that are broken, with a path that breaks
 * each, and those of which only the tenant knows.
 *
 * @param estate the models, joined, where that is done already
 */
export function expectationReport(models: readonly AccessModel[], estate?: Estate): ExpectationReport {
  const stated = models.flatMap((m) => m.expectations.map((expectation) => ({ expectation, stack: m })));
  if (stated.length === 0) return { findings: [], unknown: [] };
  const joined = estate ?? estateOf(models);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- lazy: most files expect nothing
  const { cannotReport, adminsReport } = require("./broken") as typeof Answers;
  const reports = stated.map(({ expectation, stack }) => [
    ...(expectation.cannot === undefined ? [] : [cannotReport(joined, expectation, expectation.cannot)]),
    ...(expectation.noStandingClusterAdmins ? [adminsReport(joined, expectation, stack)] : []),
  ]);
  return {
    findings: reports.flat().flatMap((r) => r.findings),
    unknown: reports.flat().flatMap((r) => r.unknown),
  };
}

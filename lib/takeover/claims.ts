import { thingAt } from "../access/takeover";
import { type Findings, other } from "./result";

/** What came of looking for what one stack declares. */
export interface Claim {
  readonly stack: string;
  readonly findings: Findings;
}

/**
 * The same findings without what several addresses would take: one thing has one address, in one stack, or two states
 * would change and delete it by turns. None of them gets it.
 */
export function withoutShared<T extends Claim>(claims: readonly T[]): T[] {
  const holders = new Map<string, string[]>();
  for (const { stack, findings } of claims) {
    for (const { address, outcome } of findings.results) {
      if (outcome.is !== "found") continue;
      const thing = thingAt(address, outcome.id);
      holders.set(thing, [...(holders.get(thing) ?? []), `${address} of ${stack}`]);
    }
  }
  return claims.map((claim) => {
    const results = claim.findings.results.map((result) => {
      const { address, outcome } = result;
      if (outcome.is !== "found") return result;
      const all = holders.get(thingAt(address, outcome.id)) ?? [];
      const others = all.filter((one) => one !== `${address} of ${claim.stack}`);
      if (others.length === 0) return result;
      return {
        ...result,
        outcome: other(`${outcome.id} would be ${others.join(" and ")} as well; one thing has one address`),
      };
    });
    return { ...claim, findings: { ...claim.findings, results } };
  });
}

import { catalogue } from "./catalogue";
import { type Notice, notices } from "./notices";
import type { Case, Rule } from "./rule";

/** What stands in front of a finding, in words: a rule of the catalogue, or what is shown beside them. */
export interface Explanation extends Omit<Notice, "cases"> {
  readonly cases: readonly Case[];
  /** Where that can be read; nothing for what is about the files themselves. */
  readonly sources: readonly string[];
}

const ofRule = ({ id, title, on, cases, why, fix, sources }: Rule): Explanation => {
  return { id, title, on, cases: Object.values(cases), why, fix, sources };
};

/** One for each id that a finding can have: the rules in the order of the docs, then the others. */
export const explanations: readonly Explanation[] = [
  ...catalogue.map(ofRule),
  ...notices.map((n): Explanation => ({ ...n, sources: [] })),
];

/** What an id means. */
export function explanationOf(id: string): Explanation | undefined {
  return explanations.find((e) => e.id === id);
}

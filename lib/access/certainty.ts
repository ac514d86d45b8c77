import { type Fact, isUnknown } from "./model";

/** Yes, no, or what only the tenant knows. */
export type Certainty = "yes" | "no" | "unknown";

/** Yes if one is yes, else unknown if one is unknown, else no. */
export function anyOf(answers: readonly Certainty[]): Certainty {
  if (answers.includes("yes")) return "yes";
  return answers.includes("unknown") ? "unknown" : "no";
}

/** No if one is no, else unknown if one is unknown, else yes. */
export function allOf(answers: readonly Certainty[]): Certainty {
  if (answers.includes("no")) return "no";
  return answers.includes("unknown") ? "unknown" : "yes";
}

/** Whether a fact is so, as far as it is known. */
export function is<T>(fact: Fact<T>, test: (value: T) => boolean): Certainty {
  return isUnknown(fact) ? "unknown" : test(fact) ? "yes" : "no";
}

/** Yes, no, or unknown. */
export type Answer = "yes" | "no" | "unknown";

/** Yes if one is, no if none is. */
export function any(answers: readonly Answer[]): Answer {
  if (answers.includes("yes")) return "yes";
  return answers.includes("unknown") ? "unknown" : "no";
}

/** Yes if each is, no if one is not. */
export function all(answers: readonly Answer[]): Answer {
  if (answers.includes("no")) return "no";
  return answers.includes("unknown") ? "unknown" : "yes";
}

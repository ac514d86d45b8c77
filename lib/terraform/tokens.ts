import { Lazy, Token } from "cdktf";

/** Tells whether a value is known at synth: a literal, or a list of literals. An L1 getter never is. */
export function isKnown(value: unknown): boolean {
  if (Array.isArray(value)) return !Token.isUnresolved(value) && value.every(isKnown);
  return !Token.isUnresolved(value) && !(typeof value === "string" && value.includes("${"));
}

/** A literal as a fact, a token as unknown. */
export function factOf<T>(value: T, why = "known to Terraform only"): T | { unknown: string } {
  return isKnown(value) ? value : { unknown: why };
}

/**
 * A text as part of an expression of Terraform's, `${…}`.
 *
 * The functions of the framework take a reference that somebody wrote out, or a late value, for something else: what
 * they make of those Terraform refuses. So what the text is gets asked at the end of synth.
 */
export function expressionOf(text: string, write: (operand: string) => string): string {
  return Lazy.stringValue({ produce: (context) => `\${${write(operandOf(context.resolve(text) as string))}}` });
}

/** A text as an operand: the reference itself if there is nothing else in it. */
export function operandOf(text: string): string {
  const [, reference] = /^\$\{([^{}]*)\}$/.exec(text) ?? [];
  return reference ?? `"${text}"`;
}

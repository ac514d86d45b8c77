import { Token } from "cdktf";

/** Tells whether a value is known at synth: a literal, or a list of literals. An L1 getter never is. */
export function isKnown(value: unknown): boolean {
  if (Array.isArray(value)) return !Token.isUnresolved(value) && value.every(isKnown);
  return !Token.isUnresolved(value) && !(typeof value === "string" && value.includes("${"));
}

/** A literal as a fact, a token as unknown. */
export function factOf<T>(value: T, why = "known to Terraform only"): T | { unknown: string } {
  return isKnown(value) ? value : { unknown: why };
}

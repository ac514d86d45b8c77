/**
 * Matchers for jest: who may do what, who is administrator without activating, what every way in asks for, and what
 * the guardrails find; and a snapshot of the access, made for code review.
 *
 * Importing this adds the matchers to jest's `expect` where that is a global.
 */
export { type AccessMatchers, accessMatchers } from "./jest";
export type { ExpectedFinding, MatcherOptions } from "./matchers";
export { accessSnapshot } from "./snapshot";

import type { Plan } from "./plan";

/** What a gate refuses, by the name that an exception uses. */
export type GateRuleId =
  | "group-deleted"
  | "group-replaced"
  | "cluster-deleted"
  | "cluster-replaced"
  | "policy-deleted"
  | "policy-replaced"
  | "settings-created"
  | "settings-loosened"
  | "policy-loosened"
  | "cluster-loosened"
  | "cluster-admins-changed"
  | "people-removed"
  | "not-adopted"
  | "plan-incomplete";

/** One reason not to apply a plan. */
export interface GateFinding {
  readonly rule: GateRuleId;
  /** The resource, or null if it is about the plan as a whole. */
  readonly address: string | null;
  /** The name that people see, where the resource has one. */
  readonly name?: string;
  /** `unknown`: what decides it is only known after the apply, or cannot be compared. */
  readonly certainty: "yes" | "unknown";
  /** What would happen. */
  readonly message: string;
  /** What to do instead. */
  readonly fix: string;
}

/** What a rule may ask for beside the plan. */
export interface RuleOptions {
  /** So many people may lose something in one plan. */
  readonly maxRemovals: number;
  /** Every entry has to be an import that changes nothing. */
  readonly adoption: boolean;
  /** Tells whether somebody allowed this; for a rule that counts. */
  readonly isAllowed: (rule: GateRuleId, address: string) => boolean;
}

/** A pure function from a plan to reasons not to apply it. */
export type GateRule = (plan: Plan, options: RuleOptions) => readonly GateFinding[];

/** What is weaker than before, and whether that is certain. */
export interface Loosening {
  readonly what: string;
  readonly certainty: "yes" | "unknown";
}

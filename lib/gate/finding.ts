import type { Plan } from "./plan";

/** What a gate refuses, by the name that an exception uses. */
export type GateRuleId =
  | "group-deleted"
  | "group-replaced"
  | "cluster-deleted"
  | "cluster-replaced"
  | "policy-deleted"
  | "policy-replaced"
  | "resource-group-deleted"
  | "resource-group-replaced"
  | "group-changed"
  | "policy-locks-out"
  | "location-widened"
  | "strength-loosened"
  | "role-changed"
  | "condition-dropped"
  | "settings-created"
  | "settings-loosened"
  | "policy-loosened"
  | "cluster-loosened"
  | "cluster-admins-changed"
  | "people-removed"
  | "people-shortened"
  | "people-to-eligible"
  | "not-adopted"
  | "plan-incomplete";

/** One reason not to apply a plan. */
export interface GateFinding {
  readonly rule: GateRuleId;
  /** The resource, or null if it is about the plan as a whole. */
  readonly address: string | null;
  /** What kind of loosening, for a rule that knows several; one of `KINDS`. */
  readonly kind?: string;
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
  /** When the plan is judged. */
  readonly now: Date;
  /** So many people may lose something in one plan. */
  readonly maxRemovals: number;
  /** Every entry has to be an import that changes nothing. */
  readonly adoption: boolean;
  /** So many imports are expected of a take-over. @default - at least one */
  readonly imports?: number;
  /** Tells whether somebody allowed this; for a rule that counts. */
  readonly isAllowed: (rule: GateRuleId, address: string) => boolean;
}

/** A pure function from a plan to reasons not to apply it. */
export type GateRule = (plan: Plan, options: RuleOptions) => readonly GateFinding[];

/** The kinds of loosening that a rule tells apart: an exception is about one of them. */
export const KINDS: Partial<Readonly<Record<GateRuleId, readonly string[]>>> = {
  "policy-loosened": ["state", "grant", "scope", "session"],
  "policy-locks-out": ["block", "exclusion"],
  "group-changed": ["membership-rule", "security"],
  "settings-loosened": ["length", "approval", "mfa", "justification", "ticket", "notifications"],
  "cluster-loosened": ["local-accounts", "azure-rbac", "run-command", "network", "tenant"],
  "cluster-admins-changed": ["added", "removed"],
};

/** What is weaker than before, and whether that is certain. */
export interface Weaker {
  readonly what: string;
  readonly certainty: "yes" | "unknown";
}

/** The same, and of which kind it is. */
export interface Loosening extends Weaker {
  readonly kind: string;
}

/** One finding for each kind of loosening, what is certain apart from what is not. */
export function findingsOf(
  found: readonly Loosening[],
  told: (
    whats: string,
    certainty: "yes" | "unknown",
  ) => Pick<GateFinding, "rule" | "address" | "name" | "message" | "fix">,
): readonly GateFinding[] {
  return (["yes", "unknown"] as const).flatMap((certainty) => {
    const those = found.filter((l) => l.certainty === certainty);
    return [...new Set(those.map(({ kind }) => kind))].map((kind): GateFinding => {
      const whats = those.filter((l) => l.kind === kind).map(({ what }) => what);
      return { ...told(whats.join("; "), certainty), kind, certainty };
    });
  });
}

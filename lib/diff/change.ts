import type { AccessPath, Mode } from "../access";
import type { MoreTime } from "./ends";

/** What may be new or weaker, and what each means; the words of `--fail-on`. */
export const CHANGE_KINDS = {
  "new-standing-admin":
    "somebody administers a whole cluster, or by a role can change it or its role assignments, without an activation",
  "new-eligible-admin": "somebody can become administrator of a whole cluster by an activation, and could not",
  "new-standing-access": "somebody has any other right without an activation, and had not",
  "new-eligible-access": "somebody can get any other right by an activation, and could not",
  "new-control-plane-access":
    "somebody can give himself access by changing a cluster, a group or a role in any other way, and could not",
  "longer-access": "the same access ends later or never, begins earlier, or is given once more",
  "weaker-gate": "less is asked for on the way: role settings, policies, what a cluster lets in",
  "weaker-guardrails": "a finding was acknowledged, an expectation dropped, or a profile lowered",
} as const;

/** One of the kinds of `CHANGE_KINDS`. */
export type ChangeKind = keyof typeof CHANGE_KINDS;

/** Somebody has a right that he had not, or has no longer one that he had; of longer access, with what is longer. */
export interface AccessChange extends MoreTime {
  /** Of a loss, the kind that the reverse would be. */
  readonly kind: ChangeKind;
  /** The way, in the models that have it. */
  readonly path: AccessPath;
  /** How he has, or had, the same right on the other side; null if not at all. */
  readonly otherwise: Mode | null;
}

/** One thing that is asked for on the way, before and after. */
export interface Aspect {
  /** `approval`, `longest activation`, `state`. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** Something on the way asks for less, or for more, than it did. */
export interface GateChange {
  readonly kind: "weaker-gate" | "weaker-guardrails";
  /** Id of what changed: role settings, a policy, a cluster, a group, guardrails. */
  readonly subject: string;
  readonly aspects: readonly Aspect[];
  /** The ways that lead through it, in the models that have the weaker side. */
  readonly paths: readonly AccessPath[];
  /** It is another way to what somebody has already, and asks for less than each of those that he has. */
  readonly another: boolean;
}

/** Something that may be a change, and why nobody can tell here. */
export interface DiffDoubt {
  /** Id of what it is about. */
  readonly subject: string;
  /** What may have changed. */
  readonly what: string;
  /** Why it is not known. */
  readonly reasons: readonly string[];
  /** The way it is about, if it is one. */
  readonly path?: AccessPath;
}

/** What changes between two states of an app's models. Ids are those of the models that have the thing. */
export interface AccessDiff {
  readonly gains: readonly AccessChange[];
  readonly losses: readonly AccessChange[];
  readonly weaker: readonly GateChange[];
  readonly stronger: readonly GateChange[];
  readonly unknown: readonly DiffDoubt[];
  /** Names of stacks that are new, and of those that are gone. */
  readonly stacks: { readonly added: readonly string[]; readonly removed: readonly string[] };
}

/** The kinds of a diff that a pipeline may stop for. */
export function kindsOf(diff: AccessDiff): ReadonlySet<ChangeKind> {
  return new Set([...diff.gains, ...diff.weaker].map((c) => c.kind));
}

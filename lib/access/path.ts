import type { Fact } from "./model";

/** What makes one step of a path. */
export type HopKind = "member" | "eligible" | "active" | "owner" | "emergency" | "deployer";

/** One step: into a group, or, for the identity that applies a stack, to what the stack makes. */
export interface Hop {
  readonly kind: HopKind;
  /** Joined id of the group; of the cluster, for a deployer that changes one. */
  readonly group: string;
  /** Eligible and active assignments are for membership or for ownership; an owner can make himself a member. */
  readonly accessId: "member" | "owner";
  /** Id of the entry that says so: the group for its members and owners, else the assignment, deployer or emergency access. */
  readonly entry: string;
  /** When the assignment ends, as it is written; null where nothing ends. */
  readonly ends: Fact<string> | null;
  /** When the assignment begins, where it says so; else at apply. */
  readonly starts?: Fact<string>;
  /** How often the assignment was given anew after its end; left out where it never was. */
  readonly renewal?: number;
}

/**
 * How somebody has a right.
 *
 * - `standing`: now, with nothing to do for it.
 * - `active`: now, until an active assignment ends; nothing has to be activated, so it counts as standing.
 * - `eligible`: after an activation.
 * - `emergency`: an account of the emergency access.
 * - `control-plane`: not without changing the cluster, a group or a role: its owner, who applies the stack, who may
 *   change the cluster.
 */
export type Mode = "standing" | "eligible" | "active" | "emergency" | "control-plane";

/** What a path ends at. */
export interface Right {
  /**
   * - `cluster-admin`: everything inside Kubernetes, by the cluster's admin groups or its local administrator.
   * - `azure-role`: what an Azure role gives.
   * - `control-plane`: everything inside Kubernetes, by changing the cluster or who has access to it.
   */
  readonly kind: "cluster-admin" | "azure-role" | "control-plane";
  /** The role's GUID. */
  readonly role?: string;
  /** What a reader calls it. */
  readonly roleName: string;
  /** Joined id of the cluster. */
  readonly cluster: string;
  /** The namespace; null for the whole cluster. */
  readonly namespace: string | null;
  /** Id of the entry that gives it: a grant, or the cluster. */
  readonly entry: string;
}

/** What has to be done and approved before a membership or an ownership is active. */
export interface Activation {
  /** Joined id of the group. */
  readonly group: string;
  readonly accessId: "member" | "owner";
  /** Id of the role settings; null if nobody states them. */
  readonly settings: string | null;
  readonly maximum: Fact<string>;
  readonly mfa: Fact<boolean>;
  readonly authenticationContext: Fact<string | null>;
  readonly justification: Fact<boolean>;
  readonly ticket: Fact<boolean>;
  /** Joined ids; empty if nobody has to approve. */
  readonly approvers: Fact<readonly string[]>;
}

/** A Conditional Access policy on the way. */
export interface PolicyGate {
  /** Id of the policy. */
  readonly policy: string;
  readonly state: Fact<"enabled" | "disabled" | "enabledForReportingButNotEnforced">;
  readonly controls: Fact<readonly string[]>;
  readonly operator: Fact<"AND" | "OR">;
  readonly authenticationStrength: Fact<string | null>;
  readonly signInFrequency: Fact<string | null>;
  readonly deviceCodeOnly: Fact<boolean>;
  /** Whether it covers the sign-in: unknown where only the tenant knows who is in a group, or has a role. */
  readonly applies: "yes" | "unknown";
}

/** How long a right can be used at most, the rest of a token's life included. */
export type LongestUse =
  | { readonly kind: "endless" }
  /** So long after an activation, or after an active assignment began. */
  | {
      readonly kind: "window";
      readonly window: string;
      readonly minutes: { readonly from: number; readonly to: number };
    }
  /** Until a point in time, and so many minutes after it. */
  | { readonly kind: "until"; readonly until: string; readonly minutes: { readonly from: number; readonly to: number } }
  | { readonly kind: "unknown"; readonly unknown: string };

/** What stands between a principal and a right. */
export interface Gates {
  /** One for each activation on the way, in the order of the way. */
  readonly activations: readonly Activation[];
  readonly policies: {
    /** On a sign-in to AKS before anything is activated. */
    readonly before: readonly PolicyGate[];
    /** On a sign-in to AKS with everything on the way active. */
    readonly after: readonly PolicyGate[];
    /** On a sign-in to Azure Resource Manager: the kubeconfig, and every change of a cluster. */
    readonly azure: readonly PolicyGate[];
  };
  readonly longestUse: LongestUse;
}

/** One way in which a principal reaches a right. */
export interface AccessPath {
  /** Joined id of a user, a service principal, or a group of which only the tenant knows the members. */
  readonly principal: string;
  /** The steps; empty where the right is the principal's own. */
  readonly via: readonly Hop[];
  readonly mode: Mode;
  readonly right: Right;
  readonly gates: Gates;
  /** `unknown` where something on the way is; the reasons are in `unknowns`. */
  readonly certainty: "yes" | "unknown";
  readonly unknowns: readonly string[];
}

/** Which paths to give; all of them unless something is named. Ids may be any that the estate takes. */
export interface PathFilter {
  readonly principal?: string;
  readonly cluster?: string;
  /** Paths to rights in this namespace, those on the whole cluster included. */
  readonly namespace?: string;
}

/**
 * The access model: what the constructs of an app say about who gets in where, as plain data.
 *
 * Relations are by stable ids, which are construct paths; nothing in here is a token. What cannot be known at synth
 * is an `Unknown` with the reason, never a guess.
 */

/** The version of the form below; it grows when a reader of an older form would misread a newer file. */
export const MODEL_SCHEMA_VERSION = 1;

/** A fact that is not known at synth, and why. */
export interface Unknown {
  readonly unknown: string;
}

/** A fact, or the reason why it is not known. */
export type Fact<T> = T | Unknown;

/** Tells whether a fact is not known. */
export function isUnknown<T>(fact: Fact<T>): fact is Unknown {
  return typeof fact === "object" && fact !== null && !Array.isArray(fact) && "unknown" in fact;
}

/** What every entry has. */
export interface Entry {
  /** The construct path; other entries refer to it. */
  readonly id: string;
  /** Where it is written, `config/article.yaml:12:5`, where a config file says it. */
  readonly source?: string;
  /** Where it is one resource: its Terraform address in its stack, `azuread_group.operators`. */
  readonly address?: string;
}

/** Somebody or something that can be given access: a user, a service principal, or a group of either kind. */
export interface PrincipalEntry extends Entry {
  readonly type: "User" | "Group" | "ServicePrincipal";
  /** The object id; unknown where the directory gives it at apply. */
  readonly objectId: Fact<string>;
  /** The sign-in name, for a user that is looked up by it. */
  readonly userPrincipalName?: string;
}

/** A group, made or used. */
export interface GroupEntry extends Entry {
  /** The construct path that it had before a rename, if it says so. */
  readonly formerly?: string;
  readonly objectId: Fact<string>;
  readonly displayName: Fact<string>;
  /** `jit`: members come and go through PIM; `standing`: members are written down; `existing`: used only. */
  readonly kind: "jit" | "standing" | "existing";
  readonly roleAssignable: Fact<boolean>;
  /** Ids of principals. */
  readonly owners: Fact<readonly string[]>;
  /** Ids of principals. Of a just-in-time group, PIM decides: see the assignments. */
  readonly members: Fact<readonly string[]>;
  /** Where its members come from: written down, a rule, or the on-premises directory; those that we make are assigned. */
  readonly membership?: Fact<"assigned" | "dynamic" | "synced">;
}

/** PIM's role settings of a group, for its members or its owners. */
export interface RoleSettingsEntry extends Entry {
  /** Id of the group. */
  readonly group: string;
  readonly accessId: "member" | "owner";
  readonly activation: {
    readonly maximum: Fact<string>;
    readonly mfa: Fact<boolean>;
    readonly authenticationContext: Fact<string | null>;
    readonly justification: Fact<boolean>;
    readonly ticket: Fact<boolean>;
    /** Ids of principals; empty if no approval is asked for. */
    readonly approvers: Fact<readonly string[]>;
  };
  readonly eligible: { readonly expireAfter: Fact<string>; readonly permanentAllowed: Fact<boolean> };
  readonly active: {
    readonly expireAfter: Fact<string>;
    readonly permanentAllowed: Fact<boolean>;
    readonly justification: Fact<boolean>;
    readonly mfa: Fact<boolean>;
  };
  /** Mail addresses that are told, beside the default recipients. */
  readonly alerts: Fact<readonly string[]>;
}

/** An eligible or active assignment of PIM for Groups. */
export interface AssignmentEntry extends Entry {
  readonly group: string;
  readonly principal: string;
  readonly kind: "eligible" | "active";
  readonly accessId: "member" | "owner";
  readonly start: Fact<string | null>;
  /** An ISO duration, an RFC 3339 time, or `permanent`. */
  readonly expiration: Fact<string>;
  /** How often it was given anew after its end, 1 for the first time; left out where it never was. */
  readonly renewal?: number;
  readonly justification: Fact<string>;
  readonly ticket: Fact<{ readonly system: string; readonly number: string } | null>;
}

/** A Conditional Access policy. */
export interface PolicyEntry extends Entry {
  readonly displayName: Fact<string>;
  readonly state: Fact<"enabled" | "disabled" | "enabledForReportingButNotEnforced">;
  /** Ids of principals, `role:<template id>`, or `All`. */
  readonly include: Fact<readonly string[]>;
  readonly exclude: Fact<readonly string[]>;
  /** Client ids, or `All`. */
  readonly applications: Fact<readonly string[]>;
  /** Graph's names of the built-in controls. */
  readonly controls: Fact<readonly string[]>;
  readonly operator: Fact<"AND" | "OR">;
  readonly authenticationStrength: Fact<string | null>;
  /** `4h`; null if signing in once is enough. */
  readonly signInFrequency: Fact<string | null>;
  /** The policy applies to device code sign-ins only. */
  readonly deviceCodeOnly: Fact<boolean>;
  /** Authentication contexts that it targets, `c1`; the provider cannot write them. */
  readonly authenticationContexts?: Fact<readonly string[]>;
}

/** A cluster, made or used. */
export interface ClusterEntry extends Entry {
  readonly name: Fact<string>;
  readonly resourceGroup: Fact<string>;
  readonly subscriptionId: Fact<string>;
  readonly tenantId: Fact<string>;
  readonly kind: "made" | "existing";
  /** Names of the facts below that somebody said of a cluster that exists; they count, and are what to verify first. */
  readonly assumed?: readonly string[];
  /** People sign in with Microsoft Entra ID, and Kubernetes' own authorization is on. */
  readonly entraIntegration?: Fact<boolean>;
  readonly azureRbac: Fact<boolean>;
  readonly localAccountsDisabled: Fact<boolean>;
  readonly runCommandEnabled: Fact<boolean>;
  readonly privateCluster: Fact<boolean>;
  readonly authorizedIpRanges: Fact<readonly string[]>;
  readonly workloadIdentity: Fact<boolean>;
  readonly kubernetesVersion: Fact<string>;
  /** Ids of groups that are cluster administrators inside Kubernetes. */
  readonly adminGroups: Fact<readonly string[]>;
  /** Categories of the audit logs that are sent to a workspace. */
  readonly auditLogs: Fact<readonly string[]>;
  /** `external`: another stack grants the Cluster User role. */
  readonly clusterUserRole: "granted" | "external";
  /** The login mode of kubelogin that people are told to use. */
  readonly loginMode?: Fact<string>;
  /** What is made for it and has no entry of its own: its resource group, its audit logs. */
  readonly around?: readonly ResourceEntry[];
}

/** A resource of Azure's that says nothing about access. */
export interface ResourceEntry {
  /** Its Terraform address. */
  readonly address: string;
  /** Its resource id; of a diagnostic setting, `RESOURCE-ID|NAME`, as Terraform has it. */
  readonly resourceId: Fact<string>;
}

/** A role assignment on a cluster or a namespace of it. */
export interface GrantEntry extends Entry {
  readonly cluster: string;
  readonly principal: string;
  /** The role's GUID. */
  readonly role: Fact<string>;
  /** Its name, where it is one that we know. */
  readonly roleName: Fact<string>;
  /** The namespace; null for the whole cluster. */
  readonly namespace: string | null;
  /**
   * Where it is assigned, if that is neither the cluster nor a namespace of it: the resource group of its nodes, or
   * something above the cluster, from which the cluster inherits. Only who reads a tenant knows of such.
   */
  readonly scope?: "nodeResourceGroup" | "resourceGroup" | "subscription" | "managementGroup";
}

/** Accounts that no policy may lock out. */
export interface EmergencyAccessEntry extends Entry {
  readonly accounts: readonly string[];
  /** Id of the group that is cluster administrator on every cluster that this reaches. */
  readonly clusterAdmin?: string;
}

/** The identity that applies a stack. */
export interface DeployerEntry extends Entry {
  /** Id of the principal. */
  readonly principal: string;
}

/** Which rules apply to what a stack declares, and which of their findings somebody has looked at. */
export interface GuardrailsEntry extends Entry {
  readonly profile: "strict" | "recommended" | "article";
  readonly acknowledge: readonly {
    readonly rule: string;
    /** Id of what it is acknowledged for; null for everything in the stack. */
    readonly on: string | null;
    readonly reason: string;
    /** The last day; null if there is none. */
    readonly until: string | null;
    /** Where it is written, where a config file says it. */
    readonly source?: string;
  }[];
}

/** Something that must stay true. */
export interface ExpectationEntry extends Entry {
  readonly noStandingClusterAdmins?: boolean;
  readonly cannot?: {
    /** Id of a principal, or a sign-in name. */
    readonly principal: string;
    readonly verb: string;
    readonly resource: string;
    /** Id of a cluster. */
    readonly cluster: string;
    readonly namespace: string | null;
    readonly when: "standing" | "activated" | "ever";
  };
}

/** Something in a stack for which whoever plans or applies it needs rights. */
export type NeedEntry = TypeNeed | FeatureNeed | ActionNeed | StateNeed;

/** Resources, or data sources, of one type. */
export interface TypeNeed extends Entry {
  readonly kind: "resource" | "data";
  /** Terraform's type, `azuread_group`. */
  readonly type: string;
  /** Their Terraform addresses. */
  readonly addresses: readonly string[];
}

/** Something about a resource that its type alone does not say, and that needs more rights. */
export interface FeatureNeed extends Entry {
  readonly kind: "feature";
  /** `administrative-units`: the group is put into one. */
  readonly feature: "administrative-units";
}

/** An action on something that exists, which a resource is joined to: a subnet, a workspace. */
export interface ActionNeed extends Entry {
  readonly kind: "action";
  /** Azure's name of it, `Microsoft.Network/virtualNetworks/subnets/join/action`. */
  readonly action: string;
  /** The resource id of what is acted on. */
  readonly scope: Fact<string>;
}

/** Terraform state in an Azure storage account. */
export interface StateNeed extends Entry {
  readonly kind: "state";
  readonly resourceGroup: string;
  readonly storageAccount: string;
  readonly container: string;
}

/** What one construct says; any part may be left out. */
export interface Facts {
  readonly principals?: readonly PrincipalEntry[];
  readonly groups?: readonly GroupEntry[];
  readonly roleSettings?: readonly RoleSettingsEntry[];
  readonly assignments?: readonly AssignmentEntry[];
  /** Assignments that somebody said have ended: nobody has access by them, and Terraform forgets them. */
  readonly endedAssignments?: readonly AssignmentEntry[];
  readonly policies?: readonly PolicyEntry[];
  readonly clusters?: readonly ClusterEntry[];
  readonly grants?: readonly GrantEntry[];
  readonly emergencyAccess?: readonly EmergencyAccessEntry[];
  readonly deployers?: readonly DeployerEntry[];
  readonly guardrails?: readonly GuardrailsEntry[];
  readonly expectations?: readonly ExpectationEntry[];
  readonly needs?: readonly NeedEntry[];
}

/** Lists that a model has only where there is something in them. */
export type OptionalFacts = "endedAssignments" | "needs";

/** The access model of one stack, as `access-model.json` holds it. */
export interface AccessModel extends Required<Omit<Facts, OptionalFacts>>, Pick<Facts, OptionalFacts> {
  readonly schemaVersion: typeof MODEL_SCHEMA_VERSION;
  /** The stack's name. */
  readonly stack: string;
  /** Names of the stacks whose entries this one refers to. */
  readonly uses: readonly string[];
  /** The reason why errors among the findings were only warnings when this was written. */
  readonly tonight?: string;
}

/** The model of a stack from what its constructs said, in an order that depends on the ids alone. */
export function modelOf(stack: string, said: readonly Facts[], uses: readonly string[] = []): AccessModel {
  const all = <T extends Entry>(pick: (f: Facts) => readonly T[] | undefined): T[] =>
    said.flatMap((f) => pick(f) ?? []).sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const endedAssignments = all((f) => f.endedAssignments);
  const needs = all((f) => f.needs);
  return {
    schemaVersion: MODEL_SCHEMA_VERSION,
    stack,
    uses: [...uses].sort(),
    principals: all((f) => f.principals),
    groups: all((f) => f.groups),
    roleSettings: all((f) => f.roleSettings),
    assignments: all((f) => f.assignments),
    policies: all((f) => f.policies),
    clusters: all((f) => f.clusters),
    grants: all((f) => f.grants),
    emergencyAccess: all((f) => f.emergencyAccess),
    deployers: all((f) => f.deployers),
    guardrails: all((f) => f.guardrails),
    expectations: all((f) => f.expectations),
    ...(endedAssignments.length > 0 && { endedAssignments }),
    ...(needs.length > 0 && { needs }),
  };
}

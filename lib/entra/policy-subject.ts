/** What a Conditional Access policy can include or exclude. */
export enum PolicySubjectKind {
  /** One user. */
  USER = "user",
  /** The members of a group. */
  GROUP = "group",
  /** Holders of a directory role. */
  ROLE = "role",
  /** Everybody. */
  ALL = "all",
  /** An application; policies for users do not cover it. */
  SERVICE_PRINCIPAL = "servicePrincipal",
}

/** Something that a Conditional Access policy can include or exclude: a user, a group, a directory role, everybody. */
export interface IPolicySubject {
  /** What kind of thing it is. */
  readonly policySubjectKind: PolicySubjectKind;
  /** What the policy names: an object id, a role template id, or `All`. */
  readonly policySubjectId: string;
  /** How the access model refers to it. */
  readonly policySubjectRef: string;
}

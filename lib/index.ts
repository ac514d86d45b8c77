/**
 * Who gets into your AKS clusters, when, and through which gates: constructs for CDK for Terraform.
 *
 * This is the whole public API, name by name. It loads cdktf, constructs and the providers, which are yours, and
 * nothing else; the config files are behind `cdktf-aks-entra/config`.
 */
import { registerCheck } from "./access/checks";
import { guard } from "./guardrails/guard";

export { Duration, ErrorCode, Expiration, ExpirationType, type Problem, ValidationError } from "./core";
export {
  AdministrativeUnit,
  Deployer,
  type DeployerProps,
  EmergencyAccess,
  type EmergencyAccessProps,
  EntraGroup,
  type EntraGroupProps,
  EntraServicePrincipal,
  EntraUser,
  type GroupOptions,
  type IEntraGroup,
  type IEntraUser,
  type IPolicySubject,
  type IPrincipal,
  PolicySubjectKind,
  PrincipalType,
} from "./entra";
export {
  type ActivationOptions,
  ActivationRequirement,
  type ActiveOptions,
  AssignmentAccess,
  type AssignmentOptions,
  type EligibleOptions,
  JitGroup,
  type JitGroupProps,
  type PrincipalAssignment,
  RoleSettings,
  type RoleSettingsOptions,
  type Ticket,
} from "./pim";
export {
  ALL_USERS,
  ConditionalAccessPolicy,
  type ConditionalAccessPolicyProps,
  DirectoryRole,
  GrantControl,
  GrantControls,
  PolicyState,
  TargetApplication,
} from "./conditional-access";
export {
  AksCluster,
  type AksClusterProps,
  type AuditLogOptions,
  type Autoscale,
  AzureRole,
  ClusterAccess,
  type ClusterAssumptions,
  type ClusterAttributes,
  ClusterUserRole,
  type Connect,
  type ExistingClusterOptions,
  type IAksCluster,
  type IResourceGroup,
  NamespaceAccess,
  type NodePoolOptions,
  type RoleGrant,
  type RoleGrantOptions,
  SkuTier,
} from "./aks";
export {
  type AcknowledgeOptions,
  AccessStack,
  type AccessStackProps,
  type AzureStateOptions,
  type GuardrailAcknowledgement,
  GuardrailProfile,
  Guardrails,
  type GuardrailsProps,
  type ProviderVersions,
} from "./stacks";
export type {
  AccessModel,
  AccessPath,
  Activation,
  Answer,
  AssignmentEntry,
  Certainty,
  ClusterEntry,
  DeployerEntry,
  EmergencyAccessEntry,
  Entry,
  ExpectationEntry,
  Fact,
  Facts,
  Gates,
  GrantEntry,
  GroupEntry,
  GuardrailsEntry,
  Hop,
  HopKind,
  LongestUse,
  Mode,
  ActionNeed,
  FeatureNeed,
  NeedEntry,
  StateNeed,
  TypeNeed,
  OptionalFacts,
  PolicyEntry,
  PolicyGate,
  PrincipalEntry,
  ResourceEntry,
  Right,
  RoleSettingsEntry,
  Takeover,
  Unknown,
  When,
  Who,
  WhoRow,
} from "./access";
export { MODEL_SCHEMA_VERSION, isUnknown } from "./access/model";
export { parseTakeover } from "./access/takeover";
export {
  type AccessDeed,
  type AccessPlace,
  type AccessQuestion,
  AccessQuestions,
  type AccessSubject,
  type AccessWays,
  Grant,
  accessModelOf,
  applyTakeover,
} from "./terraform";

// at the end of every synth of every app that uses a construct, without being asked
registerCheck((models) => guard(models).findings);

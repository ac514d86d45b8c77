/**
 * Who gets into your AKS clusters, when, and through which gates: constructs for CDK for Terraform.
 *
 * This is the whole public API, name by name. It loads cdktf, constructs and the providers, which are yours, and
 * nothing else; the config files are behind `cdktf-aks-entra/config`.
 */
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
export { AccessStack, type AccessStackProps, type AzureStateOptions, type ProviderVersions } from "./stacks";
export {
  type AccessModel,
  type AssignmentEntry,
  type ClusterEntry,
  type DeployerEntry,
  type EmergencyAccessEntry,
  type Entry,
  type ExpectationEntry,
  type Fact,
  type Facts,
  type GrantEntry,
  type GroupEntry,
  type GuardrailsEntry,
  MODEL_SCHEMA_VERSION,
  type PolicyEntry,
  type PrincipalEntry,
  type RoleSettingsEntry,
  type Unknown,
  isUnknown,
} from "./access";
export { Grant, accessModelOf } from "./terraform";

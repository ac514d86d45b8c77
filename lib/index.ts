/**
 * Who gets into your AKS clusters, when, and through which gates: constructs for CDK for Terraform.
 *
 * This is the whole public API. It loads cdktf, constructs and the providers, which are yours, and nothing else; the
 * config files are behind `cdktf-aks-entra/config`.
 */
export * from "./core";
export {
  AdministrativeUnit,
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
export * from "./pim";
export * from "./conditional-access";
export * from "./aks";
export * from "./stacks";
export * from "./access";
export { Grant, accessModelOf } from "./terraform";

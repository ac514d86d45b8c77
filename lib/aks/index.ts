export * from "./aks-cluster";
export { type AuditLogOptions } from "./audit-logs";
export * from "./azure-role";
export { ClusterAccess, ClusterUserRole, NamespaceAccess } from "./cluster-access";
export { type AksClusterProps, type IResourceGroup, SkuTier, checkResourceGroupName } from "./cluster-props";
export { type Connect } from "./connect";
export { type ClusterAssumptions, type ClusterAttributes, type ExistingClusterOptions } from "./existing-cluster";
export { type Autoscale, type NodePoolOptions } from "./node-pool";
export { type RoleGrant, type RoleGrantOptions } from "./role-grant";

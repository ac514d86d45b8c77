export { permissionsAz } from "./az";
export { type AzureScope, type NeededAction } from "./azure";
export { type RoleCondition, conditionText } from "./condition";
export { type CustomRole, ROLE_ADMINISTRATOR, customRoles } from "./custom-role";
export { type Chosen, type Demand, choose } from "./demand";
export type { Purpose } from "./graph";
export { type Permissions, type StateRole, permissionsOf } from "./permissions";
export { permissionsTerraform } from "./terraform";
export { permissionsText } from "./text";

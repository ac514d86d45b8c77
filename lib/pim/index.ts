export * from "./activation-requirement";
export { AssignmentAccess, type AssignmentOptions, type Ticket } from "./assignment";
export * from "./jit-group";
export * from "./role-settings";

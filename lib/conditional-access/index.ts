export * from "./applications";
export * from "./conditional-access-policy";
export * from "./grant-controls";
export { ALL_USERS, DirectoryRole } from "./subjects";

/** Application permissions, any one of which lets a call through: Microsoft's permission tables of each call. */
export const READ_USERS = ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
export const READ_APPLICATIONS = [
  "Application.Read.All",
  "Application.ReadWrite.All",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
];
export const READ_GROUPS = [
  "Group.Read.All",
  "Group.ReadWrite.All",
  "GroupMember.Read.All",
  "GroupMember.ReadWrite.All",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
];
export const WRITE_GROUPS = ["Group.ReadWrite.All", "Directory.ReadWrite.All"];
export const READ_OBJECTS = [...new Set([...READ_USERS, ...READ_APPLICATIONS, ...READ_GROUPS])];
/** What a role-assignable group needs beside the permission for groups. */
export const ROLE_MANAGEMENT = ["RoleManagement.ReadWrite.Directory"];
export const READ_UNITS = ["AdministrativeUnit.Read.All", "AdministrativeUnit.ReadWrite.All", "Directory.Read.All"];
export const WRITE_UNITS = ["AdministrativeUnit.ReadWrite.All"];
export const READ_POLICIES = ["Policy.Read.All", "Policy.Read.ConditionalAccess"];
export const WRITE_POLICIES = ["Policy.ReadWrite.ConditionalAccess"];
export const READ_SETTINGS = ["RoleManagementPolicy.Read.AzureADGroup", "RoleManagementPolicy.ReadWrite.AzureADGroup"];
export const WRITE_SETTINGS = ["RoleManagementPolicy.ReadWrite.AzureADGroup"];
export const SCHEDULES = {
  eligibility: {
    read: ["PrivilegedEligibilitySchedule.Read.AzureADGroup", "PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup"],
    write: ["PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup"],
  },
  assignment: {
    read: ["PrivilegedAssignmentSchedule.Read.AzureADGroup", "PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup"],
    write: ["PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup"],
  },
} as const;

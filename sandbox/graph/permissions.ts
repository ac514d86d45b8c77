/**
 * Application permissions, any one of which lets a call through, the least privileged first, by the permission table of
 * each call in Microsoft's reference.
 */
export const READ_USERS = ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
export const READ_APPLICATIONS = [
  "Application.Read.All",
  "Application.ReadWrite.OwnedBy",
  "Application.ReadWrite.All",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
];
export const READ_GROUPS = [
  "GroupMember.Read.All",
  "Group.Read.All",
  "GroupMember.ReadWrite.All",
  "Group.ReadWrite.All",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
];
export const WRITE_GROUPS = ["Group.ReadWrite.All", "Directory.ReadWrite.All"];
export const CREATE_GROUPS = ["Group.Create", ...WRITE_GROUPS];
export const WRITE_MEMBERS = ["GroupMember.ReadWrite.All", ...WRITE_GROUPS];
/** What a role-assignable group needs beside the permission for groups. */
export const ROLE_MANAGEMENT = ["RoleManagement.ReadWrite.Directory"];
export const READ_UNITS = [
  "AdministrativeUnit.Read.All",
  "AdministrativeUnit.ReadWrite.All",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
];
export const WRITE_UNITS = ["AdministrativeUnit.ReadWrite.All"];
export const READ_POLICIES = ["Policy.Read.ConditionalAccess", "Policy.Read.All"];
export const READ_STRENGTHS = [
  "Policy.Read.All",
  "Policy.ReadWrite.ConditionalAccess",
  "Policy.ReadWrite.AuthenticationMethod",
];
export const WRITE_POLICIES = ["Policy.ReadWrite.ConditionalAccess"];
/** What the change of a policy needs beside the permission to change it, and its deletion but the last. */
export const POLICY_TARGETS = [["Policy.Read.All"], ["Application.Read.All", "Directory.Read.All"]];
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

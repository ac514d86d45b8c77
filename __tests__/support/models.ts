import {
  type AccessModel,
  type AssignmentEntry,
  type ClusterEntry,
  type GrantEntry,
  type GroupEntry,
  type PolicyEntry,
  type PrincipalEntry,
  type RoleSettingsEntry,
  MODEL_SCHEMA_VERSION,
} from "../../lib/access";

/** Everything a model has, with nothing in it. */
const NOTHING = {
  principals: [],
  groups: [],
  roleSettings: [],
  assignments: [],
  policies: [],
  clusters: [],
  grants: [],
  emergencyAccess: [],
  deployers: [],
  guardrails: [],
  expectations: [],
};

/** What nobody here can know. */
export const TENANT_KNOWS = { unknown: "only the tenant knows" };

/** A model made by hand, of a stack `s` unless named otherwise. */
export function model(parts: Partial<AccessModel> = {}): AccessModel {
  return { schemaVersion: MODEL_SCHEMA_VERSION, stack: "s", uses: [], ...NOTHING, ...parts };
}

/** A person known by a sign-in name: `user("alice")` is alice@contoso.com, with the id `alice`. */
export function user(name: string, more: Partial<PrincipalEntry> = {}): PrincipalEntry {
  return {
    id: name,
    type: "User",
    objectId: { unknown: "given by the directory at apply" },
    userPrincipalName: `${name}@contoso.com`,
    ...more,
  };
}

/** A person known by an object id only, the digit repeated. */
export function account(id: string, digit: number): PrincipalEntry {
  return { id, type: "User", objectId: objectId(digit) };
}

/** An application, known by an object id. */
export function application(id: string, digit: number): PrincipalEntry {
  return { id, type: "ServicePrincipal", objectId: objectId(digit) };
}

/** An object id of one digit. */
export const objectId = (digit: number) => "00000000-0000-4000-8000-000000000000".replace(/0/g, String(digit));

/** A group with written members, without owners. */
export function group(id: string, members: GroupEntry["members"] = [], more: Partial<GroupEntry> = {}): GroupEntry {
  return {
    id,
    objectId: { unknown: "given by the directory at apply" },
    displayName: id,
    kind: "standing",
    roleAssignable: true,
    owners: [],
    members,
    ...more,
  };
}

/** A just-in-time group, without owners. */
export function jitGroup(id: string, more: Partial<GroupEntry> = {}): GroupEntry {
  return group(id, { unknown: "members come and go through PIM" }, { kind: "jit", ...more });
}

/** A group that exists; only the tenant knows who is in it. */
export function existingGroup(id: string, more: Partial<GroupEntry> = {}): GroupEntry {
  const unknown = { roleAssignable: TENANT_KNOWS, owners: TENANT_KNOWS };
  return group(id, TENANT_KNOWS, { kind: "existing", ...unknown, ...more });
}

/** An assignment of membership. */
export function assignment(
  kind: AssignmentEntry["kind"],
  into: string,
  principal: string,
  more: Partial<AssignmentEntry> = {},
): AssignmentEntry {
  return {
    id: `${into}/${kind}/${principal}`,
    group: into,
    principal,
    kind,
    accessId: "member",
    start: null,
    expiration: kind === "active" ? "PT8H" : "P180D",
    justification: "Because",
    ticket: null,
    ...more,
  };
}

/** Role settings of a group's members: two hours, MFA and a justification, no approval. */
export function settings(
  of: string,
  activation: Partial<RoleSettingsEntry["activation"]> = {},
  accessId: "member" | "owner" = "member",
): RoleSettingsEntry {
  return {
    id: `${of}/${accessId}-settings`,
    group: of,
    accessId,
    activation: {
      maximum: "PT2H",
      mfa: true,
      authenticationContext: null,
      justification: true,
      ticket: false,
      approvers: [],
      ...activation,
    },
    eligible: { expireAfter: "P365D", permanentAllowed: false },
    active: { expireAfter: "P15D", permanentAllowed: false, justification: true, mfa: false },
    alerts: [],
  };
}

/** A cluster that we make, as the library makes it. */
export function cluster(id: string, more: Partial<ClusterEntry> = {}): ClusterEntry {
  return {
    id,
    name: id,
    resourceGroup: "rg",
    subscriptionId: "00000000-0000-0000-0000-000000000000",
    tenantId: "22222222-2222-2222-2222-222222222222",
    kind: "made",
    azureRbac: true,
    localAccountsDisabled: true,
    runCommandEnabled: false,
    privateCluster: false,
    authorizedIpRanges: [],
    workloadIdentity: false,
    kubernetesVersion: { unknown: "left to AKS" },
    adminGroups: [],
    auditLogs: [],
    clusterUserRole: "granted",
    ...more,
  };
}

/** The GUIDs of the roles that the tests grant. */
export const ROLE = {
  user: "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
  reader: "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
  writer: "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb",
  admin: "3498e952-d568-435e-9b2c-8d77e338d7f7",
  clusterAdmin: "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
  adminCredential: "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8",
  monitoring: "1afdec4b-e479-420e-99e7-f82237c7c5e6",
  contributor: "ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8",
} as const;

/** A role on a cluster, or on a namespace of it: `grant("c/payments", "writer", "devs")`. */
export function grant(where: string, role: keyof typeof ROLE, principal: string): GrantEntry {
  const [on, namespace = null] = where.split("/");
  const id = `${where}/${role}/${principal}`;
  return { id, cluster: on, namespace, principal, role: ROLE[role], roleName: role };
}

/** A policy on sign-ins to AKS that is on and wants a compliant device. */
export function policy(id: string, include: PolicyEntry["include"], more: Partial<PolicyEntry> = {}): PolicyEntry {
  return {
    id,
    displayName: id,
    state: "enabled",
    include,
    exclude: [],
    applications: ["6dae42f8-4368-4678-94ff-3960e28e3630"],
    controls: ["compliantDevice"],
    operator: "AND",
    authenticationStrength: null,
    signInFrequency: null,
    deviceCodeOnly: false,
    ...more,
  };
}

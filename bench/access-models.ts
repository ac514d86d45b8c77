import { type AccessModel, type AssignmentEntry, type GrantEntry, MODEL_SCHEMA_VERSION } from "../lib/access";

/** How large an organization is. */
export interface AccessSize {
  readonly people: number;
  /** Half of them pools of people, half just-in-time groups for which the pools are eligible. */
  readonly groups: number;
  readonly clusters: number;
  /** Of each cluster; each has a group that writes in it and one that reads. */
  readonly namespaces: number;
}

/** The organizations that are measured; the third has the size that is promised to take at most two seconds. */
export const ORGANIZATIONS = {
  "250 people, 25 groups, 12 clusters": { people: 250, groups: 25, clusters: 12, namespaces: 20 },
  "500 people, 50 groups, 25 clusters": { people: 500, groups: 50, clusters: 25, namespaces: 20 },
  "1,000 people, 100 groups, 50 clusters": { people: 1000, groups: 100, clusters: 50, namespaces: 20 },
  "2,000 people, 200 groups, 100 clusters": { people: 2000, groups: 200, clusters: 100, namespaces: 20 },
  "12,000 role assignments": { people: 1000, groups: 100, clusters: 261, namespaces: 20 },
} satisfies Record<string, AccessSize>;

export type OrganizationName = keyof typeof ORGANIZATIONS;

const USER = { role: "4abbcc35-e782-43d8-92c5-2d3f1bd2253f", roleName: "Azure Kubernetes Service Cluster User Role" };
const READER = { role: "7f6c6a51-bcf8-42ba-9220-52d62157d7db", roleName: "Azure Kubernetes Service RBAC Reader" };
const WRITER = { role: "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb", roleName: "Azure Kubernetes Service RBAC Writer" };
const ADMIN = { role: "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b", roleName: "Azure Kubernetes Service RBAC Cluster Admin" };

/** The models of an organization: its identities in one stack, its clusters in another. */
export function modelsOf({ people, groups, clusters, namespaces }: AccessSize): AccessModel[] {
  const half = Math.floor(groups / 2);
  const pool = (n: number) => `identity/groups/pool-${n % half}`;
  const jit = (n: number) => `identity/groups/jit-${n % half}`;
  const person = (n: number) => `identity/.users/p${n}@contoso.com`;
  const at = { unknown: "given by the directory at apply" };
  const all = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
  const made = { objectId: at, roleAssignable: true, owners: [person(0)] };
  const assignments = all(half, (n): AssignmentEntry[] =>
    [0, 1].map((k) => ({
      id: `${jit(n)}/eligible/${k}`,
      group: jit(n),
      principal: pool(n + k),
      kind: "eligible",
      accessId: "member",
      start: null,
      expiration: "P180D",
      justification: "Rota",
      ticket: null,
    })),
  ).flat();
  const identity: AccessModel = {
    ...nothing("identity"),
    principals: all(people, (n) => ({
      id: person(n),
      type: "User",
      objectId: at,
      userPrincipalName: `p${n}@contoso.com`,
    })),
    groups: [
      ...all(half, (n) => {
        const members = all(Math.ceil(people / half), (k) => person((n + k * half) % people));
        return { ...made, id: pool(n), displayName: `pool-${n}`, kind: "standing" as const, members };
      }),
      ...all(half, (n) => ({ ...made, id: jit(n), displayName: `jit-${n}`, kind: "jit" as const, members: at })),
    ],
    assignments,
    roleSettings: all(half, (n) => ({
      id: `${jit(n)}/member-settings`,
      group: jit(n),
      accessId: "member" as const,
      activation: {
        maximum: "PT8H",
        mfa: true,
        authenticationContext: null,
        justification: true,
        ticket: false,
        approvers: [pool(0)],
      },
      eligible: { expireAfter: "P365D", permanentAllowed: false },
      active: { expireAfter: "P15D", permanentAllowed: false, justification: true, mfa: false },
      alerts: [],
    })),
    policies: all(10, (n) => ({
      id: `identity/policies/${n}`,
      displayName: `policy-${n}`,
      state: "enabled" as const,
      include: all(half, (g) => pool(g)).filter((_, g) => g % 10 === n),
      exclude: [],
      applications: ["6dae42f8-4368-4678-94ff-3960e28e3630"],
      controls: ["mfa", "compliantDevice"],
      operator: "AND" as const,
      authenticationStrength: null,
      signInFrequency: null,
      deviceCodeOnly: false,
    })),
  };
  const id = (c: number) => `prod/clusters/c${c}`;
  const grant = (c: number, namespace: string | null, principal: string, role: typeof USER): GrantEntry => ({
    id: `${id(c)}/${namespace}/${role.roleName}/${principal}`,
    cluster: id(c),
    namespace,
    principal,
    ...role,
  });
  const prod: AccessModel = {
    ...nothing("prod"),
    uses: ["identity"],
    clusters: all(clusters, (c) => ({
      id: id(c),
      name: `c${c}`,
      resourceGroup: `rg${c}`,
      subscriptionId: "00000000-0000-0000-0000-000000000000",
      tenantId: "22222222-2222-2222-2222-222222222222",
      kind: "made" as const,
      azureRbac: true,
      localAccountsDisabled: true,
      runCommandEnabled: false,
      privateCluster: false,
      authorizedIpRanges: [],
      workloadIdentity: false,
      kubernetesVersion: "1.36",
      adminGroups: [],
      auditLogs: [],
      clusterUserRole: "granted" as const,
    })),
    grants: all(clusters, (c) => [
      grant(c, null, jit(c), ADMIN),
      ...all(5, (k) => grant(c, null, pool(c + k), USER)),
      ...all(namespaces, (n) => [
        grant(c, `ns${n}`, jit(c + n), WRITER),
        grant(c, `ns${n}`, pool(c + n), READER),
      ]).flat(),
    ]).flat(),
  };
  return [identity, prod];
}

function nothing(stack: string): AccessModel {
  return {
    schemaVersion: MODEL_SCHEMA_VERSION,
    stack,
    uses: [],
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
}

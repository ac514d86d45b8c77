const TWO = (n: number) => String(n).padStart(2, "0");

/** How much there is of everything. */
export interface Fleet {
  readonly clusters: number;
  readonly groups: number;
  readonly policies: number;
  /** Assignments in all, one in five active; the same number in each group. */
  readonly assignments: number;
}

/** A config file with so many clusters, just-in-time groups, policies and assignments, as a team would write it. */
export function fleetFile({ clusters, groups, policies, assignments }: Fleet): string {
  const list = (n: number, of: (i: number) => string) => Array.from({ length: n }, (_, i) => of(i)).join("\n");
  const each = assignments / groups;
  const group = (i: number) => `  team-${TWO(i)}:
    displayName: AKS team ${TWO(i)}
    roleAssignable: ${i % 4 === 0}
    owners: [dave@contoso.com]
    pim:
      settings: ${i % 2 === 0 ? "careful" : "usual"}
      eligible:
${list(each - 1, (j) => `        - { principal: person-${TWO((i * 3 + j) % 40)}@contoso.com, ${j === 0 ? "until: 2027-06-30" : "for: 90d"}, justification: On-call rota }`)}
      active:
        - { principal: person-${TWO((i * 3 + 7) % 40)}@contoso.com, for: 10d, justification: Roll-out, ticket: { system: ServiceNow, number: CHG${i} } }`;
  // in the order in which a deploy writes them: of a policy that is imported, the order in the file counts
  const policy = (i: number) => `  aks-policy-${i}:
    displayName: AKS policy ${i}
    state: ${i === 0 ? "enabled" : "reportOnly"}
    include: [sre, ${Array.from({ length: groups }, (_, g) => `team-${TWO(g)}`)
      .filter((_, g) => g % policies === i)
      .join(", ")}]
    require: [compliantDevice, mfa]`;
  const cluster = (i: number) => `  prod-${TWO(i)}:
    resourceGroup: prod-${i % 3}
    nodePool: { vmSize: Standard_D4s_v5, count: 3 }
    auditLogs: { workspace: /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/central }
    access:
      - clusterAdmin: [team-${TWO(i % groups)}]
        reader: [sre]
        namespaces: { payments: { writer: [team-${TWO((i + 1) % groups)}] } }`;
  return `name: fleet
tenantId: 22222222-2222-2222-2222-222222222222
subscriptionId: 00000000-0000-0000-0000-000000000000
location: westeurope
emergencyAccess:
  accounts:
    - { user: 33333333-3333-4333-8333-333333333334 }
    - { user: 33333333-3333-4333-8333-333333333335 }
guardrails: { profile: article }
roleSettings:
  careful: { activation: { maximum: 2h, require: [mfa, justification, ticket], approvers: [approvers] } }
  usual: { activation: { maximum: 8h, require: [mfa, justification] } }
groups:
  sre: { existing: 44444444-4444-4444-8444-444444444401 }
  approvers: { displayName: AKS approvers, roleAssignable: true, owners: [dave@contoso.com], members: [dave@contoso.com, erin@contoso.com] }
${list(groups, group)}
conditionalAccess:
${list(policies, policy)}
clusters:
${list(clusters, cluster)}
`;
}

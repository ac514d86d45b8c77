import { parse } from "yaml";
import { jsonSchema } from "../../lib/config/json-schema";
import { HEAD, modelsOf, terraformOf } from "../support/config";

/** What a key does: the text of a file after its head, the address of what it makes, and how that looks then. */
type Row = [key: string, text: string, address: string, expected: object];

const ID = "44444444-4444-4444-8444-444444444444";
const OWNERS = "owners: [dave@contoso.com]";
const OPS = `groups:\n  ops: { ${OWNERS} }\n`;
const jit = (pim: string) => `${OPS}  admins:\n    ${OWNERS}\n    pim: { ${pim} }\n`;
const settings = (text: string) => jit(`settings: { ${text} }`);
const eligible = (text: string) => jit(`eligible: [{ principal: ops, justification: Rota, ${text} }]`);
const policy = (text: string) => `${OPS}conditionalAccess:\n  p: { ${text} }\n`;
const cluster = (text: string) =>
  `${OPS}clusters:\n  c: { resourceGroup: rg, nodePool: { vmSize: Standard_D4s_v5, count: 3 }, ${text} }\n`;
const pool = (text: string) => `clusters:\n  c: { resourceGroup: rg, nodePool: { ${text} } }\n`;
const access = (text: string) => cluster(`access: [{ ${text} }]`);

const SUBNET =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/aks";
const WORKSPACE =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/central";
const SSH = `ssh-rsa ${"A".repeat(64)} nodes`;
const DAVE = "${data.azuread_user.dave__contoso_com.object_id}";
const OPS_ID = "${azuread_group.ops.object_id}";
const role = (guid: string) =>
  `/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
const READER = role("7f6c6a51-bcf8-42ba-9220-52d62157d7db");
const WRITER = role("a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb");
const ADMIN = role("3498e952-d568-435e-9b2c-8d77e338d7f7");
const CLUSTER_ADMIN = role("b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b");
const CLUSTER_USER = role("4abbcc35-e782-43d8-92c5-2d3f1bd2253f");

const MEMBER_SETTINGS = "resource.azuread_group_role_management_policy.admins_member-settings";
const OWNER_SETTINGS = "resource.azuread_group_role_management_policy.admins_owner-settings";
const ELIGIBLE = "resource.azuread_privileged_access_group_eligibility_schedule.admins_eligible_ops";
const POLICY = "resource.azuread_conditional_access_policy.p";
const CLUSTER = "resource.azurerm_kubernetes_cluster.c";
const grant = (name: string) => `resource.azurerm_role_assignment.c_${name}`;

const ROWS: Row[] = [
  // the file
  ["tenantId", cluster(""), "provider.azurerm.0", { tenant_id: "22222222-2222-2222-2222-222222222222" }],
  ["tenantId", OPS, "provider.azuread.0", { tenant_id: "22222222-2222-2222-2222-222222222222" }],
  ["subscriptionId", cluster(""), "provider.azurerm.0", { subscription_id: "00000000-0000-0000-0000-000000000000" }],
  ["location", cluster(""), "resource.azurerm_resource_group.rg", { location: "westeurope" }],
  ["tags", `tags: { owner: platform }\n${cluster("")}`, CLUSTER, { tags: { owner: "platform" } }],
  [
    "tags",
    `tags: { owner: platform }\n${cluster("")}`,
    "resource.azurerm_resource_group.rg",
    { tags: { owner: "platform" } },
  ],
  [
    "backend.azurerm",
    "backend: { azurerm: { resourceGroup: tfstate, storageAccount: contoso, container: access, key: x.tfstate } }\n",
    "terraform.backend.azurerm",
    {
      resource_group_name: "tfstate",
      storage_account_name: "contoso",
      container_name: "access",
      key: "x.tfstate",
      use_azuread_auth: true,
    },
  ],
  [
    "providerVersions.azuread",
    `providerVersions: { azuread: 3.9.1 }\n${OPS}`,
    "terraform.required_providers.azuread",
    { version: "3.9.1" },
  ],
  [
    "providerVersions.azurerm",
    `providerVersions: { azurerm: 4.56.0 }\n${cluster("")}`,
    "terraform.required_providers.azurerm",
    { version: "4.56.0" },
  ],
  [
    "emergencyAccess.accounts",
    `emergencyAccess: { accounts: [{ user: ${ID} }, ops] }\n${policy("include: all, require: [mfa]")}`,
    `${POLICY}.conditions.users`,
    { excluded_users: [ID], excluded_groups: [OPS_ID] },
  ],
  [
    "defaults.groups.owners",
    "defaults: { groups: { owners: [dave@contoso.com] } }\ngroups: { x: {} }\n",
    "resource.azuread_group.x",
    { owners: [DAVE] },
  ],
  [
    "defaults.groups.roleAssignable",
    `defaults: { groups: { roleAssignable: true } }\ngroups: { x: { ${OWNERS} } }\n`,
    "resource.azuread_group.x",
    { assignable_to_role: true },
  ],
  [
    "defaults.groups, and a group that says otherwise",
    `defaults: { groups: { roleAssignable: true, owners: [erin@contoso.com] } }\ngroups: { x: { ${OWNERS}, roleAssignable: false } }\n`,
    "resource.azuread_group.x",
    { assignable_to_role: false, owners: [DAVE] },
  ],
  [
    "defaults.clusters",
    'defaults: { clusters: { resourceGroup: rg, nodePool: { vmSize: x, count: 3 }, version: "1.36" } }\nclusters: { c: {} }\n',
    CLUSTER,
    { kubernetes_version: "1.36", default_node_pool: { vm_size: "x", node_count: 3 } },
  ],
  [
    "defaults.clusters, and a cluster that says otherwise, key by key as a whole",
    "defaults: { clusters: { resourceGroup: rg, nodePool: { vmSize: x, count: 3, name: pool } } }\nclusters: { c: { nodePool: { vmSize: y, count: 5 } } }\n",
    CLUSTER,
    { default_node_pool: { vm_size: "y", node_count: 5, name: "system" } },
  ],
  // groups
  [
    "groups.displayName",
    `groups: { x: { ${OWNERS}, displayName: AKS ops } }\n`,
    "resource.azuread_group.x",
    { display_name: "AKS ops" },
  ],
  [
    "groups.description",
    `groups: { x: { ${OWNERS}, description: Who may } }\n`,
    "resource.azuread_group.x",
    { description: "Who may" },
  ],
  [
    "groups.roleAssignable",
    `groups: { x: { ${OWNERS}, roleAssignable: true, pim: {} } }\n`,
    "resource.azuread_group_without_members.x",
    { assignable_to_role: true },
  ],
  [
    "groups.owners",
    `groups: { x: { owners: [dave@contoso.com, { user: ${ID} }, { servicePrincipal: 99999999-9999-4999-8999-999999999999 }] } }\n`,
    "resource.azuread_group.x",
    { owners: [DAVE, ID, "99999999-9999-4999-8999-999999999999"] },
  ],
  [
    "groups.members",
    `${OPS}  x: { ${OWNERS}, members: [ops, dave@contoso.com, { user: ${ID} }, { group: ${ID} }, { servicePrincipal: ${ID} }] }\n`,
    "resource.azuread_group.x",
    { members: [OPS_ID, DAVE, ID, ID, ID] },
  ],
  [
    "groups.existing, by object id",
    access("reader: [old]").replace("groups:", `groups:\n  old: { existing: ${ID} }`),
    grant("reader_old"),
    { principal_id: ID },
  ],
  [
    "groups.existing, by name",
    "groups: { old: { existing: { displayName: payments-devs } } }\n" + `conditionalAccess: { p: { include: [old], require: block } }\n`,
    "data.azuread_group.old",
    { display_name: "payments-devs" },
  ],
  ["groups.pim", jit(""), "resource.azuread_group_without_members.admins", { display_name: "admins" }],
  // role settings
  [
    "pim.settings, by name",
    `roleSettings:\n  careful: { activation: { maximum: 2h } }\n${jit("settings: careful")}`,
    `${MEMBER_SETTINGS}.activation_rules`,
    { maximum_duration: "PT2H" },
  ],
  [
    "activation.maximum",
    settings("activation: { maximum: 1h30m }"),
    `${MEMBER_SETTINGS}.activation_rules`,
    { maximum_duration: "PT1H30M" },
  ],
  [
    "activation.require",
    settings("activation: { require: [mfa, ticket] }"),
    `${MEMBER_SETTINGS}.activation_rules`,
    { require_multifactor_authentication: true, require_justification: false, require_ticket_info: true },
  ],
  [
    "activation.require, with an authentication context",
    settings("activation: { require: [justification, { authenticationContext: c1 }] }"),
    `${MEMBER_SETTINGS}.activation_rules`,
    { required_conditional_access_authentication_context: "c1", require_justification: true },
  ],
  [
    "activation.approvers",
    settings(`activation: { approvers: [ops, dave@contoso.com, { user: ${ID} }, { group: ${ID} }] }`),
    `${MEMBER_SETTINGS}.activation_rules`,
    {
      require_approval: true,
      approval_stage: {
        primary_approver: [
          { object_id: OPS_ID, type: "groupMembers" },
          { object_id: DAVE, type: "singleUser" },
          { object_id: ID, type: "singleUser" },
          { object_id: ID, type: "groupMembers" },
        ],
      },
    },
  ],
  [
    "activation.alerts",
    settings("activation: { alerts: [secops@contoso.com] }"),
    `${MEMBER_SETTINGS}.notification_rules.eligible_activations.admin_notifications`,
    { additional_recipients: ["secops@contoso.com"] },
  ],
  [
    "eligible.expireAfter",
    settings("eligible: { expireAfter: 90d }"),
    `${MEMBER_SETTINGS}.eligible_assignment_rules`,
    { expire_after: "P90D", expiration_required: true },
  ],
  [
    "eligible.permanent",
    settings("eligible: { permanent: allowed }"),
    `${MEMBER_SETTINGS}.eligible_assignment_rules`,
    { expiration_required: false },
  ],
  [
    "active.expireAfter",
    settings("active: { expireAfter: 30d }"),
    `${MEMBER_SETTINGS}.active_assignment_rules`,
    { expire_after: "P30D", expiration_required: true },
  ],
  [
    "active.permanent",
    settings("active: { permanent: allowed }"),
    `${MEMBER_SETTINGS}.active_assignment_rules`,
    { expiration_required: false },
  ],
  [
    "active.require",
    settings("active: { require: [justification, mfa] }"),
    `${MEMBER_SETTINGS}.active_assignment_rules`,
    { require_justification: true, require_multifactor_authentication: true },
  ],
  [
    "owner",
    settings("activation: { maximum: 4h }, owner: { activation: { maximum: 30m } }"),
    `${OWNER_SETTINGS}.activation_rules`,
    { maximum_duration: "PT30M" },
  ],
  [
    "owner, left out: strict, with the members' approvers",
    settings("activation: { maximum: 4h, approvers: [ops] }"),
    `${OWNER_SETTINGS}.activation_rules`,
    { maximum_duration: "PT1H", require_multifactor_authentication: true, require_approval: true },
  ],
  // assignments
  ["eligible.for", eligible("for: 180d"), ELIGIBLE, { duration: "P180D", justification: "Rota", principal_id: OPS_ID }],
  ["eligible.until, a date", eligible("until: 2027-03-31"), ELIGIBLE, { expiration_date: "2027-03-31T23:59:59Z" }],
  [
    "eligible.until, a time",
    eligible("until: 2027-03-31T12:00:00Z"),
    ELIGIBLE,
    { expiration_date: "2027-03-31T12:00:00Z" },
  ],
  [
    "eligible.permanent",
    jit(
      "settings: { eligible: { permanent: allowed } }, eligible: [{ principal: ops, permanent: true, justification: x }]",
    ),
    ELIGIBLE,
    { permanent_assignment: true },
  ],
  ["eligible.from", eligible("for: 8h, from: 2026-12-01"), ELIGIBLE, { start_date: "2026-12-01T00:00:00Z" }],
  ["eligible.as, left out", eligible("for: 8h"), ELIGIBLE, { assignment_type: "member" }],
  [
    "eligible.as",
    jit("eligible: [{ principal: dave@contoso.com, for: 8h, justification: x, as: owner }]"),
    "resource.azuread_privileged_access_group_eligibility_schedule.admins_eligible-owner_dave__contoso_com",
    { assignment_type: "owner" },
  ],
  [
    "eligible.ticket",
    eligible("for: 8h, ticket: { system: ServiceNow, number: CHG0012345 }"),
    ELIGIBLE,
    { ticket_system: "ServiceNow", ticket_number: "CHG0012345" },
  ],
  [
    "active",
    jit(`active: [{ principal: { user: ${ID} }, for: 8h, justification: Roll-out }]`),
    `resource.azuread_privileged_access_group_assignment_schedule.admins_active_${ID}`,
    { duration: "PT8H", justification: "Roll-out", principal_id: ID },
  ],
  // policies
  ["displayName", policy("include: [ops], require: block, displayName: No"), POLICY, { display_name: "No" }],
  ["displayName, left out", policy("include: [ops], require: block"), POLICY, { display_name: "p" }],
  ["state, left out", policy("include: [ops], require: block"), POLICY, { state: "enabledForReportingButNotEnforced" }],
  [
    "state: reportOnly",
    policy("include: [ops], require: block, state: reportOnly"),
    POLICY,
    { state: "enabledForReportingButNotEnforced" },
  ],
  ["state: enabled", policy("include: [ops], require: block, state: enabled"), POLICY, { state: "enabled" }],
  ["state: disabled", policy("include: [ops], require: block, state: disabled"), POLICY, { state: "disabled" }],
  ["include: all", policy("include: all, require: block"), `${POLICY}.conditions.users`, { included_users: ["All"] }],
  ["include: [all]", policy("include: [all], require: block"), `${POLICY}.conditions.users`, { included_users: ["All"] }],
  [
    "include",
    policy(
      `include: [ops, dave@contoso.com, { user: ${ID} }, { group: ${ID} }, { role: Global Administrator }], require: block`,
    ),
    `${POLICY}.conditions.users`,
    {
      included_users: [ID, DAVE],
      included_groups: [ID, OPS_ID],
      included_roles: ["62e90394-69f5-4237-9190-012177145e10"],
    },
  ],
  [
    "exclude",
    policy(`include: all, exclude: [ops, { role: ${ID} }], require: block`),
    `${POLICY}.conditions.users`,
    { excluded_groups: [OPS_ID], excluded_roles: [ID] },
  ],
  [
    "applications, left out",
    policy("include: all, require: block"),
    `${POLICY}.conditions.applications`,
    { included_applications: ["6dae42f8-4368-4678-94ff-3960e28e3630"] },
  ],
  [
    "applications",
    policy(`include: all, require: block, applications: [aks, azureManagement, ${ID}]`),
    `${POLICY}.conditions.applications`,
    { included_applications: [ID, "6dae42f8-4368-4678-94ff-3960e28e3630", "797f4846-ba00-4fd7-ba43-dac1f8f63013"] },
  ],
  [
    "applications: [all]",
    policy("include: all, require: block, applications: [all]"),
    `${POLICY}.conditions.applications`,
    { included_applications: ["All"] },
  ],
  [
    "require, a list",
    policy("include: all, require: [mfa, compliantDevice, domainJoinedDevice, compliantApplication]"),
    `${POLICY}.grant_controls`,
    {
      operator: "AND",
      built_in_controls: ["compliantApplication", "compliantDevice", "domainJoinedDevice", "mfa"],
    },
  ],
  [
    "require.any",
    policy("include: all, require: { any: [mfa, compliantDevice] }"),
    `${POLICY}.grant_controls`,
    { operator: "OR", built_in_controls: ["compliantDevice", "mfa"] },
  ],
  ["require: block", policy("include: all, require: block"), `${POLICY}.grant_controls`, { built_in_controls: ["block"] }],
  [
    "require: [block]",
    policy("include: all, require: [block]"),
    `${POLICY}.grant_controls`,
    { built_in_controls: ["block"] },
  ],
  [
    "require, with an authentication strength",
    policy(
      "include: all, require: [{ authenticationStrength: 00000000-0000-0000-0000-000000000004 }, compliantDevice]",
    ),
    `${POLICY}.grant_controls`,
    {
      built_in_controls: ["compliantDevice"],
      authentication_strength_policy_id:
        "/policies/authenticationStrengthPolicies/00000000-0000-0000-0000-000000000004",
    },
  ],
  [
    "signInFrequency",
    policy("include: all, require: block, signInFrequency: 4h"),
    `${POLICY}.session_controls`,
    { sign_in_frequency: 4, sign_in_frequency_period: "hours" },
  ],
  [
    "blockDeviceCode",
    policy("include: all, require: [mfa], blockDeviceCode: true"),
    `${POLICY}_block-device-code`,
    {
      display_name: "p: block device code",
      grant_controls: { built_in_controls: ["block"] },
      conditions: { authentication_flow_transfer_methods: ["deviceCodeFlow"] },
    },
  ],
  // clusters
  ["name", cluster("name: prod-weu"), CLUSTER, { name: "prod-weu" }],
  ["name, left out", cluster(""), CLUSTER, { name: "c" }],
  ["resourceGroup", cluster(""), CLUSTER, { resource_group_name: "${azurerm_resource_group.rg.name}" }],
  [
    "resourceGroup.existing",
    `clusters: { c: { resourceGroup: { existing: rg }, nodePool: { vmSize: x, count: 1 } } }\n`,
    CLUSTER,
    { resource_group_name: "rg", location: "westeurope" },
  ],
  ["location", cluster("location: northeurope"), CLUSTER, { location: "northeurope" }],
  ["version", cluster('version: "1.36"'), CLUSTER, { kubernetes_version: "1.36" }],
  ["skuTier", cluster("skuTier: Premium"), CLUSTER, { sku_tier: "Premium" }],
  ["skuTier, left out", cluster(""), CLUSTER, { sku_tier: "Free" }],
  [
    "nodePool",
    pool(`name: main, vmSize: Standard_D8s_v5, count: 5, zones: ["1", "3"], subnetId: ${SUBNET}`),
    `${CLUSTER}.default_node_pool`,
    { name: "main", vm_size: "Standard_D8s_v5", node_count: 5, zones: ["1", "3"], vnet_subnet_id: SUBNET },
  ],
  [
    "nodePool.autoscale",
    pool("vmSize: x, autoscale: { min: 3, max: 5 }"),
    `${CLUSTER}.default_node_pool`,
    { name: "system", auto_scaling_enabled: true, min_count: 3, max_count: 5 },
  ],
  [
    "network.authorizedIpRanges",
    cluster("network: { authorizedIpRanges: [203.0.113.0/24] }"),
    CLUSTER,
    { api_server_access_profile: { authorized_ip_ranges: ["203.0.113.0/24"] }, private_cluster_enabled: false },
  ],
  ["network.private", cluster("network: { private: true }"), CLUSTER, { private_cluster_enabled: true }],
  [
    "sshPublicKey",
    cluster(`sshPublicKey: ${SSH}`),
    `${CLUSTER}.linux_profile`,
    { ssh_key: { key_data: SSH }, admin_username: "azureuser" },
  ],
  ["runCommand: enabled", cluster("runCommand: enabled"), CLUSTER, { run_command_enabled: true }],
  ["runCommand: disabled", cluster("runCommand: disabled"), CLUSTER, { run_command_enabled: false }],
  ["localAccounts: enabled", cluster("localAccounts: enabled"), CLUSTER, { local_account_disabled: false }],
  ["localAccounts: disabled", cluster("localAccounts: disabled"), CLUSTER, { local_account_disabled: true }],
  [
    "azureRbac",
    cluster("azureRbac: false, adminGroups: [ops]"),
    `${CLUSTER}.azure_active_directory_role_based_access_control`,
    { azure_rbac_enabled: false },
  ],
  [
    "adminGroups",
    cluster(`adminGroups: [ops, { group: ${ID} }]`),
    `${CLUSTER}.azure_active_directory_role_based_access_control`,
    {
      azure_rbac_enabled: true,
      admin_group_object_ids: [OPS_ID, ID],
      tenant_id: "22222222-2222-2222-2222-222222222222",
    },
  ],
  ["adminGroups", cluster("adminGroups: [ops]"), grant("cluster-user_ops"), { role_definition_id: CLUSTER_USER }],
  [
    "workloadIdentity",
    cluster("workloadIdentity: true"),
    CLUSTER,
    { workload_identity_enabled: true, oidc_issuer_enabled: true },
  ],
  [
    "auditLogs",
    cluster(`auditLogs: { workspace: ${WORKSPACE} }`),
    "resource.azurerm_monitor_diagnostic_setting.c_audit-logs",
    {
      log_analytics_workspace_id: WORKSPACE,
      enabled_log: [{ category: "kube-audit-admin" }, { category: "guard" }],
    },
  ],
  [
    "auditLogs.reads",
    cluster(`auditLogs: { workspace: ${WORKSPACE}, reads: true }`),
    "resource.azurerm_monitor_diagnostic_setting.c_audit-logs",
    { enabled_log: [{ category: "kube-audit" }, { category: "guard" }] },
  ],
  [
    "clusterUserRole: granted",
    cluster("clusterUserRole: granted, access: [{ reader: [ops] }]"),
    "resource.azurerm_role_assignment",
    {
      "c_cluster-user_ops": { role_definition_id: CLUSTER_USER },
      c_reader_ops: { role_definition_id: READER },
    },
  ],
  // access
  [
    "access, by name",
    `accessProfiles:\n  base: { reader: [ops] }\n${cluster("access: [base]")}`,
    grant("reader_ops"),
    { role_definition_id: READER, principal_id: OPS_ID, principal_type: "Group", scope: "${azurerm_kubernetes_cluster.c.id}" },
  ],
  [
    "access, the union of what it lists",
    `accessProfiles:\n  base: { reader: [ops] }\n${cluster("access: [base, { writer: [ops] }]")}`,
    "resource.azurerm_role_assignment",
    { c_reader_ops: {}, c_writer_ops: {} },
  ],
  ["access.clusterUser", access("clusterUser: [ops]"), grant("cluster-user_ops"), { role_definition_id: CLUSTER_USER }],
  [
    "access.reader, for a person and an application",
    access(`reader: [dave@contoso.com, { servicePrincipal: ${ID} }]`),
    "resource.azurerm_role_assignment",
    {
      c_reader_dave__contoso_com: { principal_id: DAVE, principal_type: "User" },
      [`c_reader_${ID}`]: { principal_id: ID, principal_type: "ServicePrincipal" },
    },
  ],
  ["access.writer", access("writer: [ops]"), grant("writer_ops"), { role_definition_id: WRITER }],
  ["access.admin", access("admin: [ops]"), grant("admin_ops"), { role_definition_id: ADMIN }],
  [
    "access.clusterAdmin",
    access("clusterAdmin: [ops]"),
    grant("cluster-admin_ops"),
    { role_definition_id: CLUSTER_ADMIN },
  ],
  [
    "access.roles, by name",
    access("roles: [{ role: Azure Kubernetes Service Contributor Role, to: [ops] }]"),
    grant("contributor_ops"),
    { role_definition_id: role("ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8") },
  ],
  [
    "access.roles, by id",
    access(`roles: [{ role: ${ID}, to: [ops] }]`),
    grant(`${ID}_ops`),
    { role_definition_id: role(ID) },
  ],
  ...(["reader", "writer", "admin"] as const).map(
    (word): Row => [
      `access.namespaces.${word}`,
      access(`namespaces: { payments: { ${word}: [ops] } }`),
      grant(`namespace_payments_${word}_ops`),
      {
        role_definition_id: { reader: READER, writer: WRITER, admin: ADMIN }[word],
        scope: "${azurerm_kubernetes_cluster.c.id}/namespaces/payments",
      },
    ],
  ),
  [
    "access.namespaces.roles",
    access(
      "namespaces: { payments: { roles: [{ role: Azure Kubernetes Service RBAC Writer, to: [ops, { group: 44444444-4444-4444-8444-444444444444 }] }] } }",
    ),
    "resource.azurerm_role_assignment",
    {
      c_namespace_payments_writer_ops: { role_definition_id: WRITER },
      [`c_namespace_payments_writer_${ID}`]: { role_definition_id: WRITER },
    },
  ],
];

test.each(ROWS)("%s", (_, text, address, expected) => {
  const made = address
    .split(".")
    .reduce<unknown>((json, step) => (json as Record<string, unknown> | undefined)?.[step], terraformOf(HEAD + text));
  expect(made).toMatchObject(expected);
});

test("clusterUserRole: external leaves the Cluster User role to another stack", () => {
  const { resource } = terraformOf(
    HEAD + cluster("clusterUserRole: external, adminGroups: [ops], access: [{ reader: [ops], clusterUser: [ops] }]"),
  );
  expect(Object.keys(resource.azurerm_role_assignment as object)).toEqual(["c_reader_ops"]);
});

test("name is the stack's, and that of its state", () => {
  expect(Object.keys(modelsOf("name: payments-2"))).toEqual(["payments-2"]);
});

test("what is left out is left to the constructs", () => {
  const { resource, terraform } = terraformOf(`${HEAD}${jit("")}${cluster("").replace(OPS, "")}`);
  expect(resource.azuread_group.ops).toEqual({
    assignable_to_role: false,
    display_name: "ops",
    members: [],
    owners: [DAVE],
    prevent_duplicate_names: true,
    security_enabled: true,
  });
  expect(resource.azuread_group_role_management_policy["admins_member-settings"]).toMatchObject({
    activation_rules: {
      maximum_duration: "PT8H",
      require_approval: false,
      require_justification: true,
      require_multifactor_authentication: true,
      require_ticket_info: false,
    },
    eligible_assignment_rules: { expiration_required: true, expire_after: "P365D" },
    active_assignment_rules: { expiration_required: true, expire_after: "P15D", require_justification: true },
  });
  expect(resource.azurerm_kubernetes_cluster.c).toMatchObject({
    azure_active_directory_role_based_access_control: { azure_rbac_enabled: true },
    local_account_disabled: true,
    run_command_enabled: false,
    sku_tier: "Free",
    workload_identity_enabled: false,
  });
  expect(terraform.required_providers).toMatchObject({
    azuread: { version: ">= 3.9.0, < 4.0.0" },
    azurerm: { version: ">= 4.55.0, < 5.0.0" },
  });
});

/** Keys that have tests of their own, because they reach over several files or resources. */
const ELSEWHERE = /^(uses|deployer|guardrails|expect|emergencyAccess\.clusterAdmin|groups\.\*\.(formerly|objectId|pim\.standingMembers|pim\.(eligible|active)\.\[\]\.(renewal|ended))|.*\.movedTo|clusters\.\*\.(existing|assume|overrides))\b/;

test("every key of the files is in this table", () => {
  const used = new Set(ROWS.flatMap(([, text]) => [...pathsIn(parse(HEAD + text), [])].map(once)));
  const missing = [...keysOf(jsonSchema() as Schema, [])].map(once).filter((p) => !used.has(p) && !ELSEWHERE.test(p));
  expect([...new Set(missing)]).toEqual([]);
});

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** Settings, access and principals are the same wherever they stand. */
function once(path: string): string {
  return path
    .replace(/.*\.(user|group|servicePrincipal|authenticationContext|authenticationStrength)$/, "$1")
    .replace(/^groups\.\*\.pim\.settings\b/, "roleSettings.*")
    .replace(/^roleSettings\.\*\.owner\./, "roleSettings.*.")
    .replace(/^defaults\.clusters\b/, "clusters.*")
    .replace(/^clusters\.\*\.access\.\[\]/, "accessProfiles.*")
    .replace(/^groups\.\*\.pim\.(eligible|active)\.\[\]/, "groups.*.pim.eligible.[]");
}

const NAMED = ["groups", "conditionalAccess", "clusters", "roleSettings", "accessProfiles", "namespaces"];

function pathsIn(data: unknown, path: readonly string[]): string[] {
  if (Array.isArray(data)) return data.flatMap((d) => pathsIn(d, [...path, "[]"]));
  if (typeof data !== "object" || data === null) return [];
  const last = path[path.length - 1];
  const named = NAMED.includes(last) && path[0] !== "defaults";
  return Object.entries(data).flatMap(([key, value]) => {
    const at = [...path, named ? "*" : key];
    return [at.join("."), ...pathsIn(value, at)];
  });
}

function keysOf({ properties = {}, additionalProperties, items, anyOf = [] }: Schema, path: readonly string[]): string[] {
  return [
    ...Object.entries(properties).flatMap(([key, s]) => [[...path, key].join("."), ...keysOf(s, [...path, key])]),
    ...(additionalProperties && path[0] !== "tags" ? keysOf(additionalProperties, [...path, "*"]) : []),
    ...(items ? keysOf(items, [...path, "[]"]) : []),
    ...anyOf.flatMap((s) => keysOf(s, path)),
  ];
}

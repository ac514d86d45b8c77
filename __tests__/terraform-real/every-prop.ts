import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { type App, Lazy, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import {
  ActivationRequirement,
  AdministrativeUnit,
  AksCluster,
  ALL_USERS,
  AssignmentAccess,
  AzureRole,
  ClusterUserRole,
  ConditionalAccessPolicy,
  DirectoryRole,
  Duration,
  EmergencyAccess,
  EntraGroup,
  EntraServicePrincipal,
  EntraUser,
  Expiration,
  GrantControl,
  GrantControls,
  JitGroup,
  PolicyState,
  RoleSettings,
  SkuTier,
  TargetApplication,
} from "../../lib";
import { SUBSCRIPTION, TENANT } from "../support/synth";

const WORKSPACE = `/subscriptions/${SUBSCRIPTION}/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/central`;
const SUBNET = `/subscriptions/${SUBSCRIPTION}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/aks`;
const uuid = (n: number) => `44444444-4444-4444-8444-4444444444${n}`;

/** Every construct with every prop, in every kind of value, in a stack that somebody else wrote. */
export function everyProp(app: App): TerraformStack {
  const stack = new TerraformStack(app, "every-prop");
  new AzureadProvider(stack, "azuread", { tenantId: TENANT });
  new AzurermProvider(stack, "azurerm", { features: [{}], subscriptionId: SUBSCRIPTION });
  const other = new AzurermProvider(stack, "other", { features: [{}], subscriptionId: uuid(10), alias: "other" });
  const variable = (name: string) => new TerraformVariable(stack, name, { type: "string" }).stringValue;
  // references that somebody wrote out, and values that are asked for late
  const user = EntraUser.fromObjectId(stack, "${var.user_id}", "user");
  const late = (text: string) => Lazy.stringValue({ produce: () => text });
  const lateUser = EntraUser.fromObjectId(stack, late("${var.user_id}"), "late-user");
  const literal = EntraUser.fromObjectId(stack, late(uuid(20)), "literal");
  new TerraformVariable(stack, "user_id", { type: "string" });

  const owner = EntraServicePrincipal.fromObjectId(stack, uuid(11));
  const application = EntraServicePrincipal.fromObjectId(stack, variable("application_id"), "application");
  const alice = EntraUser.fromLookup(stack, "alice@contoso.com");
  const somebody = EntraUser.fromLookup(stack, variable("user_principal_name"), "somebody");
  const given = EntraGroup.fromObjectId(stack, "given", variable("group_id"));
  const known = EntraGroup.fromObjectId(stack, "known", uuid(12));
  const named = EntraGroup.fromLookup(stack, "named", "payments-devs");
  new EmergencyAccess(stack, "emergency-access", { accounts: [EntraUser.fromObjectId(stack, uuid(13)), known] });

  const people = new EntraGroup(stack, "people", {
    displayName: "AKS people",
    description: "People who may activate",
    roleAssignable: true,
    owners: [owner, application, alice],
    members: [alice, user, application],
    formerly: "operators",
    administrativeUnits: [AdministrativeUnit.fromObjectId(uuid(14))],
  });
  new EntraGroup(stack, "standing", {
    displayName: variable("group_name"),
    owners: [user],
    members: [people, given, named],
    administrativeUnits: [AdministrativeUnit.restrictedFromObjectId(uuid(15))],
  });

  const careful = RoleSettings.of({
    activation: {
      maximum: Duration.parse("1h30m"),
      require: [ActivationRequirement.MFA, ActivationRequirement.JUSTIFICATION, ActivationRequirement.TICKET],
      approvers: [people, alice, given],
      alerts: ["secops@contoso.com", variable("alert")],
    },
    eligible: { expireAfter: Duration.days(180) },
    active: {
      expireAfter: Duration.days(30),
      require: [ActivationRequirement.JUSTIFICATION, ActivationRequirement.MFA],
    },
  });
  const loose = RoleSettings.of({
    activation: {
      maximum: Duration.hours(24),
      require: [ActivationRequirement.authenticationContext("c1"), ActivationRequirement.JUSTIFICATION],
    },
    eligible: { permanentAllowed: true, expireAfter: Duration.days(90) },
    active: { permanentAllowed: true, expireAfter: Duration.days(365) },
  });
  const ticket = { system: "ServiceNow", number: variable("ticket") };
  const admins = new JitGroup(stack, "admins", {
    displayName: "AKS admins",
    description: "Just in time",
    formerly: "cluster-admins",
    roleAssignable: true,
    owners: [owner],
    administrativeUnits: [AdministrativeUnit.fromObjectId(uuid(14))],
    memberSettings: careful,
    ownerSettings: loose,
    eligible: [
      { principal: people, expiration: Expiration.after(Duration.days(180)), justification: "On-call rota" },
      {
        principal: alice,
        start: "2027-01-01",
        expiration: Expiration.at("2027-06-30"),
        justification: "Deputy",
        access: AssignmentAccess.OWNER,
        ticket,
      },
    ],
    active: [
      { principal: user, expiration: Expiration.at("2027-06-30T12:00:00+02:00"), justification: "Roll-out", ticket },
    ],
  });
  admins.assignEligible(given, {
    start: "2027-01-01T08:00:00Z",
    expiration: Expiration.at(variable("end")),
    justification: variable("justification"),
  });
  admins.assignActive(application, {
    start: variable("start"),
    expiration: Expiration.after(Duration.parse(variable("duration"))),
    justification: "Pipeline",
    access: AssignmentAccess.OWNER,
  });
  const writers = new JitGroup(stack, "writers", { owners: [owner, user], memberSettings: loose });
  const standing = { expiration: Expiration.never(), justification: "Reviewed every quarter" };
  writers.assignEligible(lateUser, standing);
  writers.assignEligible(literal, standing);
  writers.assignActive(named, standing);
  for (const [i, days] of [15, 30, 90, 180, 365].entries()) {
    const expireAfter = Duration.days(days);
    const settings = RoleSettings.of({
      activation: { maximum: Duration.minutes(30 + i * 330), require: [ActivationRequirement.TICKET] },
      eligible: { expireAfter },
      active: { expireAfter },
    });
    new JitGroup(stack, `ceiling-${days}`, { owners: [owner], memberSettings: settings, ownerSettings: settings });
  }

  new ConditionalAccessPolicy(stack, "strong", {
    displayName: "AKS: phishing-resistant",
    state: PolicyState.ENABLED,
    include: [admins, writers, given, user, alice, DirectoryRole.of("Global Administrator")],
    exclude: [named, somebody, DirectoryRole.of(uuid(16))],
    applications: [TargetApplication.AKS, TargetApplication.AZURE_MANAGEMENT, TargetApplication.fromClientId(uuid(17))],
    grant: GrantControls.any(
      GrantControl.authenticationStrength("00000000-0000-0000-0000-000000000004"),
      GrantControl.COMPLIANT_DEVICE,
      GrantControl.DOMAIN_JOINED_DEVICE,
    ),
    signInFrequency: Duration.hours(4),
    blockDeviceCode: true,
  });
  new ConditionalAccessPolicy(stack, "everybody", {
    include: [ALL_USERS],
    applications: [TargetApplication.ALL],
    grant: GrantControls.all(GrantControl.MFA, GrantControl.COMPLIANT_APPLICATION),
    signInFrequency: Duration.days(30),
  });
  new ConditionalAccessPolicy(stack, "blocked", {
    state: PolicyState.DISABLED,
    include: [named],
    applications: [TargetApplication.fromClientId(variable("client_id"))],
    grant: GrantControls.all(GrantControl.BLOCK),
  });
  new ConditionalAccessPolicy(stack, "token-strength", {
    include: [known],
    grant: GrantControls.all(GrantControl.authenticationStrength(variable("strength"))),
  });

  const resourceGroup = new ResourceGroup(stack, "resource-group", { name: "aks", location: "westeurope" });
  const open = new AksCluster(stack, "open", {
    name: "prod-weu",
    resourceGroup,
    location: "northeurope",
    subscriptionId: SUBSCRIPTION,
    tenantId: TENANT,
    nodePool: {
      name: "nodes",
      vmSize: "Standard_D4s_v5",
      autoscale: { min: 3, max: 5 },
      zones: ["1", "2", "3"],
      subnetId: SUBNET,
    },
    adminGroups: [admins, given],
    kubernetesVersion: "1.36",
    skuTier: SkuTier.PREMIUM,
    sshPublicKey: variable("ssh_public_key"),
    authorizedIpRanges: ["203.0.113.0/24", variable("office")],
    runCommand: true,
    localAccounts: true,
    azureRbac: true,
    workloadIdentity: true,
    oidcIssuer: true,
    auditLogs: { workspaceId: WORKSPACE, reads: true },
    tags: { owner: "platform" },
  });
  open.access.grantReader(people, application, user, lateUser, literal, alice, given, named);
  open.access.grantWriter(writers);
  open.access.grantAdmin(writers);
  open.access.grantClusterAdmin(admins);
  for (const role of AzureRole.BUILT_IN) open.access.grantRole(role, known);
  open.access.grantRole(AzureRole.of(uuid(18), "deployer"), application);
  open.access.grantRole(AzureRole.of(variable("role"), "special"), application);
  const payments = open.access.namespace("payments");
  payments.grantReader(given);
  payments.grantWriter(writers);
  payments.grantAdmin(admins);
  payments.grantRole(AzureRole.of(uuid(18), "deployer"), application);
  new TerraformOutput(stack, "connect-open", { value: { ...open.connect, oidcIssuerUrl: open.oidcIssuerUrl } });

  const closed = new AksCluster(stack, "closed", {
    resourceGroup: { name: variable("resource_group") },
    location: variable("location"),
    nodePool: { name: variable("pool"), vmSize: variable("vm_size"), count: 1 },
    adminGroups: [admins],
    skuTier: SkuTier.STANDARD,
    privateCluster: true,
    azureRbac: false,
    auditLogs: { workspaceId: variable("workspace") },
    clusterUserRole: ClusterUserRole.EXTERNAL,
    provider: other,
  });
  closed.access.grantRole(AzureRole.AKS_CONTRIBUTOR, people);
  new TerraformOutput(stack, "connect-closed", { value: closed.connect });

  const found = AksCluster.fromClusterId(stack, "found", variable("cluster_id"), {
    assume: { azureRbac: true, localAccounts: true, adminGroups: [given] },
    tenantId: TENANT,
  });
  found.access.grantReader(people, given);
  found.access.namespace("payments").grantWriter(writers);
  new TerraformOutput(stack, "connect-found", { value: found.connect });
  const lateId = late(
    `/subscriptions/${SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/late`,
  );
  AksCluster.fromClusterId(stack, "late", lateId, { tenantId: TENANT }).access.grantReader(given);
  AksCluster.fromClusterId(stack, "written", "${var.cluster_id}", { tenantId: TENANT }).access.grantReader(given);
  const legacy = AksCluster.fromClusterAttributes(stack, "legacy", {
    name: "old",
    resourceGroup: "legacy",
    subscriptionId: uuid(10),
    provider: other,
    clusterUserRole: ClusterUserRole.EXTERNAL,
  });
  legacy.access.grantAdmin(writers);
  return stack;
}

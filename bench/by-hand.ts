import { ConditionalAccessPolicy } from "@cdktf/provider-azuread/lib/conditional-access-policy";
import { DataAzureadServicePrincipals } from "@cdktf/provider-azuread/lib/data-azuread-service-principals";
import { DataAzureadUser } from "@cdktf/provider-azuread/lib/data-azuread-user";
import { Group } from "@cdktf/provider-azuread/lib/group";
import { GroupRoleManagementPolicy } from "@cdktf/provider-azuread/lib/group-role-management-policy";
import { GroupWithoutMembers } from "@cdktf/provider-azuread/lib/group-without-members";
import { PrivilegedAccessGroupAssignmentSchedule } from "@cdktf/provider-azuread/lib/privileged-access-group-assignment-schedule";
import { PrivilegedAccessGroupEligibilitySchedule } from "@cdktf/provider-azuread/lib/privileged-access-group-eligibility-schedule";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { KubernetesCluster } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { type App, Fn, Op, TerraformOutput, TerraformSelf, TerraformStack } from "cdktf";

const TENANT = "22222222-2222-2222-2222-222222222222";
const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
const AKS_SERVER = "6dae42f8-4368-4678-94ff-3960e28e3630";
const KUBELOGIN = "80faf920-1908-4b52-b5ef-a8e7bedfc67a";
const CLUSTER_USER = "4abbcc35-e782-43d8-92c5-2d3f1bd2253f";
const RBAC_READER = "7f6c6a51-bcf8-42ba-9220-52d62157d7db";
const EMERGENCY_ACCOUNTS = ["33333333-3333-4333-8333-333333333334", "33333333-3333-4333-8333-333333333335"];
const ACTIVATION_URL = "https://entra.microsoft.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadgroup";

/** The article with the classes of the providers alone: the same Terraform as from the library, and no access model. */
export function byHand(app: App, sshPublicKey: string): TerraformStack {
  const stack = new TerraformStack(app, "article");
  new AzureadProvider(stack, "azuread", { tenantId: TENANT });
  new AzurermProvider(stack, "azurerm", {
    tenantId: TENANT,
    subscriptionId: SUBSCRIPTION,
    features: [{}],
    resourceProviderRegistrations: "none",
  });
  stack.addOverride("terraform.required_providers.azuread.version", ">= 3.9.0, < 4.0.0");
  stack.addOverride("terraform.required_providers.azurerm.version", ">= 4.55.0, < 5.0.0");

  const user = (name: string) =>
    new DataAzureadUser(stack, `${name}__contoso_com`, { userPrincipalName: `${name}@contoso.com` }).objectId;
  const dave = user("dave");

  const operators = new Group(stack, "aks-operators", {
    displayName: "aks-operators",
    description: "People who may activate access to myManagedCluster",
    securityEnabled: true,
    assignableToRole: true,
    preventDuplicateNames: true,
    owners: [dave],
    members: [user("alice"), user("bob")],
  });

  const admins = new GroupWithoutMembers(stack, "myJITGroup", {
    displayName: "myJITGroup",
    description: "Just-in-time administrators of myManagedCluster",
    securityEnabled: true,
    assignableToRole: true,
    preventDuplicateNames: true,
    owners: [dave],
  });
  const adminSettings = roleSettings(stack, "myJITGroup_member-settings", admins, "member", "PT4H");
  roleSettings(stack, "myJITGroup_owner-settings", admins, "owner", "PT1H", adminSettings);
  new PrivilegedAccessGroupEligibilitySchedule(stack, "myJITGroup_eligible_aks-operators", {
    groupId: admins.objectId,
    principalId: operators.objectId,
    assignmentType: "member",
    duration: "P180D",
    justification: "On-call rota",
    dependsOn: [adminSettings],
  });
  new PrivilegedAccessGroupAssignmentSchedule(stack, "myJITGroup_active_carol__contoso_com", {
    groupId: admins.objectId,
    principalId: user("carol"),
    assignmentType: "member",
    duration: "PT8H",
    justification: "First roll-out",
    ticketSystem: "ServiceNow",
    ticketNumber: "CHG0012345",
    dependsOn: [adminSettings],
  });

  const readers = new GroupWithoutMembers(stack, "payments-readers", {
    displayName: "payments-readers",
    description: "Just-in-time readers of the namespace payments",
    securityEnabled: true,
    assignableToRole: false,
    preventDuplicateNames: true,
    owners: [dave],
  });
  const readerSettings = roleSettings(stack, "payments-readers_member-settings", readers, "member", "PT8H");
  roleSettings(stack, "payments-readers_owner-settings", readers, "owner", "PT1H", readerSettings);
  new PrivilegedAccessGroupEligibilitySchedule(stack, "payments-readers_eligible_aks-operators", {
    groupId: readers.objectId,
    principalId: operators.objectId,
    assignmentType: "member",
    duration: "P180D",
    justification: "Support of payments",
    dependsOn: [readerSettings],
  });

  const aksServer = new DataAzureadServicePrincipals(stack, "aks-server", {
    clientIds: [AKS_SERVER],
    ignoreMissing: true,
    lifecycle: {
      postcondition: [
        {
          condition: Op.eq(Fn.lengthOf(TerraformSelf.getAny("object_ids")), 1),
          errorMessage: `The AKS server application ${AKS_SERVER} has no service principal in this tenant, so no policy can target it. Create it once with: az ad sp create --id ${AKS_SERVER}`,
        },
      ],
    },
  });
  new ConditionalAccessPolicy(stack, "aks-policy", {
    displayName: "aks-policy",
    state: "enabled",
    conditions: {
      clientAppTypes: ["all"],
      applications: { includedApplications: [AKS_SERVER] },
      users: {
        includedGroups: [operators.objectId, admins.objectId, readers.objectId],
        excludedUsers: EMERGENCY_ACCOUNTS,
      },
    },
    grantControls: { operator: "AND", builtInControls: ["compliantDevice"] },
    dependsOn: [aksServer],
  });

  const resourceGroup = new ResourceGroup(stack, "myResourceGroup", {
    name: "myResourceGroup",
    location: "westeurope",
  });
  const cluster = new KubernetesCluster(stack, "myManagedCluster", {
    name: "myManagedCluster",
    resourceGroupName: resourceGroup.name,
    location: resourceGroup.location,
    dnsPrefix: "myManagedCluster",
    skuTier: "Free",
    defaultNodePool: {
      name: "system",
      vmSize: "Standard_D4s_v5",
      nodeCount: 3,
      autoScalingEnabled: false,
      temporaryNameForRotation: "systemtmp",
      upgradeSettings: { maxSurge: "10%" },
    },
    identity: { type: "SystemAssigned" },
    networkProfile: { networkPlugin: "azure", networkPluginMode: "overlay" },
    privateClusterEnabled: false,
    localAccountDisabled: true,
    runCommandEnabled: false,
    oidcIssuerEnabled: true,
    workloadIdentityEnabled: false,
    azureActiveDirectoryRoleBasedAccessControl: {
      tenantId: TENANT,
      azureRbacEnabled: true,
      adminGroupObjectIds: [admins.objectId],
    },
    linuxProfile: { adminUsername: "azureuser", sshKey: { keyData: sshPublicKey } },
  });
  const assign = (id: string, group: Group | GroupWithoutMembers, role: string, scope: string) =>
    new RoleAssignment(stack, id, {
      scope,
      roleDefinitionId: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      principalId: group.objectId,
      principalType: "Group",
    });
  assign("myManagedCluster_cluster-user_aks-operators", operators, CLUSTER_USER, cluster.id);
  assign("myManagedCluster_cluster-user_myJITGroup", admins, CLUSTER_USER, cluster.id);
  assign("myManagedCluster_cluster-user_payments-readers", readers, CLUSTER_USER, cluster.id);
  assign(
    "myManagedCluster_namespace_payments_reader_payments-readers",
    readers,
    RBAC_READER,
    `${cluster.id}/namespaces/payments`,
  );

  new TerraformOutput(stack, "group_ids", {
    value: {
      "aks-operators": operators.objectId,
      myJITGroup: admins.objectId,
      "payments-readers": readers.objectId,
    },
  });
  new TerraformOutput(stack, "cluster_ids", { value: { myManagedCluster: cluster.id } });
  new TerraformOutput(stack, "connect_myManagedCluster", {
    value: { guide: GUIDE, activate: ACTIVATION_URL, login_mode: "interactive", kubeconfig: kubeconfig(cluster) },
  });
  return stack;
}

/** Role settings of a group: all of the rules, because one that is not written keeps whatever the tenant has. */
function roleSettings(
  stack: TerraformStack,
  id: string,
  group: GroupWithoutMembers,
  role: "member" | "owner",
  maximumDuration: string,
  after?: GroupRoleManagementPolicy,
): GroupRoleManagementPolicy {
  const own = { notificationLevel: "All", defaultRecipients: true };
  const told = { ...own, additionalRecipients: [] };
  const mails = { adminNotifications: told, assigneeNotifications: told, approverNotifications: own };
  return new GroupRoleManagementPolicy(stack, id, {
    groupId: group.objectId,
    roleId: role,
    activationRules: {
      maximumDuration,
      requireMultifactorAuthentication: true,
      requireJustification: true,
      requireTicketInfo: false,
      requireApproval: false,
    },
    eligibleAssignmentRules: { expirationRequired: true, expireAfter: "P365D" },
    activeAssignmentRules: {
      expirationRequired: true,
      expireAfter: "P15D",
      requireJustification: true,
      requireMultifactorAuthentication: false,
    },
    notificationRules: { eligibleAssignments: mails, activeAssignments: mails, eligibleActivations: mails },
    dependsOn: after ? [after] : undefined,
  });
}

function kubeconfig(cluster: KubernetesCluster): string {
  return `apiVersion: v1
kind: Config
current-context: "myManagedCluster"
clusters:
  - name: "myManagedCluster"
    cluster:
      server: https://${cluster.fqdn}:443
      certificate-authority-data: ${Fn.nonsensitive(cluster.kubeConfig.get(0).clusterCaCertificate)}
contexts:
  - name: "myManagedCluster"
    context:
      cluster: "myManagedCluster"
      user: "myManagedCluster"
users:
  - name: "myManagedCluster"
    user:
      exec:
        apiVersion: client.authentication.k8s.io/v1beta1
        command: kubelogin
        args: [get-token, --login, interactive, --server-id, ${AKS_SERVER}, --client-id, ${KUBELOGIN}, --tenant-id, ${TENANT}]
        interactiveMode: IfAvailable
        provideClusterInfo: false
        installHint: Install kubelogin, https://azure.github.io/kubelogin/install.html
`;
}

const GUIDE = `How to get into myManagedCluster

Everybody, once:
  az login --tenant ${TENANT}
  az aks get-credentials --subscription ${SUBSCRIPTION} --resource-group myResourceGroup --name myManagedCluster
  kubelogin convert-kubeconfig -l interactive
  Not -l devicecode: a policy asks for a device, which a device code cannot show, or blocks device code.

Cluster administrators (myJITGroup):
  Activate myJITGroup at ${ACTIVATION_URL}
  kubectl get nodes

Readers of the namespace payments (payments-readers):
  Activate payments-readers at ${ACTIVATION_URL}
  kubectl get pods -n payments   # not nodes: nobody of a namespace can list them

People who see the cluster and reach no workload (aks-operators):
  kubectl auth whoami

After activating: a token that was issued before knows nothing of it. Get a fresh one with
  kubelogin remove-cache-dir
(with the login mode azurecli: az login again). A right that has ended lives as long as its last token, 60 to 75 minutes.`;

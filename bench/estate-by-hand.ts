import { GroupRoleManagementPolicy } from "@cdktf/provider-azuread/lib/group-role-management-policy";
import { GroupWithoutMembers } from "@cdktf/provider-azuread/lib/group-without-members";
import { PrivilegedAccessGroupEligibilitySchedule } from "@cdktf/provider-azuread/lib/privileged-access-group-eligibility-schedule";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import {
  type EstateSize,
  PIPELINE,
  SRE,
  TENANT,
  clusterName,
  clustersIn,
  estateOf,
  groupName,
  groupsOn,
  subscriptionOf,
} from "./estate";

const CLUSTER_USER = "4abbcc35-e782-43d8-92c5-2d3f1bd2253f";
const WRITER = "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb";

/** The same estate as somebody writes it who knows the provider, with loops and nothing else. */
export function estateByHand(app: App, size: EstateSize): void {
  const identity = new TerraformStack(app, "identity");
  new LocalBackend(identity, { path: "../../../terraform.identity.tfstate" });
  new AzureadProvider(identity, "azuread", { tenantId: TENANT });
  identity.addOverride("terraform.required_providers.azuread.version", ">= 3.9.0, < 4.0.0");
  const groups = Array.from({ length: size.groups }, (_, n) => group(identity, groupName(n)));
  const ids = Object.fromEntries(groups.map((g, n) => [groupName(n), g.objectId]));
  new TerraformOutput(identity, "group_ids", { value: ids });

  for (let s = 0; s < size.subscriptions; s++) {
    const subscriptionId = subscriptionOf(s);
    const stack = new TerraformStack(app, `clusters-${s}`);
    new LocalBackend(stack, { path: `../../../terraform.clusters-${s}.tfstate` });
    const features = { features: [{}], resourceProviderRegistrations: "none" };
    new AzurermProvider(stack, "azurerm", { tenantId: TENANT, subscriptionId, ...features });
    stack.addOverride("terraform.required_providers.azurerm.version", ">= 4.55.0, < 5.0.0");
    const clusterIds: Record<string, string> = {};
    for (const n of clustersIn(size, s)) {
      const name = clusterName(n);
      const on = groupsOn(size, n);
      const id = `/subscriptions/${subscriptionId}/resourceGroups/${name}/providers/Microsoft.ContainerService/managedClusters/${name}`;
      const role = (guid: string) =>
        `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
      clusterIds[name] = id;
      for (const g of on) {
        const common = { principalId: groups[g].objectId, principalType: "Group" };
        const team = groupName(g);
        const at = { scope: `${id}/namespaces/${team}`, roleDefinitionId: role(WRITER) };
        new RoleAssignment(stack, `${name}_namespace_${team}_writer_${team}`, { ...common, ...at });
        const user = { scope: id, roleDefinitionId: role(CLUSTER_USER) };
        new RoleAssignment(stack, `${name}_cluster-user_${team}`, { ...common, ...user });
      }
      new TerraformOutput(stack, `connect_${name}`, { value: connect(name, subscriptionId, on) });
    }
    new TerraformOutput(stack, "cluster_ids", { value: clusterIds });
  }
}

function group(stack: TerraformStack, name: string): GroupWithoutMembers {
  const made = new GroupWithoutMembers(stack, name, {
    displayName: name,
    securityEnabled: true,
    assignableToRole: false,
    preventDuplicateNames: true,
    owners: [PIPELINE],
  });
  const member = settings(stack, name, made, "member", "PT8H");
  settings(stack, name, made, "owner", "PT1H", member);
  new PrivilegedAccessGroupEligibilitySchedule(stack, `${name}_eligible_sre`, {
    groupId: made.objectId,
    principalId: SRE,
    assignmentType: "member",
    expirationDate: "2027-06-30T23:59:59Z",
    justification: "Rota",
    dependsOn: [member],
  });
  return made;
}

function settings(
  stack: TerraformStack,
  name: string,
  of: GroupWithoutMembers,
  roleId: string,
  maximumDuration: string,
  after?: GroupRoleManagementPolicy,
): GroupRoleManagementPolicy {
  const own = { notificationLevel: "All", defaultRecipients: true };
  const told = { ...own, additionalRecipients: [] };
  const mails = { adminNotifications: told, assigneeNotifications: told, approverNotifications: own };
  return new GroupRoleManagementPolicy(stack, `${name}_${roleId}-settings`, {
    groupId: of.objectId,
    roleId,
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

function connect(name: string, subscriptionId: string, groups: readonly number[]): Record<string, string> {
  const teams = groups.map((g) => {
    const team = groupName(g);
    return `Writers of the namespace ${team} (${team}):\n  Activate ${team}\n  kubectl get pods -n ${team}`;
  });
  return {
    guide: [
      `How to get into ${name}`,
      `az login --tenant ${TENANT}`,
      `az aks get-credentials --subscription ${subscriptionId} --resource-group ${name} --name ${name}`,
      "kubelogin convert-kubeconfig -l interactive",
      ...teams,
    ].join("\n\n"),
    activate: "https://entra.microsoft.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadgroup",
    login_mode: "interactive",
  };
}

if (require.main === module) {
  const app = new App({ stackTraces: false });
  estateByHand(app, estateOf(process.argv));
  app.synth();
}

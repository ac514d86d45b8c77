import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import type { App } from "cdktf";
import {
  AccessStack, ActivationRequirement as Ask, AksCluster, ConditionalAccessPolicy, Duration, EmergencyAccess, EntraGroup,
  EntraUser, Expiration, GrantControl, GrantControls, JitGroup, PolicyState, RoleSettings,
} from "../../lib";

/** Microsoft's article "Cluster access control with AKS-managed Microsoft Entra integration", as a program. */
export function article(app: App, sshPublicKey: string): AccessStack {
  const stack = new AccessStack(app, "article", {
    tenantId: "22222222-2222-2222-2222-222222222222",
    subscriptionId: "00000000-0000-0000-0000-000000000000",
  });
  const user = (name: string) => EntraUser.fromLookup(stack, `${name}@contoso.com`);
  const byId = (end: string) => EntraUser.fromObjectId(stack, `33333333-3333-4333-8333-3333333333${end}`);
  new EmergencyAccess(stack, "emergency-access", { accounts: [byId("34"), byId("35")] });

  const owners = [user("dave")];
  const operators = new EntraGroup(stack, "aks-operators", {
    description: "People who may activate access to myManagedCluster",
    roleAssignable: true, owners, members: [user("alice"), user("bob")],
  });
  const activation = (hours: number) =>
    RoleSettings.of({ activation: { maximum: Duration.hours(hours), require: [Ask.MFA, Ask.JUSTIFICATION] } });
  const admins = new JitGroup(stack, "myJITGroup", {
    description: "Just-in-time administrators of myManagedCluster",
    roleAssignable: true, owners, memberSettings: activation(4),
  });
  const halfYear = Expiration.after(Duration.days(180));
  admins.assignEligible(operators, { expiration: halfYear, justification: "On-call rota" });
  admins.assignActive(user("carol"), {
    expiration: Expiration.after(Duration.hours(8)), justification: "First roll-out",
    ticket: { system: "ServiceNow", number: "CHG0012345" },
  });
  const readers = new JitGroup(stack, "payments-readers", {
    description: "Just-in-time readers of the namespace payments", owners, memberSettings: activation(8),
  });
  readers.assignEligible(operators, { expiration: halfYear, justification: "Support of payments" });

  new ConditionalAccessPolicy(stack, "aks-policy", {
    state: PolicyState.ENABLED, include: [operators, admins, readers],
    grant: GrantControls.all(GrantControl.COMPLIANT_DEVICE),
  });

  const resourceGroup = new ResourceGroup(stack, "myResourceGroup", { name: "myResourceGroup", location: "westeurope" });
  const cluster = new AksCluster(stack, "myManagedCluster", {
    resourceGroup, nodePool: { vmSize: "Standard_D4s_v5", count: 3 }, sshPublicKey, adminGroups: [admins],
  });
  cluster.access.grantClusterUser(operators);
  cluster.access.namespace("payments").grantReader(readers);
  return stack;
}

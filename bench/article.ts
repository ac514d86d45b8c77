import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import type { App } from "cdktf";
import {
  AccessStack,
  AksCluster,
  ConditionalAccessPolicy,
  Duration,
  EmergencyAccess,
  EntraGroup,
  EntraUser,
} from "../lib";
import { Expiration, GrantControl, GrantControls, JitGroup, PolicyState, RoleSettings } from "../lib";

/** Microsoft's article "Cluster access control with AKS-managed Microsoft Entra integration", as a program. */
export function article(app: App, sshPublicKey: string): AccessStack {
  const [tenantId, subscriptionId] = ["22222222-2222-2222-2222-222222222222", "00000000-0000-0000-0000-000000000000"];
  const stack = new AccessStack(app, "article", { tenantId, subscriptionId });
  const user = (name: string) => EntraUser.fromLookup(stack, `${name}@contoso.com`);
  const emergency = (end: number) => EntraUser.fromObjectId(stack, `33333333-3333-4333-8333-3333333333${end}`);
  new EmergencyAccess(stack, "emergency-access", { accounts: [emergency(34), emergency(35)] });

  // The people who may ask for access. They see the cluster, and reach no workload until they activate.
  const common = { roleAssignable: true, owners: [user("dave")] };
  const operators = new EntraGroup(stack, "aks-operators", {
    ...common,
    description: "People who may activate access to myManagedCluster",
    members: [user("alice"), user("bob")],
  });
  const halfYear = Expiration.after(Duration.days(180));
  const upTo = (hours: number) => RoleSettings.of({ activation: { maximum: Duration.hours(hours) } }); // MFA, justification
  const admins = new JitGroup(stack, "myJITGroup", {
    ...common,
    description: "Just-in-time administrators of myManagedCluster",
    memberSettings: upTo(4),
  });
  admins.assignEligible(operators, { expiration: halfYear, justification: "On-call rota" });
  const ticket = { system: "ServiceNow", number: "CHG0012345" };
  const shift = Expiration.after(Duration.hours(8)); // the article's own kind: standing until it ends; prefer eligible
  admins.assignActive(user("carol"), { expiration: shift, justification: "First roll-out", ticket });
  const readers = new JitGroup(stack, "payments-readers", {
    owners: common.owners,
    description: "Just-in-time readers of the namespace payments",
    memberSettings: upTo(8),
  });
  readers.assignEligible(operators, { expiration: halfYear, justification: "Support of payments" });

  new ConditionalAccessPolicy(stack, "aks-policy", {
    state: PolicyState.ENABLED,
    include: [operators, admins, readers],
    grant: GrantControls.all(GrantControl.COMPLIANT_DEVICE),
  });
  const resourceGroup = new ResourceGroup(stack, "myResourceGroup", {
    name: "myResourceGroup",
    location: "westeurope",
  });
  const nodePool = { vmSize: "Standard_D4s_v5", count: 3 };
  const cluster = new AksCluster(stack, "myManagedCluster", {
    resourceGroup,
    nodePool,
    sshPublicKey,
    adminGroups: [admins],
  });
  cluster.access.grantClusterUser(operators);
  cluster.access.namespace("payments").grantReader(readers);
  return stack;
}

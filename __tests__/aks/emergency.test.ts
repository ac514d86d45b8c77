import { AksCluster, EmergencyAccess, EntraGroup, EntraUser } from "../../lib";
import { addresses, errorOf, newStack } from "../support/synth";

const setUp = () => {
  const stack = newStack();
  const group = EntraGroup.fromObjectId(stack, "emergency", "44444444-4444-4444-8444-444444444444");
  const accounts = [EntraUser.fromObjectId(stack, "33333333-3333-4333-8333-333333333334")];
  return { stack, group, props: { accounts, clusterAdmin: group } };
};
const shape = { resourceGroup: { name: "rg", location: "x" }, nodePool: { vmSize: "x", count: 1 } };

test("the emergency group is administrator of clusters that are declared before it and after it", () => {
  const { stack, props } = setUp();
  new AksCluster(stack, "before", shape);
  new EmergencyAccess(stack, "access", props);
  AksCluster.fromClusterAttributes(stack, "after", { resourceGroup: "rg" });
  expect(addresses(stack).filter((a) => a.startsWith("azurerm_role_assignment."))).toEqual([
    "azurerm_role_assignment.after_cluster-admin_emergency",
    "azurerm_role_assignment.after_cluster-user_emergency",
    "azurerm_role_assignment.before_cluster-admin_emergency",
    "azurerm_role_assignment.before_cluster-user_emergency",
  ]);
});

test("a cluster without Azure RBAC takes it where it is an admin group", () => {
  const { stack, group, props } = setUp();
  new EmergencyAccess(stack, "access", props);
  new AksCluster(stack, "prod", { ...shape, azureRbac: false, adminGroups: [group] });
  expect(addresses(stack).filter((a) => a.startsWith("azurerm_role_assignment."))).toEqual([
    "azurerm_role_assignment.prod_cluster-user_emergency",
  ]);
});

test("fails for a cluster without Azure RBAC that it cannot get into", () => {
  const { stack, props } = setUp();
  new EmergencyAccess(stack, "access", props);
  const admins = EntraGroup.fromObjectId(stack, "admins", "44444444-4444-4444-8444-444444444401");
  const error = errorOf(() => new AksCluster(stack, "prod", { ...shape, azureRbac: false, adminGroups: [admins] }));
  expect(error.message).toBe(
    "[test/prod] azureRbac: test/emergency, the emergency access group, cannot become administrator of a cluster without Azure RBAC; allowed: azureRbac: true on the cluster, or this group among its admin groups (AKS_AZURE_RBAC_OFF)",
  );
});

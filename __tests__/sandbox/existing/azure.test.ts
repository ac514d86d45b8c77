import { type AccessModel } from "../../../lib/access";
import { furnishAzure } from "../../../sandbox/existing/azure";
import { World } from "../../../sandbox/stand-in/world";
import { cluster, existingGroup, group, model, objectId } from "../../support/models";

const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000000";
const FOUND = `${SUBSCRIPTION}/resourceGroups/legacy/providers/Microsoft.ContainerService/managedClusters/old`;
const provider = { azurerm: [{ subscription_id: SUBSCRIPTION.split("/")[2] }] };

let world: World;
beforeEach(() => {
  world = new World("22222222-2222-2222-2222-222222222222", []);
});

const furnish = (parts: Partial<AccessModel>, resource: object = {}) =>
  furnishAzure(world, [{ name: "s", model: model(parts), terraform: { provider, resource }, dependencies: [] }]);
const found = (more: object = {}) => cluster("old", { kind: "existing", resourceGroup: "legacy", ...more });
const ids = () => world.resources.all().map(({ id }) => id.slice(SUBSCRIPTION.length));

describe("What a config takes for granted in Azure", () => {
  it("are clusters that exist, with their resource groups, once", () => {
    furnish({ clusters: [found()] });
    const { principalId } = world.resources.get(FOUND)?.identity as { principalId: string };
    furnish({ clusters: [found()] });
    expect(ids()).toEqual([
      "/resourceGroups/legacy",
      "/resourcegroups/legacy/providers/Microsoft.ContainerService/managedClusters/old",
    ]);
    expect(world.resources.get(FOUND)?.identity).toMatchObject({ principalId });
  });

  it("are as the config assumes them, and as AKS makes them where it says nothing", () => {
    const sre = existingGroup("sre", { objectId: objectId(6) });
    const legacy = existingGroup("legacy", { objectId: { unknown: "looked up" }, displayName: "Legacy readers" });
    const { id } = world.directory.addGroup({ displayName: "Legacy readers" });
    furnish({ clusters: [found({ adminGroups: ["sre", "legacy"] })], groups: [sre, legacy] });
    expect(world.resources.get(FOUND)?.properties).toMatchObject({
      disableLocalAccounts: true,
      aadProfile: { enableAzureRBAC: true, adminGroupObjectIDs: [objectId(6), id] },
    });
    const nothing = { unknown: "only the tenant knows" };
    const other = { azureRbac: nothing, localAccountsDisabled: nothing, adminGroups: nothing, name: "other" };
    furnish({ clusters: [found(other)] });
    expect(world.resources.get(FOUND.replace("/old", "/other"))?.properties).toMatchObject({
      disableLocalAccounts: false,
      aadProfile: { enableAzureRBAC: false, adminGroupObjectIDs: [] },
    });
  });

  it("are no administrators that the config makes: they have no object id yet", () => {
    const made = group("admins", [], { objectId: { unknown: "given at apply" } });
    furnish({ clusters: [found({ adminGroups: ["admins"] })], groups: [made] });
    expect(world.resources.get(FOUND)?.properties.aadProfile.adminGroupObjectIDs).toEqual([]);
  });

  it("are resource groups that it only names, not those that it makes", () => {
    const clusterIn = (name: string) => ({ name: "c", resource_group_name: name, default_node_pool: [{}] });
    furnish(
      {},
      {
        azurerm_resource_group: { made: { name: "made" } },
        azurerm_kubernetes_cluster: { a: clusterIn("used"), b: clusterIn("made") },
      },
    );
    expect(ids()).toEqual(["/resourceGroups/used"]);
  });

  it("are subnets and workspaces by their ids", () => {
    const subnet = `${SUBSCRIPTION}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/aks`;
    const workspace = `${SUBSCRIPTION}/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/central`;
    furnish(
      {},
      {
        azurerm_kubernetes_cluster: {
          a: { resource_group_name: "${azurerm_resource_group.a.name}", default_node_pool: { vnet_subnet_id: subnet } },
        },
        azurerm_monitor_diagnostic_setting: { a: { log_analytics_workspace_id: workspace } },
      },
    );
    expect(world.resources.get(subnet)).toMatchObject({
      name: "aks",
      type: "Microsoft.Network/virtualNetworks/subnets",
    });
    expect(world.resources.get(workspace)).toMatchObject({ type: "Microsoft.OperationalInsights/workspaces" });
  });

  it("are custom roles, not the built-in ones, which every tenant has", () => {
    const role = (guid: string) => ({
      role_definition_id: `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${guid}`,
    });
    const custom = objectId(8);
    furnish(
      {},
      {
        azurerm_role_assignment: { a: role("4abbcc35-e782-43d8-92c5-2d3f1bd2253f"), b: role(custom), c: role(custom) },
      },
    );
    expect(ids()).toEqual([`/providers/Microsoft.Authorization/roleDefinitions/${custom}`]);
  });
});

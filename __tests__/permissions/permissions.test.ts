import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { AdministrativeUnit, EntraGroup, EntraServicePrincipal, EntraUser, Deployer } from "../../lib/entra";
import { type AccessModel } from "../../lib/access";
import { accessModelOf } from "../../lib/terraform";
import { AccessStack } from "../../lib/stacks";
import {
  type Permissions,
  conditionText,
  permissionsAz,
  permissionsOf,
  permissionsTerraform,
  permissionsText,
} from "../../lib/permissions";
import { modelsIn, synthesized } from "../support/command";
import { ROLE, cluster, grant, group, model, user } from "../support/models";

let examples: readonly AccessModel[];
beforeAll(() => void (examples = Object.values(modelsIn(synthesized()))));

const names = ({ graph }: Permissions) => graph.map(({ name }) => name);
const scopes = ({ azure }: Permissions) =>
  azure.map(({ scope }) => scope.replace(/00000000-0000-0000-0000-000000000000/, "S"));
const ID = "44444444-4444-4444-8444-444444444444";

describe("a stack of groups, policies and PIM", () => {
  test("is applied with what writes each of them, and nothing of Azure", () => {
    const found = permissionsOf(examples, "identity", "apply");
    expect(names(found)).toEqual([
      "Application.Read.All",
      "Group.ReadWrite.All",
      "Policy.Read.All",
      "Policy.ReadWrite.ConditionalAccess",
      "PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup",
      "RoleManagement.ReadWrite.Directory",
      "RoleManagementPolicy.ReadWrite.AzureADGroup",
      "User.Read.All",
    ]);
    expect(found.azure).toEqual([]);
    expect(found.directoryRoles).toEqual([
      "Conditional Access Administrator",
      "Groups Administrator",
      "Privileged Role Administrator",
    ]);
    expect([found.unknown, found.doubts]).toEqual([[], []]);
  });

  test("is planned with what reads, and nothing that writes", () => {
    const found = permissionsOf(examples, "identity", "plan");
    expect(names(found)).toEqual([
      "Application.Read.All",
      "GroupMember.Read.All",
      "Policy.Read.ConditionalAccess",
      "PrivilegedEligibilitySchedule.Read.AzureADGroup",
      "RoleManagementPolicy.Read.AzureADGroup",
      "User.Read.All",
    ]);
    expect(JSON.stringify(found)).not.toMatch(/"name":"[^"]*(Write|Create)/);
    expect(found.directoryRoles).toEqual(["Global Reader"]);
  });

  test("says which resources each permission is for", () => {
    const [management] = permissionsOf(examples, "identity", "apply").graph.filter(
      ({ name }) => name === "RoleManagement.ReadWrite.Directory",
    );
    expect(management).toEqual({
      name: "RoleManagement.ReadWrite.Directory",
      why: ["azuread_group.aks-approvers", "azuread_group.aks-emergency", "azuread_group_without_members.aks-admins"],
      to: ["write role-assignable groups"],
      instead: [],
    });
  });

  test("has its state in a container on which the plan's identity only reads", () => {
    const state = (purpose: "plan" | "apply") => permissionsOf(examples, "identity", purpose).state;
    const at = { of: "identity", resourceGroup: "tfstate", storageAccount: "contosotfstate", container: "access" };
    expect(state("plan")).toEqual([{ ...at, role: "Storage Blob Data Reader" }]);
    expect(state("apply")).toEqual([{ ...at, role: "Storage Blob Data Contributor" }]);
  });
});

describe("a stack of clusters", () => {
  test("needs nothing of Microsoft Graph, and reads the state of the one with the groups", () => {
    for (const purpose of ["plan", "apply"] as const) {
      const found = permissionsOf(examples, "prod", purpose);
      expect([found.graph, found.directoryRoles]).toEqual([[], []]);
      expect(found.state.map(({ of, role }) => `${of} ${role}`)).toContain("identity Storage Blob Data Reader");
    }
  });

  test("is planned by an identity that writes nothing, whose one action is the provider's reading of a kubeconfig", () => {
    const { azure } = permissionsOf(examples, "prod", "plan");
    const actions = azure.flatMap((s) => s.actions.map(({ action }) => action));
    expect(actions.filter((a) => !a.endsWith("/read"))).toEqual([
      "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action",
    ]);
    expect(azure.every(({ assigns }) => assigns === undefined)).toBe(true);
  });

  test("may take node pools away when it is applied: other machines come as another pool, and the first one goes", () => {
    const pools = (purpose: "plan" | "apply") =>
      permissionsOf(examples, "every-key", purpose)
        .azure.flatMap(({ actions }) => actions)
        .filter(({ action }) => action.includes("/agentPools/"))
        .map(({ action, why }) => [action.split("/").at(-1), why]);
    expect(pools("plan")).toEqual([]);
    // to read them comes with giving roles
    expect(pools("apply")).toEqual(["delete", "write"].map((a) => [a, ["azurerm_kubernetes_cluster.made"]]));
  });

  test("gives roles where its clusters are, those that it uses and to groups only", () => {
    const found = permissionsOf(examples, "prod", "apply");
    const giving = found.azure.filter(({ assigns }) => assigns !== undefined);
    // what stands at the subscription covers the existing cluster in it
    expect(giving.map(({ scope }) => scope)).toEqual([
      "/subscriptions/00000000-0000-0000-0000-000000000000",
      "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/legacy/providers/Microsoft.ContainerService/managedClusters/old",
    ]);
    for (const { assigns } of giving) {
      expect(assigns?.principalTypes).toEqual(["Group"]);
      expect(assigns?.roles).toEqual([
        "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
        "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
        "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb",
        "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
      ]);
    }
  });

  test("joins a subnet and sends logs to a workspace only when it is applied", () => {
    const linked = (purpose: "plan" | "apply") =>
      scopes(permissionsOf(examples, "every-key", purpose)).filter((s) => /subnets|workspaces/.test(s));
    expect(linked("plan")).toEqual([]);
    expect(linked("apply")).toEqual([
      "/subscriptions/S/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/central",
      "/subscriptions/S/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/aks",
    ]);
  });

  test("never holds an action twice, nor one that a scope above it gives", () => {
    for (const { stack } of examples) {
      for (const purpose of ["plan", "apply"] as const) {
        const { azure } = permissionsOf(examples, stack, purpose);
        for (const { scope, actions } of azure) {
          const above = azure.filter((s) => `${scope}/`.startsWith(`${s.scope}/`));
          const all = above.flatMap((s) => s.actions.map(({ action }) => action));
          for (const { action } of actions) expect(all.filter((a) => a === action)).toHaveLength(1);
          expect(all).not.toContain("*");
        }
      }
    }
  });
});

describe("a stack from which something was taken out", () => {
  const principals = [user("alice")];
  const groups = [group("ops", ["alice"], { address: "azuread_group.ops" })];
  const holds = (...types: string[]) =>
    types.map((type) => ({ id: type, kind: "resource" as const, type, addresses: [`${type}.one`] }));
  const clusters = [cluster("prod", { kind: "existing", subscriptionId: ID })];
  const given = (role: "user" | "reader") => ({
    ...grant("prod", role, "ops"),
    address: `azurerm_role_assignment.${role}`,
  });
  const GRANT = "azurerm_role_assignment";
  const before = model({
    principals,
    groups,
    clusters,
    grants: [given("user"), given("reader")],
    needs: [
      ...holds("azuread_group", "azuread_conditional_access_policy"),
      ...holds("azuread_privileged_access_group_eligibility_schedule"),
      { id: GRANT, kind: "resource", type: GRANT, addresses: [`${GRANT}.user`, `${GRANT}.reader`] },
    ],
  });
  const today = model({
    principals,
    groups,
    clusters,
    grants: [given("user")],
    needs: [...holds("azuread_group"), { id: GRANT, kind: "resource", type: GRANT, addresses: [`${GRANT}.user`] }],
  });

  test("needs what deletes it, from the models of the last deploy: as much as both together", () => {
    const now = permissionsOf([today], "s", "apply");
    const wide = permissionsOf([today], "s", "apply", [before]);
    expect(names(now)).not.toContain("Policy.ReadWrite.ConditionalAccess");
    expect(names(wide)).toEqual(names(permissionsOf([before], "s", "apply")));
    expect(names(wide)).toEqual(
      expect.arrayContaining([
        "Policy.ReadWrite.ConditionalAccess",
        "PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup",
      ]),
    );
    expect(now.azure.flatMap(({ assigns }) => assigns?.roles ?? [])).toEqual([ROLE.user]);
    expect(wide.azure.flatMap(({ assigns }) => assigns?.roles ?? [])).toEqual([ROLE.user, ROLE.reader].sort());
    expect([wide.unknown, wide.doubts]).toEqual([[], []]);
  });

  test("needs to read it for a plan", () => {
    expect(names(permissionsOf([today], "s", "plan"))).not.toContain("Policy.Read.ConditionalAccess");
    expect(names(permissionsOf([today], "s", "plan", [before]))).toContain("Policy.Read.ConditionalAccess");
  });

  test("needs nothing more where nothing was taken out, or the stack was not there", () => {
    const now = permissionsOf([before], "s", "apply");
    expect(permissionsOf([before], "s", "apply", [before])).toEqual(now);
    expect(permissionsOf([before], "s", "apply", [model({ stack: "t" })])).toEqual(now);
  });
});

test("where no role that is given is known, the right to give roles is left out and said, not written with an empty list", () => {
  const unclear = model({
    groups: [group("ops", [], { address: "azuread_group.ops" })],
    clusters: [cluster("prod", { kind: "existing", subscriptionId: ID })],
    grants: [
      { ...grant("prod", "user", "ops"), role: { unknown: "given at apply" }, address: "azurerm_role_assignment.a" },
    ],
    needs: [{ id: "a", kind: "resource", type: "azurerm_role_assignment", addresses: ["azurerm_role_assignment.a"] }],
  });
  const found = permissionsOf([unclear], "s", "apply");
  expect(found.azure.flatMap(({ assigns }) => assigns ?? [])).toEqual([]);
  expect(found.azure.flatMap(({ actions }) => actions.map(({ action }) => action))).toContain(
    "Microsoft.Authorization/roleAssignments/read",
  );
  expect(found.doubts).toContainEqual(
    expect.stringMatching(
      /^The right to give roles at .* is left out: no role that is given there is known here, of azurerm_role_assignment\.a;/,
    ),
  );
  for (const write of [permissionsText, permissionsAz, permissionsTerraform]) {
    expect(write(found)).not.toContain("GuidEquals");
    expect(write(found)).toContain("is left out");
  }
});

test("with local accounts on, whoever plans can be cluster-admin, and that is said in every form", () => {
  const { notes } = permissionsOf(examples, "prod", "plan");
  expect(notes).toEqual([]);
  const open = examples.map((m) => ({
    ...m,
    clusters: m.clusters.map((c) => ({ ...c, localAccountsDisabled: false })),
  }));
  const found = permissionsOf(open, "prod", "plan");
  expect(found.notes).toEqual([
    expect.stringMatching(/^This identity, which only plans, can be cluster-admin on azurerm_kubernetes_cluster\./),
  ]);
  for (const write of [permissionsText, permissionsAz, permissionsTerraform]) {
    expect(write(found)).toContain("The state holds it as well");
    expect(write(permissionsOf(examples, "prod", "plan"))).not.toContain("cluster-admin on");
  }
});

describe("a stack of one's own", () => {
  const build = (add: (stack: AccessStack) => void): AccessModel => {
    const stack = new AccessStack(new App({ stackTraces: false }), "s", {});
    add(stack);
    return accessModelOf(stack);
  };
  const apply = (add: (stack: AccessStack) => void) => permissionsOf([build(add)], "s", "apply");

  test("of ordinary groups whose owner is the pipeline itself needs one permission", () => {
    const found = apply((stack) => {
      const self = EntraServicePrincipal.fromObjectId(stack, ID);
      new Deployer(stack, "deployer", { principal: self });
      new EntraGroup(stack, "g", { owners: [self] });
    });
    expect(names(found)).toEqual(["Group.ReadWrite.All"]);
    expect(found.directoryRoles).toEqual(["Groups Administrator"]);
  });

  test("of groups with other owners looks them up, each kind by its own permission", () => {
    const user = apply((stack) => {
      new EntraGroup(stack, "g", { owners: [EntraUser.fromObjectId(stack, ID)] });
    });
    expect(names(user)).toEqual(["Group.ReadWrite.All", "User.Read.All"]);
    const other = apply((stack) => {
      new EntraGroup(stack, "g", { owners: [EntraServicePrincipal.fromObjectId(stack, ID)] });
    });
    expect(names(other)).toEqual(["Application.Read.All", "Group.ReadWrite.All"]);
  });

  test("that puts a group into an administrative unit may write units", () => {
    const found = apply((stack) => {
      const owner = EntraServicePrincipal.fromObjectId(stack, ID);
      new Deployer(stack, "deployer", { principal: owner });
      const unit = AdministrativeUnit.fromObjectId(ID);
      new EntraGroup(stack, "g", { owners: [owner], administrativeUnits: [unit] });
    });
    expect(names(found)).toEqual(["AdministrativeUnit.ReadWrite.All", "Group.ReadWrite.All"]);
  });

  test("that only looks a user up needs to read users, and nothing to write", () => {
    const found = apply((stack) => void EntraUser.fromLookup(stack, "alice@contoso.com"));
    expect(names(found)).toEqual(["User.Read.All"]);
    expect(found.directoryRoles).toEqual(["Directory Readers"]);
  });

  test("that holds other things says that they are not known here", () => {
    const stack = new TerraformStack(new App({ stackTraces: false }), "s");
    new AzureadProvider(stack, "azuread", {});
    new AzurermProvider(stack, "azurerm", { features: [{}], subscriptionId: ID });
    new ResourceGroup(stack, "rg", { name: "rg", location: "westeurope" });
    new StorageAccount(stack, "sa", {
      name: "sa",
      resourceGroupName: "rg",
      location: "westeurope",
      accountReplicationType: "LRS",
      accountTier: "Standard",
    });
    new EntraGroup(stack, "g", { owners: [EntraUser.fromObjectId(stack, ID)] });
    const found = permissionsOf([accessModelOf(stack)], "s", "apply");
    // the resource group's type is known, where it is made nobody says
    expect(found.unknown).toEqual([
      expect.stringMatching(/^azurerm_resource_group\.rg/),
      expect.stringMatching(/^azurerm_storage_account\.sa/),
    ]);
    expect(names(found)).toEqual(["Group.ReadWrite.All", "User.Read.All"]);
  });

  test("that is empty needs nothing", () => {
    const found = apply(() => undefined);
    expect(found).toEqual({
      stack: "s",
      for: "apply",
      graph: [],
      directoryRoles: [],
      azure: [],
      state: [],
      unknown: [],
      doubts: [],
      notes: [],
    });
  });
});

test("a condition limits what is given and what is taken away, by role and by type of principal", () => {
  const text = conditionText({ roles: ["b", "a"], principalTypes: ["User", "Group"] });
  expect(text).toBe(
    "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR " +
      "(@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {a, b} AND " +
      "@Request[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'Group', 'User'})) AND " +
      "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'})) OR " +
      "(@Resource[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {a, b} AND " +
      "@Resource[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'Group', 'User'}))",
  );
});

import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { type RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { type TerraformStack, TerraformVariable } from "cdktf";
import * as fc from "fast-check";
import {
  AccessStack,
  AksCluster,
  type AksClusterProps,
  AzureRole,
  ClusterUserRole,
  EntraGroup,
  EntraServicePrincipal,
  EntraUser,
  type Grant,
  type IPrincipal,
  JitGroup,
  accessModelOf,
} from "../../lib";
import {
  SUBSCRIPTION,
  TENANT,
  addresses,
  errorOf,
  foreignStack,
  newApp,
  newStack,
  resources,
  synth,
  written,
} from "../support/synth";

const TYPE = "azurerm_role_assignment";
const CUSTOM = "88888888-8888-4888-8888-888888888888";
const objectId = (n: number) => `44444444-4444-4444-8444-4444444444${String(n).padStart(2, "0")}`;
const definition = (guid: string) =>
  `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;

const CLUSTER_USER = definition("4abbcc35-e782-43d8-92c5-2d3f1bd2253f");
const READER = definition("7f6c6a51-bcf8-42ba-9220-52d62157d7db");
const WRITER = definition("a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb");
const ADMIN = definition("3498e952-d568-435e-9b2c-8d77e338d7f7");
const CLUSTER_ADMIN = definition("b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b");

function make(stack: TerraformStack, props: Partial<AksClusterProps> = {}, id = "prod"): AksCluster {
  return new AksCluster(stack, id, {
    resourceGroup: { name: "rg", location: "westeurope" },
    nodePool: { vmSize: "Standard_D4s_v5", count: 3 },
    ...props,
  });
}

const group = (stack: TerraformStack, id: string, n = 1) => EntraGroup.fromObjectId(stack, id, objectId(n));
const granted = (stack: TerraformStack) => Object.keys(resources(stack, TYPE)).sort();
const ID = "${azurerm_kubernetes_cluster.prod.id}";

describe("on the whole cluster", () => {
  test.each<[string, (c: AksCluster, p: IPrincipal) => Grant, string, string]>([
    ["reader", (c, p) => c.access.grantReader(p), "reader", READER],
    ["writer", (c, p) => c.access.grantWriter(p), "writer", WRITER],
    ["admin", (c, p) => c.access.grantAdmin(p), "admin", ADMIN],
    ["cluster admin", (c, p) => c.access.grantClusterAdmin(p), "cluster-admin", CLUSTER_ADMIN],
    [
      "any other role",
      (c, p) => c.access.grantRole(AzureRole.AKS_CONTRIBUTOR, p),
      "contributor",
      definition("ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8"),
    ],
  ])("%s brings the Cluster User role with it", (_, grant, word, roleDefinitionId) => {
    const stack = newStack();
    grant(make(stack), group(stack, "team"));
    const who = { scope: ID, principal_id: objectId(1), principal_type: "Group" };
    expect(resources(stack, TYPE)).toEqual({
      [`prod_${word}_team`]: { ...who, role_definition_id: roleDefinitionId },
      "prod_cluster-user_team": { ...who, role_definition_id: CLUSTER_USER },
    });
  });

  test("the Cluster User role may be granted alone", () => {
    const stack = newStack();
    make(stack).access.grantClusterUser(group(stack, "team"));
    expect(resources(stack, TYPE)).toEqual({
      "prod_cluster-user_team": {
        scope: ID,
        principal_id: objectId(1),
        principal_type: "Group",
        role_definition_id: CLUSTER_USER,
      },
    });
  });

  test("the kind of every principal is written, so that Azure does not look for one that is too new", () => {
    const stack = newStack();
    const user = EntraUser.fromLookup(stack, "alice@contoso.com");
    const jit = new JitGroup(stack, "jit", { owners: [user] });
    const pipeline = EntraServicePrincipal.fromObjectId(stack, objectId(9));
    make(stack).access.grantReader(user, jit, pipeline);
    const types = Object.entries(resources(stack, TYPE)).map(([name, r]) => [name, r.principal_type, r.principal_id]);
    const [alice, team] = [
      "${data.azuread_user.alice__contoso_com.object_id}",
      "${azuread_group_without_members.jit.object_id}",
    ];
    expect(types.sort()).toEqual([
      [`prod_cluster-user_${objectId(9)}`, "ServicePrincipal", objectId(9)],
      ["prod_cluster-user_alice__contoso_com", "User", alice],
      ["prod_cluster-user_jit", "Group", team],
      [`prod_reader_${objectId(9)}`, "ServicePrincipal", objectId(9)],
      ["prod_reader_alice__contoso_com", "User", alice],
      ["prod_reader_jit", "Group", team],
    ]);
  });

  test("nobody is nobody", () => {
    const stack = newStack();
    expect(make(stack).access.grantReader().dependables).toEqual([]);
    expect(granted(stack)).toEqual([]);
  });
});

describe("in a namespace", () => {
  test.each<[string, (c: AksCluster, p: IPrincipal) => Grant, string, string]>([
    ["reader", (c, p) => c.access.namespace("payments").grantReader(p), "reader", READER],
    ["writer", (c, p) => c.access.namespace("payments").grantWriter(p), "writer", WRITER],
    ["admin", (c, p) => c.access.namespace("payments").grantAdmin(p), "admin", ADMIN],
    [
      "a custom role",
      (c, p) => c.access.namespace("payments").grantRole(AzureRole.of(CUSTOM, "deployer"), p),
      "deployer",
      definition(CUSTOM),
    ],
  ])("%s is scoped to the namespace, the Cluster User role to the cluster", (_, grant, word, role) => {
    const stack = newStack();
    grant(make(stack), group(stack, "team"));
    const who = { principal_id: objectId(1), principal_type: "Group" };
    expect(resources(stack, TYPE)).toEqual({
      [`prod_namespace_payments_${word}_team`]: {
        ...who,
        scope: `${ID}/namespaces/payments`,
        role_definition_id: role,
      },
      "prod_cluster-user_team": { ...who, scope: ID, role_definition_id: CLUSTER_USER },
    });
  });

  test("the same role in two namespaces and on the whole cluster are three grants and one Cluster User role", () => {
    const stack = newStack();
    const { access } = make(stack);
    const team = group(stack, "team");
    access.namespace("payments").grantReader(team);
    access.namespace("7").grantReader(team);
    access.grantReader(team);
    expect(granted(stack)).toEqual([
      "prod_cluster-user_team",
      "prod_namespace_7_reader_team",
      "prod_namespace_payments_reader_team",
      "prod_reader_team",
    ]);
  });

  test.each(["a", "7", "a-b", "kube-system", "n".repeat(63)])("a namespace may be called %s", (name) => {
    const stack = newStack();
    make(stack).access.namespace(name).grantReader(group(stack, "team"));
    expect(resources(stack, TYPE)[`prod_namespace_${name}_reader_team`].scope).toBe(`${ID}/namespaces/${name}`);
  });

  test.each(["", "Payments", "pay_ments", "-a", "a-", "a.b", "a/b", "n".repeat(64)])(
    "fails for %p, which is no name of a namespace",
    (name) => {
      const error = errorOf(() => make(newStack()).access.namespace(name));
      expect(error.code).toBe("AKS_NAMESPACE");
      expect(error.message).toBe(
        `[test/prod] namespace: "${name}" is not the name of a namespace; allowed: up to 63 lower-case letters, digits and hyphens, a letter or digit at both ends (AKS_NAMESPACE)`,
      );
    },
  );

  test("fails for a name that only Terraform knows", () => {
    const stack = newStack();
    const token = new TerraformVariable(stack, "namespace", {}).stringValue;
    const error = errorOf(() => make(stack).access.namespace(token));
    expect(error.code).toBe("AKS_NAMESPACE");
    expect(error.message).toBe(
      "[test/prod] namespace: a name that only Terraform knows cannot be part of an address; allowed: the name as a literal (AKS_NAMESPACE)",
    );
  });

  test.each(AzureRole.BUILT_IN.filter((r) => r.onData === false).map((r) => [r.roleName, r] as const))(
    "fails for %s, which acts on the cluster as an Azure resource",
    (name, role) => {
      const stack = newStack();
      const access = make(stack).access.namespace("payments");
      const error = errorOf(() => access.grantRole(role, group(stack, "team")));
      expect(error.code).toBe("AKS_NAMESPACE_ROLE");
      expect(error.message).toBe(
        `[test/prod] role: ${name} has no effect in a namespace; allowed: the RBAC roles (Reader, Writer, Admin), or grant it on the whole cluster (AKS_NAMESPACE_ROLE)`,
      );
      expect(granted(stack)).toEqual([]);
    },
  );

  test("the cluster admin role may be granted in a namespace", () => {
    const stack = newStack();
    make(stack).access.namespace("payments").grantRole(AzureRole.AKS_RBAC_CLUSTER_ADMIN, group(stack, "team"));
    expect(granted(stack)).toEqual(["prod_cluster-user_team", "prod_namespace_payments_cluster-admin_team"]);
  });
});

describe("once", () => {
  test("the Cluster User role comes once for each principal, whatever else they are granted", () => {
    const stack = newStack();
    const admins = group(stack, "admins", 1);
    const team = group(stack, "team", 2);
    const { access } = make(stack, { adminGroups: [admins] });
    access.grantClusterUser(admins, team);
    access.grantClusterAdmin(admins);
    access.grantReader(team);
    access.namespace("payments").grantWriter(team, admins);
    expect(granted(stack)).toEqual([
      "prod_cluster-admin_admins",
      "prod_cluster-user_admins",
      "prod_cluster-user_team",
      "prod_namespace_payments_writer_admins",
      "prod_namespace_payments_writer_team",
      "prod_reader_team",
    ]);
  });

  test("admin groups get the Cluster User role without being asked for", () => {
    const stack = newStack();
    make(stack, { adminGroups: [group(stack, "admins")] });
    expect(granted(stack)).toEqual(["prod_cluster-user_admins"]);
  });

  test("the same grant twice is the same grant", () => {
    const stack = newStack();
    const { access } = make(stack);
    const team = group(stack, "team");
    const first = access.namespace("payments").grantReader(team, team);
    const second = access.namespace("payments").grantReader(team);
    expect(second.dependables).toEqual(first.dependables);
    expect(first.dependables).toHaveLength(2);
    expect(access.grants).toHaveLength(2);
    expect(granted(stack)).toHaveLength(2);
  });

  test("a principal that is known by one object id under two construct ids is one principal", () => {
    const stack = newStack();
    const { access } = make(stack);
    const again = EntraUser.fromObjectId(stack, objectId(1).toUpperCase(), "again");
    access.grantReader(EntraUser.fromObjectId(stack, objectId(1), "once"));
    access.grantReader(again);
    access.grantClusterUser(again);
    expect(granted(stack)).toEqual(["prod_cluster-user_once", "prod_reader_once"]);
  });

  test("a group that two stacks know by one object id is one principal", () => {
    const app = newApp();
    const [one, two, prod] = ["one", "two", "prod"].map((id) => new AccessStack(app, id, { tenantId: TENANT }));
    const { access } = make(prod);
    access.grantReader(group(one, "team"));
    access.grantReader(group(two, "people"));
    expect(granted(prod)).toEqual(["prod_cluster-user_team", "prod_reader_team"]);
  });

  test("a custom role by GUID and by definition id is one role", () => {
    const stack = newStack();
    const { access } = make(stack);
    const team = group(stack, "team");
    access.grantRole(AzureRole.of(CUSTOM), team);
    access.grantRole(AzureRole.of(definition(CUSTOM).toUpperCase()), team);
    expect(resources(stack, TYPE)).toEqual({
      "prod_cluster-user_team": expect.objectContaining({ role_definition_id: CLUSTER_USER }),
      [`prod_${CUSTOM}_team`]: {
        scope: ID,
        role_definition_id: definition(CUSTOM),
        principal_id: objectId(1),
        principal_type: "Group",
      },
    });
  });

  test("a role that only Terraform knows is written as it is", () => {
    const stack = newStack();
    const role = AzureRole.of(new TerraformVariable(stack, "role", {}).stringValue);
    make(stack).access.grantRole(role, group(stack, "team"));
    expect(resources(stack, TYPE)["prod_custom-role_team"].role_definition_id).toBe("${var.role}");
  });

  test("however often and in whatever order grants are asked for, each is there once", () => {
    const verbs = fc.constantFrom("grantReader", "grantWriter", "grantAdmin", "grantClusterUser", "grantClusterAdmin");
    const asked = fc.array(fc.tuple(verbs, fc.constantFrom("a", "b", "c")), { maxLength: 12 });
    fc.assert(
      fc.property(asked, (grants) => {
        const stack = newStack();
        const principals: Record<string, IPrincipal> = Object.fromEntries(
          ["a", "b", "c"].map((id, i) => [id, group(stack, id, i)]),
        );
        const { access } = make(stack);
        for (const [verb, who] of grants) access[verb as "grantReader"](principals[who]);
        const pairs = grants.flatMap(([verb, who]) => [`${verb} ${who}`, `grantClusterUser ${who}`]);
        expect(access.grants).toHaveLength(new Set(pairs).size);
      }),
      { numRuns: 25 },
    );
  });
});

describe("the result of a grant", () => {
  test("a grant consists of the role and of the Cluster User role", () => {
    const stack = newStack();
    const grant = make(stack).access.grantReader(group(stack, "a", 1), group(stack, "b", 2));
    const { dependables: dependsOn } = grant;
    new ResourceGroup(stack, "later", { name: "later", location: "westeurope", dependsOn });
    expect(resources(stack, "azurerm_resource_group").later.depends_on).toEqual([
      "azurerm_role_assignment.prod_reader_a",
      "azurerm_role_assignment.prod_cluster-user_a",
      "azurerm_role_assignment.prod_reader_b",
      "azurerm_role_assignment.prod_cluster-user_b",
    ]);
  });

  test("resources may wait for a grant", () => {
    const stack = newStack();
    const later = new ResourceGroup(stack, "later", { name: "later", location: "westeurope" });
    make(stack).access.grantClusterUser(group(stack, "team")).applyBefore(later);
    expect(resources(stack, "azurerm_resource_group").later.depends_on).toEqual([
      "azurerm_role_assignment.prod_cluster-user_team",
    ]);
  });
});

describe("clusters and stacks", () => {
  test("two clusters in one stack do not collide", () => {
    const stack = newStack();
    const team = group(stack, "team");
    const admins = group(stack, "admins", 2);
    for (const id of ["one", "two"]) {
      make(stack, { adminGroups: [admins] }, id)
        .access.namespace("payments")
        .grantReader(team);
    }
    expect(granted(stack)).toEqual(
      ["one", "two"].flatMap((id) => [
        `${id}_cluster-user_admins`,
        `${id}_cluster-user_team`,
        `${id}_namespace_payments_reader_team`,
      ]),
    );
    expect(resources(stack, TYPE)["two_cluster-user_team"].scope).toBe("${azurerm_kubernetes_cluster.two.id}");
  });

  test("the addresses and paths of grants in a stack of ours are pinned", () => {
    const stack = newStack();
    const { access } = make(stack);
    access.namespace("payments").grantReader(group(stack, "team"));
    expect(access.grants.map((g) => g.node.path)).toEqual([
      "test/prod/namespace/payments/reader/team",
      "test/prod/cluster-user/team",
    ]);
    expect(access.grants.map((g) => (g.node.defaultChild as RoleAssignment).terraformResourceType)).toEqual([
      TYPE,
      TYPE,
    ]);
    expect(addresses(stack)).toEqual([
      "azurerm_kubernetes_cluster.prod",
      "azurerm_role_assignment.prod_cluster-user_team",
      "azurerm_role_assignment.prod_namespace_payments_reader_team",
    ]);
  });

  test("the addresses of grants in a foreign stack are pinned", () => {
    const stack = foreignStack();
    make(stack).access.namespace("payments").grantReader(group(stack, "team"));
    expect(addresses(stack)).toEqual([
      "azurerm_kubernetes_cluster.prod",
      "azurerm_role_assignment.prod_cluster-user_team_7D788637",
      "azurerm_role_assignment.prod_namespace_payments_reader_team_2D951B93",
      "data.azurerm_client_config.look-ups_azurerm-client-config_FD5F9DF4",
    ]);
  });

  test("a group of another stack arrives through its state, under its own name", () => {
    const app = newApp();
    const identity = new AccessStack(app, "identity", { tenantId: TENANT });
    const prod = new AccessStack(app, "prod", { tenantId: TENANT, subscriptionId: SUBSCRIPTION });
    const team = new EntraGroup(identity, "team", { owners: [EntraUser.fromObjectId(identity, objectId(3))] });
    make(prod).access.grantReader(team);
    const assignments = JSON.parse(written(app, "prod")).resource[TYPE];
    expect(Object.keys(assignments).sort()).toEqual(["prod_cluster-user_team", "prod_reader_team"]);
    expect(assignments.prod_reader_team.principal_id).toMatch(/^\$\{data\.terraform_remote_state\./);
  });

  test("the grants of a group that had another id before move with it", () => {
    const stack = newStack();
    const owner = EntraUser.fromObjectId(stack, objectId(3));
    const team = new EntraGroup(stack, "team", { formerly: "squad", owners: [owner] });
    make(stack).access.namespace("payments").grantReader(team);
    expect(synth(stack).moved).toEqual([
      { from: "azuread_group.squad", to: "azuread_group.team" },
      {
        from: "azurerm_role_assignment.prod_cluster-user_squad",
        to: "azurerm_role_assignment.prod_cluster-user_team",
      },
      {
        from: "azurerm_role_assignment.prod_namespace_payments_reader_squad",
        to: "azurerm_role_assignment.prod_namespace_payments_reader_team",
      },
    ]);
  });

  test("fails for two principals that would have one address", () => {
    const app = newApp();
    const [one, two, prod] = ["one", "two", "prod"].map((id) => new AccessStack(app, id, { tenantId: TENANT }));
    const { access, node } = make(prod);
    access.grantReader(group(one, "team", 1));
    const error = errorOf(() => access.grantReader(group(two, "team", 2)));
    expect(error.code).toBe("ADDRESS_TAKEN");
    expect(error.path).toBe(node.path);
    expect(error.message).toBe(
      "[prod/prod] principal: one Terraform address is wanted for one/team and two/team, which have the same name in different places; allowed: another construct id for one of them (ADDRESS_TAKEN)",
    );
  });

  test("fails for two roles that show under one word", () => {
    const stack = newStack();
    const { access } = make(stack);
    const team = group(stack, "team");
    const [a, b] = ["a", "b"].map((name) => AzureRole.of(new TerraformVariable(stack, name, {}).stringValue));
    access.grantRole(a, team);
    const error = errorOf(() => access.grantRole(b, team));
    expect(error.code).toBe("ADDRESS_TAKEN");
    expect(error.message).toBe(
      '[test/prod] role: one Terraform address is wanted for two roles that show as "custom-role"; allowed: another word for one of them, AzureRole.of(id, word) (ADDRESS_TAKEN)',
    );
  });
});

describe("Azure RBAC", () => {
  test.each(AzureRole.BUILT_IN.filter((r) => r.onData === true).map((r) => [r.roleName, r] as const))(
    "fails for %s on a cluster without Azure RBAC",
    (name, role) => {
      const stack = newStack();
      const { access } = make(stack, { azureRbac: false, adminGroups: [group(stack, "admins")] });
      const expected = `[test/prod] role: ${name} has no effect on a cluster without Azure RBAC; allowed: azureRbac: true on the cluster, or RoleBindings inside Kubernetes (AKS_AZURE_RBAC_OFF)`;
      for (const grant of [
        () => access.grantRole(role, group(stack, "team", 2)),
        () => access.namespace("payments").grantRole(role, group(stack, "others", 3)),
      ]) {
        const error = errorOf(grant);
        expect(error.code).toBe("AKS_AZURE_RBAC_OFF");
        expect(error.message).toBe(expected);
      }
      expect(granted(stack)).toEqual(["prod_cluster-user_admins"]);
    },
  );

  test("roles on the cluster as an Azure resource, and custom ones, are granted without Azure RBAC", () => {
    const stack = newStack();
    const { access } = make(stack, { azureRbac: false, localAccounts: true });
    const team = group(stack, "team");
    access.grantClusterUser(team);
    access.grantRole(AzureRole.AKS_CONTRIBUTOR, team);
    access.grantRole(AzureRole.of(CUSTOM, "deployer"), team);
    expect(granted(stack)).toEqual(["prod_cluster-user_team", "prod_contributor_team", "prod_deployer_team"]);
  });
});

describe("a Cluster User role that another stack grants", () => {
  test("nothing but the roles that are asked for is granted", () => {
    const stack = newStack();
    const cluster = make(stack, {
      clusterUserRole: ClusterUserRole.EXTERNAL,
      adminGroups: [group(stack, "admins", 2)],
    });
    cluster.access.grantReader(group(stack, "team"));
    expect(granted(stack)).toEqual(["prod_reader_team"]);
    expect(accessModelOf(stack).clusters[0].clusterUserRole).toBe("external");
    expect(cluster.clusterUserRole).toBe("external");
  });
});

describe("an object id that only Terraform knows", () => {
  test("is checked by Terraform, with a sentence", () => {
    const stack = newStack();
    const token = new TerraformVariable(stack, "team-id", {}).stringValue;
    make(stack).access.grantClusterUser(EntraGroup.fromObjectId(stack, "team", token));
    expect(resources(stack, TYPE)["prod_cluster-user_team"]).toMatchObject({
      principal_id: "${var.team-id}",
      lifecycle: {
        precondition: [
          {
            condition:
              '${can(regex("^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$", var.team-id))}',
            error_message: "The object id of test/team is not a UUID; write the object_id of the resource, not its id.",
          },
        ],
      },
    });
  });
});

describe("what grants say about access", () => {
  const entries = (stack: TerraformStack) => accessModelOf(stack).grants;

  test("every grant states cluster, principal, role and namespace", () => {
    const stack = newStack();
    const { access } = make(stack);
    const team = group(stack, "team");
    access.namespace("payments").grantReader(team);
    access.grantRole(AzureRole.of(CUSTOM, "deployer"), team);
    access.grantRole(AzureRole.of(new TerraformVariable(stack, "role", {}).stringValue), team);
    const common = { source: undefined, cluster: "test/prod", principal: "test/team" };
    const notKnown = { unknown: "not a role that is known here" };
    expect(entries(stack)).toEqual([
      {
        ...common,
        id: "test/prod/cluster-user/team",
        address: `${TYPE}.prod_cluster-user_team`,
        role: "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
        roleName: "Azure Kubernetes Service Cluster User Role",
        namespace: null,
      },
      {
        ...common,
        id: "test/prod/custom-role/team",
        address: `${TYPE}.prod_custom-role_team`,
        role: { unknown: "known to Terraform only" },
        roleName: notKnown,
        namespace: null,
      },
      {
        ...common,
        id: "test/prod/deployer/team",
        address: `${TYPE}.prod_deployer_team`,
        role: CUSTOM,
        roleName: notKnown,
        namespace: null,
      },
      {
        ...common,
        id: "test/prod/namespace/payments/reader/team",
        address: `${TYPE}.prod_namespace_payments_reader_team`,
        role: "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
        roleName: "Azure Kubernetes Service RBAC Reader",
        namespace: "payments",
      },
    ]);
  });

  test.each<[string, (r: RoleAssignment, stack: TerraformStack) => void]>([
    ["a setter", (r) => (r.roleDefinitionId = CLUSTER_ADMIN)],
    ["an override on the resource", (r) => r.addOverride("role_definition_id", CLUSTER_ADMIN)],
    [
      "an override on the stack",
      (_, stack) => stack.addOverride(`resource.${TYPE}.prod_cluster-user_team.role_definition_id`, CLUSTER_ADMIN),
    ],
  ])("a role that %s changes is unknown", (_, change) => {
    const stack = newStack();
    const { access } = make(stack);
    access.grantClusterUser(group(stack, "team"));
    change(access.grants[0].node.defaultChild as RoleAssignment, stack);
    expect(entries(stack)).toMatchObject([
      { role: { unknown: "changed by hand" }, roleName: { unknown: "changed by hand" } },
    ]);
  });
});

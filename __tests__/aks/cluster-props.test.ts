import { TerraformVariable } from "cdktf";
import { AksCluster, type AksClusterProps, EntraGroup, type ErrorCode } from "../../lib";
import { SUBSCRIPTION, TENANT, addresses, errorOf, newStack, resources, warnings } from "../support/synth";

const BASE64 = "AAAAB3NzaC1yc2EAAAADAQABAAABgQC4vF5aNXB1vy1yvp0tbc6XD";
const PRIVATE_KEY =
  "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\n-----END OPENSSH PRIVATE KEY-----";
const MINIMAL: AksClusterProps = {
  resourceGroup: { name: "rg", location: "westeurope" },
  nodePool: { vmSize: "Standard_D4s_v5", count: 3 },
};

function cluster(props: Partial<AksClusterProps>, stack = newStack()): AksCluster {
  return new AksCluster(stack, "prod", { ...MINIMAL, ...props });
}

/** The code and the whole text of what is wrong with a cluster, without the path that every line begins with. */
function refusal(props: Partial<AksClusterProps>): [ErrorCode, string] {
  const { code, message } = errorOf(() => cluster(props));
  return [code, message.replaceAll("[test/prod] ", "")];
}

test.each(["prod", "p", "7", "prod_weu-01", "A".repeat(63)])("a cluster may be called %s", (name) => {
  const stack = newStack();
  cluster({ name }, stack);
  expect(resources(stack, "azurerm_kubernetes_cluster").prod.name).toBe(name);
});

test.each(["", "-prod", "prod-", "_prod", "prod.weu", "prod weu", "A".repeat(64)])(
  "fails for %p, which is no name of a cluster",
  (name) => {
    expect(refusal({ name })).toEqual([
      "NAME_FORMAT",
      `name: "${name}" is not the name of a cluster; allowed: up to 63 letters, digits, underscores and hyphens, a letter or digit at both ends (NAME_FORMAT)`,
    ]);
  },
);

test.each(["rg", "a.b-c_d(e)", "-", "r".repeat(90)])("a resource group may be called %s", (name) => {
  const stack = newStack();
  cluster({ resourceGroup: { name, location: "westeurope" } }, stack);
  expect(resources(stack, "azurerm_kubernetes_cluster").prod.resource_group_name).toBe(name);
});

test.each(["", "rg.", "a b", "a/b", "r".repeat(91)])("fails for %p, which is no name of a resource group", (name) => {
  expect(refusal({ resourceGroup: { name, location: "westeurope" } })).toEqual([
    "NAME_FORMAT",
    `resourceGroup: "${name}" is not the name of a resource group; allowed: up to 90 letters, digits, and . - _ ( ), no full stop at the end (NAME_FORMAT)`,
  ]);
});

test.each<[Partial<AksClusterProps>]>([
  [{ resourceGroup: { name: "rg" } }],
  [{ resourceGroup: { name: "rg", location: "" } }],
  [{ location: "" }],
])("fails without a region: %j", (props) => {
  expect(refusal(props)).toEqual([
    "AKS_LOCATION_MISSING",
    "location: no region is given, neither of the cluster nor of its resource group; allowed: a region such as westeurope (AKS_LOCATION_MISSING)",
  ]);
});

test("fails for a subscription or a tenant that is no UUID", () => {
  expect(refusal({ subscriptionId: "prod", tenantId: "contoso.com" })).toEqual([
    "ID_NOT_A_UUID",
    [
      'subscriptionId: "prod" is not the id of a subscription; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)',
      'tenantId: "contoso.com" is not the id of a tenant; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)',
    ].join("\n"),
  ]);
});

test.each(["1.36", "1.36.2", "2.0"])("the version may be %s", (kubernetesVersion) => {
  const stack = newStack();
  cluster({ kubernetesVersion }, stack);
  expect(resources(stack, "azurerm_kubernetes_cluster").prod.kubernetes_version).toBe(kubernetesVersion);
});

test.each(["", "1", "v1.36", "1.36.2.1", "1.x", "latest"])("fails for the version %p", (kubernetesVersion) => {
  expect(refusal({ kubernetesVersion })).toEqual([
    "AKS_VERSION_FORMAT",
    `kubernetesVersion: "${kubernetesVersion}" is not a Kubernetes version; allowed: two or three numbers such as 1.36 or 1.36.2, or leave it out for what AKS offers by default (AKS_VERSION_FORMAT)`,
  ]);
});

test("fails with address ranges on a private cluster", () => {
  expect(refusal({ privateCluster: true, authorizedIpRanges: ["203.0.113.0/24"] })).toEqual([
    "AKS_AUTHORIZED_RANGES_ON_PRIVATE",
    "authorizedIpRanges: a private cluster has no public address to limit; allowed: address ranges, or a private cluster (AKS_AUTHORIZED_RANGES_ON_PRIVATE)",
  ]);
});

test.each(["203.0.113.7", "203.0.113.0/33", "256.0.0.0/8", "203.0.113/24", "2001:db8::/32", ""])(
  "fails for the address range %p",
  (range) => {
    expect(refusal({ authorizedIpRanges: ["10.0.0.0/8", range] })).toEqual([
      "AKS_AUTHORIZED_RANGE_FORMAT",
      `authorizedIpRanges[1]: "${range}" is not an address range; allowed: IPv4 in CIDR form such as 203.0.113.0/24, or 203.0.113.7/32 for one address (AKS_AUTHORIZED_RANGE_FORMAT)`,
    ]);
  },
);

test("fails with workload identity and the OIDC issuer switched off", () => {
  expect(refusal({ workloadIdentity: true, oidcIssuer: false })).toEqual([
    "AKS_WORKLOAD_IDENTITY_WITHOUT_OIDC",
    "oidcIssuer: workload identity needs the OIDC issuer, which is switched off; allowed: leave oidcIssuer out, or workloadIdentity: false (AKS_WORKLOAD_IDENTITY_WITHOUT_OIDC)",
  ]);
});

test("fails for a cluster that nobody could administer", () => {
  const expected = [
    "AKS_NOBODY_CAN_ADMINISTER",
    "adminGroups: nobody could administer the cluster: local accounts and Azure RBAC are off, and there is no admin group; allowed: an admin group, or azureRbac: true (AKS_NOBODY_CAN_ADMINISTER)",
  ];
  expect(refusal({ azureRbac: false })).toEqual(expected);
  expect(refusal({ azureRbac: false, localAccounts: false, adminGroups: [] })).toEqual(expected);
});

test("an admin group, or local accounts, are enough to administer a cluster", () => {
  const stack = newStack();
  const admins = EntraGroup.fromObjectId(stack, "admins", "44444444-4444-4444-8444-444444444444");
  expect(cluster({ azureRbac: false, adminGroups: [admins] }, stack).azureRbac).toBe(false);
  expect(cluster({ azureRbac: false, localAccounts: true }).azureRbac).toBe(false);
});

describe("SSH keys", () => {
  test.each([`ssh-rsa ${BASE64}`, `  ssh-rsa ${BASE64}= aks-nodes`, `ssh-rsa ${BASE64}== somebody at work\n`])(
    "an RSA key is taken without a warning: %j",
    (sshPublicKey) => {
      const stack = newStack();
      cluster({ sshPublicKey }, stack);
      expect(warnings(stack)).toEqual([]);
      expect(resources(stack, "azurerm_kubernetes_cluster").prod.linux_profile).toEqual({
        admin_username: "azureuser",
        ssh_key: { key_data: sshPublicKey.trim() },
      });
    },
  );

  test.each(["ssh-ed25519", "ecdsa-sha2-nistp256", "sk-ssh-ed25519@openssh.com"])(
    "a key of the kind %s is a warning",
    (kind) => {
      const stack = newStack();
      cluster({ sshPublicKey: `${kind} ${BASE64} me` }, stack);
      expect(warnings(stack)).toEqual([
        `The SSH key is of the kind ${kind}; Microsoft documents RSA only, and AKS has refused others. To change it later replaces the cluster.`,
      ]);
    },
  );

  test("without a key there is no Linux profile and no warning", () => {
    const stack = newStack();
    cluster({}, stack);
    expect(warnings(stack)).toEqual([]);
    expect(resources(stack, "azurerm_kubernetes_cluster").prod).not.toHaveProperty("linux_profile");
  });

  test("fails for a private key, and does not repeat it", () => {
    const error = errorOf(() => cluster({ sshPublicKey: PRIVATE_KEY }));
    expect(error.code).toBe("AKS_PRIVATE_KEY");
    expect(error.message).toBe(
      "[test/prod] sshPublicKey: this is a private key, which would stand in code and in state; allowed: the public key, the file that ends in .pub. Treat the private key as known to others and make a new pair (AKS_PRIVATE_KEY)",
    );
    expect(JSON.stringify(error.problems) + error.stack).not.toContain("b3BlbnNzaC1rZXk");
  });

  test.each([
    "",
    "AAAAB3NzaC1yc2E",
    "ssh-rsa",
    "ssh-rsa short",
    "~/.ssh/id_rsa.pub",
    `ssh-rsa ${BASE64}\nssh-rsa ${BASE64}`,
    "PuTTY-User-Key-File-3: ssh-rsa\nPrivate-Lines: 14\nsecret",
  ])("fails for %j, which is no SSH public key, and does not repeat it", (sshPublicKey) => {
    expect(refusal({ sshPublicKey })).toEqual([
      "AKS_SSH_KEY_FORMAT",
      "sshPublicKey: this is not an SSH public key; allowed: one line such as ssh-rsa AAAA… name, or leave it out for no SSH (AKS_SSH_KEY_FORMAT)",
    ]);
  });
});

describe("audit logs", () => {
  const workspaceId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/central`;

  test.each([workspaceId, workspaceId.replace("resourceGroups", "resourcegroups").toLowerCase()])(
    "the workspace may be %s",
    (id) => {
      const stack = newStack();
      cluster({ auditLogs: { workspaceId: id } }, stack);
      expect(addresses(stack)).toContain("azurerm_monitor_diagnostic_setting.prod_audit-logs");
    },
  );

  test.each([
    "central",
    "",
    `${workspaceId}/tables/t`,
    "/providers/Microsoft.OperationalInsights/workspaces/central",
    `/subscriptions/${SUBSCRIPTION}/resourceGroups/logs/providers/Microsoft.Storage/storageAccounts/a`,
    "88888888-8888-4888-8888-888888888888",
  ])("fails for %p, which is no workspace", (id) => {
    expect(refusal({ auditLogs: { workspaceId: id } })).toEqual([
      "AKS_RESOURCE_ID",
      `auditLogs.workspaceId: "${id}" is not the right kind of resource id; allowed: /subscriptions/ID/resourceGroups/NAME/providers/Microsoft.OperationalInsights/workspaces/W (AKS_RESOURCE_ID)`,
    ]);
  });
});

test("names, ids, keys and ranges may be tokens", () => {
  const stack = newStack();
  const token = (name: string) => new TerraformVariable(stack, name, {}).stringValue;
  cluster(
    {
      name: token("name"),
      resourceGroup: { name: token("group") },
      location: token("location"),
      subscriptionId: token("subscription"),
      tenantId: token("tenant"),
      kubernetesVersion: token("version"),
      sshPublicKey: token("key"),
      authorizedIpRanges: ["10.0.0.0/8", token("range")],
      auditLogs: { workspaceId: token("workspace") },
    },
    stack,
  );
  expect(warnings(stack)).toEqual([]);
  expect(resources(stack, "azurerm_kubernetes_cluster").prod).toMatchObject({
    name: "${var.name}",
    dns_prefix: "${var.name}",
    resource_group_name: "${var.group}",
    location: "${var.location}",
    kubernetes_version: "${var.version}",
    azure_active_directory_role_based_access_control: { tenant_id: "${var.tenant}" },
    linux_profile: { ssh_key: { key_data: "${var.key}" } },
    api_server_access_profile: { authorized_ip_ranges: ["10.0.0.0/8", "${var.range}"] },
  });
  expect(resources(stack, "azurerm_monitor_diagnostic_setting")["prod_audit-logs"].log_analytics_workspace_id).toBe(
    "${var.workspace}",
  );
});

test("fails with everything that is wrong at once, in the order of the properties, and makes no resource", () => {
  const stack = newStack();
  const error = errorOf(() =>
    cluster(
      {
        name: "-",
        resourceGroup: { name: "" },
        subscriptionId: "s",
        tenantId: TENANT.slice(1),
        nodePool: { name: "System", vmSize: "", count: 0 },
        kubernetesVersion: "new",
        sshPublicKey: "id_rsa.pub",
        authorizedIpRanges: ["all"],
        privateCluster: true,
        workloadIdentity: true,
        oidcIssuer: false,
        azureRbac: false,
        auditLogs: { workspaceId: "w" },
      },
      stack,
    ),
  );
  expect(error.problems.map((p) => [p.property, p.code])).toEqual([
    ["name", "NAME_FORMAT"],
    ["resourceGroup", "NAME_FORMAT"],
    ["location", "AKS_LOCATION_MISSING"],
    ["subscriptionId", "ID_NOT_A_UUID"],
    ["tenantId", "ID_NOT_A_UUID"],
    ["nodePool.name", "AKS_NODE_POOL_NAME"],
    ["nodePool.vmSize", "TEXT_EMPTY"],
    ["nodePool.count", "AKS_NODE_COUNT"],
    ["kubernetesVersion", "AKS_VERSION_FORMAT"],
    ["sshPublicKey", "AKS_SSH_KEY_FORMAT"],
    ["authorizedIpRanges", "AKS_AUTHORIZED_RANGES_ON_PRIVATE"],
    ["authorizedIpRanges[0]", "AKS_AUTHORIZED_RANGE_FORMAT"],
    ["oidcIssuer", "AKS_WORKLOAD_IDENTITY_WITHOUT_OIDC"],
    ["adminGroups", "AKS_NOBODY_CAN_ADMINISTER"],
    ["auditLogs.workspaceId", "AKS_RESOURCE_ID"],
  ]);
  expect(addresses(stack)).toEqual([]);
});

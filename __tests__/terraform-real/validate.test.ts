import { join } from "node:path";
import type { GroupRoleManagementPolicy } from "@cdktf/provider-azuread/lib/group-role-management-policy";
import type { KubernetesCluster } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import { TerraformVariable } from "cdktf";
import { SSH_PUBLIC_KEY } from "../../bench/ssh-public-key";
import { AccessStack, AksCluster, ConditionalAccessPolicy, EntraGroup, GrantControl, GrantControls } from "../../lib";
import { loadConfig } from "../../lib/config";
import { article } from "../examples/article";
import { SUBSCRIPTION, TENANT } from "../support/synth";
import { everyProp } from "./every-prop";
import { mockedRuns, tidyApp, validate, withTerraform } from "./terraform";

/** What the variables of the stack with every prop stand for. */
const EVERY_VARIABLE = {
  application_id: "66666666-6666-4666-8666-666666666601",
  user_id: "66666666-6666-4666-8666-666666666602",
  group_id: "66666666-6666-4666-8666-666666666603",
  client_id: "66666666-6666-4666-8666-666666666604",
  user_principal_name: "erin@contoso.com",
  group_name: "standing",
  alert: "oncall@contoso.com",
  ticket: "CHG0012345",
  end: "2027-06-30T23:59:59Z",
  start: "2027-01-01T00:00:00Z",
  duration: "P15D",
  justification: "SRE",
  strength: "/policies/authenticationStrengthPolicies/00000000-0000-0000-0000-000000000004",
  role: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/66666666-6666-4666-8666-666666666605`,
  ssh_public_key: SSH_PUBLIC_KEY,
  office: "198.51.100.0/24",
  resource_group: "aks",
  cluster_id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/found`,
  location: "westeurope",
  pool: "nodes",
  vm_size: "Standard_D4s_v5",
  workspace: `/subscriptions/${SUBSCRIPTION}/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/central`,
};

const UUID = "55555555-5555-4555-8555-555555555555";

/** Providers that make everything up, in the form in which the real ones would answer. */
const MOCKS = `
mock_provider "azuread" {
  mock_data "azuread_user" {
    defaults = { object_id = "${UUID}" }
  }
  mock_data "azuread_group" {
    defaults = { object_id = "${UUID}" }
  }
  mock_data "azuread_service_principals" {
    defaults = { object_ids = ["${UUID}"] }
  }
  mock_resource "azuread_group" {
    defaults = { object_id = "${UUID}" }
  }
  mock_resource "azuread_group_without_members" {
    defaults = { object_id = "${UUID}" }
  }
}
${mockedAzurerm()}
`;

function mockedAzurerm(alias?: string): string {
  return `
mock_provider "azurerm" {
  ${alias === undefined ? "" : `alias = "${alias}"`}
  mock_data "azurerm_client_config" {
    defaults = { subscription_id = "${SUBSCRIPTION}", tenant_id = "${TENANT}" }
  }
  mock_resource "azurerm_kubernetes_cluster" {
    defaults = {
      id           = "/subscriptions/${SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c"
      fqdn         = "c.hcp.westeurope.azmk8s.io"
      private_fqdn = "c.privatelink.westeurope.azmk8s.io"
      kube_config  = [{ cluster_ca_certificate = "Q0E=" }]
    }
  }
}
`;
}

withTerraform("the providers accept the article as a program", () => {
  const app = tidyApp();
  article(app, SSH_PUBLIC_KEY);
  expect(validate(app)).toEqual({ article: [] });
});

withTerraform("the providers accept every config file of the project", () => {
  const app = tidyApp();
  const stacks = loadConfig(app, join(__dirname, "..", "..", "config")).map((stack) => [stack.node.id, []]);
  expect(validate(app)).toEqual(Object.fromEntries(stacks));
});

withTerraform("the providers accept every construct with every prop in a stack that somebody else wrote", () => {
  const app = tidyApp();
  everyProp(app);
  expect(validate(app)).toEqual({ "every-prop": [] });
});

withTerraform("the providers refuse what an escape hatch makes of a cluster and of role settings", () => {
  const app = tidyApp();
  const stack = article(app, SSH_PUBLIC_KEY);
  const made = stack.node.findChild("myManagedCluster").node.defaultChild as KubernetesCluster;
  made.addOverride("sku_tier", "Gold");
  const settings = stack.node.findChild("myJITGroup").node.findChild("member-settings").node
    .defaultChild as GroupRoleManagementPolicy;
  settings.addOverride("eligible_assignment_rules.expire_after", "P7D");
  const said = validate(app).article.map((d) => `${d.severity}: ${d.summary}`);
  expect(said.sort()).toEqual([
    'error: expected eligible_assignment_rules.0.expire_after to be one of ["P15D" "P30D" "P90D" "P180D" "P365D"], got P7D',
    'error: expected sku_tier to be one of ["Free" "Standard" "Premium"], got Gold',
  ]);
});

withTerraform("the article plans and applies, and its kubeconfig names the cluster", () => {
  const app = tidyApp();
  article(app, SSH_PUBLIC_KEY);
  const file = `${MOCKS}
run "apply" {
  assert {
    condition     = yamldecode(output.connect_myManagedCluster.kubeconfig).clusters[0].cluster == { server = "https://c.hcp.westeurope.azmk8s.io:443", certificate-authority-data = "Q0E=" }
    error_message = output.connect_myManagedCluster.kubeconfig
  }
  assert {
    condition     = output.group_ids == { aks-operators = "${UUID}", myJITGroup = "${UUID}", payments-readers = "${UUID}" }
    error_message = jsonencode(output.group_ids)
  }
}
`;
  expect(mockedRuns(app, "article", file)).toEqual({ runs: { apply: "pass" }, said: {} });
});

withTerraform("every construct with every prop plans with what only Terraform knows", () => {
  const app = tidyApp();
  everyProp(app);
  const variables = Object.entries(EVERY_VARIABLE).map(([name, value]) => `    ${name} = "${value}"`);
  const file = `${MOCKS}${mockedAzurerm("other")}
run "plan" {
  command = plan
  variables {
${variables.join("\n")}
  }
}
`;
  expect(mockedRuns(app, "every-prop", file)).toEqual({ runs: { plan: "pass" }, said: {} });
});

withTerraform("fails at plan, and says what to do, in a tenant without the AKS server application", () => {
  const app = tidyApp();
  article(app, SSH_PUBLIC_KEY);
  const file = `${MOCKS}
run "without" {
  command = plan
  override_data {
    target = data.azuread_service_principals.aks-server
    values = { object_ids = [] }
  }
}
`;
  expect(mockedRuns(app, "article", file)).toEqual({
    runs: { without: "error" },
    said: {
      without: [
        "The AKS server application 6dae42f8-4368-4678-94ff-3960e28e3630 has no service principal in this tenant, so no policy can target it. Create it once with: az ad sp create --id 6dae42f8-4368-4678-94ff-3960e28e3630",
      ],
    },
  });
});

withTerraform("fails at plan where an object id that only Terraform knows is not a UUID", () => {
  const app = tidyApp();
  const stack = new AccessStack(app, "tokens", { tenantId: TENANT, subscriptionId: SUBSCRIPTION });
  const team = EntraGroup.fromObjectId(stack, "team", new TerraformVariable(stack, "group_id", {}).stringValue);
  cluster(stack).access.grantReader(team);
  new ConditionalAccessPolicy(stack, "policy", { include: [team], grant: GrantControls.all(GrantControl.MFA) });
  const file = `${MOCKS}
run "uuid" {
  command = plan
  variables {
    group_id = "${UUID}"
  }
}
run "resource_id" {
  command = plan
  variables {
    group_id = "/groups/${UUID}"
  }
}
`;
  const { runs, said } = mockedRuns(app, "tokens", file);
  expect(runs).toEqual({ uuid: "pass", resource_id: "error" });
  expect(said).toEqual({
    resource_id: Array(3).fill(
      "The object id of tokens/team is not a UUID; write the object_id of the resource, not its id.",
    ),
  });
});

function cluster(stack: AccessStack): AksCluster {
  return new AksCluster(stack, "cluster", {
    resourceGroup: { name: "group", location: "westeurope" },
    nodePool: { vmSize: "Standard_D4s_v5", count: 3 },
  });
}

import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import * as fc from "fast-check";
import { parse } from "yaml";
import {
  AccessStack,
  AksCluster,
  type AksClusterProps,
  ALL_USERS,
  AzureRole,
  ConditionalAccessPolicy,
  type ConditionalAccessPolicyProps,
  EntraGroup,
  EntraUser,
  GrantControl,
  GrantControls,
  JitGroup,
  PolicyState,
} from "../../lib";
import { SUBSCRIPTION, TENANT, foreignStack, newApp, newStack, synth } from "../support/synth";
import { article } from "../examples/article";

const AKS_CLIENT = "80faf920-1908-4b52-b5ef-a8e7bedfc67a";
const AKS_SERVER = "6dae42f8-4368-4678-94ff-3960e28e3630";
const RSA = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC4vF5aNXB1vy1yvp0tbc6XD aks-nodes";
const OTHER_TENANT = "99999999-9999-4999-8999-999999999999";
const COMPLIANT = GrantControls.all(GrantControl.COMPLIANT_DEVICE);
const NOT_DEVICE_CODE =
  "  Not -l devicecode: a policy asks for a device, which a device code cannot show, or blocks device code.";
const DEVICE_CODE =
  "  On a machine without a browser: kubelogin convert-kubeconfig -l devicecode, unless a policy of the tenant asks for a device.";

function make(stack: TerraformStack, props: Partial<AksClusterProps> = {}, id = "prod"): AksCluster {
  return new AksCluster(stack, id, {
    resourceGroup: { name: "rg", location: "westeurope" },
    nodePool: { vmSize: "Standard_D4s_v5", count: 3 },
    ...props,
  });
}

const group = (stack: TerraformStack, id: string, n = 1) =>
  EntraGroup.fromObjectId(stack, id, `44444444-4444-4444-8444-4444444444${String(n).padStart(2, "0")}`);
const guideOf = (stack: TerraformStack, id = "prod") => synth(stack).output[`connect_${id}`].value.guide as string;
/** What the guide says beyond what everybody does once. */
const kindsOf = (stack: TerraformStack) => guideOf(stack).split("\n\n").slice(2);

function policy(stack: TerraformStack, props: Partial<ConditionalAccessPolicyProps> = {}) {
  return new ConditionalAccessPolicy(stack, "policy", { include: [ALL_USERS], grant: COMPLIANT, ...props });
}

describe("the guide", () => {
  test("the article's cluster tells each kind of person what to do", () => {
    expect(guideOf(article(newApp(), RSA), "myManagedCluster")).toBe(
      `How to get into myManagedCluster

Everybody, once:
  az login --tenant 22222222-2222-2222-2222-222222222222
  az aks get-credentials --subscription 00000000-0000-0000-0000-000000000000 --resource-group myResourceGroup --name myManagedCluster
  kubelogin convert-kubeconfig -l interactive
  Not -l devicecode: a policy asks for a device, which a device code cannot show, or blocks device code.

Cluster administrators (myJITGroup):
  Activate myJITGroup at https://entra.microsoft.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadgroup
  kubectl get nodes

Readers of the namespace payments (payments-readers):
  Activate payments-readers at https://entra.microsoft.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadgroup
  kubectl get pods -n payments   # not nodes: nobody of a namespace can list them

People who see the cluster and reach no workload (aks-operators):
  kubectl auth whoami

After activating: a token that was issued before knows nothing of it. Get a fresh one with
  kubelogin remove-cache-dir
(with the login mode azurecli: az login again). A right that has ended lives as long as its last token, 60 to 75 minutes.`,
    );
  });

  test("a cluster that nobody was granted anything on tells what everybody does once", () => {
    const stack = newStack();
    make(stack);
    expect(guideOf(stack)).toBe(
      `How to get into prod

Everybody, once:
  az login --tenant ${TENANT}
  az aks get-credentials --subscription ${SUBSCRIPTION} --resource-group rg --name prod
  kubelogin convert-kubeconfig -l interactive
${DEVICE_CODE}`,
    );
  });

  test("every kind of person has a command that works for them, the mightiest first", () => {
    const stack = newStack();
    const [root, admins, writers, readers, viewers, ops] = [
      "root",
      "admins",
      "writers",
      "readers",
      "viewers",
      "ops",
    ].map((id, i) => group(stack, id, i));
    const { access } = make(stack, { adminGroups: [root] });
    access.grantClusterUser(viewers);
    for (const name of ["payments", "checkout"]) {
      access.namespace(name).grantReader(readers);
      access.namespace(name).grantWriter(writers);
      access.namespace(name).grantAdmin(admins);
    }
    access.namespace("payments").grantRole(AzureRole.of("88888888-8888-4888-8888-888888888888", "deployer"), ops);
    access.grantRole(AzureRole.AKS_CONTRIBUTOR, ops);
    access.grantReader(readers, viewers);
    access.grantWriter(writers);
    access.grantAdmin(admins);
    access.grantClusterAdmin(ops, root);
    expect(kindsOf(stack)).toEqual([
      "Cluster administrators (root, ops):\n  kubectl get nodes",
      "Administrators of every namespace (admins):\n  kubectl get pods --all-namespaces",
      "Writers in every namespace (writers):\n  kubectl get pods --all-namespaces",
      "Readers of every namespace (readers, viewers):\n  kubectl get pods --all-namespaces   # not nodes: the role does not hold them",
      "Administrators of the namespace checkout (admins):\n  kubectl get pods -n checkout   # not nodes: nobody of a namespace can list them",
      "Writers of the namespace checkout (writers):\n  kubectl get pods -n checkout   # not nodes: nobody of a namespace can list them",
      "Readers of the namespace checkout (readers):\n  kubectl get pods -n checkout   # not nodes: nobody of a namespace can list them",
      "Administrators of the namespace payments (admins):\n  kubectl get pods -n payments   # not nodes: nobody of a namespace can list them",
      "Writers of the namespace payments (writers):\n  kubectl get pods -n payments   # not nodes: nobody of a namespace can list them",
      "Readers of the namespace payments (readers):\n  kubectl get pods -n payments   # not nodes: nobody of a namespace can list them",
      "Role deployer in the namespace payments (ops):\n  kubectl auth whoami",
      "Azure Kubernetes Service Contributor Role (ops):\n  kubectl auth whoami",
    ]);
  });

  test("people are called by the names that they know themselves by", () => {
    const stack = newStack();
    const owner = EntraUser.fromLookup(stack, "alice@contoso.com");
    const displayName = new TerraformVariable(stack, "display-name", {}).stringValue;
    make(stack).access.grantReader(
      new EntraGroup(stack, "named", { displayName: "AKS readers", owners: [owner] }),
      new EntraGroup(stack, "unnamed", { displayName, owners: [owner] }),
      owner,
      EntraUser.fromObjectId(stack, "33333333-3333-4333-8333-333333333333"),
    );
    expect(kindsOf(stack)[0]).toMatch(
      /^Readers of every namespace \(AKS readers, unnamed, alice@contoso\.com, 33333333-3333-4333-8333-333333333333\):\n/,
    );
  });

  test("a principal that is known by one object id under two construct ids is one kind of person", () => {
    const stack = newStack();
    const { access } = make(stack, { adminGroups: [group(stack, "root", 1)] });
    access.grantClusterUser(group(stack, "viewer", 2));
    access.grantReader(group(stack, "reader", 2));
    access.grantClusterAdmin(group(stack, "root-again", 1));
    expect(kindsOf(stack).map((kind) => kind.split(":")[0])).toEqual([
      "Cluster administrators (root)",
      "Readers of every namespace (reader)",
    ]);
  });

  test("people who have to activate are told where, and what to do afterwards", () => {
    const stack = newStack();
    const owner = EntraUser.fromObjectId(stack, "33333333-3333-4333-8333-333333333333");
    const [one, two] = ["one", "two"].map((id) => new JitGroup(stack, id, { owners: [owner] }));
    make(stack).access.grantReader(one, group(stack, "standing"), two);
    expect(kindsOf(stack)).toEqual([
      "Readers of every namespace (one, standing, two):\n  Activate one or two at https://entra.microsoft.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadgroup\n  kubectl get pods --all-namespaces   # not nodes: the role does not hold them",
      "After activating: a token that was issued before knows nothing of it. Get a fresh one with\n  kubelogin remove-cache-dir\n(with the login mode azurecli: az login again). A right that has ended lives as long as its last token, 60 to 75 minutes.",
    ]);
  });

  test("a private cluster and one of a foreign stack have a guide, with references where nothing is known", () => {
    const stack = foreignStack();
    const resourceGroup = new ResourceGroup(stack, "rg", { name: "aks-prod", location: "westeurope" });
    const { connect } = make(stack, { resourceGroup, privateCluster: true });
    new TerraformOutput(stack, "guide", { value: connect.guide });
    const asked = "${data.azurerm_client_config.look-ups_azurerm-client-config_FD5F9DF4";
    expect(synth(stack).output.guide.value).toBe(
      `How to get into prod

Everybody, once:
  az login --tenant ${asked}.tenant_id}
  az aks get-credentials --subscription ${asked}.subscription_id} --resource-group aks-prod --name prod
  kubelogin convert-kubeconfig -l interactive
${DEVICE_CODE}`,
    );
  });
});

describe("device code", () => {
  const hint = (stack: TerraformStack) => guideOf(stack).split("\n")[6];

  test("the login mode is one that every policy lets through", () => {
    const stack = newStack();
    const { loginMode, activate } = make(stack).connect;
    expect(loginMode).toBe("interactive");
    expect(activate).toBe("https://entra.microsoft.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadgroup");
    expect(synth(stack).output.connect_prod.value).toMatchObject({ login_mode: "interactive", activate });
  });

  test("without a policy, device code is offered where there is no browser", () => {
    const stack = newStack();
    make(stack);
    expect(hint(stack)).toBe(DEVICE_CODE);
  });

  test.each<[string, Partial<ConditionalAccessPolicyProps>, string]>([
    ["asks for a device", {}, NOT_DEVICE_CODE],
    ["asks for a device in report-only", { state: PolicyState.REPORT_ONLY }, NOT_DEVICE_CODE],
    ["blocks device code", { grant: GrantControls.all(GrantControl.MFA), blockDeviceCode: true }, NOT_DEVICE_CODE],
    ["asks for MFA", { grant: GrantControls.all(GrantControl.MFA) }, DEVICE_CODE],
    [
      "is content with MFA in place of a device",
      { grant: GrantControls.any(GrantControl.MFA, GrantControl.COMPLIANT_DEVICE) },
      DEVICE_CODE,
    ],
    ["is disabled", { state: PolicyState.DISABLED }, DEVICE_CODE],
  ])("with a policy that %s the guide says what becomes of device code", (_, props, expected) => {
    const stack = newStack();
    make(stack);
    policy(stack, props);
    expect(hint(stack)).toBe(expected);
  });

  test("a policy of another stack counts in the same tenant, and only there", () => {
    const app = newApp();
    const [same, other] = [TENANT, OTHER_TENANT].map((tenantId, i) => {
      const stack = new AccessStack(app, `clusters-${i}`, { tenantId, subscriptionId: SUBSCRIPTION });
      make(stack, { name: `prod-${i}` });
      return stack;
    });
    policy(new AccessStack(app, "identity", { tenantId: TENANT }));
    expect(hint(same)).toBe(NOT_DEVICE_CODE);
    expect(hint(other)).toBe(DEVICE_CODE);
  });
});

describe("the kubeconfig", () => {
  const kubeconfigOf = (stack: TerraformStack, id = "prod") => synth(stack).output[`connect_${id}`].value.kubeconfig;

  test("the kubeconfig names the cluster, asks kubelogin for a token and holds no credential", () => {
    const stack = newStack();
    make(stack);
    expect(parse(kubeconfigOf(stack))).toEqual({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "prod",
      clusters: [
        {
          name: "prod",
          cluster: {
            server: "https://${azurerm_kubernetes_cluster.prod.fqdn}:443",
            "certificate-authority-data":
              "${nonsensitive(azurerm_kubernetes_cluster.prod.kube_config[0].cluster_ca_certificate)}",
          },
        },
      ],
      contexts: [{ name: "prod", context: { cluster: "prod", user: "prod" } }],
      users: [
        {
          name: "prod",
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1beta1",
              command: "kubelogin",
              args: [
                "get-token",
                "--login",
                "interactive",
                "--server-id",
                AKS_SERVER,
                "--client-id",
                AKS_CLIENT,
                "--tenant-id",
                TENANT,
              ],
              interactiveMode: "IfAvailable",
              provideClusterInfo: false,
              installHint: "Install kubelogin, https://azure.github.io/kubelogin/install.html",
            },
          },
        },
      ],
    });
  });

  test("the only secret of the provider that is referred to is the certificate authority, which is none", () => {
    const stack = newStack();
    make(stack);
    const { connect_prod } = synth(stack).output;
    expect(connect_prod).not.toHaveProperty("sensitive");
    expect(JSON.stringify(connect_prod).match(/kube_(admin_)?config[^ ]*?\)/g)).toEqual([
      "kube_config[0].cluster_ca_certificate)",
    ]);
    expect(JSON.stringify(connect_prod)).not.toMatch(
      /client-key|client-certificate|client_key|password|kube_config_raw/,
    );
  });

  test("the kubeconfig of a private cluster has its private address", () => {
    const stack = newStack();
    make(stack, { privateCluster: true });
    expect(parse(kubeconfigOf(stack)).clusters[0].cluster.server).toBe(
      "https://${azurerm_kubernetes_cluster.prod.private_fqdn}:443",
    );
  });

  test("the name of a cluster stays a text, also where YAML would read a number or a truth value", () => {
    const stack = newStack();
    let made = 0;
    const end = fc.constantFrom(..."aeno019x");
    const inner = fc.string({ unit: fc.constantFrom(..."aeno019x-_"), maxLength: 10 });
    const names = fc.oneof(
      fc.tuple(end, inner, end).map((t) => t.join("")),
      fc.constantFrom("123", "1e3", "0x1F", "true", "null", "no"),
    );
    fc.assert(
      fc.property(names, (name) => {
        const resourceGroup = { name: `rg${made}`, location: "westeurope" };
        const { kubeconfig } = make(stack, { name, resourceGroup }, `c${made++}`).connect;
        const config = parse(kubeconfig!);
        expect([config["current-context"], config.clusters[0].name, config.users[0].name]).toEqual([name, name, name]);
        expect(config.contexts).toEqual([{ name, context: { cluster: name, user: name } }]);
      }),
      { numRuns: 25, examples: [["123"], ["1e3"], ["0x1F"], ["true"], ["null"]] },
    );
  });
});

test("grants and policies that come after the cluster count", () => {
  const stack = newStack();
  const { access } = make(stack);
  policy(stack);
  const owner = EntraUser.fromObjectId(stack, "33333333-3333-4333-8333-333333333333");
  access.grantReader(new JitGroup(stack, "late", { owners: [owner] }));
  expect(guideOf(stack)).toContain("Activate late at");
  expect(guideOf(stack)).toContain(NOT_DEVICE_CODE);
});

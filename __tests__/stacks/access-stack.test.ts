import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { DataAzureadGroup } from "@cdktf/provider-azuread/lib/data-azuread-group";
import { Group } from "@cdktf/provider-azuread/lib/group";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  App,
  LocalBackend,
  S3Backend,
  TerraformBackend,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
} from "cdktf";
import { Construct } from "constructs";
import {
  AccessStack,
  type AccessStackProps,
  AksCluster,
  EntraGroup,
  EntraUser,
  ErrorCode,
  JitGroup,
  type JitGroupProps,
} from "../../lib";
import { requireProvider, setProviderVersion, transparentScope } from "../../lib/terraform";
import type { Takeover } from "../../lib/access/takeover";
import { article } from "../examples/article";
import {
  SUBSCRIPTION,
  TENANT,
  addresses,
  errorOf,
  newApp,
  newStack,
  resources,
  synth,
  written,
} from "../support/synth";

const ID = "44444444-4444-4444-8444-444444444444";
const STATE = { resourceGroup: "tfstate", storageAccount: "contosotfstate", container: "access", key: "prod.tfstate" };
const SSH = `ssh-rsa ${"A".repeat(372)} ops`;

function group(stack: Construct, id: string): EntraGroup {
  return new EntraGroup(stack, id, { displayName: stack.node.path + id, owners: [EntraUser.fromObjectId(stack, ID)] });
}

function cluster(scope: Construct, id: string): AksCluster {
  const resourceGroup = { name: "rg", location: "westeurope" };
  return new AksCluster(scope, id, { resourceGroup, nodePool: { vmSize: "Standard_D4s_v5", count: 3 } });
}

/** What a stack asks Terraform for, read from the file of a whole synthesis. */
function terraform(app: App, stack: string): { backend?: unknown; required_providers?: unknown } {
  return (JSON.parse(written(app, stack)) as { terraform: object }).terraform;
}

/** Runs in another working folder, with an output folder below it as `cdktf.json` has it by default. */
function inFolder<T>(folder: string, run: () => T): T {
  const here = process.cwd();
  mkdirSync(folder, { recursive: true });
  process.chdir(folder);
  try {
    return run();
  } finally {
    process.chdir(here);
  }
}

function scratch(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "aks-entra-")));
}

describe("addresses", () => {
  test("are the construct ids from the stack down, without a hash", () => {
    const stack = newStack();
    group(stack, "operators");
    group(new Construct(stack, "team"), "on-call_1");
    new DataAzureadGroup(new Construct(stack, "looked-up"), "Resource", { displayName: "x" });
    new Group(transparentScope(stack, "groups"), "hidden", { displayName: "y" });
    expect(addresses(stack)).toEqual([
      "azuread_group.hidden",
      "azuread_group.operators",
      "azuread_group.team_on-call_1",
      "data.azuread_group.looked-up",
    ]);
  });

  test("of what begins with a digit begin with an underscore", () => {
    const stack = newStack();
    new Group(stack, "1st-line", { displayName: "x" });
    new Group(stack, ID, { displayName: "y" });
    expect(addresses(stack)).toEqual(["azuread_group._1st-line", `azuread_group._${ID}`]);
  });

  test("are below the own stack in a stack within a stack", () => {
    const inner = new AccessStack(new TerraformStack(newApp(), "outer"), "inner");
    new Group(inner, "ops", { displayName: "x" });
    expect(addresses(inner)).toEqual(["azuread_group.ops"]);
  });

  test("of outputs and variables are the ids as well", () => {
    const stack = newStack();
    const team = new Construct(stack, "team");
    new TerraformOutput(team, "size", { value: 3 });
    new TerraformVariable(team, "region", {});
    const { output, variable } = synth(stack);
    expect([Object.keys(output), Object.keys(variable)]).toEqual([["team_size"], ["team_region"]]);
  });

  test("of something that is no Terraform element are made the same way", () => {
    const stack = newStack();
    expect(stack.getLogicalId(new Construct(new Construct(stack, "a"), "b").node)).toBe("a_b");
  });

  test("may be the same for two types", () => {
    const stack = newStack();
    new Group(new Construct(stack, "a"), "b_c", { displayName: "x" });
    new DataAzureadGroup(new Construct(stack, "a_b"), "c", { displayName: "x" });
    new Application(new Construct(stack, "a_b-c"), "Default", { displayName: "x" });
    expect(addresses(stack)).toEqual(["azuread_application.a_b-c", "azuread_group.a_b_c", "data.azuread_group.a_b_c"]);
  });

  test("fails for two of one type, whose second would replace the first without a word, and no Terraform is written", () => {
    const app = newApp();
    const stack = new AccessStack(app, "test");
    new Group(new Construct(stack, "a"), "b_c", { displayName: "x" });
    new Group(new Construct(stack, "a_b"), "c", { displayName: "y" });
    const error = errorOf(() => app.synth());
    expect([error.message, error.code, error.path]).toEqual([
      "[test] the Terraform address azuread_group.a_b_c is wanted for test/a/b_c and for test/a_b/c; allowed: names that stay different when they are joined by underscores (ADDRESS_TAKEN)",
      ErrorCode.ADDRESS_TAKEN,
      "test",
    ]);
    expect(existsSync(join(app.outdir, "stacks", "test"))).toBe(false);
  });

  test("fails for two data sources of one type, and for two outputs", () => {
    const sources = newStack();
    new DataAzureadGroup(new Construct(sources, "a"), "b_c", { displayName: "x" });
    new DataAzureadGroup(new Construct(sources, "a_b"), "c", { displayName: "y" });
    expect(errorOf(() => synth(sources)).message).toBe(
      "[test] the Terraform address data.azuread_group.a_b_c is wanted for test/a/b_c and for test/a_b/c; allowed: names that stay different when they are joined by underscores (ADDRESS_TAKEN)",
    );
    const outputs = newStack();
    new TerraformOutput(new Construct(outputs, "a"), "b_c", { value: 1 });
    new TerraformOutput(new Construct(outputs, "a_b"), "c", { value: 2 });
    expect(errorOf(() => synth(outputs)).message).toBe(
      "[test] the Terraform address output.a_b_c is wanted for test/a/b_c and for test/a_b/c; allowed: names that stay different when they are joined by underscores (ADDRESS_TAKEN)",
    );
  });

  test("of a removed construct are free", () => {
    const stack = newStack();
    new Group(new Construct(stack, "a"), "b_c", { displayName: "x" });
    expect(addresses(stack)).toEqual(["azuread_group.a_b_c"]);
    stack.node.tryRemoveChild("a");
    new Group(new Construct(stack, "a_b"), "c", { displayName: "y" });
    expect(addresses(stack)).toEqual(["azuread_group.a_b_c"]);
  });
});

describe("the state", () => {
  test("is a file beside cdktf.json, by a path from where Terraform runs", () => {
    inFolder(scratch(), () => {
      const app = new App();
      new AccessStack(app, "prod");
      expect(terraform(app, "prod").backend).toEqual({ local: { path: "../../../terraform.prod.tfstate" } });
    });
  });

  test("is the same file if the output goes somewhere else", () => {
    const folder = scratch();
    inFolder(join(folder, "project"), () => {
      const app = new App({ outdir: join(folder, "elsewhere") });
      new AccessStack(app, "prod");
      expect(terraform(app, "prod").backend).toEqual({ local: { path: "../../../project/terraform.prod.tfstate" } });
    });
  });

  test("is read from the same relative path by another stack", () => {
    inFolder(scratch(), () => {
      const app = new App();
      const [one, other] = [new AccessStack(app, "one"), new AccessStack(app, "other")];
      new AzureadProvider(one, "azuread");
      const ops = new Group(one, "ops", { displayName: "x" });
      new TerraformOutput(other, "ops", { value: ops.objectId });
      const json = JSON.parse(written(app, "other")) as Record<string, unknown>;
      expect(json.data).toEqual({
        terraform_remote_state: {
          "cross-stack-reference-input-one": {
            backend: "local",
            config: { path: "../../../terraform.one.tfstate" },
            workspace: "${terraform.workspace}",
          },
        },
      });
      const [output] = Object.keys((JSON.parse(written(app, "one")) as { output: object }).output);
      expect(output).toMatch(/^cross-stack-output-azuread_group_?ops_?object_id-[0-9a-f]{8}$/);
      expect(json.output).toEqual({
        ops: { value: `\${data.terraform_remote_state.cross-stack-reference-input-one.outputs.${output}}` },
      });
    });
  });

  test("is in Azure if the props say so, signed in with Entra", () => {
    const app = newApp();
    new AccessStack(app, "prod", { state: STATE });
    expect(terraform(app, "prod").backend).toEqual({
      azurerm: {
        resource_group_name: "tfstate",
        storage_account_name: "contosotfstate",
        container_name: "access",
        key: "prod.tfstate",
        use_azuread_auth: true,
      },
    });
  });

  test.each(["directly", "below a construct"])("is where a user's own backend says, made %s", (where) => {
    const app = newApp();
    const stack = new AccessStack(app, "prod");
    const scope = where === "directly" ? stack : new Construct(stack, "state");
    const own = new S3Backend(scope, { bucket: "b", key: "k" });
    expect(stack.ensureBackendExists()).toBe(own);
    expect(terraform(app, "prod").backend).toEqual({ s3: { bucket: "b", key: "k" } });
  });

  test("is made once, however often it is asked for, and is in no unit test's output", () => {
    const stack = newStack();
    expect(synth(stack).terraform).toBeUndefined();
    const backend = stack.ensureBackendExists();
    expect(stack.ensureBackendExists()).toBe(backend);
    expect(stack.node.findAll().filter((c) => TerraformBackend.isBackend(c))).toEqual([backend]);
  });

  test("of a stack in a stack is not that of the outer one", () => {
    const app = newApp();
    const outer = new AccessStack(app, "outer");
    new AccessStack(outer, "inner", { state: STATE });
    expect(terraform(app, "outer").backend).toEqual({
      local: { path: expect.stringMatching(/\/terraform\.outer\.tfstate$/) as string },
    });
    expect(Object.keys(terraform(app, "inner").backend as object)).toEqual(["azurerm"]);
  });

  test.each([{}, { state: STATE }])("leaves the id backend to a group or cluster: %j", (props: AccessStackProps) => {
    const app = newApp();
    const stack = new AccessStack(app, "prod", props);
    group(stack, "backend");
    expect(Object.keys(terraform(app, "prod").backend as object)).toHaveLength(1);
    expect(addresses(stack)).toEqual(["azuread_group.backend"]);
  });

  test("fails if it is wanted in two places", () => {
    const app = newApp();
    const stack = new AccessStack(app, "prod", { state: STATE });
    new LocalBackend(stack, { path: "x" });
    const error = errorOf(() => app.synth());
    expect([error.message, error.code]).toEqual([
      "[prod] state: the state is wanted in two places, prod/.state/backend and prod/backend; allowed: one backend, from the property state or a construct of your own (STATE_TWICE)",
      ErrorCode.STATE_TWICE,
    ]);
  });

  test("of a foreign stack stays where the framework keeps it", () => {
    inFolder(scratch(), () => {
      const app = new App();
      EntraGroup.fromObjectId(new TerraformStack(app, "foreign"), "ops", ID);
      expect(terraform(app, "foreign").backend).toEqual({
        local: { path: join(process.cwd(), "terraform.foreign.tfstate") },
      });
    });
  });
});

describe("providers", () => {
  test("are none in a stack that needs none", () => {
    const stack = newStack();
    EntraGroup.fromObjectId(stack, "ops", ID);
    EntraUser.fromObjectId(stack, ID);
    expect(stack.allProviders()).toEqual([]);
    expect(synth(stack).terraform).toBeUndefined();
  });

  test("are azuread alone for groups, in its range and for the tenant", () => {
    const stack = newStack({ tenantId: TENANT, subscriptionId: SUBSCRIPTION });
    group(stack, "ops");
    group(stack, "devs");
    expect(synth(stack)).toMatchObject({
      provider: { azuread: [{ tenant_id: TENANT }] },
      terraform: { required_providers: { azuread: { source: "hashicorp/azuread", version: ">= 3.9.0, < 4.0.0" } } },
    });
    expect(stack.allProviders()).toHaveLength(1);
  });

  test("have azurerm for what may be left in the state, where the subscription is given", () => {
    const app = newApp();
    new AccessStack(app, "gone", { tenantId: TENANT, subscriptionId: SUBSCRIPTION });
    new AccessStack(app, "never", { tenantId: TENANT });
    const providers = (stack: string) => (JSON.parse(written(app, stack)) as { provider?: unknown }).provider;
    expect(providers("gone")).toEqual({
      azurerm: [
        {
          features: [{}],
          resource_provider_registrations: "none",
          subscription_id: SUBSCRIPTION,
          tenant_id: TENANT,
        },
      ],
    });
    expect(providers("never")).toBeUndefined();
  });

  test("are somebody's own, where the subscription is given as well", () => {
    const app = newApp();
    const stack = new AccessStack(app, "own", { subscriptionId: SUBSCRIPTION });
    new AzurermProvider(stack, "mine", { features: [{}], storageUseAzuread: true });
    const { provider } = JSON.parse(written(app, "own")) as { provider: { azurerm: unknown[] } };
    expect(provider.azurerm).toEqual([{ features: [{}], storage_use_azuread: true }]);
  });

  test("are azurerm alone for a cluster, in its range, with no resource provider registered", () => {
    const stack = newStack({ tenantId: TENANT, subscriptionId: SUBSCRIPTION });
    cluster(stack, "prod").access.grantReader(EntraGroup.fromObjectId(stack, "ops", ID));
    expect(synth(stack)).toMatchObject({
      provider: {
        azurerm: [
          {
            tenant_id: TENANT,
            subscription_id: SUBSCRIPTION,
            features: [{}],
            resource_provider_registrations: "none",
          },
        ],
      },
      terraform: { required_providers: { azurerm: { source: "azurerm", version: ">= 4.55.0, < 5.0.0" } } },
    });
    expect(stack.allProviders()).toHaveLength(1);
  });

  test("take tenant and subscription from the environment if the stack was not told", () => {
    const stack = newStack({});
    group(stack, "ops");
    cluster(stack, "prod");
    expect(synth(stack).provider).toEqual({
      azuread: [{}],
      azurerm: [{ features: [{}], resource_provider_registrations: "none" }],
    });
  });

  test("have the versions that they are pinned to", () => {
    const pin = (providerVersions: AccessStackProps["providerVersions"]) => {
      const stack = newStack({ providerVersions });
      group(stack, "ops");
      cluster(stack, "prod");
      const { azuread, azurerm } = synth(stack).terraform.required_providers as Record<string, { version: string }>;
      return [azuread.version, azurerm.version];
    };
    expect(pin({ azuread: "3.9.0", azurerm: "4.55.0" })).toEqual(["3.9.0", "4.55.0"]);
    expect(pin({ azuread: "3.9.0" })).toEqual(["3.9.0", ">= 4.55.0, < 5.0.0"]);
    expect(pin({ azurerm: "4.60.0" })).toEqual([">= 3.9.0, < 4.0.0", "4.60.0"]);
  });

  test("that the user made are used, in our range, and have no second beside them", () => {
    const stack = newStack();
    new AzureadProvider(new Construct(stack, "mine"), "entra", { useCli: false });
    new AzurermProvider(stack, "azurerm", { features: [{}], storageUseAzuread: true });
    group(stack, "ops");
    cluster(stack, "prod");
    expect(synth(stack)).toMatchObject({
      provider: { azuread: [{ use_cli: false }], azurerm: [{ features: [{}], storage_use_azuread: true }] },
      terraform: {
        required_providers: {
          azuread: { version: ">= 3.9.0, < 4.0.0" },
          azurerm: { version: ">= 4.55.0, < 5.0.0" },
        },
      },
    });
    expect(stack.allProviders()).toHaveLength(2);
  });

  test("that have an alias, or are of a stack within, are not the stack's own", () => {
    const stack = newStack();
    new AzureadProvider(stack, "other-tenant", { alias: "other" });
    new AzureadProvider(new TerraformStack(stack, "inner"), "azuread");
    group(stack, "ops");
    expect(synth(stack).provider.azuread).toEqual([{ alias: "other" }, { tenant_id: TENANT }]);
  });

  test("keep a version that the user set by hand", () => {
    const stack = newStack();
    stack.addOverride("terraform.required_providers.azuread.version", "3.9.1");
    group(stack, "ops");
    expect(synth(stack).terraform.required_providers.azuread.version).toBe("3.9.1");
    setProviderVersion(stack, "azuread", "3.10.0");
    expect(synth(stack).terraform.required_providers.azuread.version).toBe("3.9.1");
  });

  test("of another subscription are made once for each, with the stack's tenant and no version of their own", () => {
    const stack = newStack({ tenantId: TENANT, subscriptionId: SUBSCRIPTION });
    const other = "abcdef00-1111-4111-8111-111111111111";
    const made = requireProvider(stack, "azurerm", other);
    expect(made?.alias).toBe(`subscription-${other}`);
    expect(requireProvider(stack, "azurerm", other.toUpperCase())).toBe(made);
    const settings = { tenant_id: TENANT, features: [{}], resource_provider_registrations: "none" };
    expect(synth(stack)).toMatchObject({
      provider: {
        azurerm: [
          { ...settings, subscription_id: SUBSCRIPTION },
          { ...settings, subscription_id: other, alias: `subscription-${other}` },
        ],
      },
      terraform: { required_providers: { azurerm: { version: ">= 4.55.0, < 5.0.0" } } },
    });
  });

  test("are the stack's own for its own subscription, for one that only Terraform knows, and for azuread", () => {
    const own = "abcdef00-1111-4111-8111-111111111111";
    const stack = newStack({ tenantId: TENANT, subscriptionId: own });
    const token = new TerraformVariable(stack, "x", {}).stringValue;
    expect(requireProvider(stack, "azurerm", own.toUpperCase())).toBeUndefined();
    expect(requireProvider(stack, "azurerm", token)).toBeUndefined();
    expect(requireProvider(stack, "azuread", SUBSCRIPTION)).toBeUndefined();
    expect(stack.allProviders()).toHaveLength(2);
  });

  test("are out of the way of a group or cluster that has such an id, and are made for it", () => {
    const stack = newStack();
    group(stack, "azuread");
    cluster(stack, "azurerm");
    expect(Object.keys(synth(stack).provider as object)).toEqual(["azuread", "azurerm"]);
    expect(addresses(stack)).toEqual(
      expect.arrayContaining(["azuread_group.azuread", "azurerm_kubernetes_cluster.azurerm"]),
    );
  });
});

describe("outputs", () => {
  const props = (stack: Construct): JitGroupProps => ({ owners: [EntraUser.fromObjectId(stack, ID)] });

  test("are the ids of groups by name, made ones of both kinds, and used ones not", () => {
    const stack = newStack();
    group(stack, "ops");
    new JitGroup(new Construct(stack, "team"), "admins", props(stack));
    EntraGroup.fromObjectId(stack, "used", ID);
    expect(synth(stack).output).toEqual({
      group_ids: {
        value: {
          ops: "${azuread_group.ops.object_id}",
          team_admins: "${azuread_group_without_members.team_admins.object_id}",
        },
      },
    });
  });

  test("have nothing of a group that was removed", () => {
    const stack = newStack();
    group(stack, "ops");
    group(stack, "devs");
    stack.node.tryRemoveChild("ops");
    expect(synth(stack).output).toEqual({ group_ids: { value: { devs: "${azuread_group.devs.object_id}" } } });
  });

  test("are the ids of clusters by name, and how to connect to each", () => {
    const stack = newStack();
    cluster(stack, "prod");
    cluster(new Construct(stack, "eu"), "dev");
    const { output } = synth(stack) as {
      output: Record<string, { value: Record<string, string>; sensitive?: boolean }>;
    };
    expect(Object.keys(output)).toEqual(["cluster_ids", "connect_eu_dev", "connect_prod"]);
    expect(output.cluster_ids.value).toEqual({
      prod: "${azurerm_kubernetes_cluster.prod.id}",
      eu_dev: "${azurerm_kubernetes_cluster.eu_dev.id}",
    });
    expect(Object.keys(output.connect_prod.value)).toEqual(["activate", "guide", "kubeconfig", "login_mode"]);
    expect(output.connect_prod.value.guide).toContain("How to get into prod\n");
    expect(Object.values(output).filter((o) => o.sensitive)).toEqual([]);
  });

  test("are none in a foreign stack, whose outputs are the user's", () => {
    const stack = new TerraformStack(newApp(), "foreign");
    group(stack, "ops");
    cluster(stack, "prod");
    expect(synth(stack).output).toBeUndefined();
  });
});

test("tags are on a cluster, whose own come first", () => {
  const stack = newStack({ tags: { team: "platform", stage: "prod" } });
  new AksCluster(stack, "prod", {
    resourceGroup: { name: "rg", location: "westeurope" },
    nodePool: { vmSize: "Standard_D4s_v5", count: 3 },
    tags: { stage: "blue" },
  });
  expect(resources(stack, "azurerm_kubernetes_cluster")["prod"].tags).toEqual({ team: "platform", stage: "blue" });
});

test("a tenant and a subscription that only Terraform knows are no wrong ids", () => {
  const app = newApp();
  const outer = new TerraformStack(app, "outer");
  const token = new TerraformVariable(outer, "x", {}).stringValue;
  expect(() => new AccessStack(app, "prod", { tenantId: token, subscriptionId: token })).not.toThrow();
});

test("fails for a tenant and a subscription that are no ids, with both at once", () => {
  const error = errorOf(() => newStack({ tenantId: "contoso", subscriptionId: "/subscriptions/1" }));
  expect(error.message).toBe(
    `[test] tenantId: "contoso" is not the id of a tenant; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)
[test] subscriptionId: "/subscriptions/1" is not the id of a subscription; allowed: a UUID such as 44444444-4444-4444-8444-444444444444 (ID_NOT_A_UUID)`,
  );
  expect(error.problems.map((p) => p.code)).toEqual([ErrorCode.ID_NOT_A_UUID, ErrorCode.ID_NOT_A_UUID]);
});

describe("bytes", () => {
  const FILES = ["manifest.json", "stacks/article/cdk.tf.json", "stacks/article/access-model.json"];

  /** The files of the article with a warning in it, synthesized in a folder as any app does it. */
  function articleIn(folder: string, config: { stackTraces?: boolean } = {}): Record<string, string> {
    return inFolder(folder, () => {
      const app = new App(config);
      const stack = article(app, SSH);
      EntraGroup.fromLookup(stack, "looked-up", "Looked up");
      app.synth();
      return Object.fromEntries(FILES.map((f) => [f, readFileSync(join("cdktf.out", f), "utf8")]));
    });
  }

  test("are the same in any folder, with the default of stack traces and without", () => {
    const root = scratch();
    const here = articleIn(join(root, "a"));
    expect(articleIn(join(root, "b", "much", "deeper"))).toEqual(here);
    const quiet = articleIn(join(root, "c"), { stackTraces: false });
    expect(articleIn(join(root, "d", "too"), { stackTraces: false })).toEqual(quiet);
    expect(here["manifest.json"]).toContain("looked up by its name");
    expect(quiet["stacks/article/access-model.json"]).toBe(here["stacks/article/access-model.json"]);
  });

  test("name no folder of this machine", () => {
    const folder = join(scratch(), "project");
    const all = Object.values(articleIn(folder)).join("\n");
    for (const path of [folder, dirname(folder), process.cwd()]) expect(all).not.toContain(path);
  });

  test("have their keys sorted at every depth", () => {
    const unsorted: string[] = [];
    const visit = (value: unknown, at: string): void => {
      if (typeof value !== "object" || value === null) return;
      const keys = Object.keys(value);
      if (!Array.isArray(value) && keys.join() !== [...keys].sort().join()) unsorted.push(at);
      for (const [key, inner] of Object.entries(value)) visit(inner, `${at}/${key}`);
    };
    for (const [file, text] of Object.entries(articleIn(scratch()))) visit(JSON.parse(text), file);
    expect(unsorted).toEqual([]);
  });

  test("are the same when an app is synthesized twice", () => {
    const app = newApp();
    article(app, SSH);
    const first = written(app, "article");
    expect(written(app, "article")).toBe(first);
  });
});

describe("a takeover", () => {
  const ID = "44444444-4444-4444-8444-444444444444";
  const taking = (takeover: Partial<Takeover>) => {
    const stack = new AccessStack(newApp(), "test", { takeover: { import: {}, moved: {}, removed: [], ...takeover } });
    new EntraGroup(stack, "ops", { owners: [EntraUser.fromObjectId(stack, ID)] });
    return stack;
  };

  test("is rendered when everything is there", () => {
    const stack = taking({
      import: { "azuread_group.ops": `/groups/${ID}` },
      removed: ["azurerm_role_assignment.gone"],
    });
    expect(synth(stack)).toMatchObject({
      import: [{ to: "azuread_group.ops", id: `/groups/${ID}` }],
      removed: [{ from: "azurerm_role_assignment.gone", lifecycle: { destroy: false } }],
    });
    expect(Object.keys(synth(stack).provider).sort()).toEqual(["azuread", "azurerm"]);
  });

  test("that names what is not there stops synth", () => {
    const stack = taking({ import: { "azuread_group.opps": `/groups/${ID}` } });
    expect(errorOf(() => synth(stack)).code).toBe(ErrorCode.TAKEOVER_ADDRESS);
  });
});

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Outcome, command } from "../../sandbox/run/command";
import { signInEnvironment, toolEnvironment } from "../../sandbox/run/environment";
import { type Json } from "../../sandbox/run/local-backend";
import { ROOT } from "../../sandbox/run/root";
import { type Trial, deploys, succeed, trial } from "../support/e2e";

/** A cluster of somebody's own Terraform, which made it in a module, becomes ours as docs/takeover.md says. */

const OURS = `name: prod
tenantId: 22222222-2222-2222-2222-222222222222
subscriptionId: 00000000-0000-0000-0000-000000000000
location: westeurope
clusters:
  prod: { resourceGroup: prod, nodePool: { vmSize: Standard_D4s_v5, count: 3 } }
`;
const CLUSTER = "azurerm_kubernetes_cluster.prod";
const GROUP = "azurerm_resource_group.prod";
const THEIR_CLUSTER = "module.aks.azurerm_kubernetes_cluster.this[0]";
const THEIR_GROUP = "module.aks.azurerm_resource_group.this";
const moved = { [CLUSTER]: THEIR_CLUSTER, [GROUP]: THEIR_GROUP };

const root = (state: string, rest: string) => `terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm", version = ">= 4.55.0, < 5.0.0" }
  }
  backend "local" {
    path = ${JSON.stringify(state)}
  }
}
provider "azurerm" {
  features {}
  subscription_id                 = "00000000-0000-0000-0000-000000000000"
  resource_provider_registrations = "none"
}
${rest}
`;
const CALL = 'module "aks" {\n  source = "./aks"\n}';
const MODULE = `resource "azurerm_resource_group" "this" {
  name     = "prod"
  location = "westeurope"
}
resource "azurerm_kubernetes_cluster" "this" {
  count                  = 1
  name                   = "prod"
  location               = azurerm_resource_group.this.location
  resource_group_name    = azurerm_resource_group.this.name
  dns_prefix             = "prod"
  sku_tier               = "Free"
  local_account_disabled = true
  oidc_issuer_enabled    = true
  run_command_enabled    = false
  default_node_pool {
    name       = "system"
    vm_size    = "Standard_D4s_v5"
    node_count = 3
    upgrade_settings {
      max_surge = "10%"
    }
  }
  identity {
    type = "SystemAssigned"
  }
  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
  }
  azure_active_directory_role_based_access_control {
    azure_rbac_enabled     = true
    admin_group_object_ids = []
    tenant_id              = "22222222-2222-2222-2222-222222222222"
  }
}
`;
const REMOVED = ["azurerm_kubernetes_cluster.this", "azurerm_resource_group.this"]
  .map((address) => `removed {\n  from = module.aks.${address}\n  lifecycle {\n    destroy = false\n  }\n}`)
  .join("\n");

/** Somebody's root module, with a state of its own or that of a stack of ours, and what plain Terraform does with it. */
class Theirs {
  private readonly folder: string;

  public constructor(
    private readonly t: Trial,
    private readonly state: string,
  ) {
    this.folder = join(t.folder, "theirs");
    this.write("aks/main.tf", MODULE);
    this.write("main.tf", root(join("..", state), CALL));
  }

  public write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** Their root without the module, which forgets what was in it. */
  public letGo(): void {
    this.write("main.tf", root(join("..", this.state), REMOVED));
    rmSync(join(this.folder, "aks"), { recursive: true });
  }

  public async apply(): Promise<string> {
    await this.terraform("init", "-input=false", "-no-color");
    return (await this.terraform("apply", "-auto-approve", "-input=false", "-no-color")).stdout;
  }

  /** The addresses in their state, with the ids. */
  public ids(): Record<string, string> {
    const { resources } = JSON.parse(readFileSync(join(this.t.folder, this.state), "utf8")) as {
      resources: { module?: string; type: string; instances: { attributes: { id: string } }[] }[];
    };
    return Object.fromEntries(
      resources.map(({ module, type, instances }) => [[module, type].join(" "), instances[0].attributes.id]),
    );
  }

  private async terraform(...args: string[]): Promise<Outcome> {
    const { cloud, identityOf } = this.t.session;
    const env = { ...toolEnvironment(), ...signInEnvironment(cloud, identityOf("prod")) };
    return succeed(await command("terraform", args, { cwd: this.folder, env }));
  }
}

const resourcesOf = (lines: readonly string[]) => lines.filter((line) => !line.includes(" output "));
/** What was asked of the services that would undo something. */
const deletions = (t: Trial) => t.world.journal.since(0).filter(({ method }) => method === "DELETE");

describe("a cluster that somebody's module made is taken over, and stays the cluster that it is", () => {
  deploys("in the same state, by moved", async () => {
    const t = await trial({ config: { "prod.yaml": OURS } });
    const theirs = new Theirs(t, "terraform.prod.tfstate");
    expect(await theirs.apply()).toContain("Apply complete! Resources: 2 added");
    const before = theirs.ids();
    expect(Object.keys(before)).toEqual(["module.aks azurerm_kubernetes_cluster", "module.aks azurerm_resource_group"]);
    const world = t.made();

    await t.change({ "prod.yaml": OURS, "prod.takeover.json": takeover({ moved }) });
    expect(resourcesOf(await t.plan())).toEqual([
      `move ${THEIR_CLUSTER} to ${CLUSTER}`,
      `move ${THEIR_GROUP} to ${GROUP}`,
      `update ${CLUSTER}`,
    ]);
    // Azure does not know it: what the pool is called while it is replaced
    expect(differences((await t.planJson("prod")).resource_changes as Json[])).toEqual([
      `${CLUSTER} default_node_pool.0.temporary_name_for_rotation: "" to "systemtmp"`,
    ]);
    await t.deploy();
    expect(t.ids("prod")).toEqual({
      [CLUSTER]: before["module.aks azurerm_kubernetes_cluster"],
      [GROUP]: before["module.aks azurerm_resource_group"],
    });
    expect(await t.plan()).toEqual([]);
    expect(t.made()).toEqual(world);
    expect(deletions(t)).toEqual([]);
  });

  deploys("from another state, by import here and removed there", async () => {
    const t = await trial({ config: { "prod.yaml": OURS } });
    const theirs = new Theirs(t, "theirs.tfstate");
    await theirs.apply();
    const before = theirs.ids();
    const world = t.made();

    const imported = await command(
      process.execPath,
      [join(ROOT, "dist", "lib", "cli", "main.js"), "import", "config/prod.yaml"],
      { cwd: t.folder, env: { ...process.env, ...signInEnvironment(t.session.cloud, t.session.identityOf("prod")) } },
    );
    expect({ status: imported.status, said: imported.status === 0 ? "" : imported.stderr }).toEqual({
      status: 0,
      said: "",
    });
    await t.session.resynth();
    expect(resourcesOf(await t.plan())).toEqual([`import ${CLUSTER}`, `import ${GROUP}`]);
    await t.deploy();
    const after = t.ids("prod");
    expect(after).toEqual({
      [CLUSTER]: before["module.aks azurerm_kubernetes_cluster"],
      [GROUP]: before["module.aks azurerm_resource_group"],
    });
    expect(await t.plan()).toEqual([]);

    theirs.letGo();
    expect(await theirs.apply()).toContain("Apply complete! Resources: 0 added, 0 changed, 0 destroyed.");
    expect(theirs.ids()).toEqual({});
    expect(t.ids("prod")).toEqual(after);
    expect(await t.plan()).toEqual([]);
    expect(t.made()).toEqual(world);
    expect(deletions(t)).toEqual([]);
  });
});

/** Each value that a plan changes, with what it was and what it will be. */
function differences(changes: readonly Json[]): string[] {
  const leaves = (value: unknown, path: string): [string, unknown][] =>
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, v]) => leaves(v, path === "" ? key : `${path}.${key}`))
      : [[path, value]];
  return changes
    .filter(({ mode, change }) => mode === "managed" && change.actions.join() !== "no-op")
    .flatMap(({ address, change }) => {
      const before = new Map(leaves(change.before, ""));
      const after = leaves(change.after, "").filter(([path, value]) => before.get(path) !== value);
      return after.map(
        ([path, v]) => `${address} ${path}: ${JSON.stringify(before.get(path))} to ${JSON.stringify(v)}`,
      );
    });
}

function takeover(content: object): string {
  return JSON.stringify({ schemaVersion: 1, ...content });
}

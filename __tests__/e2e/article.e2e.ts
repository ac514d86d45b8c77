import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CLUSTER_AS_SENT } from "../support/as-sent";
import { deploys, examplePath, succeed, trial } from "../support/e2e";
import { secretsIn, sensitiveIn } from "../support/secrets";

/** What config/article.yaml says, in words; nothing else may come into being. */
const ARTICLE = [
  'active carol@contoso.com as member of myJITGroup for 480 minutes; "First roll-out"; ticket ServiceNow CHG0012345',
  "aks-operators is Azure Kubernetes Service Cluster User Role on myResourceGroup/myManagedCluster",
  `cluster myResourceGroup/myManagedCluster in westeurope: Free; Kubernetes 1.35.1; system 3 Standard_D4s_v5; local accounts off; Azure RBAC on; run command off; workload identity off; admins myJITGroup; azure overlay; ${CLUSTER_AS_SENT}; dnsPrefix=myManagedCluster; linuxProfile.adminUsername=azureuser; linuxProfile.ssh.publicKeys.0.keyData=ssh-rsa AAAAB3NzaC1y… (SHA-256 720d5f36)`,
  'eligible aks-operators as member of myJITGroup for 180 days; "On-call rota"',
  'eligible aks-operators as member of payments-readers for 180 days; "Support of payments"',
  'group aks-operators (security, role-assignable); "People who may activate access to myManagedCluster"; owners dave@contoso.com; members alice@contoso.com, bob@contoso.com',
  'group myJITGroup (security, role-assignable); "Just-in-time administrators of myManagedCluster"; owners dave@contoso.com; members nobody',
  'group payments-readers (security); "Just-in-time readers of the namespace payments"; owners dave@contoso.com; members nobody',
  "myJITGroup is Azure Kubernetes Service Cluster User Role on myResourceGroup/myManagedCluster",
  "payments-readers is Azure Kubernetes Service Cluster User Role on myResourceGroup/myManagedCluster",
  "payments-readers is Azure Kubernetes Service RBAC Reader on myResourceGroup/myManagedCluster/payments",
  "policy aks-policy, enabled; for aks-operators, myJITGroup, payments-readers; not user-3334@contoso.com, user-3335@contoso.com; on Azure Kubernetes Service AAD Server from all; wants compliantDevice",
  "resource group myResourceGroup in westeurope",
  "role settings of myJITGroup for members; activation PT4H with MultiFactorAuthentication, Justification; eligible up to P365D; active up to P15D with Justification",
  "role settings of myJITGroup for owners; activation PT1H with MultiFactorAuthentication, Justification; eligible up to P365D; active up to P15D with Justification",
  "role settings of payments-readers for members; activation PT8H with MultiFactorAuthentication, Justification; eligible up to P365D; active up to P15D with Justification",
  "role settings of payments-readers for owners; activation PT1H with MultiFactorAuthentication, Justification; eligible up to P365D; active up to P15D with Justification",
  // the identities that AKS makes for a cluster
  "service principal myManagedCluster",
  "service principal myManagedCluster-agentpool",
];

describe("the article", () => {
  deploys("is deployed, is what it says, and is gone again", async () => {
    const { session, world, folder, deploy, destroy, plan, made, lost } = await trial({
      config: examplePath("article.yaml"),
    });
    await deploy();
    expect(made()).toEqual(ARTICLE);
    expect(lost()).toEqual([]);
    expect(await plan()).toEqual([]);
    expect(succeed(await session.as("article").diff("article")).stdout).toContain("No changes.");

    const state = session.as("article").state("article");
    expect(secretsIn(state)).toEqual([]);
    expect(sensitiveIn(state)).toEqual(STORED_BY_THE_PROVIDER);

    // the way out: the file and the state alone, without anything of CDKTF around them
    const out = join(folder, "out");
    mkdirSync(join(out, "a", "b", "c"), { recursive: true });
    cpSync(join(session.as("article").stackFolder("article"), "cdk.tf.json"), join(out, "a", "b", "c", "cdk.tf.json"));
    cpSync(join(folder, "terraform.article.tfstate"), join(out, "terraform.article.tfstate"));
    const cwd = join(out, "a", "b", "c");
    const plain = (args: string[]) => session.as("article").terraform("article", args, { cwd });
    succeed(await plain(["init", "-input=false", "-no-color"]));
    expect(succeed(await plain(["plan", "-detailed-exitcode", "-no-color", "-lock=false"])).stdout).toContain(
      "No changes.",
    );

    // carol's eight hours are over: nobody sees it in a plan, and it does not stop the destroy
    world.clock.advance({ hours: 9 });
    expect(made()).toEqual(ARTICLE.filter((line) => !line.startsWith("active carol")));
    expect(await plan()).toEqual([]);
    await destroy();
    expect(made()).toEqual([]);
    expect(lost()).toEqual([]);
  });

  deploys("is applied as it was reviewed: the plan that was saved, and no other", async () => {
    const { session, made, people, world, plan } = await trial({ config: examplePath("article.yaml") });
    const as = session.as("article");
    const run = (args: string[]) => as.terraform("article", args);
    succeed(await run(["init", "-input=false", "-no-color"]));
    succeed(await run(["plan", "-input=false", "-no-color", "-out", "reviewed.tfplan"]));
    expect(made()).toEqual([]);
    succeed(await run(["apply", "-input=false", "-no-color", "-parallelism=100", "reviewed.tfplan"]));
    expect(made()).toEqual(ARTICLE);
    expect(await plan()).toEqual([]);

    // a plan from before somebody else's apply is refused
    world.directory.addUser({ userPrincipalName: "mallory@contoso.com" });
    people.addMember("mallory@contoso.com", "aks-operators");
    succeed(await run(["plan", "-input=false", "-no-color", "-out", "old.tfplan"]));
    succeed(await run(["apply", "-input=false", "-no-color", "-auto-approve"]));
    const stale = await run(["apply", "-input=false", "-no-color", "old.tfplan"]);
    expect(stale.status).toBe(1);
    expect(stale.stderr).toContain("Saved plan is stale");
    expect(readFileSync(join(as.folder, "terraform.article.tfstate"), "utf8")).not.toContain("mallory");
  });
});

/** A kubeconfig without a credential, once whole and once in parts: where the cluster is, and whom to trust. */
const STORED_BY_THE_PROVIDER = [
  "azurerm_kubernetes_cluster.myManagedCluster kube_config",
  "azurerm_kubernetes_cluster.myManagedCluster kube_config_raw",
];

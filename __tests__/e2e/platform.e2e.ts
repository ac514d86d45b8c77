import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { APPROVAL_AS_SENT, CLUSTER_AS_SENT } from "../support/as-sent";
import { deploys, example, examplePath, rewrite, succeed, trial } from "../support/e2e";
import { secretsIn, sensitiveIn } from "../support/secrets";
import { turned } from "../support/turned";

describe("the platform example, two stacks and two identities", () => {
  deploys("is deployed, is what it says, and leaves what it only used", async () => {
    const run = await trial({ config: examplePath("platform") });
    const { session, world, folder, deploy, destroy, plan, made, lost, change, ids } = run;
    await deploy("identity");
    const calls = world.journal.count;
    await deploy("prod");
    expect(world.journal.since(calls).filter(({ service }) => service === "graph")).toEqual([]);
    expect([...new Set(world.journal.since(calls).map(({ caller }) => caller))]).toEqual([
      undefined,
      "pipeline of prod",
    ]);
    expect(session.identityOf("prod").graph).toEqual([]);
    expect(session.identityOf("identity").azure).toEqual([]);
    expect(made()).toEqual(PLATFORM);
    expect(lost()).toEqual([]);
    expect(await plan()).toEqual([]);

    expect(secretsIn(session.as("identity").state("identity"))).toEqual([]);
    expect(sensitiveIn(session.as("identity").state("identity"))).toEqual([]);
    expect(secretsIn(session.as("prod").state("prod"))).toEqual([]);
    expect(sensitiveIn(session.as("prod").state("prod"))).toEqual([
      "azurerm_kubernetes_cluster.prod-weu kube_config",
      "azurerm_kubernetes_cluster.prod-weu kube_config_raw",
    ]);

    // the way out: the files and the states alone, without anything of CDKTF around them
    const out = join(folder, "out");
    for (const name of ["identity", "prod"]) {
      const cwd = join(out, "a", "b", name);
      mkdirSync(cwd, { recursive: true });
      for (const file of ["cdk.tf.json", "sandbox_override.tf.json"]) {
        cpSync(join(session.as(name).stackFolder(name), file), join(cwd, file));
      }
      cpSync(join(folder, `terraform.${name}.tfstate`), join(out, `terraform.${name}.tfstate`));
    }
    for (const name of ["identity", "prod"]) {
      const plain = (args: string[]) => session.as(name).terraform(name, args, { cwd: join(out, "a", "b", name) });
      succeed(await plain(["init", "-input=false", "-no-color"]));
      const { stdout } = succeed(await plain(["plan", "-detailed-exitcode", "-no-color", "-lock=false"]));
      expect(stdout).toContain("No changes.");
    }
    // what one stack reads of another comes from the state: with a group less there, the other one's plan says so
    const state = join(out, "terraform.identity.tfstate");
    const { outputs, ...rest } = JSON.parse(readFileSync(state, "utf8")) as { outputs: object };
    expect(Object.keys(outputs)).not.toEqual([]);
    writeFileSync(state, JSON.stringify({ ...rest, outputs: {} }));
    const without = await session.as("prod").terraform("prod", ["plan", "-no-color", "-lock=false"], {
      cwd: join(out, "a", "b", "prod"),
    });
    expect(without.status).not.toBe(0);

    // another order of everything in both files: clusters, zones, namespaces, access
    const [identity, prod] = [example("platform/identity.yaml"), example("platform/prod.yaml")];
    const before = { ...ids("identity"), ...ids("prod") };
    await change({ "identity.yaml": turned(identity), "prod.yaml": turned(prod) });
    expect(await plan()).toEqual([]);
    // another name to look at: of the clusters' stack, only the guides that tell people which group to activate
    const shown = "    displayName: Payments, writers\n    formerly: pay-writers ";
    await change({ "identity.yaml": rewrite(identity, { "    formerly: pay-writers ": shown }), "prod.yaml": prod });
    expect(await plan()).toEqual([
      "update azuread_group_without_members.payments-writers",
      "update output connect_prod-neu",
      "update output connect_prod-weu",
    ]);
    await deploy();
    expect(await plan()).toEqual([]);
    expect({ ...ids("identity"), ...ids("prod") }).toEqual(before);

    world.clock.advance({ minutes: 6 });
    await destroy();
    expect(made()).toEqual([]);
    expect(lost()).toEqual([]);
  });
});

/** What config/platform says, in words. */
const PLATFORM = [
  "aks-admins is Azure Kubernetes Service Cluster User Role on legacy/old",
  "aks-admins is Azure Kubernetes Service Cluster User Role on prod-neu/prod-neu",
  "aks-admins is Azure Kubernetes Service Cluster User Role on prod-weu/prod-weu",
  "aks-admins is Azure Kubernetes Service RBAC Cluster Admin on legacy/old",
  "aks-admins is Azure Kubernetes Service RBAC Cluster Admin on prod-neu/prod-neu",
  "aks-admins is Azure Kubernetes Service RBAC Cluster Admin on prod-weu/prod-weu",
  "aks-emergency is Azure Kubernetes Service Cluster User Role on legacy/old",
  "aks-emergency is Azure Kubernetes Service Cluster User Role on prod-neu/prod-neu",
  "aks-emergency is Azure Kubernetes Service Cluster User Role on prod-weu/prod-weu",
  "aks-emergency is Azure Kubernetes Service RBAC Cluster Admin on legacy/old",
  "aks-emergency is Azure Kubernetes Service RBAC Cluster Admin on prod-neu/prod-neu",
  "aks-emergency is Azure Kubernetes Service RBAC Cluster Admin on prod-weu/prod-weu",
  "auditors is Azure Kubernetes Service Cluster User Role on legacy/old",
  "auditors is Azure Kubernetes Service Cluster User Role on prod-neu/prod-neu",
  "auditors is Azure Kubernetes Service Cluster User Role on prod-weu/prod-weu",
  "auditors is Azure Kubernetes Service RBAC Reader on legacy/old",
  "auditors is Azure Kubernetes Service RBAC Reader on prod-neu/prod-neu",
  "auditors is Azure Kubernetes Service RBAC Reader on prod-weu/prod-weu",
  "auditors is Azure Kubernetes Service RBAC Writer on legacy/old/audit",
  `cluster prod-weu/prod-weu in westeurope: Standard; Kubernetes 1.35.1; system 3 to 10 Standard_D4s_v5 in zones 1 2 3; local accounts off; Azure RBAC on; run command off; workload identity off; admins nobody; from 203.0.113.0/24; azure overlay; ${CLUSTER_AS_SENT}; dnsPrefix=prod-weu; tags environment=production, owner=platform`,
  'eligible alice@contoso.com as member of payments-writers for 21 days; "Migration"; ticket ServiceNow REQ0042',
  'eligible payments-devs as member of payments-writers for ever; "Reviewed every quarter"',
  'eligible sre as member of aks-admins until 2027-06-30T23:59:59.000Z; "SRE rota"',
  "group aks-admins (security, role-assignable); owners serviceprincipal-9999; members nobody",
  "group aks-approvers (security, role-assignable); owners serviceprincipal-9999; members dave@contoso.com, erin@contoso.com",
  "group aks-emergency (security, role-assignable); owners serviceprincipal-9999; members user-3334@contoso.com, user-3335@contoso.com",
  "group payments-writers (security); owners serviceprincipal-9999; members nobody",
  "logs of prod-weu/prod-weu (audit-logs): guard, kube-audit-admin to logs/central",
  "payments-devs is Azure Kubernetes Service Cluster User Role on legacy/old",
  "payments-devs is Azure Kubernetes Service Cluster User Role on prod-neu/prod-neu",
  "payments-devs is Azure Kubernetes Service Cluster User Role on prod-weu/prod-weu",
  "payments-devs is Azure Kubernetes Service RBAC Reader on legacy/old/payments",
  "payments-devs is Azure Kubernetes Service RBAC Reader on prod-neu/prod-neu/payments",
  "payments-devs is Azure Kubernetes Service RBAC Reader on prod-weu/prod-weu/payments",
  "payments-writers is Azure Kubernetes Service Cluster User Role on prod-neu/prod-neu",
  "payments-writers is Azure Kubernetes Service Cluster User Role on prod-weu/prod-weu",
  "payments-writers is Azure Kubernetes Service RBAC Writer on prod-neu/prod-neu/checkout",
  "payments-writers is Azure Kubernetes Service RBAC Writer on prod-neu/prod-neu/payments",
  "payments-writers is Azure Kubernetes Service RBAC Writer on prod-weu/prod-weu/checkout",
  "payments-writers is Azure Kubernetes Service RBAC Writer on prod-weu/prod-weu/payments",
  "policy aks-auditors-mfa, enabledForReportingButNotEnforced; for auditors; not user-3334@contoso.com, user-3335@contoso.com; on Azure Kubernetes Service AAD Server from all; wants compliantDevice or mfa",
  "policy aks-compliant-device, enabled; for aks-admins, payments-devs, payments-writers, sre; not user-3334@contoso.com, user-3335@contoso.com; on Azure Kubernetes Service AAD Server from all; wants compliantDevice and mfa; sign-in every 4 hours; sessionControls.signInFrequency.authenticationType=primaryAndSecondaryAuthentication; sessionControls.signInFrequency.frequencyInterval=timeBased",
  "policy aks-compliant-device: block device code, enabled; for aks-admins, payments-devs, payments-writers, sre; not user-3334@contoso.com, user-3335@contoso.com; on Azure Kubernetes Service AAD Server from all; by deviceCodeFlow; wants block",
  "resource group prod-weu in westeurope; tags environment=production, owner=platform",
  `role settings of aks-admins for members; activation PT2H with MultiFactorAuthentication, Justification, Ticketing; approved by aks-approvers; eligible up to P365D; active up to P15D with Justification; alerts secops@contoso.com of Admin_Admin_Eligibility, Requestor_Admin_Eligibility, Admin_Admin_Assignment, Requestor_Admin_Assignment, Admin_EndUser_Assignment, Requestor_EndUser_Assignment; ${APPROVAL_AS_SENT}`,
  `role settings of aks-admins for owners; activation PT1H with MultiFactorAuthentication, Justification; approved by aks-approvers; eligible up to P365D; active up to P15D with Justification; alerts secops@contoso.com of Admin_Admin_Eligibility, Requestor_Admin_Eligibility, Admin_Admin_Assignment, Requestor_Admin_Assignment, Admin_EndUser_Assignment, Requestor_EndUser_Assignment; ${APPROVAL_AS_SENT}`,
  "role settings of payments-writers for members; activation PT8H with MultiFactorAuthentication, Justification; eligible up to permanent; active up to P15D with Justification",
  "role settings of payments-writers for owners; activation PT1H with MultiFactorAuthentication, Justification; eligible up to P365D; active up to P15D with Justification",
  "service principal prod-weu",
  "service principal prod-weu-agentpool",
  "sre is Azure Kubernetes Service Cluster User Role on legacy/old",
  "sre is Azure Kubernetes Service Cluster User Role on prod-neu/prod-neu",
  "sre is Azure Kubernetes Service Cluster User Role on prod-weu/prod-weu",
];

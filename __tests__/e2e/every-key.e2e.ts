import { APPROVAL_AS_SENT, CLUSTER_AS_SENT } from "../support/as-sent";
import { deploys, examplePath, trial } from "../support/e2e";
import { secretsIn, sensitiveIn } from "../support/secrets";

describe("the file with every key", () => {
  deploys("is deployed, is what it says, and leaves what it only used", async () => {
    const { session, world, deploy, destroy, plan, made, lost } = await trial({
      config: examplePath("every-key.yaml"),
    });
    await deploy();
    expect(made()).toEqual(EVERY_KEY);
    expect(lost()).toEqual([]);
    expect(await plan()).toEqual([]);
    expect(secretsIn(session.as("every-key").state("every-key"))).toEqual([]);
    expect(sensitiveIn(session.as("every-key").state("every-key"))).toEqual([
      "azurerm_kubernetes_cluster.made kube_config",
      "azurerm_kubernetes_cluster.made kube_config_raw",
    ]);

    world.clock.advance({ minutes: 6 });
    await destroy();
    expect(made()).toEqual([]);
    expect(lost()).toEqual([]);
  });
});

/** What config/every-key.yaml says, in words. */
const EVERY_KEY = [
  "AKS operators is Azure Kubernetes Service Cluster User Role on every-key/every-key-made",
  "AKS operators is Azure Kubernetes Service Cluster User Role on legacy/old",
  'active carol@contoso.com as member of admins from 2026-12-01T08:00:00.000Z for 480 minutes; "Roll-out"; ticket ServiceNow CHG0012345',
  "admins is Azure Kubernetes Service Cluster User Role on every-key/every-key-made",
  "admins is Azure Kubernetes Service Cluster User Role on legacy/old",
  "admins is Azure Kubernetes Service RBAC Cluster Admin on every-key/every-key-made",
  "admins is Azure Kubernetes Service RBAC Cluster Admin on legacy/old",
  "auditors is Azure Kubernetes Service Cluster User Role on every-key/every-key-made",
  "auditors is Azure Kubernetes Service Cluster User Role on legacy/old",
  "auditors is Azure Kubernetes Service RBAC Reader on every-key/every-key-made",
  "auditors is Azure Kubernetes Service RBAC Reader on legacy/old",
  `cluster every-key/every-key-made in northeurope: Standard; Kubernetes 1.36; system 3 to 5 Standard_D4s_v5 in zones 1 2 3 in net/v/aks; local accounts off; Azure RBAC on; run command off; workload identity on; admins admins; from 203.0.113.0/24; azure overlay; ${CLUSTER_AS_SENT}; dnsPrefix=every-key-made; securityProfile.imageCleaner.enabled=true; securityProfile.imageCleaner.intervalHours=48; tags owner=platform`,
  'eligible 44444444-4444-4444-8444-444444444401 as member of admins until 2027-03-31T23:59:59.000Z; "SRE"',
  'eligible AKS operators as member of admins for 180 days; "On-call rota"',
  'eligible AKS operators as member of writers for ever; "Reviewed every quarter"',
  'eligible bob@contoso.com as owner of admins until 2027-03-31T12:00:00.000Z; "Deputy"',
  "emergency is Azure Kubernetes Service Cluster User Role on every-key/every-key-made",
  "emergency is Azure Kubernetes Service Cluster User Role on legacy/old",
  "emergency is Azure Kubernetes Service RBAC Cluster Admin on every-key/every-key-made",
  "emergency is Azure Kubernetes Service RBAC Cluster Admin on legacy/old",
  'group AKS operators (security, role-assignable); "People who may activate"; owners dave@contoso.com, serviceprincipal-9999; members alice@contoso.com, user-3331@contoso.com',
  "group admins (security, role-assignable); owners dave@contoso.com; members nobody",
  "group approvers (security, role-assignable); owners dave@contoso.com; members dave@contoso.com, erin@contoso.com",
  "group emergency (security, role-assignable); owners dave@contoso.com; members user-3334@contoso.com, user-3335@contoso.com",
  "group writers (security); owners dave@contoso.com; members nobody",
  "logs of every-key/every-key-made (audit-logs): guard, kube-audit-admin to logs/central",
  "payments-devs is Azure Kubernetes Service Cluster User Role on every-key/every-key-made",
  "payments-devs is Azure Kubernetes Service Cluster User Role on legacy/old",
  "payments-devs is Azure Kubernetes Service RBAC Reader on every-key/every-key-made",
  "payments-devs is Azure Kubernetes Service RBAC Reader on every-key/every-key-made/payments",
  "payments-devs is Azure Kubernetes Service RBAC Reader on legacy/old",
  "payments-devs is Azure Kubernetes Service RBAC Reader on legacy/old/payments",
  "policy AKS people, enabled; for AKS operators, admins, writers; not auditors, user-3334@contoso.com, user-3335@contoso.com; on Azure Kubernetes Service AAD Server from all; wants compliantDevice and mfa; sign-in every 4 hours; sessionControls.signInFrequency.authenticationType=primaryAndSecondaryAuthentication; sessionControls.signInFrequency.frequencyInterval=timeBased",
  "policy AKS people: block device code, enabled; for AKS operators, admins, writers; not auditors, user-3334@contoso.com, user-3335@contoso.com; on Azure Kubernetes Service AAD Server from all; by deviceCodeFlow; wants block",
  "policy strong, enabledForReportingButNotEnforced; for admins; not user-3334@contoso.com, user-3335@contoso.com; on Azure Kubernetes Service AAD Server from all; wants compliantDevice and strength 00000000-0000-0000-0000-000000000004",
  "resource group every-key in westeurope; tags owner=platform",
  `role settings of admins for members; activation PT2H with MultiFactorAuthentication, Justification, Ticketing; approved by approvers; eligible up to P180D; active up to P15D with Justification; alerts secops@contoso.com of Admin_Admin_Eligibility, Requestor_Admin_Eligibility, Admin_Admin_Assignment, Requestor_Admin_Assignment, Admin_EndUser_Assignment, Requestor_EndUser_Assignment; ${APPROVAL_AS_SENT}`,
  `role settings of admins for owners; activation PT1H with MultiFactorAuthentication, Justification; approved by approvers; eligible up to P365D; active up to P15D with Justification; ${APPROVAL_AS_SENT}`,
  "role settings of writers for members; activation PT8H with MultiFactorAuthentication, Justification; eligible up to permanent; active up to P15D with Justification",
  "role settings of writers for owners; activation PT1H with MultiFactorAuthentication, Justification; eligible up to P365D; active up to P15D with Justification",
  "service principal every-key-made",
  "service principal every-key-made-agentpool",
  "writers is Azure Kubernetes Service Cluster User Role on every-key/every-key-made",
  "writers is Azure Kubernetes Service Cluster User Role on legacy/old",
  "writers is Azure Kubernetes Service RBAC Writer on every-key/every-key-made/checkout",
  "writers is Azure Kubernetes Service RBAC Writer on every-key/every-key-made/payments",
  "writers is Azure Kubernetes Service RBAC Writer on legacy/old/payments",
];

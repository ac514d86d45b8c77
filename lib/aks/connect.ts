import { Lazy } from "cdktf";
import { ACTIVATION_URL } from "../core/links";
import { type IEntraGroup, type IPrincipal, isDeviceCodeExcluded } from "../entra";
import { isKnown } from "../terraform";
import type { AksCluster, IAksCluster } from "./aks-cluster";
import { AzureRole } from "./azure-role";
import { kubeconfigOf } from "./kubeconfig";
import { onePerKey } from "./principals";

/** How one gets into a cluster. */
export interface Connect {
  /** The commands for each kind of person, as a text to read. */
  readonly guide: string;
  /** Where people activate membership of a just-in-time group. */
  readonly activate: string;
  /** The login mode of kubelogin that every policy of the app lets through. */
  readonly loginMode: string;
  /** A kubeconfig with kubelogin's exec plugin and no credential; for a cluster that we make. */
  readonly kubeconfig?: string;
}

/**
 * How one gets into a cluster, for an output.
 *
 * What it says is asked for at the end of synth, so that grants and policies which come later count.
 */
export function connectTo(cluster: IAksCluster, made?: AksCluster): Connect {
  const mode = "interactive";
  return {
    guide: Lazy.stringValue({ produce: () => guide(cluster, mode) }),
    activate: ACTIVATION_URL,
    loginMode: mode,
    kubeconfig: made && kubeconfigOf(made, mode),
  };
}

interface Kind {
  readonly title: string;
  readonly who: readonly IPrincipal[];
  readonly test: readonly string[];
}

function guide(cluster: IAksCluster, mode: string): string {
  const kinds = kindsOf(cluster);
  const lines = [
    `How to get into ${cluster.clusterName}`,
    "",
    "Everybody, once:",
    `  az login --tenant ${cluster.tenantId}`,
    `  az aks get-credentials --subscription ${cluster.subscriptionId} --resource-group ${cluster.resourceGroupName} --name ${cluster.clusterName}`,
    `  kubelogin convert-kubeconfig -l ${mode}`,
    ...deviceCode(cluster),
  ];
  for (const kind of kinds) lines.push("", ...section(kind));
  if (kinds.some((k) => k.who.some(isJit))) {
    lines.push(
      "",
      "After activating: a token that was issued before knows nothing of it. Get a fresh one with",
      "  kubelogin remove-cache-dir",
      "(with the login mode azurecli: az login again). A right that has ended lives as long as its last token, 60 to 75 minutes.",
    );
  }
  return lines.join("\n");
}

function deviceCode(cluster: IAksCluster): string[] {
  return isDeviceCodeExcluded(cluster)
    ? ["  Not -l devicecode: a policy asks for a device, which a device code cannot show, or blocks device code."]
    : [
        "  On a machine without a browser: kubelogin convert-kubeconfig -l devicecode, unless a policy of the tenant asks for a device.",
      ];
}

function section({ title, who, test }: Kind): string[] {
  const jit = who.filter(isJit).map(nameOf);
  const activate = jit.length > 0 ? [`  Activate ${jit.join(" or ")} at ${ACTIVATION_URL}`] : [];
  return [`${title} (${who.map(nameOf).join(", ")}):`, ...activate, ...test.map((t) => `  ${t}`)];
}

/** Kinds of people by what they may do, the mightiest first. */
function kindsOf(cluster: IAksCluster): Kind[] {
  const admins = (cluster as Partial<AksCluster>).adminGroups ?? [];
  const { grants } = cluster.access;
  const holders = (role: AzureRole, namespace?: string) =>
    grants.filter((g) => g.options.role === role && g.options.namespace === namespace).map((g) => g.options.principal);
  const namespaces = [...new Set(grants.flatMap((g) => g.options.namespace ?? []))].sort();
  const everywhere: [string, AzureRole, string[]][] = [
    ["Administrators of every namespace", AzureRole.AKS_RBAC_ADMIN, ["kubectl get pods --all-namespaces"]],
    ["Writers in every namespace", AzureRole.AKS_RBAC_WRITER, ["kubectl get pods --all-namespaces"]],
    [
      "Readers of every namespace",
      AzureRole.AKS_RBAC_READER,
      ["kubectl get pods --all-namespaces   # not nodes: the role does not hold them"],
    ],
  ];
  const inOne: [string, AzureRole][] = [
    ["Administrators", AzureRole.AKS_RBAC_ADMIN],
    ["Writers", AzureRole.AKS_RBAC_WRITER],
    ["Readers", AzureRole.AKS_RBAC_READER],
  ];
  const others = grants.filter((g) => !NAMED.includes(g.options.role));
  // by key: one principal may be known under several construct ids
  const more = new Set(
    [
      ...admins,
      ...grants.filter((g) => g.options.role !== AzureRole.AKS_CLUSTER_USER).map((g) => g.options.principal),
    ].map((p) => p.principalKey),
  );
  const kinds: Kind[] = [
    {
      title: "Cluster administrators",
      who: onePerKey([...admins, ...holders(AzureRole.AKS_RBAC_CLUSTER_ADMIN)]),
      test: ["kubectl get nodes"],
    },
    ...everywhere.map(([title, role, test]) => ({ title, who: holders(role), test })),
    ...namespaces.flatMap((namespace) =>
      inOne.map(([title, role]) => ({
        title: `${title} of the namespace ${namespace}`,
        who: holders(role, namespace),
        test: [`kubectl get pods -n ${namespace}   # not nodes: nobody of a namespace can list them`],
      })),
    ),
    ...others.map(({ options: { role, principal, namespace } }) => ({
      title: `${role.roleName ?? `Role ${role.word}`}${namespace ? ` in the namespace ${namespace}` : ""}`,
      who: [principal],
      test: [`kubectl auth whoami`],
    })),
    {
      title: "People who see the cluster and reach no workload",
      who: holders(AzureRole.AKS_CLUSTER_USER).filter((p) => !more.has(p.principalKey)),
      test: ["kubectl auth whoami"],
    },
  ];
  return kinds.filter((k) => k.who.length > 0);
}

const NAMED: readonly AzureRole[] = [
  AzureRole.AKS_CLUSTER_USER,
  AzureRole.AKS_RBAC_READER,
  AzureRole.AKS_RBAC_WRITER,
  AzureRole.AKS_RBAC_ADMIN,
  AzureRole.AKS_RBAC_CLUSTER_ADMIN,
];

function isJit(principal: IPrincipal): boolean {
  return (principal as IEntraGroup).justInTime === true;
}

function nameOf(principal: IPrincipal): string {
  const { displayName, userPrincipalName } = principal as { displayName?: string; userPrincipalName?: string };
  const name = displayName ?? userPrincipalName;
  return name !== undefined && isKnown(name) ? name : principal.node.id;
}

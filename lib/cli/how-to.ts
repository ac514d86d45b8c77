import { type AccessPath, type ClusterEntry, type Estate, isUnknown } from "../access";
import { either } from "../core/text";
import { ACTIVATION_URL } from "../core/links";

/** What one does, and what one types, to use a right on a cluster; in the order of doing it. */
export function howTo(estate: Estate, path: AccessPath, deed: string): string[] {
  const cluster = estate.cluster(path.right.cluster);
  if (cluster === undefined || path.mode === "control-plane") return [];
  const groups = path.gates.activations.map((a) => estate.nameOf(a.group));
  const asked = path.gates.activations.flatMap((a) => [
    ...(a.justification === true ? ["a justification"] : []),
    ...(a.ticket === true ? ["a ticket"] : []),
  ]);
  const give = asked.length === 0 ? "" : `, with ${either([...new Set(asked)], "and")}`;
  const mode = known(cluster.loginMode) ?? "interactive";
  const activate = groups.length === 0 ? [] : [`Activate ${either(groups, "and")}${give}: ${ACTIVATION_URL}`];
  const fresh = mode === "azurecli" ? "az login" : "kubelogin remove-cache-dir";
  const stale = groups.length === 0 ? [] : [`${fresh}    # a token from before the activation knows nothing of it`];
  return [...activate, ...commands(cluster, mode), ...stale, `kubectl ${deed}`];
}

function commands(cluster: ClusterEntry, mode: string): string[] {
  const [tenant, subscription, group, name] = [
    cluster.tenantId,
    cluster.subscriptionId,
    cluster.resourceGroup,
    cluster.name,
  ].map((fact, i) => known(fact) ?? ["TENANT", "SUBSCRIPTION", "RESOURCE-GROUP", "NAME"][i]);
  return [
    `az login --tenant ${tenant}`,
    `az aks get-credentials --subscription ${subscription} --resource-group ${group} --name ${name}`,
    `kubelogin convert-kubeconfig -l ${mode}`,
  ];
}

function known<T>(fact: T | { readonly unknown: string } | undefined): T | undefined {
  return fact === undefined || isUnknown(fact) ? undefined : fact;
}

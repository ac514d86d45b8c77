import type { KubernetesCluster } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import { warn } from "../terraform";

/** Attributes that we set because they decide who gets in. */
const SAFETY: readonly string[] = [
  "api_server_access_profile",
  "azure_active_directory_role_based_access_control",
  "local_account_disabled",
  "network_profile",
  "oidc_issuer_enabled",
  "private_cluster_enabled",
  "role_based_access_control_enabled",
  "run_command_enabled",
  "workload_identity_enabled",
];

/** Sets attributes that have no prop, and says so where the model no longer knows who gets in. */
export function applyOverrides(
  resource: KubernetesCluster,
  overrides: { readonly [attribute: string]: unknown },
): void {
  for (const [attribute, value] of Object.entries(overrides)) {
    resource.addOverride(attribute, value);
    if (!SAFETY.includes(attribute.split(".")[0])) continue;
    warn(
      resource.node.scope ?? resource,
      `The attribute ${attribute} is overridden. It decides who gets in, and the access model no longer knows it.`,
    );
  }
}

import { Fn } from "cdktf";
import { AKS_CLIENT_CLIENT_ID, AKS_SERVER_CLIENT_ID } from "../core/client-ids";
import type { AksCluster } from "./aks-cluster";

/**
 * A kubeconfig that asks kubelogin for a token: it names the cluster and holds no credential, so whoever has it has
 * no more access than before.
 *
 * @see https://azure.github.io/kubelogin/concepts/exec-plugin.html
 */
export function kubeconfigOf(cluster: AksCluster, loginMode: string): string {
  // quoted, because a cluster may be called 123 or true
  const name = `"${cluster.clusterName}"`;
  // the provider keeps the certificate authority among its secrets, though it is none
  const authority = Fn.nonsensitive(cluster.certificateAuthority);
  return `apiVersion: v1
kind: Config
current-context: ${name}
clusters:
  - name: ${name}
    cluster:
      server: ${cluster.server}
      certificate-authority-data: ${authority}
contexts:
  - name: ${name}
    context:
      cluster: ${name}
      user: ${name}
users:
  - name: ${name}
    user:
      exec:
        apiVersion: client.authentication.k8s.io/v1beta1
        command: kubelogin
        args: [get-token, --login, ${loginMode}, --server-id, ${AKS_SERVER_CLIENT_ID}, --client-id, ${AKS_CLIENT_CLIENT_ID}, --tenant-id, ${cluster.tenantId}]
        interactiveMode: IfAvailable
        provideClusterInfo: false
        installHint: Install kubelogin, https://azure.github.io/kubelogin/install.html
`;
}

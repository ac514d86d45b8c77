import { AKS_CLIENT_CLIENT_ID, AKS_SERVER_CLIENT_ID } from "../../lib/core/client-ids";
import { type Resource } from "../stand-in/resources";
import { type Route, ok } from "../stand-in/route";
import { badRequest } from "../stand-in/service-error";
import { AKS_VERSIONS, CLUSTERS, CLUSTER_PATH, clusterOf } from "./managed-clusters";

const STATIC = "Getting static credential is not allowed because this cluster is set to disable local accounts.";

/** Kubeconfigs. That of a user holds no credential on a cluster with Entra: it asks kubelogin for a token. */
export const clusterCredentials: readonly Route[] = [
  {
    method: "POST",
    path: `${CLUSTER_PATH}/listClusterUserCredential`,
    needs: [`${CLUSTERS}/listClusterUserCredential/action`],
    apiVersions: AKS_VERSIONS,
    answer: (call) => {
      const cluster = clusterOf(call);
      const user = cluster.properties.aadProfile ? askingUser(call.world.tenantId) : staticUser(cluster, "clusterUser");
      return ok({ kubeconfigs: [{ name: "clusterUser", value: kubeconfig(cluster, "clusterUser", user) }] });
    },
  },
  {
    method: "POST",
    path: `${CLUSTER_PATH}/listClusterAdminCredential`,
    needs: [`${CLUSTERS}/listClusterAdminCredential/action`],
    apiVersions: AKS_VERSIONS,
    answer: (call) => {
      const cluster = clusterOf(call);
      const user = staticUser(cluster, "clusterAdmin");
      return ok({ kubeconfigs: [{ name: "clusterAdmin", value: kubeconfig(cluster, "clusterAdmin", user) }] });
    },
  },
];

function askingUser(tenantId: string): string[] {
  return [
    "exec:",
    "  apiVersion: client.authentication.k8s.io/v1beta1",
    "  command: kubelogin",
    `  args: [get-token, --environment, AzurePublicCloud, --server-id, ${AKS_SERVER_CLIENT_ID}, --client-id, ${AKS_CLIENT_CLIENT_ID}, --tenant-id, ${tenantId}, --login, devicecode]`,
    "  env: null",
    "  provideClusterInfo: false",
  ];
}

/** With local accounts; the token opens nothing anywhere. */
function staticUser(cluster: Resource, name: string): string[] {
  if (cluster.properties.disableLocalAccounts) throw badRequest("BadRequest", STATIC);
  return [`token: sandbox-${name}-of-${cluster.name}`];
}

function kubeconfig({ name, properties }: Resource, kind: string, user: readonly string[]): string {
  const host = String(properties.fqdn ?? properties.privateFQDN);
  const userName = `${kind}_${name}`;
  const authority = Buffer.from(`certificate authority of ${name}`).toString("base64");
  const lines = [
    "apiVersion: v1",
    "kind: Config",
    "clusters:",
    "- cluster:",
    `    certificate-authority-data: ${authority}`,
    `    server: https://${host}:443`,
    `  name: ${name}`,
    "contexts:",
    "- context:",
    `    cluster: ${name}`,
    `    user: ${userName}`,
    `  name: ${name}`,
    `current-context: ${name}`,
    "preferences: {}",
    "users:",
    `- name: ${userName}`,
    "  user:",
    ...user.map((line) => `    ${line}`),
  ];
  return Buffer.from(`${lines.join("\n")}\n`).toString("base64");
}

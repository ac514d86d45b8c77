import type { Construct } from "constructs";
import { AksCluster, ClusterUserRole, type IAksCluster } from "../aks";
import { ErrorCode } from "../core/error-codes";
import type { Principals } from "./principals";
import type { ClusterConfig } from "./schema";
import type { Path, SourceFile } from "./source-file";

/** What a file may say of a cluster that exists. */
const ALLOWED: readonly string[] = ["existing", "assume", "access", "clusterUserRole"];

/** A cluster that exists, as a file has it. */
export function useCluster(
  file: SourceFile,
  principals: Principals,
  scope: Construct,
  key: string,
  config: ClusterConfig,
  path: Path,
): IAksCluster | undefined {
  for (const other of Object.keys(config).filter((k) => !ALLOWED.includes(k))) {
    const message = "a cluster that exists is only used, and nothing of it is changed; allowed: existing, assume, access and clusterUserRole";
    file.report(ErrorCode.CONFIG_KEY_UNKNOWN, [...path, other], message, "key");
  }
  const { existing, assume } = config;
  const options = {
    assume: assume && {
      azureRbac: assume.azureRbac,
      localAccounts: assume.localAccounts && assume.localAccounts === "enabled",
      adminGroups: assume.adminGroups && principals.groups(assume.adminGroups, [...path, "assume", "adminGroups"]),
    },
    clusterUserRole: config.clusterUserRole === "external" ? ClusterUserRole.EXTERNAL : ClusterUserRole.GRANTED,
  };
  const at = [...path, "existing"];
  const use = () =>
    existing && "id" in existing
      ? AksCluster.fromClusterId(scope, key, existing.id, options)
      : AksCluster.fromClusterAttributes(scope, key, { ...options, ...existing, resourceGroup: existing?.resourceGroup ?? "" });
  return file.attempt(at, use, { clusterId: [...at, "id"] });
}

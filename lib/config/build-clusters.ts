import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import {
  AksCluster,
  AzureRole,
  type ClusterAccess,
  ClusterUserRole,
  type IAksCluster,
  type IResourceGroup,
  type NamespaceAccess,
  SkuTier,
  checkResourceGroupName,
} from "../aks";
import { ErrorCode } from "../core/error-codes";
import { didYouMean, quote } from "../core/text";
import { Problems } from "../core/validation-error";
import type { IPrincipal } from "../entra";
import type { AccessStack } from "../stacks";
import { type Grant, addressPart, requireProvider, setSource, transparentScope } from "../terraform";
import { noteSource } from "./build-groups";
import type { Principals } from "./principals";
import type { AccessConfig, ClusterConfig, Config, NamespaceAccessConfig } from "./schema";
import type { Path, SourceFile } from "./source-file";

const SKU_TIERS = { Free: SkuTier.FREE, Standard: SkuTier.STANDARD, Premium: SkuTier.PREMIUM };
/** Where the properties of a cluster stand in a file. */
const NAMES: Readonly<Record<string, Path>> = {
  authorizedIpRanges: ["network", "authorizedIpRanges"],
  kubernetesVersion: ["version"],
  "auditLogs.workspaceId": ["auditLogs", "workspace"],
  oidcIssuer: ["workloadIdentity"],
};

/** Makes the clusters of a file, and the access to them. */
export class Clusters {
  constructor(
    private readonly stack: AccessStack,
    private readonly file: SourceFile,
    private readonly whole: Config,
    private readonly principals: Principals,
  ) {}

  /** Makes every cluster. */
  public build(): void {
    for (const [key, given] of Object.entries(this.whole.clusters ?? {})) {
      const path: Path = ["clusters", key];
      const config = { ...this.whole.defaults?.clusters, ...given };
      const made = this.file.attempt(path, () => this.make(key, config, path), NAMES);
      if (made) setSource(made, this.file.source(path));
      const cluster = made ?? this.standIn(key, config);
      (given.access ?? []).forEach((a, i) => this.grant(cluster, a, [...path, "access", i]));
    }
  }

  private make(key: string, config: ClusterConfig, path: Path): AksCluster {
    const adminGroups = this.principals.groups(config.adminGroups, [...path, "adminGroups"]);
    const resourceGroup = this.resourceGroup(config);
    return new AksCluster(transparentScope(this.stack, "clusters"), key, {
      name: config.name,
      resourceGroup,
      location: config.location ?? (resourceGroup.location === undefined ? this.whole.location : undefined),
      nodePool: { ...config.nodePool, vmSize: config.nodePool?.vmSize ?? "" },
      adminGroups,
      kubernetesVersion: config.version,
      skuTier: config.skuTier && SKU_TIERS[config.skuTier],
      sshPublicKey: config.sshPublicKey,
      authorizedIpRanges: config.network?.authorizedIpRanges,
      privateCluster: config.network?.private,
      runCommand: config.runCommand === "enabled",
      localAccounts: config.localAccounts === "enabled",
      azureRbac: config.azureRbac,
      workloadIdentity: config.workloadIdentity,
      auditLogs: config.auditLogs && { workspaceId: config.auditLogs.workspace, reads: config.auditLogs.reads },
      clusterUserRole: config.clusterUserRole === "external" ? ClusterUserRole.EXTERNAL : ClusterUserRole.GRANTED,
    });
  }

  /** The resource group that a cluster names: made once for all that name it, in the file's region. */
  private resourceGroup(config: ClusterConfig): IResourceGroup {
    const given = config.resourceGroup ?? "";
    if (typeof given !== "string") return { name: given.existing };
    const location = this.whole.location ?? config.location;
    const problems = Problems.none();
    checkResourceGroupName(problems, "", given);
    // the cluster says the same, where it stands
    if (problems.all.length > 0 || location === undefined) return { name: given };
    const scope = transparentScope(this.stack, "resource-groups");
    // Azure takes names of resource groups that differ in case alone for the same
    const id = addressPart(given);
    const same = scope.node.children.find((c) => c.node.id.toLowerCase() === id.toLowerCase());
    if (same) return same as ResourceGroup;
    requireProvider(this.stack, "azurerm");
    return new ResourceGroup(scope, id, { name: given, location, tags: this.whole.tags });
  }

  /** In place of a cluster that was refused, so that the access to it can be checked. */
  private standIn(key: string, config: ClusterConfig): IAksCluster {
    return new AksCluster(transparentScope(this.stack, "refused-clusters"), key, {
      name: "refused",
      resourceGroup: { name: "refused", location: "refused" },
      nodePool: { vmSize: "refused", count: 1 },
      azureRbac: config.azureRbac,
      localAccounts: true,
    });
  }

  private grant(cluster: IAksCluster, given: string | AccessConfig, path: Path): void {
    if (typeof given !== "string") return this.give(cluster, given, path);
    const profiles = this.whole.accessProfiles ?? {};
    if (Object.hasOwn(profiles, given)) return this.give(cluster, profiles[given], ["accessProfiles", given]);
    this.file.report(
      ErrorCode.CONFIG_REFERENCE,
      path,
      `${quote(given)} is not the name of an access profile${didYouMean(given, Object.keys(profiles))}; allowed: a name under accessProfiles, or a mapping as there`,
    );
  }

  private give(cluster: IAksCluster, config: AccessConfig, path: Path): void {
    const { access } = cluster;
    const to = (key: keyof AccessConfig, grant: (...p: IPrincipal[]) => Grant) =>
      this.each(config[key] as AccessConfig["reader"], [...path, key], grant);
    to("clusterUser", (...p) => access.grantClusterUser(...p));
    to("clusterAdmin", (...p) => access.grantClusterAdmin(...p));
    this.words(access, config, path);
    for (const [name, inner] of Object.entries(config.namespaces ?? {})) {
      const at = [...path, "namespaces", name];
      const namespace = this.file.attempt(at, () => access.namespace(name), { namespace: [] });
      this.words(namespace ?? access.namespace("refused"), inner, at);
    }
  }

  /** The words that mean the same on a cluster and in a namespace. */
  private words(access: ClusterAccess | NamespaceAccess, config: NamespaceAccessConfig, path: Path): void {
    this.each(config.reader, [...path, "reader"], (...p) => access.grantReader(...p));
    this.each(config.writer, [...path, "writer"], (...p) => access.grantWriter(...p));
    this.each(config.admin, [...path, "admin"], (...p) => access.grantAdmin(...p));
    (config.roles ?? []).forEach(({ role, to }, i) => {
      const at = [...path, "roles", i];
      const found = this.file.attempt([...at, "role"], () => AzureRole.of(role));
      this.each(to, [...at, "to"], (...p) => access.grantRole(found ?? AzureRole.AKS_RBAC_READER, ...p));
    });
  }

  private each(refs: AccessConfig["reader"], path: Path, give: (...principals: IPrincipal[]) => Grant): void {
    this.principals.all(refs, path).forEach((principal, i) => {
      const at = [...path, i];
      const grant = this.file.attempt(at, () => give(principal), { principal: [], role: [] });
      if (grant) noteSource(grant, this.file.source(at));
    });
  }
}

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
import { Problems } from "../core/validation-error";
import type { IPrincipal } from "../entra";
import type { AccessStack } from "../stacks";
import { type Grant, addressPart, requireProvider, setSource, transparentScope } from "../terraform";
import { placeOf } from "./defaults";
import { namedIn } from "./named";
import type { Principals } from "./principals";
import type { AccessConfig, ClusterConfig, Config, NamespaceAccessConfig } from "./schema";
import type { Path, SourceFile } from "./source-file";
import { noteSource } from "./sources";

const SKU_TIERS = { Free: SkuTier.FREE, Standard: SkuTier.STANDARD, Premium: SkuTier.PREMIUM };
/** Where the properties of a cluster stand in a file, if they are called otherwise there or may be defaults. */
const NAMES: Readonly<Record<string, readonly [string, ...string[]]>> = {
  adminGroups: ["adminGroups"],
  "auditLogs.workspaceId": ["auditLogs", "workspace"],
  authorizedIpRanges: ["network", "authorizedIpRanges"],
  kubernetesVersion: ["version"],
  location: ["location"],
  nodePool: ["nodePool"],
  resourceGroup: ["resourceGroup"],
  sshPublicKey: ["sshPublicKey"],
};
/** In place of a role that was refused: nobody knows what it is for, so that it fits everywhere. */
const SOME_ROLE = AzureRole.of("00000000-0000-4000-8000-000000000000");
type To = NonNullable<AccessConfig["reader"]>;
type Give = (...principals: IPrincipal[]) => Grant;

/** Makes the clusters of a file, and the access to them. */
export class Clusters {
  private readonly usedProfiles = new Set<string>();

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
      const names = this.namesOf(key);
      const made = this.file.attempt(path, () => this.make(key, config, names), names);
      if (made) setSource(made, this.file.source(path));
      const cluster = made ?? this.standIn(config.azureRbac);
      (given.access ?? []).forEach((a, i) => this.grant(cluster, a, [...path, "access", i]));
    }
  }

  /** Names of access profiles that no cluster uses. */
  public get unusedProfiles(): string[] {
    return Object.keys(this.whole.accessProfiles ?? {}).filter((name) => !this.usedProfiles.has(name));
  }

  /** Checks a profile that no cluster uses, on one that is thrown away. */
  public check(profile: string): void {
    this.grant(this.standIn(true), profile, ["accessProfiles", profile]);
  }

  private namesOf(key: string): Record<string, Path> {
    const names: Record<string, Path> = {};
    for (const [property, [first, ...rest]] of Object.entries(NAMES)) {
      names[property] = [...placeOf(this.file, this.whole, "clusters", key, first), ...rest];
    }
    // where the file's region was refused, nobody need say that there is none
    if (this.file.isRefused(["location"])) names.location = ["location"];
    return names;
  }

  private make(key: string, config: ClusterConfig, names: Record<string, Path>): AksCluster {
    const resourceGroup = this.resourceGroup(config, names.resourceGroup);
    return new AksCluster(transparentScope(this.stack, "clusters"), key, {
      name: config.name,
      resourceGroup,
      location: config.location ?? (resourceGroup.location === undefined ? this.whole.location : undefined),
      nodePool: { ...config.nodePool, vmSize: config.nodePool?.vmSize ?? "" },
      adminGroups: this.principals.groups(config.adminGroups, names.adminGroups),
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
  private resourceGroup(config: ClusterConfig, path: Path): IResourceGroup {
    const given = config.resourceGroup;
    if (given === undefined) {
      const message = "this key is missing; allowed: the name of a resource group that is made, or { existing: NAME }";
      if (!this.file.isRefused(path)) this.file.report(ErrorCode.CONFIG_KEY_MISSING, path, message);
      return { name: "refused" };
    }
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
  private standIn(azureRbac: boolean | undefined): IAksCluster {
    const scope = transparentScope(this.stack, "refused-clusters");
    return new AksCluster(scope, `${scope.node.children.length + 1}`, {
      name: "refused",
      resourceGroup: { name: "refused", location: "refused" },
      nodePool: { vmSize: "refused", count: 1 },
      azureRbac,
      localAccounts: true,
    });
  }

  private grant(cluster: IAksCluster, given: string | AccessConfig, path: Path): void {
    if (typeof given !== "string") return this.give(cluster, given, path);
    this.usedProfiles.add(given);
    const profile = namedIn(this.file, "accessProfiles", this.whole.accessProfiles, given, path, "an access profile");
    if (profile) this.give(cluster, profile, ["accessProfiles", given]);
  }

  private give({ access }: IAksCluster, config: AccessConfig, path: Path): void {
    this.each(config.clusterUser, [...path, "clusterUser"], (...p) => access.grantClusterUser(...p));
    this.each(config.clusterAdmin, [...path, "clusterAdmin"], (...p) => access.grantClusterAdmin(...p));
    this.words(access, config, path);
    for (const [name, inner] of Object.entries(config.namespaces ?? {})) {
      const at = [...path, "namespaces", name];
      const namespace = this.file.attempt(at, () => access.namespace(name), { namespace: at });
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
      const found = this.file.attempt([...at, "role"], () => AzureRole.of(role)) ?? SOME_ROLE;
      this.each(to, [...at, "to"], (...p) => access.grantRole(found, ...p), [...at, "role"]);
    });
  }

  private each(to: To | undefined, path: Path, give: Give, role = path): void {
    this.principals.all(to, path).forEach((principal, i) => {
      const at = [...path, i];
      const grant = this.file.attempt(at, () => give(principal), { principal: at, role });
      if (grant) noteSource(grant, this.file.source(at));
    });
  }
}

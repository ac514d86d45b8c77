import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import {
  AksCluster,
  ClusterUserRole,
  type IAksCluster,
  type IResourceGroup,
  SkuTier,
  checkResourceGroupName,
} from "../aks";
import { ErrorCode } from "../core/error-codes";
import { Problems } from "../core/validation-error";
import type { AccessStack } from "../stacks";
import { addressPart, requireProvider, setSource, transparentScope } from "../terraform";
import { placeOf } from "./defaults";
import { AccessWriter } from "./access-writer";
import { useCluster } from "./existing-clusters";
import { reportUnnamed } from "./named";
import type { Principals } from "./principals";
import type { AccessConfig, ClusterConfig, Config } from "./schema";
import type { Path, SourceFile } from "./source-file";
import { UNCHECKED } from "./stand-ins";

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
/** Makes the clusters of a file, and the access to them. */
export class Clusters {
  private readonly usedProfiles = new Set<string>();
  private readonly writer: AccessWriter;

  constructor(
    private readonly stack: AccessStack,
    private readonly file: SourceFile,
    private readonly whole: Config,
    private readonly principals: Principals,
    private readonly used: readonly Clusters[] = [],
  ) {
    this.writer = new AccessWriter(file, principals);
  }

  /** Makes every cluster. */
  public build(): void {
    for (const [key, given] of Object.entries(this.whole.clusters ?? {})) {
      const path: Path = ["clusters", key];
      const config = given.existing ? given : { ...this.whole.defaults?.clusters, ...given };
      const names = this.namesOf(key);
      const scope = transparentScope(this.stack, "clusters");
      const refused = this.file.isRefused([...path, "existing"]);
      const make = () =>
        given.existing
          ? useCluster(this.file, this.principals, scope, key, given, path)
          : this.make(key, config, names);
      const made = refused ? undefined : this.file.attempt(path, make, given.existing ? {} : names);
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
    if (config.assume !== undefined) {
      const message = "what a cluster that is made here is like is known; allowed: assume beside existing";
      this.file.report(ErrorCode.CONFIG_KEY_UNKNOWN, ["clusters", key, "assume"], message, "key");
    }
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
      overrides: config.overrides,
    });
  }

  /** The resource group that a cluster names: made once for all that name it, in the file's region. */
  private resourceGroup(config: ClusterConfig, path: Path): IResourceGroup {
    const given = config.resourceGroup;
    if (given === undefined) {
      const message = "this key is missing; allowed: the name of a resource group that is made, or { existing: NAME }";
      if (!this.file.isRefused(path)) this.file.report(ErrorCode.CONFIG_KEY_MISSING, path, message);
      return { name: UNCHECKED };
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
      name: UNCHECKED,
      resourceGroup: { name: UNCHECKED, location: UNCHECKED },
      nodePool: { vmSize: UNCHECKED, count: 1 },
      azureRbac,
      localAccounts: true,
    });
  }

  private grant(cluster: IAksCluster, given: string | AccessConfig, path: Path): void {
    if (typeof given !== "string") return this.writer.give(cluster, given, path);
    const all = [this, ...this.used];
    if (all.some((clusters) => clusters.grantProfile(cluster, given))) return;
    const known = all.flatMap((clusters) => Object.keys(clusters.whole.accessProfiles ?? {}));
    reportUnnamed(this.file, "accessProfiles", known, given, path, "an access profile");
  }

  /** Gives what a profile of this file says; false if the file has none of that name. */
  private grantProfile(cluster: IAksCluster, name: string): boolean {
    const profiles = this.whole.accessProfiles ?? {};
    if (!Object.hasOwn(profiles, name)) return false;
    this.usedProfiles.add(name);
    this.writer.give(cluster, profiles[name], ["accessProfiles", name]);
    return true;
  }
}

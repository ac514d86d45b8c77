import { KubernetesCluster, type KubernetesClusterConfig } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import type { TerraformProvider } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { Problems } from "../core/validation-error";
import { type IEntraGroup, objectIdLifecycle } from "../entra";
import { addressOf, requireProvider, stackContextOf, stateFacts, warn } from "../terraform";
import { sendAuditLogs } from "./audit-logs";
import { subscriptionIdOf, tenantIdOf } from "./azure-context";
import { ClusterAccess, ClusterUserRole } from "./cluster-access";
import { type AksClusterProps, SkuTier, checkCluster } from "./cluster-props";
import { aroundCluster, clusterEntry } from "./cluster-entry";
import { declareCluster } from "./declared-clusters";
import {
  type ClusterAttributes,
  type ExistingClusterOptions,
  clusterFromAttributes,
  clusterFromId,
  clusterIdOf,
} from "./existing-cluster";
import { type Connect, connectTo } from "./connect";
import { linkedNeeds } from "./linked-needs";
import { renderNodePool } from "./node-pool";
import { reachedByEmergency } from "./emergency";
import { applyOverrides } from "./overrides";
import { onePerKey } from "./principals";
import { publishCluster } from "./publish";
import { sshKeyDoubt } from "./ssh-key";

/** A cluster, made or existing. */
export interface IAksCluster extends IConstruct {
  /** The resource id: a literal, or a token where only Terraform knows it. */
  readonly clusterId: string;
  /** The name. */
  readonly clusterName: string;
  /** The resource group's name. */
  readonly resourceGroupName: string;
  /** The subscription that it is in. */
  readonly subscriptionId: string;
  /** The tenant whose people sign in to it. */
  readonly tenantId: string;
  /** Whether Azure role assignments act inside Kubernetes; unknown for a cluster of which nobody said. */
  readonly azureRbac?: boolean;
  /** Whether the Cluster User role comes with every grant, or from another stack. */
  readonly clusterUserRole: ClusterUserRole;
  /** The provider of its subscription, if it is not the stack's own. */
  readonly provider?: TerraformProvider;
  /** Who may do what. */
  readonly access: ClusterAccess;
  /** How people get in: commands for each kind of person, as they stand at the end of synth. */
  readonly connect: Connect;
}

/**
 * An AKS cluster with AKS-managed Entra integration, closed unless asked otherwise in words.
 *
 * Makes one `azurerm_kubernetes_cluster`: local accounts off, Azure RBAC on, run command off, Azure CNI overlay.
 * Everything that has no prop goes through `node.defaultChild`, the resource itself.
 *
 * @see https://learn.microsoft.com/azure/aks/entra-id-control-plane-authentication
 * @see https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/kubernetes_cluster
 */
export class AksCluster extends Construct implements IAksCluster {
  /**
   * A cluster that exists, by its resource id. Nothing is looked up: the data source would put kubeconfigs, even the
   * administrator's, into state. Access to it is granted as on a cluster that we make.
   *
   * @throws ValidationError AKS_RESOURCE_ID, ID_NOT_A_UUID, AKS_DECLARED_TWICE
   */
  public static fromClusterId(
    scope: Construct,
    id: string,
    clusterId: string,
    options: ExistingClusterOptions = {},
  ): IAksCluster {
    return clusterFromId(scope, id, clusterId, options);
  }

  /**
   * A cluster that exists, by subscription, resource group and name; the id is computed, nothing is looked up.
   *
   * @throws ValidationError NAME_FORMAT, ID_NOT_A_UUID, AKS_DECLARED_TWICE
   */
  public static fromClusterAttributes(scope: Construct, id: string, attributes: ClusterAttributes): IAksCluster {
    return clusterFromAttributes(scope, id, attributes);
  }

  public readonly clusterId: string;
  public readonly clusterName: string;
  public readonly resourceGroupName: string;
  public readonly subscriptionId: string;
  public readonly tenantId: string;
  public readonly azureRbac: boolean;
  public readonly clusterUserRole: ClusterUserRole;
  public readonly provider?: TerraformProvider;
  public readonly access: ClusterAccess;
  public readonly connect: Connect;
  /** The groups whose members are cluster administrators inside Kubernetes. */
  public readonly adminGroups: readonly IEntraGroup[];
  /** The address of the Kubernetes API. */
  public readonly server: string;
  /** The certificate authority of the Kubernetes API, in base 64; no secret, though the provider keeps it among them. */
  public readonly certificateAuthority: string;
  /** The issuer of service account tokens; empty if it is switched off. */
  public readonly oidcIssuerUrl: string;

  /**
   * @throws ValidationError AKS_NOBODY_CAN_ADMINISTER, AKS_WORKLOAD_IDENTITY_WITHOUT_OIDC,
   * AKS_AUTHORIZED_RANGES_ON_PRIVATE, AKS_AUTHORIZED_RANGE_FORMAT, AKS_PRIVATE_KEY, AKS_SSH_KEY_FORMAT,
   * AKS_VERSION_FORMAT, AKS_NODE_POOL_NAME, AKS_NODE_COUNT, AKS_NODE_COUNT_MISSING, AKS_ZONE, AKS_RESOURCE_ID,
   * AKS_LOCATION_MISSING, AKS_DECLARED_TWICE, AKS_AZURE_RBAC_OFF, NAME_FORMAT, ID_NOT_A_UUID, TEXT_EMPTY
   */
  constructor(scope: Construct, id: string, props: AksClusterProps) {
    super(scope, id);
    const problems = Problems.none();
    this.clusterName = props.name ?? id;
    checkCluster(problems, this.clusterName, props);
    problems.throwIfAny(this.node.path);

    const own = requireProvider(this, "azurerm", props.provider ? undefined : props.subscriptionId);
    this.provider = props.provider ?? own;
    this.resourceGroupName = props.resourceGroup.nameInput ?? props.resourceGroup.name;
    this.subscriptionId = props.subscriptionId ?? subscriptionIdOf(this, props.provider);
    this.tenantId = props.tenantId ?? tenantIdOf(this, props.provider);
    this.azureRbac = props.azureRbac ?? true;
    this.clusterUserRole = props.clusterUserRole ?? ClusterUserRole.GRANTED;
    declareCluster(problems, this, clusterIdOf(this.subscriptionId, this.resourceGroupName, this.clusterName));
    problems.throwIfAny(this.node.path);
    this.adminGroups = onePerKey(props.adminGroups ?? []);
    const resource = new KubernetesCluster(this, "Default", this.render(props));
    this.leaveWhatImportsLack(resource);

    applyOverrides(resource, props.overrides ?? {});
    this.clusterId = resource.id;
    const host = props.privateCluster ? resource.privateFqdn : resource.fqdn;
    this.server = `https://${host}:443`;
    this.certificateAuthority = resource.kubeConfig.get(0).clusterCaCertificate;
    this.oidcIssuerUrl = resource.oidcIssuerUrl;
    this.access = new ClusterAccess(this);
    this.connect = connectTo(this, this);
    const doubt = sshKeyDoubt(props.sshPublicKey);
    if (doubt) warn(this, doubt);

    publishCluster(this);
    const logs = props.auditLogs && sendAuditLogs(this, props.auditLogs);
    const resourceGroupWritten = resource.resourceGroupNameInput;
    const around = () => aroundCluster(this, props.resourceGroup, logs);
    stateFacts(this, () => ({
      needs: linkedNeeds(this, props, resource, logs),
      clusters: [{ ...clusterEntry(this, resource, resourceGroupWritten, logs), around: around() }],
    }));
    this.access.grantClusterUser(...this.adminGroups);
    reachedByEmergency(this, this.adminGroups);
  }

  /**
   * Azure does not know the name that a pool has while it is replaced, so a cluster that comes by a takeover file has
   * none: writing it would be the one change of an import that changes nothing. It is written once the file is gone.
   */
  private leaveWhatImportsLack(resource: KubernetesCluster): void {
    if (stackContextOf(this)?.takeover?.import[addressOf(resource)] === undefined) return;
    const ignoreChanges = ["default_node_pool[0].temporary_name_for_rotation"];
    resource.lifecycle = { ...resource.lifecycle, ignoreChanges };
  }

  private render(props: AksClusterProps): KubernetesClusterConfig {
    const ranges = props.authorizedIpRanges;
    const tags = { ...stackContextOf(this)?.tags, ...props.tags };
    return {
      name: this.clusterName,
      resourceGroupName: props.resourceGroup.name,
      location: props.location ?? props.resourceGroup.location ?? "",
      dnsPrefix: dnsPrefix(this.clusterName),
      kubernetesVersion: props.kubernetesVersion,
      skuTier: props.skuTier ?? SkuTier.FREE,
      defaultNodePool: renderNodePool(props.nodePool),
      identity: { type: "SystemAssigned" },
      networkProfile: { networkPlugin: "azure", networkPluginMode: "overlay" },
      apiServerAccessProfile: ranges && ranges.length > 0 ? { authorizedIpRanges: [...ranges] } : undefined,
      privateClusterEnabled: props.privateCluster ?? false,
      localAccountDisabled: !(props.localAccounts ?? false),
      runCommandEnabled: props.runCommand ?? false,
      oidcIssuerEnabled: props.oidcIssuer ?? true,
      workloadIdentityEnabled: props.workloadIdentity ?? false,
      azureActiveDirectoryRoleBasedAccessControl: {
        tenantId: this.tenantId,
        azureRbacEnabled: this.azureRbac,
        adminGroupObjectIds: this.adminGroups.map((g) => g.objectId),
      },
      linuxProfile: props.sshPublicKey
        ? { adminUsername: "azureuser", sshKey: { keyData: props.sshPublicKey.trim() } }
        : undefined,
      tags: Object.keys(tags).length > 0 ? tags : undefined,
      provider: this.provider,
      lifecycle: objectIdLifecycle(this.adminGroups),
    };
  }
}

function dnsPrefix(name: string): string {
  if (name.includes("${")) return name;
  return name
    .replace(/[^A-Za-z0-9-]/g, "-")
    .slice(0, 54)
    .replace(/-+$/, "");
}

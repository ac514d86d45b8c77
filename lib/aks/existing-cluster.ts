import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { ClusterEntry } from "../access/model";
import { ErrorCode } from "../core/error-codes";
import { isKnownText } from "../core/known";
import { quote } from "../core/text";
import { checkUuid } from "../core/uuid";
import { Problems } from "../core/validation-error";
import type { IEntraGroup } from "../entra";
import { expressionOf, factOf, requireProvider, sourceOf, stateFacts } from "../terraform";
import type { IAksCluster } from "./aks-cluster";
import { subscriptionIdOf, tenantIdOf } from "./azure-context";
import { ClusterAccess, ClusterUserRole } from "./cluster-access";
import { checkClusterName, checkResourceGroupName } from "./cluster-props";
import { type Connect, connectTo } from "./connect";
import { declareCluster } from "./declared-clusters";
import { onePerKey } from "./principals";
import { reachedByEmergency } from "./emergency";
import { publishCluster } from "./publish";

/** What somebody who knows a cluster says about it. It counts, is shown as assumed, and is what verify looks at first. */
export interface ClusterAssumptions {
  /**
   * Whether Azure role assignments act inside Kubernetes.
   *
   * @default - unknown
   */
  readonly azureRbac?: boolean;
  /**
   * Whether the local administrator works.
   *
   * @default - unknown
   */
  readonly localAccounts?: boolean;
  /**
   * Groups whose members are cluster administrators inside Kubernetes.
   *
   * @default - unknown
   */
  readonly adminGroups?: readonly IEntraGroup[];
}

/** How a cluster that exists is used. */
export interface ExistingClusterOptions {
  /**
   * What is known of it.
   *
   * @default - nothing
   */
  readonly assume?: ClusterAssumptions;
  /** @default ClusterUserRole.GRANTED */
  readonly clusterUserRole?: ClusterUserRole;
  /**
   * The tenant whose people sign in.
   *
   * @default - the stack's, or its provider's
   */
  readonly tenantId?: string;
  /**
   * The azurerm provider.
   *
   * @default - the stack's; an `AccessStack` makes one for a subscription that is not its own
   */
  readonly provider?: TerraformProvider;
}

/** Where a cluster that exists is. */
export interface ClusterAttributes extends ExistingClusterOptions {
  /**
   * The name.
   *
   * @default - the construct id
   */
  readonly name?: string;
  /** The name of its resource group. */
  readonly resourceGroup: string;
  /**
   * Its subscription.
   *
   * @default - the stack's, or its provider's
   */
  readonly subscriptionId?: string;
}

const CLUSTER_ID =
  /^\/subscriptions\/([0-9a-fA-F-]{36})\/resourceGroups\/([^/]+)\/providers\/Microsoft\.ContainerService\/managedClusters\/([^/]+)$/i;
const SUBSCRIPTION = 2;
const RESOURCE_GROUP = 4;
const NAME = 8;

/** A cluster that exists, by its resource id. */
export function clusterFromId(
  scope: Construct,
  id: string,
  clusterId: string,
  options: ExistingClusterOptions,
): IAksCluster {
  const problems = Problems.none();
  checkTenant(problems, options);
  if (!isKnownText(clusterId)) {
    problems.throwIfAny(`${scope.node.path}/${id}`);
    const part = (position: number) =>
      expressionOf(clusterId, (operand) => `element(split("/", ${operand}), ${position})`);
    const where = { name: part(NAME), resourceGroup: part(RESOURCE_GROUP), subscriptionId: part(SUBSCRIPTION) };
    return new ExistingCluster(scope, id, { ...options, ...where }, clusterId);
  }
  const match = CLUSTER_ID.exec(clusterId);
  if (match === null) {
    problems.add(
      ErrorCode.AKS_RESOURCE_ID,
      "clusterId",
      `${quote(clusterId)} is not the resource id of a cluster; allowed: /subscriptions/ID/resourceGroups/NAME/providers/Microsoft.ContainerService/managedClusters/NAME`,
    );
  }
  problems.throwIfAny(`${scope.node.path}/${id}`);
  const [, subscriptionId, resourceGroup, name] = match as RegExpExecArray;
  return new ExistingCluster(scope, id, { ...options, subscriptionId, resourceGroup, name });
}

/** A cluster that exists, by subscription, resource group and name. */
export function clusterFromAttributes(scope: Construct, id: string, attributes: ClusterAttributes): IAksCluster {
  const problems = Problems.none();
  checkClusterName(problems, attributes.name ?? id);
  checkResourceGroupName(problems, "resourceGroup", attributes.resourceGroup);
  if (attributes.subscriptionId !== undefined) {
    checkUuid(problems, "subscriptionId", attributes.subscriptionId, "the id of a subscription");
  }
  checkTenant(problems, attributes);
  problems.throwIfAny(`${scope.node.path}/${id}`);
  return new ExistingCluster(scope, id, attributes);
}

function checkTenant(problems: Problems, { tenantId }: ExistingClusterOptions): void {
  if (tenantId !== undefined) checkUuid(problems, "tenantId", tenantId, "the id of a tenant");
}

/** The resource id in the form that Azure answers with; another form would replace role assignments at every plan. */
export function clusterIdOf(subscriptionId: string, resourceGroup: string, name: string): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${name}`;
}

/**
 * A cluster that somebody else made. Makes no resource and looks nothing up: the data source would put kubeconfigs,
 * the administrator's among them, into state.
 */
class ExistingCluster extends Construct implements IAksCluster {
  public readonly clusterId: string;
  public readonly clusterName: string;
  public readonly resourceGroupName: string;
  public readonly subscriptionId: string;
  public readonly tenantId: string;
  public readonly azureRbac: boolean | undefined;
  /** The groups that are said to be cluster administrators inside Kubernetes. */
  public readonly adminGroups: readonly IEntraGroup[];
  public readonly clusterUserRole: ClusterUserRole;
  public readonly provider?: TerraformProvider;
  public readonly access: ClusterAccess;
  public readonly connect: Connect;

  constructor(scope: Construct, id: string, attributes: ClusterAttributes, clusterId?: string) {
    super(scope, id);
    const { assume = {}, name = id, resourceGroup, tenantId } = attributes;
    const own = requireProvider(this, "azurerm", attributes.provider ? undefined : attributes.subscriptionId);
    this.provider = attributes.provider ?? own;
    this.clusterName = name;
    this.resourceGroupName = resourceGroup;
    this.subscriptionId = attributes.subscriptionId ?? subscriptionIdOf(this, attributes.provider);
    this.tenantId = tenantId ?? tenantIdOf(this, attributes.provider);
    this.azureRbac = assume.azureRbac;
    this.adminGroups = onePerKey(assume.adminGroups ?? []);
    this.clusterUserRole = attributes.clusterUserRole ?? ClusterUserRole.GRANTED;
    this.clusterId = clusterId ?? clusterIdOf(this.subscriptionId, resourceGroup, name);
    const problems = Problems.none();
    declareCluster(problems, this, this.clusterId);
    problems.throwIfAny(this.node.path);

    this.access = new ClusterAccess(this);
    this.connect = connectTo(this);
    publishCluster(this);
    stateFacts(this, () => ({ clusters: [entry(this, assume)] }));
    reachedByEmergency(this, this.adminGroups);
  }
}

function entry(cluster: IAksCluster, assume: ClusterAssumptions): ClusterEntry {
  const tenant = { unknown: "only the tenant knows" };
  const { azureRbac, localAccounts, adminGroups } = assume;
  const assumed = { azureRbac, localAccountsDisabled: localAccounts, adminGroups };
  return {
    id: cluster.node.path,
    source: sourceOf(cluster),
    name: factOf(cluster.clusterName),
    resourceGroup: factOf(cluster.resourceGroupName),
    subscriptionId: factOf(cluster.subscriptionId, "that of the provider"),
    tenantId: factOf(cluster.tenantId, "that of the provider"),
    kind: "existing",
    assumed: Object.entries(assumed).flatMap(([fact, value]) => (value === undefined ? [] : [fact])),
    entraIntegration: tenant,
    azureRbac: azureRbac ?? tenant,
    localAccountsDisabled: localAccounts === undefined ? tenant : !localAccounts,
    runCommandEnabled: tenant,
    privateCluster: tenant,
    authorizedIpRanges: tenant,
    workloadIdentity: tenant,
    kubernetesVersion: tenant,
    adminGroups: adminGroups?.map((g) => g.node.path) ?? tenant,
    auditLogs: tenant,
    clusterUserRole: cluster.clusterUserRole,
    loginMode: cluster.connect.loginMode,
  };
}

import type { TerraformProvider } from "cdktf";
import { ErrorCode } from "../core/error-codes";
import { isKnownText } from "../core/known";
import { quote } from "../core/text";
import { checkUuid } from "../core/uuid";
import type { Problems } from "../core/validation-error";
import type { IEntraGroup } from "../entra";
import type { AuditLogOptions } from "./audit-logs";
import { checkAuditLogs } from "./audit-logs";
import type { ClusterUserRole } from "./cluster-access";
import { type NodePoolOptions, checkNodePool } from "./node-pool";
import { checkSshPublicKey } from "./ssh-key";

/** What Azure promises about the control plane. */
export enum SkuTier {
  /** Nothing. */
  FREE = "Free",
  /** An uptime SLA. */
  STANDARD = "Standard",
  /** An uptime SLA and long-term support. */
  PREMIUM = "Premium",
}

/** A resource group, made or given: an `azurerm_resource_group` is one, and so is its name and location. */
export interface IResourceGroup {
  /** The name: a literal, or a reference that makes the cluster wait for the group. */
  readonly name: string;
  /**
   * The name as a literal, for texts and the access model; an `azurerm_resource_group` has it.
   *
   * @default - the name
   */
  readonly nameInput?: string;
  /** The region; may be left out if the cluster is given one. */
  readonly location?: string;
}

/** What a cluster is made from. */
export interface AksClusterProps {
  /**
   * The name. Another name makes another cluster.
   *
   * @default - the construct id
   */
  readonly name?: string;
  /** The resource group that it is in. */
  readonly resourceGroup: IResourceGroup;
  /**
   * The region. Another region makes another cluster.
   *
   * @default - the resource group's
   */
  readonly location?: string;
  /**
   * The subscription.
   *
   * @default - the stack's, or its provider's
   */
  readonly subscriptionId?: string;
  /**
   * The tenant whose people sign in. It has to be the subscription's.
   *
   * @default - the stack's, or its provider's
   */
  readonly tenantId?: string;
  /** The system node pool. */
  readonly nodePool: NodePoolOptions;
  /**
   * Groups whose members are cluster administrators inside Kubernetes (`adminGroupObjectIDs`), the article's way. They
   * stay so with Azure RBAC on, and get the Cluster User role.
   *
   * @default - none; use `access.grantClusterAdmin`
   */
  readonly adminGroups?: readonly IEntraGroup[];
  /**
   * The Kubernetes version, `1.36` or `1.36.2`.
   *
   * @default - what AKS offers by default
   */
  readonly kubernetesVersion?: string;
  /** @default SkuTier.FREE */
  readonly skuTier?: SkuTier;
  /**
   * An SSH public key for the nodes, RSA. Never a private one, and none is made here: it would stand in state. To
   * change it later replaces the cluster.
   *
   * @default - no SSH
   */
  readonly sshPublicKey?: string;
  /**
   * Address ranges that reach the Kubernetes API, in CIDR form. They do not limit downloads of the kubeconfig.
   *
   * @default - every address
   */
  readonly authorizedIpRanges?: readonly string[];
  /**
   * Whether the Kubernetes API has a private address only. Another value makes another cluster.
   *
   * @default false
   */
  readonly privateCluster?: boolean;
  /**
   * Whether `az aks command invoke` works, which reaches the cluster past private addresses and address ranges.
   *
   * @default false
   */
  readonly runCommand?: boolean;
  /**
   * Whether the local administrator works, whose credentials outlive every policy and activation.
   *
   * @default false
   * @see https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad
   */
  readonly localAccounts?: boolean;
  /**
   * Whether Azure role assignments act inside Kubernetes.
   *
   * @default true
   */
  readonly azureRbac?: boolean;
  /**
   * Whether pods sign in to Entra with their service account.
   *
   * @default false
   */
  readonly workloadIdentity?: boolean;
  /**
   * Whether the cluster issues tokens that others can check. Cannot be switched off again.
   *
   * From Kubernetes 1.34 on AKS switches it on in every new cluster. A `false` is kept back by azurerm 4.55 when it
   * makes the cluster, and planned for ever as a change that AKS refuses (azurerm#32117).
   *
   * @default true
   * @see https://learn.microsoft.com/azure/aks/use-oidc-issuer
   */
  readonly oidcIssuer?: boolean;
  /**
   * Where the audit logs go.
   *
   * @default - nowhere
   */
  readonly auditLogs?: AuditLogOptions;
  /** @default ClusterUserRole.GRANTED */
  readonly clusterUserRole?: ClusterUserRole;
  /**
   * Tags, beside the stack's.
   *
   * @default - the stack's
   */
  readonly tags?: { readonly [key: string]: string };
  /**
   * Any other attribute of the Terraform resource, by its name there. What it changes is unknown to the access model,
   * and an attribute that decides who gets in shows a warning.
   *
   * @default - none
   */
  readonly overrides?: { readonly [attribute: string]: unknown };
  /**
   * The azurerm provider, for a subscription that is not the stack's.
   *
   * @default - the stack's
   */
  readonly provider?: TerraformProvider;
}

/** Notes what is wrong with a cluster. */
export function checkCluster(problems: Problems, name: string, props: AksClusterProps): void {
  checkClusterName(problems, name);
  checkResourceGroup(problems, props);
  if (props.subscriptionId !== undefined)
    checkUuid(problems, "subscriptionId", props.subscriptionId, "the id of a subscription");
  if (props.tenantId !== undefined) checkUuid(problems, "tenantId", props.tenantId, "the id of a tenant");
  checkNodePool(problems.at("nodePool"), props.nodePool);
  const version = props.kubernetesVersion;
  if (version !== undefined && isKnownText(version) && !/^\d+\.\d+(\.\d+)?$/.test(version)) {
    problems.add(
      ErrorCode.AKS_VERSION_FORMAT,
      "kubernetesVersion",
      `${quote(version)} is not a Kubernetes version; allowed: two or three numbers such as 1.36 or 1.36.2, or leave it out for what AKS offers by default`,
    );
  }
  checkSshPublicKey(problems, props.sshPublicKey);
  checkNetwork(problems, props);
  if (props.workloadIdentity && props.oidcIssuer === false) {
    problems.add(
      ErrorCode.AKS_WORKLOAD_IDENTITY_WITHOUT_OIDC,
      "oidcIssuer",
      "workload identity needs the OIDC issuer, which is switched off; allowed: leave oidcIssuer out, or workloadIdentity: false",
    );
  }
  if (!props.localAccounts && props.azureRbac === false && (props.adminGroups ?? []).length === 0) {
    problems.add(
      ErrorCode.AKS_NOBODY_CAN_ADMINISTER,
      "adminGroups",
      "nobody could administer the cluster: local accounts and Azure RBAC are off, and there is no admin group; allowed: an admin group, or azureRbac: true",
    );
  }
  if (props.auditLogs) checkAuditLogs(problems.at("auditLogs"), props.auditLogs);
}

/** Notes that a text is no name of a cluster. */
export function checkClusterName(problems: Problems, name: string): void {
  if (!isKnownText(name) || /^[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/.test(name)) return;
  problems.add(
    ErrorCode.NAME_FORMAT,
    "name",
    `${quote(name)} is not the name of a cluster; allowed: up to 63 letters, digits, underscores and hyphens, a letter or digit at both ends`,
  );
}

function checkResourceGroup(problems: Problems, { resourceGroup, location }: AksClusterProps): void {
  checkResourceGroupName(problems, "resourceGroup", resourceGroup.name);
  if ((location ?? resourceGroup.location ?? "") !== "") return;
  problems.add(
    ErrorCode.AKS_LOCATION_MISSING,
    "location",
    "no region is given, neither of the cluster nor of its resource group; allowed: a region such as westeurope",
  );
}

/** Notes that a text is no name of a resource group, by the rule that the provider has. */
export function checkResourceGroupName(problems: Problems, property: string, name: string): void {
  if (!isKnownText(name) || (/^[-\w.()]{1,90}$/.test(name) && !name.endsWith("."))) return;
  problems.add(
    ErrorCode.NAME_FORMAT,
    property,
    `${quote(name)} is not the name of a resource group; allowed: up to 90 letters, digits, and . - _ ( ), no full stop at the end`,
  );
}

function checkNetwork(problems: Problems, { authorizedIpRanges = [], privateCluster }: AksClusterProps): void {
  if (privateCluster && authorizedIpRanges.length > 0) {
    problems.add(
      ErrorCode.AKS_AUTHORIZED_RANGES_ON_PRIVATE,
      "authorizedIpRanges",
      "a private cluster has no public address to limit; allowed: address ranges, or a private cluster",
    );
  }
  authorizedIpRanges.forEach((range, i) => {
    if (!isKnownText(range) || isCidr(range)) return;
    problems.add(
      ErrorCode.AKS_AUTHORIZED_RANGE_FORMAT,
      `authorizedIpRanges[${i}]`,
      `${quote(range)} is not an address range; allowed: IPv4 in CIDR form such as 203.0.113.0/24, or 203.0.113.7/32 for one address`,
    );
  });
}

function isCidr(range: string): boolean {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(range);
  return match !== null && match.slice(1, 5).every((n) => Number(n) <= 255) && Number(match[5]) <= 32;
}

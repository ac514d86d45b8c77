import { ErrorCode } from "../core/error-codes";
import { isKnownText } from "../core/known";
import { didYouMean, quote } from "../core/text";
import { isUuid } from "../core/uuid";
import { ValidationError } from "../core/validation-error";

const ROLE_ID = /\/providers\/Microsoft\.Authorization\/roleDefinitions\/([0-9a-fA-F-]{36})$/i;

/**
 * An Azure role that can be given on a cluster, and the built-in ones that concern AKS.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers
 */
export class AzureRole {
  /** Sees the cluster and downloads its kubeconfig, which holds no credential; reaches no workload. */
  public static readonly AKS_CLUSTER_USER = new AzureRole(
    "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
    "Azure Kubernetes Service Cluster User Role",
    "cluster-user",
    false,
  );
  /** Reads most objects of a namespace or of all; no secrets, no nodes, no roles. */
  public static readonly AKS_RBAC_READER = new AzureRole(
    "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
    "Azure Kubernetes Service RBAC Reader",
    "reader",
    true,
  );
  /** Writes most objects; reads secrets and runs pods as any service account of the namespace. */
  public static readonly AKS_RBAC_WRITER = new AzureRole(
    "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb",
    "Azure Kubernetes Service RBAC Writer",
    "writer",
    true,
  );
  /** Everything in a namespace, roles among it; neither namespaces themselves nor quotas. */
  public static readonly AKS_RBAC_ADMIN = new AzureRole(
    "3498e952-d568-435e-9b2c-8d77e338d7f7",
    "Azure Kubernetes Service RBAC Admin",
    "admin",
    true,
  );
  /** Everything in the cluster. */
  public static readonly AKS_RBAC_CLUSTER_ADMIN = new AzureRole(
    "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
    "Azure Kubernetes Service RBAC Cluster Admin",
    "cluster-admin",
    true,
  );
  /** Downloads the credentials of the local administrator, where local accounts are on, and runs commands. */
  public static readonly AKS_CLUSTER_ADMIN = new AzureRole(
    "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8",
    "Azure Kubernetes Service Cluster Admin Role",
    "cluster-admin-credential",
    false,
  );
  /** Downloads the monitoring kubeconfig. */
  public static readonly AKS_CLUSTER_MONITORING_USER = new AzureRole(
    "1afdec4b-e479-420e-99e7-f82237c7c5e6",
    "Azure Kubernetes Service Cluster Monitoring User",
    "cluster-monitoring-user",
    false,
  );
  /** Changes the cluster itself, local accounts and admin groups among it: as good as a cluster administrator. */
  public static readonly AKS_CONTRIBUTOR = new AzureRole(
    "ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8",
    "Azure Kubernetes Service Contributor Role",
    "contributor",
    false,
  );

  /**
   * A role by built-in name, by GUID, or by role definition id; a token is taken as it is.
   *
   * @param word how the role shows in construct ids and Terraform addresses, for a role that is not built in; the
   * GUID unless given
   * @throws ValidationError AKS_ROLE_UNKNOWN for a name that is not known here
   */
  public static of(nameOrId: string, word?: string): AzureRole {
    if (!isKnownText(nameOrId)) return new AzureRole(nameOrId, undefined, word ?? "custom-role", undefined);
    const guid = (ROLE_ID.exec(nameOrId)?.[1] ?? nameOrId).toLowerCase();
    const found = AzureRole.BUILT_IN.find((r) => r.guid === guid || r.roleName?.toLowerCase() === guid);
    if (found) return found;
    if (isUuid(guid)) return new AzureRole(guid, undefined, word ?? guid, undefined);
    const names = AzureRole.BUILT_IN.flatMap((r) => r.roleName ?? []);
    const message = `${quote(nameOrId)} is no role that is known here; allowed: the name of a built-in AKS role, or the id of any role${didYouMean(nameOrId, names)}`;
    throw new ValidationError("", [{ code: ErrorCode.AKS_ROLE_UNKNOWN, property: "", message }]);
  }

  /** Every role that has a name here. */
  public static readonly BUILT_IN: readonly AzureRole[] = [
    AzureRole.AKS_CLUSTER_USER,
    AzureRole.AKS_RBAC_READER,
    AzureRole.AKS_RBAC_WRITER,
    AzureRole.AKS_RBAC_ADMIN,
    AzureRole.AKS_RBAC_CLUSTER_ADMIN,
    AzureRole.AKS_CLUSTER_ADMIN,
    AzureRole.AKS_CLUSTER_MONITORING_USER,
    AzureRole.AKS_CONTRIBUTOR,
  ];

  private constructor(
    /** The GUID, the same in every subscription for a built-in role; or a token. */
    public readonly guid: string,
    /** The name, for a built-in role. */
    public readonly roleName: string | undefined,
    /** How it shows in construct ids and addresses. */
    public readonly word: string,
    /** Whether it gives rights inside Kubernetes, which Azure RBAC has to be on for; unknown for a custom role. */
    public readonly onData: boolean | undefined,
  ) {}

  /**
   * The role definition id in the form that Azure answers with: with the subscription before it. The form without
   * would replace the assignment at every plan.
   */
  public definitionId(subscriptionId: string): string {
    // a token may be a whole role definition id or a GUID: only the first works, and it has the subscription in it
    if (!isKnownText(this.guid)) return this.guid;
    return `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${this.guid}`;
  }
}

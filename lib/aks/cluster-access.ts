import { isNamespaceName } from "../core/namespace";
import { ErrorCode } from "../core/error-codes";
import { isKnownText } from "../core/known";
import { quote } from "../core/text";
import { Problems } from "../core/validation-error";
import type { IPrincipal } from "../entra";
import { Grant } from "../terraform";
import type { IAksCluster } from "./aks-cluster";
import { AzureRole } from "./azure-role";
import { RoleGrant } from "./role-grant";

/** Whether the Cluster User role is granted by us or by another stack. */
export enum ClusterUserRole {
  /** It comes with every grant. */
  GRANTED = "granted",
  /** Another stack grants it; here it would be there already, and the apply would fail. */
  EXTERNAL = "external",
}

/**
 * Who may do what on a cluster and in its namespaces; the same for a cluster that we make and one that exists.
 *
 * Every verb makes one `azurerm_role_assignment` for each principal, and with it the Cluster User role on the
 * cluster, once for each principal: without that nobody can download a kubeconfig, whatever else they may do. Asking
 * twice adds once.
 */
export class ClusterAccess {
  private readonly given: RoleGrant[] = [];

  constructor(private readonly cluster: IAksCluster) {}

  /** Lets principals see the cluster and download its kubeconfig, and reach no workload. */
  public grantClusterUser(...principals: IPrincipal[]): Grant {
    return this.grantRole(AzureRole.AKS_CLUSTER_USER, ...principals);
  }

  /** Lets principals read in every namespace, secrets aside. They can also reach pods and services through the API server. */
  public grantReader(...principals: IPrincipal[]): Grant {
    return this.grantRole(AzureRole.AKS_RBAC_READER, ...principals);
  }

  /** Lets principals write in every namespace, and read secrets. */
  public grantWriter(...principals: IPrincipal[]): Grant {
    return this.grantRole(AzureRole.AKS_RBAC_WRITER, ...principals);
  }

  /** Lets principals do anything in every namespace; not make namespaces, nor change quotas. */
  public grantAdmin(...principals: IPrincipal[]): Grant {
    return this.grantRole(AzureRole.AKS_RBAC_ADMIN, ...principals);
  }

  /** Lets principals do anything in the cluster. */
  public grantClusterAdmin(...principals: IPrincipal[]): Grant {
    return this.grantRole(AzureRole.AKS_RBAC_CLUSTER_ADMIN, ...principals);
  }

  /**
   * Gives principals any role on the cluster.
   *
   * @throws ValidationError AKS_AZURE_RBAC_OFF if the role acts inside Kubernetes and Azure RBAC is off there
   */
  public grantRole(role: AzureRole, ...principals: IPrincipal[]): Grant {
    return this.give(role, undefined, principals);
  }

  /**
   * What can be granted in a namespace. Whether the namespace exists is not known here.
   *
   * @throws ValidationError AKS_NAMESPACE if it is no name of a namespace
   */
  public namespace(name: string): NamespaceAccess {
    const problems = Problems.none();
    if (!isKnownText(name)) {
      problems.add(
        ErrorCode.AKS_NAMESPACE,
        "namespace",
        "a name that only Terraform knows cannot be part of an address; allowed: the name as a literal",
      );
    } else if (!isNamespaceName(name)) {
      problems.add(
        ErrorCode.AKS_NAMESPACE,
        "namespace",
        `${quote(name)} is not the name of a namespace; allowed: up to 63 lower-case letters, digits and hyphens, a letter or digit at both ends`,
      );
    }
    problems.throwIfAny(this.cluster.node.path);
    return new NamespaceAccess((role, principals) => this.give(role, name, principals), this.cluster);
  }

  /** Every grant made so far, in the order in which they were asked for. */
  public get grants(): readonly RoleGrant[] {
    return [...this.given];
  }

  private give(role: AzureRole, namespace: string | undefined, principals: readonly IPrincipal[]): Grant {
    const problems = Problems.none();
    if (role.onData === true && this.cluster.azureRbac === false) {
      problems.add(
        ErrorCode.AKS_AZURE_RBAC_OFF,
        "role",
        `${role.roleName} has no effect on a cluster without Azure RBAC; allowed: azureRbac: true on the cluster, or RoleBindings inside Kubernetes`,
      );
    }
    problems.throwIfAny(this.cluster.node.path);
    let all = Grant.of();
    for (const principal of principals) {
      if (role !== AzureRole.AKS_CLUSTER_USER) all = all.and(this.one({ role, principal, namespace }));
      if (this.cluster.clusterUserRole === ClusterUserRole.GRANTED) {
        all = all.and(this.one({ role: AzureRole.AKS_CLUSTER_USER, principal }));
      }
    }
    return all;
  }

  private one(options: { role: AzureRole; principal: IPrincipal; namespace?: string }): Grant {
    const made = RoleGrant.of(this.cluster, options);
    if (!this.given.includes(made)) this.given.push(made);
    return made.grant;
  }
}

/** Who may do what in one namespace. Got from `cluster.access.namespace(…)`. */
export class NamespaceAccess {
  /** @internal */
  constructor(
    private readonly give: (role: AzureRole, principals: readonly IPrincipal[]) => Grant,
    private readonly cluster: IAksCluster,
  ) {}

  /** Lets principals read in the namespace, secrets aside. They can also reach its pods and services through the API server. */
  public grantReader(...principals: IPrincipal[]): Grant {
    return this.grantRole(AzureRole.AKS_RBAC_READER, ...principals);
  }

  /** Lets principals write in the namespace, and read its secrets. */
  public grantWriter(...principals: IPrincipal[]): Grant {
    return this.grantRole(AzureRole.AKS_RBAC_WRITER, ...principals);
  }

  /** Lets principals do anything in the namespace, roles among it. */
  public grantAdmin(...principals: IPrincipal[]): Grant {
    return this.grantRole(AzureRole.AKS_RBAC_ADMIN, ...principals);
  }

  /**
   * Gives principals any role in the namespace.
   *
   * @throws ValidationError AKS_NAMESPACE_ROLE if the role acts on the cluster as an Azure resource, so that it has no
   * effect in a namespace; AKS_AZURE_RBAC_OFF
   */
  public grantRole(role: AzureRole, ...principals: IPrincipal[]): Grant {
    const problems = Problems.none();
    if (role.onData === false) {
      problems.add(
        ErrorCode.AKS_NAMESPACE_ROLE,
        "role",
        `${role.roleName} has no effect in a namespace; allowed: the RBAC roles (Reader, Writer, Admin), or grant it on the whole cluster`,
      );
    }
    problems.throwIfAny(this.cluster.node.path);
    return this.give(role, principals);
  }
}

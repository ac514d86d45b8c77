import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { Construct } from "constructs";
import { ErrorCode } from "../core/error-codes";
import { ValidationError } from "../core/validation-error";
import { type IPrincipal, objectIdLifecycle } from "../entra";
import {
  CHANGED_BY_HAND,
  Grant,
  addressName,
  addressOf,
  childScope,
  followFormerName,
  factOf,
  isOverridden,
  noteMove,
  requireProvider,
  sourceOf,
  stateFacts,
} from "../terraform";
import type { IAksCluster } from "./aks-cluster";
import type { AzureRole } from "./azure-role";

/** One role on a cluster or a namespace for one principal. */
export interface RoleGrantOptions {
  readonly role: AzureRole;
  readonly principal: IPrincipal;
  /** The namespace; the whole cluster if there is none. */
  readonly namespace?: string;
}

/** One role assignment; made by the verbs of `cluster.access`. */
export class RoleGrant extends Construct {
  /** The assignment of a role, made unless it is there: the same one asked for twice is made once. */
  public static of(cluster: IAksCluster, options: RoleGrantOptions): RoleGrant {
    const { role, principal, namespace } = options;
    const scope = namespace === undefined ? cluster : childScope(childScope(cluster, "namespace"), namespace);
    const parent = childScope(scope, role.word);
    const id = addressName(principal);
    const made = parent.node.children as RoleGrant[];
    const same = made.find(
      (g) => g.options.principal.principalKey === principal.principalKey && g.options.role.guid === role.guid,
    );
    const taken = parent.node.tryFindChild(id) as RoleGrant | undefined;
    if (same === undefined && taken !== undefined) throw addressTaken(cluster, options, taken);
    return same ?? new RoleGrant(parent, id, cluster, options);
  }

  /** What has to be there before the role holds. Azure takes up to five minutes to let it act. */
  public readonly grant: Grant;

  private constructor(
    scope: Construct,
    id: string,
    cluster: IAksCluster,
    /** What it gives to whom. */
    public readonly options: RoleGrantOptions,
  ) {
    super(scope, id);
    const { role, principal, namespace } = options;
    followFormerName(this, principal);
    requireProvider(this, "azurerm");
    const roleDefinitionId = role.definitionId(cluster.subscriptionId);
    const resource = new RoleAssignment(this, "Default", {
      scope: namespace === undefined ? cluster.clusterId : `${cluster.clusterId}/namespaces/${namespace}`,
      roleDefinitionId,
      principalId: principal.objectId,
      principalType: principal.principalType,
      lifecycle: objectIdLifecycle([principal]),
      provider: cluster.provider,
    });
    noteMove(resource);
    this.grant = Grant.of(resource);
    const byHand = () =>
      isOverridden(resource, "role_definition_id") || resource.roleDefinitionIdInput !== roleDefinitionId;
    stateFacts(this, () => ({
      grants: [
        {
          id: this.node.path,
          source: sourceOf(this),
          address: addressOf(resource),
          cluster: cluster.node.path,
          principal: principal.node.path,
          role: byHand() ? { unknown: CHANGED_BY_HAND } : factOf(role.guid),
          roleName: byHand()
            ? { unknown: CHANGED_BY_HAND }
            : (role.roleName ?? { unknown: "not a role that is known here" }),
          namespace: namespace ?? null,
        },
      ],
    }));
  }
}

function addressTaken(cluster: IAksCluster, { role, principal }: RoleGrantOptions, taken: RoleGrant): ValidationError {
  if (taken.options.role.guid !== role.guid) {
    const message = `one Terraform address is wanted for two roles that show as "${role.word}"; allowed: another word for one of them, AzureRole.of(id, word)`;
    return new ValidationError(cluster.node.path, [{ code: ErrorCode.ADDRESS_TAKEN, property: "role", message }]);
  }
  const other = taken.options.principal;
  const message = `one Terraform address is wanted for ${other.node.path} and ${principal.node.path}, which have the same name in different places; allowed: another construct id for one of them`;
  return new ValidationError(cluster.node.path, [{ code: ErrorCode.ADDRESS_TAKEN, property: "principal", message }]);
}

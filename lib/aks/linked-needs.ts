import type { Construct } from "constructs";
import type { TerraformResource } from "cdktf";
import type { ActionNeed } from "../access/model";
import { addressOf, factOf } from "../terraform";
import type { AksClusterProps } from "./cluster-props";

/**
 * What whoever makes a cluster has to be allowed on things that exist already: to join the subnet of its nodes, and
 * to send logs to a workspace.
 *
 * @see https://learn.microsoft.com/azure/aks/concepts-identity#aks-cluster-creator-permissions
 */
export function linkedNeeds(
  cluster: Construct,
  { nodePool, auditLogs }: AksClusterProps,
  resource: TerraformResource,
  logs: TerraformResource | undefined,
): ActionNeed[] {
  const need = (name: string, of: TerraformResource | undefined, action: string, scope?: string): ActionNeed[] =>
    scope === undefined || of === undefined
      ? []
      : [
          {
            id: `${cluster.node.path}/${name}`,
            address: addressOf(of),
            kind: "action",
            action,
            scope: factOf(scope, "known to Terraform only"),
          },
        ];
  return [
    ...need("subnet", resource, "Microsoft.Network/virtualNetworks/subnets/join/action", nodePool.subnetId),
    ...need("workspace", logs, "Microsoft.OperationalInsights/workspaces/sharedKeys/action", auditLogs?.workspaceId),
  ];
}

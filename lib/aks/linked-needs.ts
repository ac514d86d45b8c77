import type { Construct } from "constructs";
import type { ActionNeed } from "../access/model";
import { factOf } from "../terraform";
import type { AksClusterProps } from "./cluster-props";

/**
 * What whoever makes a cluster has to be allowed on things that exist already: to join the subnet of its nodes, and
 * to send logs to a workspace.
 *
 * @see https://learn.microsoft.com/azure/aks/concepts-identity#aks-cluster-creator-permissions
 */
export function linkedNeeds(cluster: Construct, { nodePool, auditLogs }: AksClusterProps): ActionNeed[] {
  const need = (name: string, action: string, scope: string | undefined): ActionNeed[] =>
    scope === undefined
      ? []
      : [
          {
            id: `${cluster.node.path}/${name}`,
            kind: "action",
            action,
            scope: factOf(scope, "known to Terraform only"),
          },
        ];
  return [
    ...need("subnet", "Microsoft.Network/virtualNetworks/subnets/join/action", nodePool.subnetId),
    ...need("workspace", "Microsoft.OperationalInsights/workspaces/sharedKeys/action", auditLogs?.workspaceId),
  ];
}

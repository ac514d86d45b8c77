import { type Route } from "../stand-in/route";
import { agentPools } from "./agent-pools";
import { clusterCredentials } from "./cluster-credentials";
import { diagnosticSettings } from "./diagnostic-settings";
import { maintenanceConfigurations } from "./maintenance-configurations";
import { managedClusters } from "./managed-clusters";
import { operations } from "./operations";
import { resourceGroups } from "./resource-groups";
import { roleAssignments } from "./role-assignments";
import { roleDefinitions } from "./role-definitions";
import { subscriptions } from "./subscriptions";
import { workspaces } from "./workspaces";

/**
 * Azure Resource Manager.
 *
 * Not imitated: the time that things take (all is done when it is answered), nodes and the node resource group, which
 * Kubernetes versions and machine sizes a region has, quotas, locks and policies, deny assignments, PIM for Azure
 * roles, making of roles, networks and workspaces, and the delay until a role assignment acts. Lists are answered
 * whole unless the world has a smaller `pageSize`.
 */
export const armRoutes: readonly Route[] = [
  ...subscriptions,
  ...operations,
  ...resourceGroups,
  ...managedClusters,
  ...clusterCredentials,
  ...agentPools,
  ...maintenanceConfigurations,
  ...roleAssignments,
  ...roleDefinitions,
  ...diagnosticSettings,
  ...workspaces,
];

import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { type Construct } from "constructs";
import type { Fact } from "../access/model";
import { CHANGED_BY_HAND, factOf, isOverridden } from "../terraform";
import type { Problems } from "../core/validation-error";
import type { IAksCluster } from "./aks-cluster";
import { checkResourceId } from "./resource-id";

/** Where the audit logs of a cluster go, and how much of them. */
export interface AuditLogOptions {
  /** The resource id of a Log Analytics workspace. */
  readonly workspaceId: string;
  /**
   * Whether those who only looked are logged too (`kube-audit` instead of `kube-audit-admin`): many more lines.
   *
   * @default false
   */
  readonly reads?: boolean;
}

/** Notes what is wrong with audit logs. */
export function checkAuditLogs(problems: Problems, options: AuditLogOptions): void {
  checkResourceId(
    problems,
    "workspaceId",
    options.workspaceId,
    "Microsoft.OperationalInsights/workspaces/W",
    /\/providers\/Microsoft\.OperationalInsights\/workspaces\/[^/]+$/i,
  );
}

/** The categories that a setting sends, as it stands when it is asked. */
export function categoriesOf(setting: MonitorDiagnosticSetting): Fact<readonly string[]> {
  const logs = setting.enabledLogInput;
  if (isOverridden(setting, "enabled_log") || !Array.isArray(logs)) return { unknown: CHANGED_BY_HAND };
  return factOf(logs.map((log) => log.category ?? log.categoryGroup ?? ""));
}

/** The categories that are sent: what was done, by whom, and what Entra said to it. */
function auditCategories(options: AuditLogOptions): string[] {
  return [options.reads ? "kube-audit" : "kube-audit-admin", "guard"];
}

/**
 * Sends the audit logs of a cluster to a workspace.
 *
 * @see https://learn.microsoft.com/azure/aks/monitor-aks-reference#resource-logs
 */
export function sendAuditLogs(cluster: Construct & IAksCluster, options: AuditLogOptions): MonitorDiagnosticSetting {
  return new MonitorDiagnosticSetting(cluster, "audit-logs", {
    name: "audit-logs",
    targetResourceId: cluster.clusterId,
    logAnalyticsWorkspaceId: options.workspaceId,
    enabledLog: auditCategories(options).map((category) => ({ category })),
    provider: cluster.provider,
  });
}

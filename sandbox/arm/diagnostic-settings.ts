import { type Json } from "../run/local-backend";
import { type Resource } from "../stand-in/resources";
import { type Call, type Route, noContent, ok } from "../stand-in/route";
import { badRequest, conflict, notFound } from "../stand-in/service-error";
import { knownFields } from "./fields";
import { requireLinked } from "./linked";
import { requireScope, resourceNotFound } from "./resource-ids";
import { scopeOf } from "./role-definitions";

const PATH = "{/*scope}/providers/Microsoft.Insights/diagnosticSettings";
const VERSIONS = ["2021-05-01-preview"];
const SETTINGS = "Microsoft.Insights/diagnosticSettings";
const FIELDS = [
  "eventHubAuthorizationRuleId",
  "eventHubName",
  "logAnalyticsDestinationType",
  "logs",
  "marketplacePartnerId",
  "metrics",
  "storageAccountId",
  "workspaceId",
];
const DESTINATIONS = ["eventHubAuthorizationRuleId", "marketplacePartnerId", "storageAccountId", "workspaceId"];
/** @see https://learn.microsoft.com/azure/aks/monitor-aks-reference#resource-logs */
const CATEGORIES = [
  "cloud-controller-manager",
  "cluster-autoscaler",
  "csi-azuredisk-controller",
  "csi-azurefile-controller",
  "csi-snapshot-controller",
  "guard",
  "kube-apiserver",
  "kube-audit",
  "kube-audit-admin",
  "kube-controller-manager",
  "kube-scheduler",
];
const GROUPS = ["allLogs", "audit"];

/** Where the logs of a cluster go. They outlive the cluster: made again, it still has them. */
export const diagnosticSettings: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    needs: [`${SETTINGS}/read`],
    apiVersions: VERSIONS,
    answer: ({ world, params }) => ok({ value: settingsAt(world.resources.all(), scopeOf(params)) }),
  },
  {
    method: "GET",
    path: `${PATH}/:name`,
    needs: [`${SETTINGS}/read`],
    apiVersions: VERSIONS,
    answer: (call) => {
      const found = call.world.resources.get(idOf(call));
      if (found === undefined) {
        throw notFound("ResourceNotFound", `The diagnostic setting '${call.params.name}' is not found.`);
      }
      return ok(found);
    },
  },
  { method: "PUT", path: `${PATH}/:name`, needs: [`${SETTINGS}/write`], apiVersions: VERSIONS, answer: put },
  {
    method: "DELETE",
    path: `${PATH}/:name`,
    needs: [`${SETTINGS}/delete`],
    apiVersions: VERSIONS,
    answer: (call) => (call.world.resources.remove(idOf(call)) ? ok(undefined) : noContent()),
  },
];

function put(call: Call) {
  const { world, params, body } = call;
  const scope = scopeOf(params);
  knownFields(call, "a diagnostic setting", body as Json, ["properties"]);
  const properties = (body?.properties ?? {}) as Json;
  knownFields(call, "the properties of a diagnostic setting", properties, FIELDS);
  requireScope(world, scope);
  if (!/\/providers\/Microsoft\.ContainerService\/managedClusters\/[^/]+$/i.test(scope)) throw resourceNotFound(scope);
  if (!DESTINATIONS.some((field) => properties[field])) {
    throw badRequest("BadRequest", "At least one data sink needs to be specified.");
  }
  const {
    workspaceId,
    logs = [],
    metrics = [],
  } = properties as { workspaceId?: string; logs?: Json[]; metrics?: Json[] };
  for (const log of logs) checkCategory(log);
  for (const { category } of metrics) {
    if (category !== "AllMetrics")
      throw badRequest("BadRequest", `Metric category '${String(category)}' is not supported.`);
  }
  if (workspaceId) requireLinked(call, "Microsoft.OperationalInsights/workspaces/sharedKeys/action", workspaceId);
  checkSink(settingsAt(world.resources.all(), scope), params.name, properties);
  return ok(
    world.resources.put({
      id: idOf(call),
      name: params.name,
      type: SETTINGS,
      properties: { ...properties, logs, metrics },
    }),
  );
}

function checkCategory({ category, categoryGroup }: Json): void {
  if (category && categoryGroup)
    throw badRequest("BadRequest", "A category and a group of categories exclude each other.");
  if (category && !CATEGORIES.includes(String(category))) {
    throw badRequest("BadRequest", `Category '${String(category)}' is not supported.`);
  }
  if (categoryGroup && !GROUPS.includes(String(categoryGroup))) {
    throw badRequest("BadRequest", `Category group '${String(categoryGroup)}' is not supported.`);
  }
}

/** One category goes once to one workspace. */
function checkSink(others: readonly Resource[], name: string, { workspaceId, logs }: Json): void {
  if (!workspaceId) return;
  const on = (list: unknown) =>
    ((list ?? []) as Json[]).filter(({ enabled }) => enabled).map((l) => String(l.category ?? l.categoryGroup));
  for (const { name: other, properties } of others) {
    if (other === name || String(properties.workspaceId).toLowerCase() !== String(workspaceId).toLowerCase()) continue;
    const twice = on(logs).find((category) => on(properties.logs).includes(category));
    if (twice !== undefined) {
      throw conflict(
        "Conflict",
        `Data sink '${String(workspaceId)}' is already used in diagnostic setting '${other}' for category '${twice}'.`,
      );
    }
  }
}

function idOf({ params }: Call): string {
  // Azure Monitor writes its own part of an id so
  return `${scopeOf(params)}/providers/microsoft.insights/diagnosticSettings/${params.name}`;
}

function settingsAt(resources: readonly Resource[], scope: string): Resource[] {
  const prefix = `${scope}/providers/${SETTINGS}/`.toLowerCase();
  return resources.filter(({ id, type }) => type === SETTINGS && id.toLowerCase().startsWith(prefix));
}

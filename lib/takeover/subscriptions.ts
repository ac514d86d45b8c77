import { onceEach } from "./directory";
import { asked } from "./odata";
import type { Seen } from "./result";
import { type Json, type Reply, type Service, reason } from "./service";

/** A role assignment that exists. */
export interface FoundGrant {
  readonly id: string;
  readonly scope: string;
  readonly principalId: string;
  readonly principalType: string;
  /** The role's GUID. */
  readonly role: string;
  /** It holds under a condition only. */
  readonly conditional: boolean;
}

/** What is read of Azure; every call is asked once. */
export interface Subscriptions {
  /** A resource by its id; nothing if it does not exist. Of a diagnostic setting, the id is `RESOURCE|NAME`. */
  resource(type: string, id: string): Promise<Seen<Json | undefined>>;
  /** Role assignments at a scope, above it and below it; none where the scope does not exist. */
  grants(scope: string): Promise<Seen<readonly FoundGrant[]>>;
  /** Those at a scope and above, and none below. */
  grantsAt(scope: string): Promise<Seen<readonly FoundGrant[]>>;
  /** Every cluster of a subscription. */
  clusters(subscriptionId: string): Promise<Seen<readonly Json[]>>;
}

/** Versions of the API, by Terraform type; those that azurerm 4.55 asks for. */
const VERSIONS: Readonly<Record<string, string>> = {
  azurerm_resource_group: "2023-07-01",
  azurerm_kubernetes_cluster: "2025-07-01",
  azurerm_kubernetes_cluster_node_pool: "2025-07-01",
  azurerm_monitor_diagnostic_setting: "2021-05-01-preview",
};
const ASSIGNMENTS = "/providers/Microsoft.Authorization/roleAssignments";
const ASSIGNMENTS_VERSION = "2022-04-01";

/** The Terraform types whose resources can be looked up by `resource`. */
export const READABLE_TYPES: readonly string[] = Object.keys(VERSIONS);

/** What reading resources takes in Azure. */
export const AZURE_NEEDS = {
  resource: "the role Reader at the resource or above it",
  grants: "the role Reader at the cluster or above it (Microsoft.Authorization/roleAssignments/read)",
} as const;

/** Azure through its Resource Manager. */
export function subscriptionsOf(azure: Service): Subscriptions {
  const once = onceEach();
  const gap = (what: string, needs: string, { status, body }: Reply) => ({
    gap: { what, service: azure.name, status, reason: reason(body), ...(status === 403 && { needs }) },
  });
  const grants = (scope: string, query: Readonly<Record<string, string>>) =>
    once(
      `grants ${scope} ${Object.values(query).join()}`.toLowerCase(),
      async (): Promise<Seen<readonly FoundGrant[]>> => {
        const reply = await azure.list(
          asked(encodeURI(scope) + ASSIGNMENTS, { "api-version": ASSIGNMENTS_VERSION, ...query }),
        );
        if (isMissing(reply)) return { value: [] };
        if (reply.status !== 200) return gap(`role assignments at ${scope}`, AZURE_NEEDS.grants, reply);
        return { value: reply.value.map(grantOf) };
      },
    );
  return {
    resource: (type, id) =>
      once(`${type} ${id}`.toLowerCase(), async () => {
        const [target, name] = id.split("|");
        const path = name === undefined ? id : `${target}/providers/Microsoft.Insights/diagnosticSettings/${name}`;
        const reply = await azure.get(asked(encodeURI(path), { "api-version": VERSIONS[type] }));
        if (isMissing(reply)) return { value: undefined };
        return reply.status === 200 ? { value: reply.body } : gap(id, AZURE_NEEDS.resource, reply);
      }),
    grants: (scope) => grants(scope, {}),
    grantsAt: (scope) => grants(scope, { $filter: "atScope()" }),
    clusters: (subscriptionId) =>
      once(`clusters ${subscriptionId}`, async () => {
        const path = `/subscriptions/${subscriptionId}/providers/Microsoft.ContainerService/managedClusters`;
        const reply = await azure.list(asked(path, { "api-version": VERSIONS.azurerm_kubernetes_cluster }));
        if (reply.status === 200) return { value: reply.value };
        return gap(`clusters of the subscription ${subscriptionId}`, AZURE_NEEDS.resource, reply);
      }),
  };
}

/** A subscription that is not seen is not one without the resource. */
function isMissing({ status, body }: Reply): boolean {
  return status === 404 && !/^(SubscriptionNotFound|InvalidSubscriptionId)$/i.test(String(body.error?.code));
}

function grantOf({ id, properties }: Json): FoundGrant {
  const { scope, principalId, principalType, roleDefinitionId, condition } = (properties ?? {}) as Json;
  return {
    id: String(id),
    scope: String(scope),
    principalId: String(principalId),
    principalType: String(principalType),
    role: String(roleDefinitionId).split("/").at(-1)?.toLowerCase() ?? "",
    conditional: typeof condition === "string" && condition !== "",
  };
}

import { type Route, ok } from "../stand-in/route";
import { isSubscription, subscriptionNotFound } from "./resource-ids";

/** What the providers look for among the resource providers of a subscription; each is registered. */
const REGISTERED = [
  "Microsoft.Authorization",
  "Microsoft.ContainerService",
  "Microsoft.Insights",
  "Microsoft.ManagedIdentity",
  "Microsoft.Network",
  "Microsoft.OperationalInsights",
  "Microsoft.Resources",
];

/** Subscriptions, and the resource providers that they are registered with. */
export const subscriptions: readonly Route[] = [
  {
    method: "GET",
    path: "/subscriptions/:subscription",
    needs: ["Microsoft.Resources/subscriptions/read"],
    apiVersions: ["2022-12-01"],
    answer: ({ world, params }) => {
      const id = params.subscription;
      if (!isSubscription(world, id)) throw subscriptionNotFound(id);
      return ok({
        id: `/subscriptions/${id}`,
        subscriptionId: id,
        tenantId: world.tenantId,
        displayName: `subscription ${id.slice(0, 8)}`,
        state: "Enabled",
        subscriptionPolicies: {
          locationPlacementId: "Public_2014-09-01",
          quotaId: "PayAsYouGo_2014-09-01",
          spendingLimit: "Off",
        },
        authorizationSource: "RoleBased",
        managedByTenants: [],
        tags: {},
      });
    },
  },
  {
    method: "GET",
    path: "/subscriptions/:subscription/providers",
    needs: ["Microsoft.Resources/subscriptions/providers/read"],
    apiVersions: ["2022-09-01"],
    answer: ({ world, params }) => {
      const id = params.subscription;
      if (!isSubscription(world, id)) throw subscriptionNotFound(id);
      const value = REGISTERED.map((namespace) => ({
        id: `/subscriptions/${id}/providers/${namespace}`,
        namespace,
        registrationState: "Registered",
        registrationPolicy: "RegistrationRequired",
        resourceTypes: [],
      }));
      return ok({ value });
    },
  },
];

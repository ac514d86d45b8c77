import { type Call, type Route, ok } from "../stand-in/route";

/**
 * How a long-running operation is announced: where to ask for its state, and how long to wait before. Everything
 * here is done at once, so nobody has to wait: without `Retry-After` the provider sleeps for ten seconds.
 */
export function operation({ origin, world }: Call, subscription: string, location: string): Record<string, string> {
  const id = `${subscription.slice(0, 8)}-${world.journal.count}`;
  const path = `/subscriptions/${subscription}/providers/Microsoft.ContainerService/locations/${location}/operations/${id}`;
  return { "Azure-AsyncOperation": `${origin}${path}?api-version=2025-07-01`, "Retry-After": "0" };
}

/** States of operations. Whoever knows the address may ask, as in Azure: no role is needed. */
export const operations: readonly Route[] = [
  {
    method: "GET",
    path: "/subscriptions/:subscription/providers/Microsoft.ContainerService/locations/:location/operations/:id",
    needs: [],
    apiVersions: ["2025-07-01"],
    answer: ({ params, world }) => {
      const now = world.clock.iso();
      return ok({ name: params.id, status: "Succeeded", startTime: now, endTime: now });
    },
  },
];

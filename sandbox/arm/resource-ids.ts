import { type Resource } from "../stand-in/resources";
import { type ServiceError, notFound } from "../stand-in/service-error";
import { type World } from "../stand-in/world";

/** The subscription that an id is in; undefined for what belongs to the tenant. */
export function subscriptionOf(id: string): string | undefined {
  return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1];
}

export function resourceGroupId(params: Readonly<Record<string, string>>): string {
  return `/subscriptions/${params.subscription}/resourceGroups/${params.group}`;
}

/** The subscriptions that somebody deploys to, and those in which something exists. */
export function isSubscription(world: World, id: string): boolean {
  const same = (other: string | undefined) => other?.toLowerCase() === id.toLowerCase();
  return world.subscriptions.some(same) || world.resources.all().some((r) => same(subscriptionOf(r.id)));
}

export function subscriptionNotFound(id: string): ServiceError {
  return notFound("SubscriptionNotFound", `The subscription '${id}' could not be found.`);
}

/** The resource group, unless it is not there. */
export function resourceGroup(world: World, params: Readonly<Record<string, string>>): Resource {
  if (!isSubscription(world, params.subscription)) throw subscriptionNotFound(params.subscription);
  const found = world.resources.get(resourceGroupId(params));
  if (found === undefined) {
    throw notFound("ResourceGroupNotFound", `Resource group '${params.group}' could not be found.`);
  }
  return found;
}

export function resourceNotFound(id: string): ServiceError {
  const [, group] = /\/resourceGroups\/([^/]+)/i.exec(id) ?? [];
  const what = id.replace(/^.*?\/providers\//i, "");
  return notFound("ResourceNotFound", `The Resource '${what}' under resource group '${group}' was not found.`);
}

/** Refuses a scope of which the part that Azure knows does not exist; below a resource anything may be a scope. */
export function requireScope(world: World, scope: string): void {
  const subscription = subscriptionOf(scope);
  if (subscription === undefined) return;
  if (!isSubscription(world, subscription)) throw subscriptionNotFound(subscription);
  const [, group] = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)/i.exec(scope) ?? [];
  if (group === undefined) return;
  resourceGroup(world, { subscription, group });
  const [resource] =
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+\/[^/]+\/[^/]+/i.exec(scope) ?? [];
  if (resource !== undefined && world.resources.get(resource) === undefined) throw resourceNotFound(resource);
}

import { type World } from "../stand-in/world";

/** Diagnostic settings outlive what they were about: made again, it still has them (azurerm#23051). */
const OUTLIVES = /\/providers\/Microsoft\.Insights\/diagnosticSettings\/[^/]+$/i;

/** Takes a resource away, with what is below it: its children, the role assignments at it, its identities. */
export function removeWithChildren(world: World, id: string): void {
  const gone = [...world.resources.below(id), world.resources.get(id)];
  for (const resource of gone) {
    if (resource === undefined || OUTLIVES.test(resource.id)) continue;
    world.resources.remove(resource.id);
    for (const { objectId } of identitiesOf(resource.properties.identityProfile)) world.directory.remove(objectId);
    const { principalId } = (resource.identity ?? {}) as { principalId?: string };
    if (principalId !== undefined) world.directory.remove(principalId);
  }
}

function identitiesOf(profile: unknown): { objectId: string }[] {
  return Object.values((profile ?? {}) as Record<string, { objectId: string }>);
}

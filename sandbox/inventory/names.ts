import { type Json } from "../run/local-backend";
import { type World } from "../stand-in/world";

/** What a person calls whom an object id means. */
export function nameOf(world: World, id: string): string {
  const found = world.directory.get(id);
  if (found === undefined) return `nobody (${id})`;
  return found.kind === "user" ? found.userPrincipalName : found.displayName;
}

export function names(world: World, ids: Iterable<string>): string {
  return (
    [...ids]
      .map((id) => nameOf(world, id))
      .sort()
      .join(", ") || "nobody"
  );
}

/** The end of the line for what bears tags. */
export function tags({ tags }: Json): string {
  const said = Object.entries((tags ?? {}) as Record<string, string>).map(([k, v]) => `${k}=${v}`);
  return said.length === 0 ? "" : `; tags ${said.sort().join(", ")}`;
}

/** The resource group and the names; a namespace is a part of the path. */
export function shortId(id: string): string {
  const parts = id.split("/");
  if (parts.length <= 5) return parts.at(-1) as string;
  const [, , , , group, , , ...rest] = parts;
  return [group, ...rest.filter((_, i) => i % 2 === 1)].join("/");
}

import { type Call } from "./route";
import { badRequest } from "./service-error";

const TOKEN = "$skiptoken";
/** What a link to the next page asks with. */
export const PAGED = [TOKEN];

/**
 * A list as the services answer it: all of it, or a page of `world.pageSize` entries and where to ask for the next.
 *
 * The link is absolute and has all that was asked before; `link` is what the service calls it, `most` what it puts on
 * a page at most.
 */
export function page(
  call: Call,
  entries: readonly unknown[],
  link: "nextLink" | "@odata.nextLink" = "nextLink",
  most = Number.POSITIVE_INFINITY,
) {
  const { world, query, origin, path } = call;
  const asked = new Map([...query].map(([name, value]) => [name.toLowerCase(), value]));
  const begin = Number(asked.get(TOKEN) ?? 0);
  if (!Number.isInteger(begin) || begin < 0 || begin > entries.length) {
    throw badRequest("InvalidSkipToken", `'${String(asked.get(TOKEN))}' is not where a page begins.`);
  }
  const end = begin + Math.min(world.pageSize, most);
  const value = entries.slice(begin, end);
  if (end >= entries.length) return { value };
  const next = new URLSearchParams([...query].filter(([name]) => name.toLowerCase() !== TOKEN));
  next.set(TOKEN, String(end));
  return { value, [link]: `${origin}${path}?${next.toString()}` };
}

import { badRequest } from "./service-error";

/**
 * The conditions of a `$filter` that is a list of equalities: `groupId eq '…' and targetScheduleId eq '…'`.
 *
 * Names are matched without letter case; anything else in a filter is refused, so that nothing is left out silently.
 */
export function equalities(filter: string | null, names: readonly string[]): Readonly<Record<string, string>> {
  if (filter === null || filter.trim() === "") return {};
  const found: Record<string, string> = {};
  for (const condition of filter.trim().split(/\s+and\s+/i)) {
    const match = /^\(?\s*([\w/]+)\s+eq\s+(?:'((?:[^']|'')*)'|(true|false))\s*\)?$/i.exec(condition.trim());
    const name = names.find((n) => n.toLowerCase() === match?.[1].toLowerCase());
    if (match === null || name === undefined) {
      throw badRequest("Request_UnsupportedQuery", `The sandbox does not understand '${condition}' of $filter.`);
    }
    found[name] = match[2] === undefined ? match[3].toLowerCase() : match[2].replace(/''/g, "'");
  }
  return found;
}

import { page as pageOf } from "../stand-in/pages";
import { type Answer, type Call, ok } from "../stand-in/route";
import { badRequest } from "../stand-in/service-error";

type Fields = Readonly<Record<string, unknown>>;

/** The options of a call that answers one object. */
export const ONE = ["$select"];
/** The options of a call that lists. */
export const LIST = ["$filter", "$select", "$top", "$skiptoken"];

const USUAL_PAGE = 100;
const LARGEST_PAGE = 999;

/** One object, with the properties that `$select` names. */
export function one(call: Call, object: Fields): Answer {
  return ok(selected(call, object));
}

/** A page of a list, and a link to the next one if there is more: as much as `$top` says, at most 999, or 100. */
export function page<T>(call: Call, items: readonly T[], written: (item: T) => Fields): Answer {
  const top = call.query.get("$top");
  const size = top === null ? USUAL_PAGE : Number(top);
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_PAGE) {
    throw badRequest("Request_BadRequest", `Invalid page size '${top}': it is from 1 to ${LARGEST_PAGE}.`);
  }
  const all = items.map((item) => selected(call, written(item)));
  return ok(pageOf(call, all, "@odata.nextLink", size));
}

/** Whether `$expand` names something: `rules`, `*`, or `policy($expand=rules)` for the policy with something in it. */
export function expands({ query }: Call, name: string): boolean {
  const asked = query.get("$expand");
  return asked !== null && asked.split(",").some((part) => part === "*" || part.split("(")[0] === name);
}

/** What is not selected is left out; `@odata.type` stays, since it is not a property. */
function selected({ query }: Call, object: Fields): Fields {
  const names = query
    .get("$select")
    ?.toLowerCase()
    .split(/\s*,\s*/);
  if (names === undefined) return object;
  return Object.fromEntries(
    Object.entries(object).filter(([key]) => key === "@odata.type" || names.includes(key.toLowerCase())),
  );
}

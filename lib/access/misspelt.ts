import { nearest, quote } from "../core/text";
import { isUuid } from "../core/uuid";
import type { Estate } from "./estate";

/** `; did you mean …?`: of sign-in names the part before the domain is compared, which is what people misspell. */
export function didYouMeanWho(word: string, names: readonly string[]): string {
  const local = (name: string) => name.split("@")[0];
  const near = nearest(local(word), names.map(local));
  const found = names.find((name) => near !== undefined && local(name) === near);
  return found === undefined ? "" : `; did you mean ${quote(found)}?`;
}

/**
 * That no model has a person or group, and which is nearly called so; nothing where none is, and for an object id.
 *
 * Names that differ in a number only, such as p1 and p2, are nobody's slip.
 */
export function misspeltPrincipal(estate: Estate, principal: string): string | undefined {
  if (estate.principal(principal) !== undefined || estate.group(principal) !== undefined || isUuid(principal)) {
    return undefined;
  }
  const ids = [...estate.people, ...estate.groups.map((g) => g.id)];
  const keys = estate.groups.map(({ id }) => id.slice(id.lastIndexOf("/") + 1));
  const names = [...ids.map(estate.nameOf), ...keys].filter((name) => !isUuid(name) && !isNumbered(name, principal));
  const near = didYouMeanWho(principal, names);
  return near === "" ? undefined : `no model has ${quote(principal)}${near}`;
}

/** That nobody has a role in a namespace, and which is nearly called so; nothing where none is. */
export function misspeltNamespace(estate: Estate, cluster: string, namespace: string | null): string | undefined {
  if (namespace === null) return undefined;
  const known = [...new Set(estate.grantsOn(cluster).flatMap((g) => g.namespace ?? []))];
  if (known.includes(namespace)) return undefined;
  const others = known.filter((name) => !isNumbered(name, namespace));
  const near = nearest(namespace, others);
  if (near === undefined) return undefined;
  return `nobody has a role in the namespace ${quote(namespace)} of ${estate.nameOf(cluster)}; did you mean ${quote(near)}?`;
}

function isNumbered(a: string, b: string): boolean {
  const bare = (name: string) => name.toLowerCase().replace(/\d+/g, "");
  return a !== b && bare(a) === bare(b);
}

import { type Estate, didYouMeanWho } from "../access";
import { isNamespaceName } from "../core/namespace";
import { didYouMean, quote } from "../core/text";
import { isUuid } from "../core/uuid";
import { CannotRun } from "./cannot-run";
import type { Io } from "./io";

/**
 * The person, application or group that a word means: a sign-in name, an object id, a display name or a key.
 *
 * A sign-in name or an object id that no model has is taken all the same: whoever it is may be in a group that only
 * the tenant knows. It is said, with the nearest name, because it may be misspelt.
 *
 * @throws CannotRun for any other word that no model has, and for one that means several
 */
export function findPrincipal(estate: Estate, word: string, io: Io): string {
  const ids = [...estate.people, ...estate.groups.map((g) => g.id)];
  const found = one(estate, word, ids, "principal");
  if (found !== undefined) return found;
  const names = [...ids.map((id) => estate.nameOf(id)), ...keysOf(estate, "groups")];
  if (!word.includes("@") && !isUuid(word)) throw unknown(word, "person, application or group", names);
  const near = didYouMeanWho(word, names);
  io.err(`note: no model has ${quote(word)}; the answer is about somebody whom only the tenant knows${near}\n`);
  return word;
}

/**
 * The cluster that a word means; without a word the only one there is.
 *
 * @throws CannotRun if no model has it, and if it means several
 */
export function findCluster(estate: Estate, word: string | undefined): string {
  const ids = estate.clusters.map((c) => c.id);
  const names = ids.map((id) => estate.nameOf(id));
  if (word === undefined) {
    if (ids.length === 1) return ids[0];
    const which = ids.length === 0 ? "the models have no cluster" : `name a cluster: ${[...names].sort().join(", ")}`;
    throw new CannotRun(which);
  }
  const found = one(estate, word, ids, "cluster");
  if (found === undefined) throw unknown(word, "cluster", [...names, ...keysOf(estate, "clusters")]);
  return found;
}

/**
 * The namespace that a word means, or all of them without a word. Namespaces are not declared, so any is taken; one
 * that is nearly one in which somebody has a role is said.
 *
 * @throws CannotRun for what cannot be a namespace
 */
export function findNamespace(estate: Estate, cluster: string, word: string | undefined, io: Io): string | null {
  if (word === undefined) return null;
  if (!isNamespaceName(word)) {
    throw new CannotRun(
      `${quote(word)} is no name of a namespace; allowed: lower-case letters, digits and hyphens, such as payments`,
    );
  }
  const known = [...new Set(estate.grantsOn(cluster).flatMap((g) => g.namespace ?? []))];
  const near = known.includes(word) ? "" : didYouMean(word, known);
  if (near !== "")
    io.err(`note: nobody has a role in the namespace ${quote(word)} of ${estate.nameOf(cluster)}${near}\n`);
  return word;
}

function one(estate: Estate, word: string, ids: readonly string[], what: string): string | undefined {
  const found = estate.find(word).filter((id) => ids.includes(id));
  if (found.length <= 1) return found[0];
  throw new CannotRun(
    `${quote(word)} means ${found.length} ${what}s: ${found.map((id) => nameOf(estate, id)).join(", ")}; name it by its id`,
  );
}

function nameOf(estate: Estate, id: string): string {
  const { objectId } = estate.whoIs(id);
  return objectId === undefined ? id : `${id} (${objectId})`;
}

/** The keys that the files have for something, beside its names. */
function keysOf(estate: Estate, kind: "groups" | "clusters"): string[] {
  const keys = estate.models.flatMap((m) => m[kind].map(({ id }) => id.slice(id.lastIndexOf("/") + 1)));
  return keys.filter((key) => !isUuid(key));
}

function unknown(word: string, what: string, names: readonly string[]): CannotRun {
  const known = [...new Set(names)].sort();
  const there = known.length <= 12 ? `; allowed: ${known.join(", ")}` : "";
  return new CannotRun(`no model has a ${what} ${quote(word)}${there}${didYouMeanWho(word, known)}`);
}

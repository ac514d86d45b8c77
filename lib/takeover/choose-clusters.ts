import { normalizeImportId } from "../access/import-id";
import { didYouMean, quote } from "../core/text";
import { CannotRead } from "./cannot-read";
import type { Gap, Seen } from "./result";
import type { Json } from "./service";
import type { Subscriptions } from "./subscriptions";

/** The clusters that somebody named, or those of which several have one name. */
export interface Chosen {
  readonly clusters: readonly Json[];
  /** By the name that was given, the ids of the clusters that have it. */
  readonly several: ReadonlyMap<string, readonly string[]>;
}

const TYPE = "azurerm_kubernetes_cluster";

/**
 * Clusters by resource id, in any form that people paste, or by name in a subscription.
 *
 * @throws CannotRead for one that does not exist or cannot be read; ValidationError IMPORT_ID
 */
export async function chooseClusters(
  given: readonly string[],
  subscriptions: Subscriptions,
  subscriptionId: string | undefined,
): Promise<Chosen> {
  const several = new Map<string, readonly string[]>();
  const found = await Promise.all(
    given.map(async (text): Promise<Json[]> => {
      if (text.includes("/")) return [await byId(text, subscriptions)];
      if (subscriptionId === undefined) {
        throw new CannotRead(
          `the cluster ${quote(text)} is looked for in no subscription; allowed: its resource id, or its name with --subscription or ARM_SUBSCRIPTION_ID`,
        );
      }
      const all = read(await subscriptions.clusters(subscriptionId));
      const same = all.filter(({ name }) => String(name).toLowerCase() === text.toLowerCase());
      if (same.length === 0) throw new CannotRead(noSuch(text, all, subscriptionId));
      if (same.length > 1) several.set(text, same.map(({ id }) => normalizeImportId(TYPE, String(id))).sort());
      return same.length > 1 ? [] : same;
    }),
  );
  return { clusters: found.flat().map((one) => ({ ...one, id: normalizeImportId(TYPE, String(one.id)) })), several };
}

async function byId(text: string, subscriptions: Subscriptions): Promise<Json> {
  const id = normalizeImportId(TYPE, text);
  const found = read(await subscriptions.resource(TYPE, id));
  if (found === undefined) throw new CannotRead(`there is no cluster ${id}`);
  return found;
}

function noSuch(text: string, all: readonly Json[], subscriptionId: string): string {
  const names = all.map(({ name }) => String(name)).sort();
  const there = names.length === 0 ? "there is none" : `there are: ${names.join(", ")}`;
  return `no cluster is called ${quote(text)} in the subscription ${subscriptionId}${didYouMean(text, names)}; ${there}`;
}

/** Without the cluster there is nothing to write. */
function read<T>(seen: Seen<T>): T {
  if ("value" in seen) return seen.value;
  throw new CannotRead(wordsOf(seen.gap));
}

function wordsOf({ what, service, status, reason, needs }: Gap): string {
  const said = reason === "" ? "" : ` (${reason})`;
  return `${what} cannot be read: ${service} answered ${status}${said}${needs === undefined ? "" : `; it takes ${needs}`}`;
}

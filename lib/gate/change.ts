import type { Change } from "./plan";

/** What a resource is to a gate. */
export type Kind = "group" | "cluster" | "policy" | "role settings" | "resource group" | "other";

const KINDS: Readonly<Record<string, Kind>> = {
  azuread_group: "group",
  azuread_group_without_members: "group",
  azurerm_kubernetes_cluster: "cluster",
  azurerm_kubernetes_automatic_cluster: "cluster",
  azuread_conditional_access_policy: "policy",
  azuread_group_role_management_policy: "role settings",
  azurerm_resource_group: "resource group",
};

/** Providers that name what they make by a type of Resource Manager, or by an address of Graph. */
const NAMED: readonly { readonly type: string; readonly by: string; readonly is: readonly [RegExp, Kind][] }[] = [
  {
    type: "azapi_resource",
    by: "type",
    is: [
      [/^Microsoft\.ContainerService\/managedClusters@/i, "cluster"],
      [/^Microsoft\.Resources\/resourceGroups@/i, "resource group"],
    ],
  },
  {
    type: "msgraph_resource",
    by: "url",
    is: [
      [/^\/?groups$/i, "group"],
      [/^\/?identity\/conditionalAccess\/policies$/i, "policy"],
    ],
  },
];

/** What a resource is to a gate; `other` if no rule is about its type alone. */
export function kindOf(change: Change): Kind {
  if (change.mode !== "managed") return "other";
  const named = NAMED.find(({ type }) => type === change.type);
  const by = named && (change.before ?? change.after)?.[named.by];
  const found = typeof by === "string" ? named?.is.find(([form]) => form.test(by)) : undefined;
  return found?.[1] ?? KINDS[change.type] ?? "other";
}

/** Something that is there goes. A `removed` block that only lets go of it (`forget`) leaves it there. */
export const isDeleted = (c: Change): boolean => c.actions.includes("delete");

/** Something is made: anew, or in place of what goes. */
export const isCreated = (c: Change): boolean => c.actions.includes("create");

/** Something goes, and another one takes its place. */
export const isReplaced = (c: Change): boolean => isCreated(c) && (isDeleted(c) || c.actions.includes("forget"));

/** It stays, and some attribute changes. */
export const isUpdated = (c: Change): boolean => c.actions.length === 1 && c.actions[0] === "update";

/** Terraform lets go of it, and it stays as it is. */
export const isForgotten = (c: Change): boolean => c.actions.includes("forget");

/** Nothing happens to it. */
export const isNoOp = (c: Change): boolean => c.actions.length === 1 && c.actions[0] === "no-op";

/** A value of a plan that is only known once it is applied. */
export const UNKNOWN = Symbol("known after apply");

/** A value, or that it is not known before the apply. */
export type Planned = unknown;

/** What an attribute was. Blocks are lists: `activation_rules`, 0, `require_approval`. */
export function before(change: Change, ...path: readonly (string | number)[]): unknown {
  return at(change.before, path);
}

/** What an attribute becomes, or `UNKNOWN`. */
export function after(change: Change, ...path: readonly (string | number)[]): Planned {
  let unknown = change.afterUnknown;
  for (const step of path) {
    if (unknown === true) return UNKNOWN;
    unknown = at(unknown, [step]);
  }
  return unknown === true ? UNKNOWN : at(change.after, path);
}

/** Words in a list or set before; an attribute that is not there has none. */
export function wordsBefore(change: Change, ...path: readonly (string | number)[]): readonly string[] {
  return words(before(change, ...path));
}

/** Words in a list or set after, and whether there are more that nobody knows yet. */
export function wordsAfter(
  change: Change,
  ...path: readonly (string | number)[]
): { readonly known: readonly string[]; readonly more: number } {
  const value = after(change, ...path);
  if (value === UNKNOWN) return { known: [], more: Infinity };
  const unknown = at(change.afterUnknown, path);
  const more = Array.isArray(unknown) ? unknown.filter((u) => u === true).length : 0;
  return { known: words(value), more };
}

/** The name that people see, for a resource that has one. */
export function displayName(change: Change): string | undefined {
  const name = (change.before ?? change.after)?.display_name ?? (change.before ?? change.after)?.name;
  return typeof name === "string" && name !== "" ? name : undefined;
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== "object" || found === null) return undefined;
    found = Object.hasOwn(found, step) ? (found as Record<string | number, unknown>)[step] : undefined;
  }
  return found;
}

function words(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((v): v is string => typeof v === "string" && v !== "") : [];
}

import { isKnownText } from "../core/known";
import type { Certainty } from "./certainty";
import {
  type AccessModel,
  type ClusterEntry,
  type Fact,
  type GroupEntry,
  type PrincipalEntry,
  isUnknown,
} from "./model";

/** What is known of who somebody is: under every id of the models that means the same person, group or application. */
export interface Identity {
  readonly id: string;
  readonly type: PrincipalEntry["type"] | undefined;
  readonly objectId: string | undefined;
  readonly userPrincipalName: string | undefined;
}

/** Joins the ids of the models that mean the same. */
export class Identities {
  private readonly parent = new Map<string, string>();
  private readonly facts = new Map<string, Identity>();

  constructor(models: readonly AccessModel[]) {
    for (const { principals, groups, clusters } of models) {
      for (const p of principals) this.add(p.id, keysOfPrincipal(p));
      for (const g of groups) this.add(g.id, objectIdKey(g.objectId));
      for (const c of clusters) this.add(c.id, keyOfCluster(c));
    }
    for (const { principals, groups } of models) {
      for (const p of principals) this.note(p.id, p.type, p.objectId, p.userPrincipalName);
      for (const g of groups) this.note(g.id, "Group", g.objectId, undefined);
    }
  }

  /**
   * The id under which everything about somebody is joined: the first of all ids that mean the same. A sign-in name
   * or an object id that the models know means whom they mean by it; what they don't know stays as it is.
   */
  public of(id: string): string {
    if (this.parent.has(id)) return this.root(id);
    const key = id.includes("@") ? upnKey(id) : objectKey(id);
    return this.parent.has(key) ? this.root(key) : id;
  }

  /** Who an id means, by all that the models say about it together. */
  public whoIs(id: string): Identity {
    const joined = this.of(id);
    const known = this.facts.get(joined);
    if (known !== undefined) return known;
    const upn = joined.includes("@") ? joined : undefined;
    return { id: joined, type: upn === undefined ? undefined : "User", objectId: undefined, userPrincipalName: upn };
  }

  private add(id: string, keys: readonly string[]): void {
    this.root(id);
    for (const key of keys) this.join(id, key);
  }

  private join(a: string, b: string): void {
    const [x, y] = [this.root(a), this.root(b)];
    if (x === y) return;
    // the smallest id stands for all, so that the order of the models changes nothing; a key never stands for an id
    const first = isKey(y) || (!isKey(x) && x < y) ? x : y;
    this.parent.set(first === x ? y : x, first);
  }

  private root(id: string): string {
    const parent = this.parent.get(id);
    if (parent === undefined) this.parent.set(id, id);
    if (parent === undefined || parent === id) return id;
    const root = this.root(parent);
    this.parent.set(id, root);
    return root;
  }

  private note(id: string, type: PrincipalEntry["type"], objectId: Fact<string>, upn: string | undefined): void {
    const joined = this.root(id);
    const before = this.facts.get(joined);
    this.facts.set(joined, {
      id: joined,
      type: before?.type ?? type,
      objectId: before?.objectId ?? known(objectId)?.toLowerCase(),
      userPrincipalName: before?.userPrincipalName ?? (upn !== undefined && isKnownText(upn) ? upn : undefined),
    });
  }
}

/**
 * Whether two ids mean the same person.
 *
 * A person known by a sign-in name only and one known by an object id only may be the same: only the tenant knows.
 */
export function sameIdentity(a: Identity, b: Identity): Certainty {
  if (a.id === b.id) return "yes";
  if (a.type !== undefined && b.type !== undefined && a.type !== b.type) return "no";
  if (a.objectId !== undefined && b.objectId !== undefined) return "no";
  if (a.userPrincipalName !== undefined && b.userPrincipalName !== undefined) return "no";
  // two groups without an object id are both made here
  if (a.type === "Group" && a.objectId === undefined && b.objectId === undefined) return "no";
  return "unknown";
}

const KEY = "\u0000";
const isKey = (id: string) => id.startsWith(KEY);
const upnKey = (upn: string) => `${KEY}upn ${upn.toLowerCase()}`;
const objectKey = (objectId: string) => `${KEY}object ${objectId.toLowerCase()}`;

function known<T>(fact: Fact<T>): T | undefined {
  return isUnknown(fact) ? undefined : fact;
}

function objectIdKey(fact: Fact<string>): string[] {
  const id = known(fact);
  return id === undefined ? [] : [objectKey(id)];
}

function keysOfPrincipal(p: PrincipalEntry): string[] {
  const upn = p.userPrincipalName;
  return [...objectIdKey(p.objectId), ...(upn !== undefined && isKnownText(upn) ? [upnKey(upn)] : [])];
}

function keyOfCluster(c: ClusterEntry): string[] {
  const parts = [c.subscriptionId, c.resourceGroup, c.name].map(known);
  return parts.includes(undefined) ? [] : [`${KEY}cluster ${parts.join("/").toLowerCase()}`];
}

/** How much an entry knows about a group; what makes it says more than what uses it. */
export const KINDS_OF_GROUP: Readonly<Record<GroupEntry["kind"], number>> = { jit: 0, standing: 1, existing: 2 };

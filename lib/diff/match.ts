import { type Estate, isUnknown, sameIdentity } from "../access";

/** Names what an id means on both sides, so that what is the same has the same name. */
export interface Matching {
  readonly before: (id: string) => string;
  readonly after: (id: string) => string;
  /** The names of what, on the other side, may be what a name means: only the tenant knows. */
  readonly maybe: (name: string) => ReadonlySet<string>;
}

/** Something that may have another id on the other side. */
interface Thing {
  readonly id: string;
  /** What cannot be of two things: an object id, the id of a cluster. */
  readonly hard: string | undefined;
  readonly upn: string | undefined;
  /** The id that it had, if it says so. */
  readonly formerly: string | undefined;
  readonly name: string;
}

type Pairs = (a: Thing, b: Thing) => boolean;

/** Whether two things cannot be the same, whatever their ids. */
function contradict(a: Thing, b: Thing): boolean {
  const differ = (x: string | undefined, y: string | undefined) => x !== undefined && y !== undefined && x !== y;
  return differ(a.hard, b.hard) || (a.hard === undefined && b.hard === undefined && differ(a.upn, b.upn));
}

/** What makes two things the same, the surest first. */
const TIERS: readonly Pairs[] = [
  (a, b) => a.hard !== undefined && a.hard === b.hard,
  (a, b) => a.upn !== undefined && a.upn === b.upn && !contradict(a, b),
  (a, b) => a.id === b.id && !contradict(a, b),
  (a, b) => (a.id === b.formerly || b.id === a.formerly) && !contradict(a, b),
  (a, b) => a.name !== "" && a.name === b.name && !contradict(a, b),
];

/**
 * Finds what is the same in two states of an app, across renames: by object id and sign-in name, then by construct
 * path, by the former key that a group states, and by display name.
 *
 * Two things with one path and different object ids are two things: somebody else is now meant.
 */
export function matchingOf(before: Estate, after: Estate): Matching {
  const names = { before: new Map<string, string>(), after: new Map<string, string>() };
  const maybe = new Map<string, Set<string>>();
  const nobody: ReadonlySet<string> = new Set();
  for (const kind of [people, groups, clusters, policies]) {
    const [a, b] = [kind(before), kind(after)];
    pair(a, b, names);
    if (kind === people || kind === groups) noteDoubts(before, a, after, b);
  }
  return {
    before: (id) => names.before.get(before.idOf(id)) ?? before.idOf(id),
    after: (id) => names.after.get(after.idOf(id)) ?? after.idOf(id),
    maybe: (name) => maybe.get(name) ?? nobody,
  };

  /** Of what has no counterpart, some may be the same: a sign-in name here, an object id there. */
  function noteDoubts(was: Estate, a: readonly Thing[], is: Estate, b: readonly Thing[]): void {
    // what the two sides know of one id alone decides nothing
    const named = (estate: Estate, key: ReadonlyMap<string, string>) => (thing: Thing) => ({
      ...estate.whoIs(thing.id),
      id: key.get(thing.id) ?? thing.id,
    });
    const others = b.map(named(is, names.after));
    for (const x of a.map(named(was, names.before)))
      for (const y of others) {
        if (sameIdentity(x, y) !== "unknown") continue;
        note(x.id, y.id);
        note(y.id, x.id);
      }
  }

  function note(name: string, other: string): void {
    const there = maybe.get(name);
    if (there === undefined) maybe.set(name, new Set([other]));
    else there.add(other);
  }
}

function pair(a: Thing[], b: Thing[], names: Record<"before" | "after", Map<string, string>>): void {
  for (const same of TIERS) {
    for (const x of [...a]) {
      // of several, only those that nobody else could be meant by
      const matching = b.filter((y) => same(x, y));
      if (matching.length !== 1 || a.filter((other) => same(other, matching[0])).length !== 1) continue;
      const name = `both ${x.id} ${matching[0].id}`;
      names.before.set(x.id, name);
      names.after.set(matching[0].id, name);
      a.splice(a.indexOf(x), 1);
      b.splice(b.indexOf(matching[0]), 1);
    }
  }
  for (const x of a) names.before.set(x.id, `before ${x.id}`);
  for (const y of b) names.after.set(y.id, `after ${y.id}`);
}

function people(estate: Estate): Thing[] {
  return estate.people.map((id) => {
    const { objectId, userPrincipalName } = estate.whoIs(id);
    return { id, hard: objectId, upn: userPrincipalName?.toLowerCase(), formerly: undefined, name: "" };
  });
}

function groups(estate: Estate): Thing[] {
  return estate.groups.map((g) => ({
    id: g.id,
    hard: estate.whoIs(g.id).objectId,
    upn: undefined,
    formerly: g.formerly,
    name: isUnknown(g.displayName) ? "" : g.displayName,
  }));
}

function clusters(estate: Estate): Thing[] {
  return estate.clusters.map((c) => {
    const parts = [c.subscriptionId, c.resourceGroup, c.name];
    const hard = parts.some(isUnknown) ? undefined : parts.join("/").toLowerCase();
    return { id: c.id, hard, upn: undefined, formerly: undefined, name: isUnknown(c.name) ? "" : c.name };
  });
}

function policies(estate: Estate): Thing[] {
  return estate.policies.map(({ id, displayName }) => {
    const name = isUnknown(displayName) ? "" : displayName;
    return { id, hard: undefined, upn: undefined, formerly: undefined, name };
  });
}

import { type Estate, type Fact, isUnknown } from "../access";
import { Duration } from "../core";
import type { Aspect } from "./change";

/** The aspects of a thing in which the second state asks for less than the first, and those that cannot be compared. */
export interface Weaknesses {
  readonly aspects: readonly Aspect[];
  readonly unknown: readonly { readonly what: string; readonly reason: string }[];
}

/** Names on one side, for lists of ids. */
export interface Side {
  readonly estate: Estate;
  /** The name that both sides have for what an id means. */
  readonly key: (id: string) => string;
  /** The names of what, on the other side, may be what a name means: only the tenant knows. */
  readonly maybe: (key: string) => ReadonlySet<string>;
}

/** Something in a list, as a reader and as both sides call it. */
export interface Named {
  readonly key: string;
  readonly name: string;
  readonly objectId: string | undefined;
}

/** Collects what got weaker of one thing. */
export class Comparing {
  public readonly aspects: Aspect[] = [];
  public readonly unknown: { what: string; reason: string }[] = [];

  constructor(
    private readonly from: Side,
    private readonly to: Side,
  ) {}

  /** Compares a fact, if both sides know it. */
  public fact<T>(
    name: string,
    was: Fact<T>,
    is: Fact<T>,
    weaker: (was: T, is: T) => boolean,
    say: (value: T) => string,
  ): this {
    if (isUnknown(was) || isUnknown(is)) return isUnknown(was) === isUnknown(is) ? this : this.doubt(name, was, is);
    if (weaker(was, is)) this.aspects.push({ name, before: say(was), after: say(is) });
    return this;
  }

  /** Something that is asked for: weaker where it is no longer. */
  public asked(name: string, was: Fact<boolean>, is: Fact<boolean>, words = ["required", "not required"]): this {
    return this.fact(
      name,
      was,
      is,
      (a, b) => a && !b,
      (value) => words[value ? 0 : 1],
    );
  }

  /** Something that is allowed: weaker where it is now. */
  public allowed(name: string, was: Fact<boolean>, is: Fact<boolean>, words = ["allowed", "not allowed"]): this {
    return this.fact(
      name,
      was,
      is,
      (a, b) => !a && b,
      (value) => words[value ? 0 : 1],
    );
  }

  /** A length of time: weaker where it is longer; null is no end. */
  public length(name: string, was: Fact<string | null>, is: Fact<string | null>): this {
    const minutes = (text: string | null) => (text === null ? Infinity : Duration.parse(text).toMinutes());
    return this.fact(
      name,
      was,
      is,
      (a, b) => minutes(b) > minutes(a),
      (v) => (v === null ? "none" : Duration.parse(v).toString()),
    );
  }

  /** A list: weaker where something was added to it (`more`), or taken away from it (`fewer`). */
  public list(name: string, was: Fact<readonly string[]>, is: Fact<readonly string[]>, weaker: "more" | "fewer"): this {
    if (isUnknown(was) || isUnknown(is)) return isUnknown(was) === isUnknown(is) ? this : this.doubt(name, was, is);
    const [old, now] = [namedIn(this.from, was), namedIn(this.to, is)];
    const [less, more] = weaker === "more" ? [old, now] : [now, old];
    const side = weaker === "more" ? this.to : this.from;
    const changed = [...more.values()].filter(({ key }) => !less.has(key));
    const maybe = changed.flatMap((thing) => {
      const others = side.maybe(thing.key);
      const same = others.size === 0 ? undefined : [...less.values()].find((l) => others.has(l.key));
      return same === undefined ? [] : [{ thing, same }];
    });
    if (changed.length > maybe.length) this.aspects.push({ name, before: told(old, now), after: told(now, old) });
    else if (maybe.length > 0) {
      const [{ thing, same }] = maybe;
      this.unknown.push({ what: `${name} may have changed`, reason: maybeOne(...sorted(thing.name, same.name)) });
    }
    return this;
  }

  public doubt(name: string, was: Fact<unknown>, is: Fact<unknown>): this {
    const reason = [was, is].flatMap((f) => (isUnknown(f) ? [f.unknown] : []))[0];
    this.unknown.push({ what: `${name} may have changed`, reason });
    return this;
  }
}

function namedIn({ estate, key }: Side, ids: readonly string[]): Map<string, Named> {
  return new Map(
    ids.map((id) => [key(id), { key: key(id), name: estate.nameOf(id), objectId: estate.whoIs(id).objectId }]),
  );
}

/** The names in a list, with the object id of what has the name of something else in the other list. */
function told(list: ReadonlyMap<string, Named>, other: ReadonlyMap<string, Named>): string {
  const elsewhere = new Set([...other.values()].filter((o) => !list.has(o.key)).map((o) => o.name));
  const names = [...list.values()].map(({ key, name, objectId }) =>
    elsewhere.has(name) && !other.has(key) ? `${name} (${objectId ?? "its object id is given at apply"})` : name,
  );
  return names.length === 0 ? "none" : [...new Set(names)].sort().join(", ");
}

/** That two names may be of one person or group. */
export function maybeOne(a: string, b: string): string {
  return `only the tenant knows whether ${a} and ${b} are the same`;
}

function sorted(a: string, b: string): [string, string] {
  return a < b ? [a, b] : [b, a];
}

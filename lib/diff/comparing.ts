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
    const keysOf = (side: Side, ids: readonly string[]) =>
      new Map(ids.map((id) => [side.key(id), side.estate.nameOf(id)]));
    const [old, now] = [keysOf(this.from, was), keysOf(this.to, is)];
    const [less, more] = weaker === "more" ? [old, now] : [now, old];
    const changed = [...more].filter(([key]) => !less.has(key));
    if (changed.length > 0) this.aspects.push({ name, before: names(old), after: names(now) });
    return this;
  }

  public doubt(name: string, was: Fact<unknown>, is: Fact<unknown>): this {
    const reason = [was, is].flatMap((f) => (isUnknown(f) ? [f.unknown] : []))[0];
    this.unknown.push({ what: `${name} may have changed`, reason });
    return this;
  }
}

function names(list: ReadonlyMap<string, string>): string {
  return list.size === 0 ? "none" : [...new Set(list.values())].sort().join(", ");
}

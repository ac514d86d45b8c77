import { type AccessModel, isUnknown } from "../access";
import { Duration } from "../core";
import { toRfc3339 } from "../core/expiration";

/** Something in the files that ends by itself. */
export interface Ending {
  /** What ends, in words. */
  readonly what: string;
  /** Id of the assignment, or of what an acknowledgement is for: in a program it is written there. */
  readonly id: string;
  /** The file, line and column to change, where a config file says it. */
  readonly source: string | undefined;
  /** When, in RFC 3339 and UTC; null where the end is counted from the day of apply, which the files do not know. */
  readonly at: string | null;
  /** How long from apply, `180d`, where that is all that is known. */
  readonly after: string | null;
}

/** Names what an id stands for. */
export type NameOf = (id: string) => string;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Everything in the models that ends, by its end; what is counted from apply comes last. */
export function endingsOf(models: readonly AccessModel[], nameOf: NameOf): Ending[] {
  const found = models.flatMap((model) => [
    ...assignmentEndings(model, nameOf),
    ...acknowledgementEndings(model, nameOf),
  ]);
  const key = (e: Ending) => `${e.at ?? "~"} ${e.what} ${e.id}`;
  return found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Whole days from now to an end, rounded down; below zero when it has passed. */
export function daysUntil(at: string, now: Date): number {
  return Math.floor((Date.parse(at) - now.getTime()) / DAY_MS);
}

function assignmentEndings(model: AccessModel, nameOf: NameOf): Ending[] {
  return model.assignments.flatMap(({ id, source, principal, group, kind, accessId, expiration, start }): Ending[] => {
    if (isUnknown(expiration) || expiration === "permanent") return [];
    const role = accessId === "owner" ? " as owner" : "";
    const what = `${nameOf(principal)}, ${kind} in ${nameOf(group)}${role}`;
    if (!expiration.startsWith("P")) {
      return [{ what, id, source, at: utc(expiration), after: null }];
    }
    const length = Duration.parse(expiration);
    const begun = isUnknown(start) || start === null ? undefined : Date.parse(start);
    if (begun !== undefined) {
      const at = utc(new Date(begun + length.toMinutes() * 60_000).toISOString());
      return [{ what, id, source, at, after: null }];
    }
    return [{ what, id, source, at: null, after: length.toString() }];
  });
}

function acknowledgementEndings(model: AccessModel, nameOf: NameOf): Ending[] {
  return model.guardrails.flatMap(({ id, source, acknowledge }) =>
    acknowledge.flatMap(({ rule, on, until, reason, source: own }) => {
      if (until === null) return [];
      const what = `acknowledgement of ${rule}${on === null ? "" : ` on ${nameOf(on)}`} (${reason})`;
      const at = utc(toRfc3339(until, "T23:59:59Z"));
      return [{ what, id: on ?? id, source: own ?? source, at, after: null }];
    }),
  );
}

/** A time in UTC, to the second. */
function utc(time: string): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

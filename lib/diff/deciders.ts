import { type Fact, isUnknown, waysIn } from "../access";
import { type Named, type Side, maybeOne } from "./comparing";

/** How somebody gets to be one of those who decide: by making himself one, by an activation, or with nothing to do. */
export const LEVEL = { owner: 1, activation: 2, now: 3 } as const;

/** Somebody who decides, or can get to. */
export interface Decider extends Named {
  readonly level: number;
  /** He is none of them yet, and can make himself one by owning a group. */
  readonly isOwner: boolean;
  /** A group of which only the tenant knows the members. */
  readonly unknownGroup: boolean;
}

/**
 * Everybody behind a list of people and groups: members, whoever may activate a membership, and owners, who make
 * themselves members. Whoever applies the stack writes down other settings as well, and is told as access of his own.
 */
export function decidersOf(side: Side, ids: readonly string[]): Map<string, Decider> {
  const { estate } = side;
  const found = new Map<string, Decider>();
  const add = (id: string, level: number) => {
    const key = side.key(id);
    if ((found.get(key)?.level ?? 0) >= level) return;
    const unknownGroup = estate.group(id) !== undefined;
    found.set(key, {
      key,
      name: estate.nameOf(id),
      objectId: estate.whoIs(id).objectId,
      level,
      isOwner: level === LEVEL.owner,
      unknownGroup,
    });
  };
  for (const id of ids) {
    const group = estate.group(id);
    if (group === undefined) add(id, LEVEL.now);
    else
      for (const { principal, hops } of waysIn(estate).to(group.id)) {
        if (hops.some((h) => h.kind === "deployer")) continue;
        const owner = hops.some((h) => h.accessId === "owner");
        add(principal, owner ? LEVEL.owner : hops.some((h) => h.kind === "eligible") ? LEVEL.activation : LEVEL.now);
      }
  }
  return found;
}

/** Who decides on one side only, or more easily, and whether that is sure. */
export interface NewDeciders {
  readonly before: ReadonlyMap<string, Decider>;
  readonly after: ReadonlyMap<string, Decider>;
  /** Can decide, and at most could make themselves somebody who can. */
  readonly deciding: readonly Decider[];
  /** Can make themselves somebody who decides, and could not. */
  readonly byOwning: readonly Decider[];
  /** May be either: why nobody can tell here. */
  readonly doubts: readonly string[];
}

/** Compares who is behind two lists; nothing where one of them is not known. */
export function newDeciders(
  from: Side,
  to: Side,
  was: Fact<readonly string[]>,
  is: Fact<readonly string[]>,
): NewDeciders | undefined {
  if (isUnknown(was) || isUnknown(is)) return undefined;
  const [before, after] = [decidersOf(from, was), decidersOf(to, is)];
  const decides = (d: Decider | undefined) => (d?.level ?? 0) >= LEVEL.activation;
  const more = [...after.values()].filter((d) => !before.has(d.key) || (decides(d) && !decides(before.get(d.key))));
  const doubts: string[] = [];
  const sure = more.filter((d) => {
    const doubt = doubtAbout(from, to, before, d);
    if (doubt !== undefined) doubts.push(doubt);
    return doubt === undefined;
  });
  return {
    before,
    after,
    deciding: sure.filter(decides),
    byOwning: sure.filter((d) => !decides(d)),
    doubts: [...new Set(doubts)].sort(),
  };
}

/** Why somebody may have been one of those before, if he may. */
function doubtAbout(from: Side, to: Side, before: ReadonlyMap<string, Decider>, who: Decider): string | undefined {
  const others = to.maybe(who.key);
  const other = others.size === 0 ? undefined : [...before.values()].find((d) => others.has(d.key));
  if (other !== undefined) return maybeOne(other.name, who.name);
  if (who.unknownGroup && from.estate.groups.some((g) => from.key(g.id) === who.key))
    return `only the tenant knows who is in ${who.name} now`;
  const opened = [...before.values()].find(
    (d) => d.unknownGroup && to.estate.groups.some((g) => to.key(g.id) === d.key && !isUnknown(g.members)),
  );
  return opened && `only the tenant knows who was in ${opened.name}`;
}

/** Those who decide, in words: of many, those who are new and how many more. */
export function decidersText(list: readonly Decider[], fresh: readonly Decider[]): string {
  const names = (of: readonly Decider[]) => [...new Set(of.map((d) => d.name))].sort();
  const all = names(list);
  if (all.length === 0) return "nobody";
  if (all.length <= MOST_NAMES) return all.join(", ");
  const shown = names(fresh).slice(0, MOST_NAMES);
  const rest = `${all.length - shown.length} people or groups`;
  return shown.length === 0 ? rest : `${rest} and ${shown.join(", ")}`;
}

const MOST_NAMES = 8;

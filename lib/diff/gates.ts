import type { AccessPath, Entry, PolicyEntry, RoleSettingsEntry } from "../access";
import { comparePolicies } from "./asks";
import type { Aspect, DiffDoubt, GateChange } from "./change";
import { weakerCluster } from "./cluster";
import type { Side, Weaknesses } from "./comparing";
import { weakerPolicy } from "./policy";
import { weakerSettings } from "./settings";
import type { Kept } from "./ways";

/** Everything on the way that both sides have and that asks for less on the second: by what it is. */
export function weakerGates(from: Side, to: Side, kept: readonly Kept[]) {
  const weaker: GateChange[] = [];
  const unknown: DiffDoubt[] = [];
  const note = (subject: string, { aspects, unknown: doubts }: Weaknesses, paths: readonly AccessPath[]) => {
    if (aspects.length > 0) weaker.push({ kind: "weaker-gate", subject, aspects, paths, another: false });
    for (const { what, reason } of doubts) unknown.push({ subject, what, reasons: [reason] });
  };

  for (const [was, is] of pairs(settingsOf(from), settingsOf(to), (s, side) => `${s.accessId} ${side.key(s.group)}`)) {
    if (is === undefined) {
      if (to.estate.groups.some((g) => to.key(g.id) === from.key(was.group))) {
        unknown.push({
          subject: was.id,
          what: "the role settings are no longer stated",
          reasons: ["only the tenant knows them"],
        });
      }
      continue;
    }
    const through = kept.filter((k) => k.to.gates.activations.some((a) => a.settings === is.id));
    note(
      is.id,
      weakerSettings(from, to, was, is),
      through.map((k) => k.to),
    );
  }
  for (const [was, is] of pairs(clustersOf(from), clustersOf(to), (c, side) => side.key(c.id))) {
    if (is === undefined) continue;
    const through = kept.filter((k) => to.key(k.to.right.cluster) === to.key(is.id));
    note(
      is.id,
      weakerCluster(from, to, was, is),
      through.map((k) => k.to),
    );
  }
  const lost = lostControls(kept, unknown);
  for (const [was, is] of pairs(policiesOf(from), policiesOf(to), (p, side) => side.key(p.id))) {
    const through = lost.get(was.id);
    lost.delete(was.id);
    const weaknesses = is === undefined ? gone(was) : weakerPolicy(from, to, was, is);
    // another policy may ask those whom this one binds for the same: then nothing is weaker for them
    const made =
      through === undefined &&
      kept.some((k) => binds(k.from, was.id)) &&
      weaknesses.aspects.every((a) => REPLACEABLE.has(a.name));
    if (through !== undefined && weaknesses.aspects.length === 0)
      note(was.id, { aspects: through.aspects, unknown: [] }, through.paths);
    else if (!made) note(is?.id ?? was.id, weaknesses, through?.paths ?? []);
  }
  // what a policy asks for less is told already, and says more than a doubt about it
  const told = new Set(weaker.map((w) => w.subject));
  return { weaker, unknown: unknown.filter((d) => !told.has(d.subject)) };
}

/** What another policy can make up for. */
const REPLACEABLE = new Set(["state", "requires", "sign in again", "policy"]);

/** What the ways that both sides have are asked for no longer, by the policy that asked. */
function lostControls(kept: readonly Kept[], unknown: DiffDoubt[]) {
  const lost = new Map<string, { aspects: Aspect[]; paths: AccessPath[] }>();
  for (const { from, to } of kept) {
    const { less, unknown: doubts } = comparePolicies(from, to);
    for (const { subject, ...aspect } of less) {
      const there = lost.get(subject) ?? { aspects: [], paths: [] };
      lost.set(subject, there);
      if (!there.aspects.some((a) => JSON.stringify(a) === JSON.stringify(aspect))) there.aspects.push(aspect);
      if (there.paths.at(-1) !== to) there.paths.push(to);
    }
    for (const { subject, what, reason } of doubts) unknown.push({ subject, what, reasons: [reason] });
  }
  return lost;
}

function binds({ gates: { policies } }: AccessPath, policy: string): boolean {
  return [...policies.before, ...policies.after, ...policies.azure].some(
    (g) => g.policy === policy && g.applies === "yes",
  );
}

function gone({ state }: PolicyEntry): Weaknesses {
  const aspects = state === "enabled" ? [{ name: "policy", before: "enabled", after: "gone" }] : [];
  return { aspects, unknown: [] };
}

const settingsOf = (side: Side): [RoleSettingsEntry[], Side] => [
  side.estate.models.flatMap((m) => [...m.roleSettings]),
  side,
];
const clustersOf = (side: Side): [readonly (typeof side.estate.clusters)[number][], Side] => [
  side.estate.clusters,
  side,
];
const policiesOf = (side: Side): [readonly PolicyEntry[], Side] => [side.estate.policies, side];

/** What the first side has, each with what the second has of the same key. */
function pairs<T extends Entry>(
  [a, from]: readonly [readonly T[], Side],
  [b, to]: readonly [readonly T[], Side],
  key: (item: T, side: Side) => string,
): [T, T | undefined][] {
  const index = new Map(b.map((item) => [key(item, to), item]));
  return a.map((item) => [item, index.get(key(item, from))]);
}

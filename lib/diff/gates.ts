import {
  type AccessPath,
  type Entry,
  type GroupEntry,
  type PolicyEntry,
  type RoleSettingsEntry,
  isUnknown,
} from "../access";
import { comparePolicies } from "./asks";
import type { Aspect, DiffDoubt, GateChange } from "./change";
import { weakerCluster } from "./cluster";
import type { Side, Weaknesses } from "./comparing";
import { weakerGroup } from "./group";
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

  const through = throughWhat(to, kept);
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
    note(is.id, weakerSettings(from, to, was, is), through.settings.get(is.id) ?? []);
  }
  const deciding = decidingGroups(to);
  for (const [was, is] of pairs(groupsOf(from), groupsOf(to), (g, side) => side.key(g.id))) {
    if (is === undefined) continue;
    const paths = through.groups.get(is.id) ?? [];
    if (paths.length > 0 || deciding.has(is.id)) note(is.id, weakerGroup(from, to, was, is), paths);
  }
  for (const [was, is] of pairs(clustersOf(from), clustersOf(to), (c, side) => side.key(c.id))) {
    if (is === undefined) continue;
    note(is.id, weakerCluster(from, to, was, is), through.clusters.get(to.estate.idOf(is.id)) ?? []);
  }
  const ofWays: DiffDoubt[] = [];
  const lost = lostControls(kept, ofWays);
  const binding = policiesThatBind(kept);
  for (const [was, is] of pairs(policiesOf(from), policiesOf(to), (p, side) => side.key(p.id))) {
    const ways = lost.get(was.id);
    lost.delete(was.id);
    const weaknesses = is === undefined ? gone(was) : weakerPolicy(from, to, was, is);
    // another policy may ask those whom this one binds for the same: then nothing is weaker for them
    const made = ways === undefined && binding.has(was.id) && weaknesses.aspects.every((a) => REPLACEABLE.has(a.name));
    if (ways !== undefined && weaknesses.aspects.length === 0)
      note(was.id, { aspects: ways.aspects, unknown: [] }, ways.paths);
    else note(is?.id ?? was.id, made ? { ...weaknesses, aspects: [] } : weaknesses, ways?.paths ?? []);
  }
  // a doubt about the policy says what one about each of the ways that it binds says
  const doubted = new Set(unknown.map((d) => d.subject));
  unknown.push(...ofWays.filter((d) => !doubted.has(d.subject)));
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

/** Joined ids of the groups that decide about access: who approves, and whom a policy covers. */
function decidingGroups({ estate }: Side): ReadonlySet<string> {
  const lists = [
    ...estate.models.flatMap((m) => m.roleSettings.map((s) => s.activation.approvers)),
    ...estate.policies.flatMap((p) => [p.include, p.exclude]),
  ];
  return new Set(lists.flatMap((list) => (isUnknown(list) ? [] : list.map(estate.idOf))));
}

/** The ways of the second side by what they lead through: role settings that they ask for, groups, and the cluster. */
function throughWhat(to: Side, kept: readonly Kept[]) {
  const [settings, groups, clusters] = [0, 1, 2].map(() => new Map<string, AccessPath[]>());
  const add = (ways: Map<string, AccessPath[]>, id: string, path: AccessPath) => {
    const there = ways.get(id);
    if (there === undefined) ways.set(id, [path]);
    // a way may ask for the same settings twice
    else if (there.at(-1) !== path) there.push(path);
  };
  for (const { to: path } of kept) {
    for (const a of path.gates.activations) if (a.settings !== null) add(settings, a.settings, path);
    for (const group of new Set(path.via.map((h) => h.group))) add(groups, group, path);
    add(clusters, to.estate.idOf(path.right.cluster), path);
  }
  return { settings, groups, clusters };
}

/** The policies that surely bind somebody on a way that both sides have. */
function policiesThatBind(kept: readonly Kept[]): ReadonlySet<string> {
  // ways of the same people share what binds them
  const all = new Set(kept.map((k) => k.from.gates.policies));
  const gates = [...all].flatMap(({ before, after, azure }) => [...before, ...after, ...azure]);
  return new Set(gates.filter((g) => g.applies === "yes").map((g) => g.policy));
}

function gone({ state }: PolicyEntry): Weaknesses {
  const aspects = state === "enabled" ? [{ name: "policy", before: "enabled", after: "gone" }] : [];
  return { aspects, unknown: [] };
}

const settingsOf = (side: Side): [RoleSettingsEntry[], Side] => [
  side.estate.models.flatMap((m) => [...m.roleSettings]),
  side,
];
const groupsOf = (side: Side): [readonly GroupEntry[], Side] => [side.estate.groups, side];
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

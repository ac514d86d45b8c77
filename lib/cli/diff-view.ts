import { type AccessPath, type Estate, type Mode, isUnknown } from "../access";
import type { AccessChange, AccessDiff, Aspect, ChangeKind, GateChange } from "../diff";
import { MODES, endText, endsText, few, gatesText, grouped, rightsText, sourcesOf, wayText } from "./words";

/** Somebody gains or loses: one block of a report. */
export interface AccessBlock {
  readonly kinds: readonly ChangeKind[];
  readonly who: string;
  readonly how: string;
  readonly what: string;
  /** What is asked for on the way; and what he had instead. */
  readonly notes: readonly string[];
  readonly sources: readonly string[];
}

/** A gate that changed: one block of a report. */
export interface GateBlock {
  readonly kind: GateChange["kind"];
  readonly what: string;
  readonly aspects: readonly Aspect[];
  readonly affects: string;
  readonly source: string | undefined;
}

/** A diff in words, grouped: what concerns several people or places alike is told once. */
export interface DiffView {
  readonly gains: readonly AccessBlock[];
  readonly losses: readonly AccessBlock[];
  readonly weaker: readonly GateBlock[];
  readonly stronger: readonly GateBlock[];
  readonly unknown: readonly { readonly about: string; readonly what: string; readonly reasons: readonly string[] }[];
  readonly notes: readonly string[];
}

/** Puts a diff into words, with the names of the two states. */
export function viewOf(diff: AccessDiff, before: Estate, after: Estate): DiffView {
  const either = (id: string) => (after.entry(id) !== undefined ? after : before);
  const about = (estate: Estate, path: AccessPath) =>
    `${estate.nameOf(path.principal)}, ${wayText(estate, path)}: ${rightsText(estate, [path])}`;
  const [gaining, losing] = [whoIn(diff.gains, after), whoIn(diff.losses, before)];
  return {
    gains: accessBlocks(diff.gains, after, "before", losing),
    losses: accessBlocks(diff.losses, before, "now", gaining),
    weaker: diff.weaker.map((g) => gateBlock(g, after, before)),
    stronger: diff.stronger.map((g) => gateBlock(g, before, after)),
    unknown: diff.unknown.map(({ subject, what, reasons, path }) => {
      const estate = path !== undefined && after.entry(path.right.entry) === undefined ? before : either(subject);
      return { about: path === undefined ? subjectText(estate, subject) : about(estate, path), what, reasons };
    }),
    notes: [
      ...diff.stacks.added.map((s) => `The stack ${s} is new.`),
      ...diff.stacks.removed.map(
        (s) => `The stack ${s} is gone from the files: what it applied stays until it is destroyed.`,
      ),
    ],
  };
}

/** The object ids of whom some changes concern, by name. */
function whoIn(changes: readonly AccessChange[], estate: Estate): ReadonlyMap<string, string | undefined> {
  return new Map(changes.map(({ path }) => [estate.nameOf(path.principal), estate.whoIs(path.principal).objectId]));
}

/** @param others who is in the changes of the other kind: somebody else of the same name is told by object id */
function accessBlocks(
  changes: readonly AccessChange[],
  estate: Estate,
  side: "before" | "now",
  others: ReadonlyMap<string, string | undefined>,
): AccessBlock[] {
  const nameOf = (id: string) => {
    const [name, { objectId }] = [estate.nameOf(id), estate.whoIs(id)];
    const same = objectId === undefined || !others.has(name) || others.get(name) === objectId;
    return same ? name : `${name} (${objectId})`;
  };
  const byWay = grouped(changes, ({ path, ends, begins, renewal, kind }) =>
    JSON.stringify([path.principal, path.mode, path.via, ends, begins, renewal, kind === "longer-access"]),
  );
  const blocks = byWay.map((same) => ({
    who: nameOf(same[0].path.principal),
    block: blockOf(same, estate, side),
  }));
  return grouped(blocks, ({ block }) => JSON.stringify(block)).map((same) => ({
    ...same[0].block,
    who: few(
      same.map((s) => s.who),
      8,
    ),
  }));
}

/** @param other what the other side is called: a gain was otherwise before, a loss is otherwise now */
function blockOf(same: readonly AccessChange[], estate: Estate, other: "before" | "now"): Omit<AccessBlock, "who"> {
  const paths = same.map((c) => c.path);
  const [{ path, ends, begins, renewal }] = same;
  const until = endsText(path);
  const had = grouped(
    same.filter((c) => c.otherwise !== null && c.kind !== "longer-access"),
    (c) => String(c.otherwise),
  );
  return {
    kinds: [...new Set(same.map((c) => c.kind))].sort(),
    how: `${MODES[path.mode]}: ${wayText(estate, path)}${until === "" ? "" : `, ${until}`}`,
    what: rightsText(estate, paths),
    notes: [
      ...(ends === undefined ? [] : [`${other} ${endText(ends.other)}`]),
      ...(begins === undefined ? [] : [`${other} from ${begins.other}`]),
      ...(renewal === undefined ? [] : [`given anew: renewal ${renewal.here}, ${other} ${renewal.other || "none"}`]),
      ...had.map(
        (c) =>
          `${other} ${MODES[c[0].otherwise as Mode]}: ${rightsText(
            estate,
            c.map((x) => x.path),
          )}`,
      ),
      ...gatesText(estate, path),
    ],
    sources: [...new Set(paths.flatMap((p) => sourcesOf(estate, p)))].slice(0, 4),
  };
}

function gateBlock({ kind, subject, aspects, paths, another }: GateChange, here: Estate, other: Estate): GateBlock {
  const estate = here.entry(subject) !== undefined || here.group(subject) !== undefined ? here : other;
  return {
    kind,
    what: `${subjectText(estate, subject)}${another ? ", another way to the same" : ""}`,
    aspects,
    affects: affectedText(here, paths),
    source: estate.entry(subject)?.source,
  };
}

/** Whom a gate concerns, and where; what they have there if it is soon told. */
function affectedText(estate: Estate, paths: readonly AccessPath[]): string {
  const affected = grouped(paths, (p) => p.principal).map((same) => ({
    who: estate.nameOf(same[0].principal),
    what: rightsText(estate, same),
  }));
  const alike = grouped(affected, (a) => a.what);
  if (alike.length === 1)
    return `${few(
      affected.map((a) => a.who),
      8,
    )}: ${alike[0][0].what}`;
  const places = few(paths.map((p) => estate.nameOf(p.right.cluster)));
  return affected.length === 0
    ? ""
    : `${few(
        affected.map((a) => a.who),
        8,
      )} on ${places}`;
}

/** What a subject is called: `role settings of aks-admins`, `policy aks-policy`. */
function subjectText(estate: Estate, id: string): string {
  for (const model of estate.models) {
    const settings = model.roleSettings.find((s) => s.id === id);
    if (settings !== undefined) {
      const owners = settings.accessId === "owner" ? " for its owners" : "";
      return `role settings of ${estate.nameOf(settings.group)}${owners}`;
    }
    if (model.policies.some((p) => p.id === id)) return `policy ${estate.nameOf(id)}`;
    if (model.clusters.some((c) => c.id === id)) return `cluster ${estate.nameOf(id)}`;
    if (model.guardrails.some((g) => g.id === id) || model.stack === id) return `guardrails of ${model.stack}`;
    if (model.expectations.some((e) => e.id === id)) return `expectations of ${model.stack}`;
  }
  const group = estate.group(id);
  return group !== undefined && !isUnknown(group.displayName) ? `group ${estate.nameOf(id)}` : estate.nameOf(id);
}

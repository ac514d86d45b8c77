import type { ChangeKind } from "../diff";
import type { AccessBlock, DiffView, GateBlock } from "./diff-view";
import { escapeMarkdown, table } from "./table";
import { count } from "./words";

/** A diff for the terminal. */
export function diffText(view: DiffView, stops: readonly ChangeKind[]): string {
  const blocks = [
    ...view.gains.map((b) => accessText("GAINS", b)),
    ...view.weaker.map((b) => gateText("WEAKER", b)),
    ...view.losses.map((b) => accessText("LOSES", b)),
    ...view.stronger.map((b) => gateText("STRONGER", b)),
    ...view.unknown.map((u) => lines("UNKNOWN", [u.about, `${u.what}: ${u.reasons.join("; ")}`])),
  ];
  const end = endOf(view, stops).map((l) => `${l}\n`);
  const start = isNothingNew(view) ? `${nothingNew(view)}\n` : "";
  return [start, ...blocks, end.join("")].filter((b) => b !== "").join("\n");
}

/** Nobody gains and nothing got weaker. */
function isNothingNew(view: DiffView): boolean {
  return view.gains.length + view.weaker.length === 0;
}

/** That nothing is new, as far as it is known. */
function nothingNew({ unknown }: DiffView): string {
  if (unknown.length === 0) return "No new access: nobody gains, and no gate got weaker.";
  return `No known new access; ${count(unknown.length, "thing")} ${unknown.length === 1 ? "is" : "are"} not known.`;
}

function lines(label: string, [first, ...more]: readonly string[]): string {
  return [label.padEnd(10) + first, ...more.map((l) => " ".repeat(10) + l)].map((l) => `${l.trimEnd()}\n`).join("");
}

function accessText(label: string, { who, how, what, notes, sources, kinds }: AccessBlock): string {
  const kind = label === "GAINS" ? [`[${kinds.join(", ")}]  ${sources.join("  ")}`] : [sources.join("  ")];
  return lines(label, [`${who}: ${what}`, how, ...notes, ...kind.filter((k) => k !== "")]);
}

function gateText(label: string, { kind, what, aspects, affects, source }: GateBlock): string {
  const end = label === "WEAKER" ? `[${kind}]  ${source ?? ""}` : (source ?? "");
  return lines(
    label,
    [
      what,
      ...aspects.map((a) => `${a.name}: ${a.before} -> ${a.after}`),
      affects === "" ? "" : `for ${affects}`,
      end,
    ].filter((l) => l.trim() !== ""),
  );
}

function endOf(view: DiffView, stops: readonly ChangeKind[]): string[] {
  return [
    ...view.notes,
    ...(isNothingNew(view) ? [] : noNewAdmins(view)),
    ...(stops.length === 0 ? [] : [`Stops for: ${stops.join(", ")} (--fail-on)`]),
  ];
}

/** That nobody new administers a cluster without an activation; nothing if somebody does. */
function noNewAdmins({ gains, unknown }: DiffView): string[] {
  const kinds = new Set(gains.flatMap((g) => g.kinds));
  if (kinds.has("new-standing-admin")) return [];
  const none = `No ${unknown.length > 0 ? "known " : ""}new standing cluster admins`;
  const roundabout = kinds.has("new-control-plane-access") ? ", but somebody can make himself one: see above" : "";
  return [`${none}${roundabout}.`];
}

/** A diff for a pull request. */
export function diffMarkdown(view: DiffView, stops: readonly ChangeKind[]): string {
  const e = escapeMarkdown;
  const access = (title: string, blocks: readonly AccessBlock[]) =>
    section(
      title,
      ["Who", "What", "How", "Asked for"],
      blocks.map((b) => [b.who, b.what, b.how, b.notes.join("; ")]),
    );
  const gates = (title: string, blocks: readonly GateBlock[]) =>
    section(
      title,
      ["What", "Before", "After", "For"],
      blocks.flatMap((b) =>
        b.aspects.map((a, i) => [`${b.what}: ${a.name}`, a.before, a.after, i === 0 ? b.affects : ""]),
      ),
    );
  const parts = [
    "### Access changes\n",
    ...(stops.length > 0 ? [`**Stops for ${e(stops.join(", "))}.**\n`] : []),
    ...(isNothingNew(view) ? [`${nothingNew(view)}\n`] : []),
    access("Gains", view.gains),
    gates("Weaker", view.weaker),
    access("Loses", view.losses),
    gates("Stronger", view.stronger),
    section(
      "Unknown",
      ["About", "What", "Why"],
      view.unknown.map((u) => [u.about, u.what, u.reasons.join("; ")]),
    ),
    ...endOf(view, []).map((l) => `${e(l)}\n`),
  ];
  return parts.filter((p) => p !== "").join("\n");
}

function section(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? "" : `**${title}**\n\n${table("markdown", head, rows)}`;
}

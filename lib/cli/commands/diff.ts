import type { Command } from "commander";
import { type AccessPath, type Estate, estateOf } from "../../access";
import { sortedJson } from "../../access/serialize";
import { didYouMean, quote } from "../../core/text";
import { type AccessChange, type AccessDiff, CHANGE_KINDS, type ChangeKind, accessDiff, kindsOf } from "../../diff";
import { CannotRun } from "../cannot-run";
import type { Call, CommandModule } from "../command";
import { diffMarkdown, diffText } from "../diff-text";
import { viewOf } from "../diff-view";
import { ExitCode } from "../exit-code";
import { FORMAT_HELP, formatOf } from "../format";
import { readModels } from "../models";

interface Options {
  readonly format: string;
  readonly failOn: string;
}

const KINDS = Object.keys(CHANGE_KINDS) as ChangeKind[];
const DEFAULT = "new-standing-admin,weaker-gate";

/** `aks-entra diff OLD NEW`. */
export const command: CommandModule<Options> = {
  configure: (c: Command) =>
    void c
      .argument("<old>", "the folder that synth wrote to before, such as main's cdktf.out")
      .argument("<new>", "the folder that synth wrote to now")
      .option("--format <format>", FORMAT_HELP, "text")
      .option("--fail-on <kinds>", "kinds of change that give exit code 1, or any, or none", DEFAULT)
      .addHelpText("after", `\nKinds of change:\n${help()}`),
  run({ io, options, args: [oldFolder, newFolder] }: Call<Options>): ExitCode {
    const format = formatOf(options.format);
    const failOn = kinds(options.failOn);
    const [before, after] = [readModels(io, oldFolder), readModels(io, newFolder)];
    const diff = accessDiff(before, after);
    const found = kindsOf(diff);
    const stops = failOn.filter((k) => found.has(k));
    const [old, now] = [estateOf(before), estateOf(after)];
    if (format === "json") io.out(sortedJson(plain(diff, old, now, stops)));
    else io.out((format === "text" ? diffText : diffMarkdown)(viewOf(diff, old, now), stops));
    return stops.length > 0 ? ExitCode.FOUND : ExitCode.FINE;
  },
};

function help(): string {
  return KINDS.map((k) => `  ${k.padEnd(26)}${CHANGE_KINDS[k]}\n`).join("");
}

function kinds(list: string): ChangeKind[] {
  const words = list.split(",").map((w) => w.trim());
  if (list === "none") return [];
  if (list === "any") return KINDS;
  const wrong = words.filter((w) => !KINDS.includes(w as ChangeKind));
  if (wrong.length === 0) return KINDS.filter((k) => words.includes(k));
  const allowed = [...KINDS, "any", "none"];
  throw new CannotRun(
    wrong
      .map((w) => `--fail-on ${quote(w)} is no kind of change; allowed: ${allowed.join(", ")}${didYouMean(w, allowed)}`)
      .join("\n"),
  );
}

/** The diff for a program: ids with their names, each change by itself. */
function plain(
  { gains, losses, weaker, stronger, unknown, stacks }: AccessDiff,
  old: Estate,
  now: Estate,
  stops: readonly ChangeKind[],
) {
  const named = (estate: Estate, id: string) => ({ id, name: estate.nameOf(id) });
  const path = (estate: Estate, { principal, mode, via, right, certainty }: AccessPath) => ({
    principal: named(estate, principal),
    mode,
    certainty,
    via: via.map((h) => ({ kind: h.kind, accessId: h.accessId, group: named(estate, h.group), ends: h.ends })),
    right: { ...right, role: right.role ?? null, cluster: named(estate, right.cluster) },
  });
  const access = (estate: Estate) => (c: AccessChange) => ({
    kind: c.kind,
    otherwise: c.otherwise,
    ...(c.ends !== undefined && { ends: c.ends }),
    ...(c.begins !== undefined && { begins: c.begins }),
    ...(c.renewal !== undefined && { renewal: c.renewal }),
    ...path(estate, c.path),
  });
  const gate = (here: Estate, other: Estate) => (g: AccessDiff["weaker"][number]) => ({
    kind: g.kind,
    subject: named(here.entry(g.subject) === undefined ? other : here, g.subject),
    aspects: g.aspects,
    another: g.another,
    paths: g.paths.map((p) => path(here, p)),
  });
  return {
    schemaVersion: 1,
    stops,
    stacks,
    gains: gains.map(access(now)),
    losses: losses.map(access(old)),
    weaker: weaker.map(gate(now, old)),
    stronger: stronger.map(gate(old, now)),
    unknown: unknown.map(({ subject, what, reasons }) => ({ subject, what, reasons })),
  };
}

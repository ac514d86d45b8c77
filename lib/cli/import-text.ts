import { sortedJson } from "../access/serialize";
import type { Findings, Gap, Result } from "../takeover";
import type { Format } from "./format";
import { table, titled } from "./table";

/** What came of looking for what one config file declares. */
export interface ImportOf {
  readonly path: string;
  readonly stack: string;
  readonly findings: Findings;
  /** The takeover file; nothing where there is nothing to write. */
  readonly file?: string;
}

interface How {
  readonly format: Format;
  readonly dryRun: boolean;
}

/** What is said while a stack is looked for. */
export function progress(stack: string, path: string): string {
  return `Looking for what exists of ${stack} (${path}), reading only\n`;
}

/** What was found, what was not, what several things claim, what could not be read, and what comes next. */
export function importReport(done: readonly ImportOf[], { format, dryRun }: How): string {
  if (format === "json") {
    return sortedJson({
      schemaVersion: 1,
      stacks: done.map(({ stack, path, file, findings }) => ({
        stack,
        path,
        written: file === undefined || dryRun ? null : file,
        ...findings,
      })),
    });
  }
  return done.map((one) => ofStack(one, { format, dryRun })).join("\n");
}

function ofStack({ stack, path, file, findings }: ImportOf, { format, dryRun }: How): string {
  if (format === "json") return "";
  const { results, beside, gaps } = findings;
  const of = (is: Result["outcome"]["is"]) => results.filter(({ outcome }) => outcome.is === is);
  const section = (title: string, head: readonly string[], rows: readonly (readonly string[])[]): string =>
    rows.length === 0 ? "" : titled(format, title, table(format, head, rows));
  const others = of("other").length > 0 ? `, ${of("other").length} not what is declared` : "";
  const counts = `${of("found").length} to import, ${of("absent").length} to create, ${of("several").length} not clear, ${of("unseen").length} not seen${others}`;
  const said = `${stack} (${path}): ${counts}\n`;
  return [
    format === "markdown" ? `## ${said}` : said,
    section(
      `Exists, and is imported (${of("found").length})`,
      ["Address", "Id"],
      of("found").map(({ address, outcome }) => [address, outcome.is === "found" ? foundText(outcome) : ""]),
    ),
    section(
      `Does not exist: an apply makes it (${of("absent").length})`,
      ["Address", "Where"],
      of("absent").map(({ address, source }) => [address, source ?? ""]),
    ),
    section(
      `Not clear, and none is taken (${of("several").length}): write the id of the right one into the takeover file, or give it with --id ADDRESS=ID, and import again`,
      ["Address", "What"],
      of("several").map(({ address, outcome }) => [
        address,
        outcome.is === "several" ? `${outcome.ids.length} ${outcome.why}: ${outcome.ids.join(", ")}` : "",
      ]),
    ),
    section(
      `Not what the file declares, and not taken (${of("other").length}): do not apply before it is clear; an apply would destroy or double what is there`,
      ["Address", "Why"],
      of("other").map(({ address, outcome }) => [address, outcome.is === "other" ? outcome.why : ""]),
    ),
    section(
      `Not seen (${of("unseen").length}): do not apply before it is; an apply would try to make what may be there`,
      ["Address", "Why"],
      of("unseen").map(({ address, outcome }) => [address, outcome.is === "unseen" ? outcome.why : ""]),
    ),
    section("Could not be read", ["What", "Answer", "What it takes"], gapRows(gaps)),
    section(
      `There, not in the file, and left alone (${beside.length})`,
      ["What", "Id"],
      beside.map(({ what, id }) => [what, id]),
    ),
    next(stack, file, dryRun),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

/** The id; and what it is called, where the plan is going to rename it. */
function foundText({ id, name }: { readonly id: string; readonly name?: string }): string {
  return name === undefined ? id : `${id}, which is "${name}" there and gets the file's name`;
}

/** What could not be read, what was answered, and what it takes. */
export function gapRows(gaps: readonly Gap[]): string[][] {
  return gaps.map((gap) => [gap.what, answer(gap), gap.needs ?? "try again"]);
}

function answer({ service, status, reason }: Gap): string {
  return `${service} answered ${status}${reason === "" ? "" : ` (${reason})`}`;
}

function next(stack: string, file: string | undefined, dryRun: boolean): string {
  if (file === undefined) return "Nothing to import.\n";
  if (dryRun) return `Not written: ${file}\n`;
  return `Written: ${file}\nNext: npm run synth, then npx cdktf diff ${stack}: what is imported should not change\n`;
}

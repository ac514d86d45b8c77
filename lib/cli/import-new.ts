import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { serializeTakeover } from "../access/takeover";
import { sortedJson } from "../access/serialize";
import { quote } from "../core/text";
import { type Services, chooseClusters, directoryOf, newFile, subscriptionsOf, survey, yamlText } from "../takeover";
import { CannotRun } from "./cannot-run";
import { takeoverPath } from "./config-stacks";
import { ExitCode } from "./exit-code";
import { writeFile } from "./files";
import type { Format } from "./format";
import { gapRows } from "./import-text";
import type { Io } from "./io";
import { table, titled } from "./table";

/** What a new file is written about, and where. */
export interface NewRequest {
  /** The config file to write; it is not there yet. */
  readonly path: string;
  /** Names or ids of clusters. */
  readonly clusters: readonly string[];
  readonly subscriptionId: string | undefined;
  readonly tenantId: string | undefined;
  readonly now: Date;
  readonly dryRun: boolean;
  readonly format: Format;
}

/** Checks, before anything is asked of the tenant, that the file can be written there; the stack's name. */
export function newStackName(io: Io, path: string | undefined): string {
  if (path === undefined)
    throw new CannotRun("--new writes a config file; name it: aks-entra import config/NAME.yaml --new CLUSTER");
  const name = basename(path).replace(/\.ya?ml$/, "");
  if (name === basename(path)) throw new CannotRun(`${path} is no config file; allowed: a name that ends in .yaml`);
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new CannotRun(
      `${path} would be the stack ${quote(name)}; allowed: a lower-case letter, then lower-case letters, digits and hyphens`,
    );
  }
  for (const file of [path, takeoverPath(path)]) {
    if (existsSync(resolve(io.cwd, file))) {
      throw new CannotRun(`${file} is there already, and is not written over; give another name, or delete it`);
    }
  }
  return name;
}

/** Writes a config file from what exists of some clusters, and its takeover file. */
export async function importNew(io: Io, { graph, resourceManager }: Services, request: NewRequest): Promise<ExitCode> {
  const { path, dryRun, format, tenantId, now } = request;
  const name = newStackName(io, path);
  const subscriptions = subscriptionsOf(resourceManager);
  const { clusters, several } = await chooseClusters(request.clusters, subscriptions, request.subscriptionId);
  if (several.size > 0) {
    const rows = [...several].flatMap(([given, ids]) => ids.map((id) => [given, id]));
    io.out(
      format === "json"
        ? sortedJson({ schemaVersion: 1, several: Object.fromEntries(several) })
        : titled(
            format,
            "Several clusters have the name, and none is taken: give the id",
            table(format, ["Name", "Id"], rows),
          ),
    );
    return ExitCode.FOUND;
  }
  const found = await survey(clusters, directoryOf(graph), subscriptions);
  const made = newFile(found, { name, tenantId, now });
  const takeover = takeoverPath(path);
  if (!dryRun) {
    writeFile(
      io,
      path,
      yamlText(
        made,
        clusters.map(({ id }) => String(id)),
      ),
    );
    writeFile(io, takeover, serializeTakeover({ import: made.imports }));
  }
  const { gaps } = found;
  const count = Object.keys(made.imports).length;
  if (format === "json") {
    io.out(
      sortedJson({
        schemaVersion: 1,
        written: dryRun ? null : [path, takeover],
        imports: made.imports,
        notes: made.notes,
        gaps,
        ...(made.acknowledgedUntil !== undefined && { acknowledgedUntil: made.acknowledgedUntil }),
      }),
    );
  } else {
    const section = (title: string, head: readonly string[], rows: readonly (readonly string[])[]) =>
      rows.length === 0 ? [] : [titled(format, title, table(format, head, rows))];
    io.out(
      [
        `${dryRun ? "Not written" : "Written"}: ${path}, ${takeover} (${count} to import)\n`,
        ...(made.acknowledgedUntil === undefined
          ? []
          : [
              `Members from before are acknowledged until ${made.acknowledgedUntil} (PIM-03, PIM-09), and refused from then on: make them eligible by then, or write another end\n`,
            ]),
        ...section(
          "Not in the file, or not as it is in the tenant",
          ["What"],
          made.notes.map((n) => [n]),
        ),
        ...section("Could not be read", ["What", "Answer", "What it takes"], gapRows(gaps)),
        ...(dryRun ? [] : [nextOf(name, [path, takeover], gaps.length > 0)]),
      ].join("\n"),
    );
  }
  return gaps.length > 0 ? ExitCode.PARTIAL : ExitCode.FINE;
}

function nextOf(name: string, files: readonly string[], hasGaps: boolean): string {
  if (hasGaps) {
    return `Next: give what it takes, delete ${files.join(" and ")}, and import again: what could not be read is not in them\n`;
  }
  return (
    `Next: npm run synth, then npx cdktf diff ${name}: a plan of imports, and nothing else\n` +
    "What the guardrails refuse is so in the tenant already: acknowledge it with a reason, and mend it after the take-over\n"
  );
}

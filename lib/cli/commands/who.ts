import type { Command } from "commander";
import { type Estate, type WhoRow, estateOf, placeOf, rightName, who } from "../../access";
import { sortedJson } from "../../access/serialize";
import { CannotRun } from "../cannot-run";
import type { Call, CommandModule } from "../command";
import { WHEN, WHEN_HELP, checkDeed } from "../deed";
import { NOW_HELP, nowOf } from "../day";
import { ExitCode } from "../exit-code";
import { findCluster, findNamespace } from "../find";
import { FORMAT_HELP, formatOf, oneOf } from "../format";
import { DEFAULT_FOLDER, MODELS_HELP, readModels } from "../models";
import { notNow, notNowText } from "../not-now";
import { inForm, listed, table, titled } from "../table";
import { MODES, endsText, wayText } from "../words";

interface Options {
  readonly models: string;
  readonly can?: readonly string[];
  readonly namespace?: string;
  readonly cluster?: string;
  readonly when: string;
  readonly format: string;
  readonly now?: string;
}

/** `aks-entra who --can VERB RESOURCE`. */
export const command: CommandModule<Options> = {
  configure: (c: Command) =>
    void c
      .option("--can <words...>", "a verb and a resource, as for kubectl: delete pods")
      .option("-n, --namespace <name>", "in this namespace (default: in all of them)")
      .option("-c, --cluster <name>", "on this cluster (default: the only one)")
      .option("--when <when>", WHEN_HELP, "activated")
      .option("--models <folder>", MODELS_HELP, DEFAULT_FOLDER)
      .option("--format <format>", FORMAT_HELP, "text")
      .option("--now <date>", NOW_HELP)
      .addHelpText("after", "\nExample:\n  aks-entra who --can delete pods -n payments -c prod-weu\n"),
  run({ io, options }: Call<Options>): ExitCode {
    const format = formatOf(options.format);
    const when = oneOf("--when", options.when, WHEN);
    const [verb, resource, ...more] = options.can ?? [];
    if (resource === undefined || more.length > 0) {
      throw new CannotRun("say what with --can, a verb and a resource: --can delete pods");
    }
    checkDeed(verb, resource, io);
    const estate = estateOf(readModels(io, options.models), nowOf(io, options.now).toISOString());
    const cluster = findCluster(estate, options.cluster);
    const namespace = findNamespace(estate, cluster, options.namespace, io);
    const { rows, unknowns, everybody } = who(estate, { verb, resource, cluster, namespace, when });
    const idle = notNow(estate, (e) =>
      who(e, { verb, resource, cluster, namespace, when }).rows.flatMap((r) => r.paths),
    );
    if (format === "json") {
      io.out(
        sortedJson({
          schemaVersion: 1,
          rows: rows.map((r) => ({ ...r, name: estate.nameOf(r.principal) })),
          unknowns,
          everybody,
          notNow: idle,
        }),
      );
      return ExitCode.FINE;
    }
    if (everybody !== null) {
      io.out(`${inForm(format, everybody)}\n`);
      return ExitCode.FINE;
    }
    const what = `${verb} ${resource} on ${placeOf(estate, { cluster, namespace })}`;
    const section = (title: string, answer: WhoRow["answer"]) => {
      const lines = rows.filter((r) => r.answer === answer).flatMap((r) => rowsOf(estate, r));
      return lines.length === 0 ? [] : [titled(format, title, table(format, ["Who", "When", "How"], lines))];
    };
    const parts = [
      ...(rows.some((r) => r.answer === "yes") ? [] : [inForm(format, `Nobody is known who can ${what}.`) + "\n"]),
      ...section(inForm(format, `Can ${what}`), "yes"),
      ...section("Perhaps: only the tenant knows", "unknown"),
      ...notNowText(estate, idle, format),
      ...(unknowns.length > 0 ? [titled(format, "Unknown for everybody", listed(format, unknowns))] : []),
      ...(when === "ever"
        ? []
        : [`Not counted: whoever could change a cluster, a role or a group first (--when ever).\n`]),
    ];
    io.out(parts.join("\n"));
    return ExitCode.FINE;
  },
};

function rowsOf(estate: Estate, { principal, answer, paths, why }: WhoRow): string[][] {
  const members = estate.group(principal) === undefined ? "" : " (its members)";
  const name = `${estate.nameOf(principal)}${members}`;
  if (paths.length === 0) return [[name, "", why.join("; ")]];
  return paths.map((p) => {
    const until = endsText(p);
    const how = `${wayText(estate, p)}${until === "" ? "" : `, ${until}`}: ${rightName(p.right)} on ${placeOf(estate, p.right)}`;
    return [name, MODES[p.mode], answer === "unknown" ? `${how} (${why.join("; ")})` : how];
  });
}

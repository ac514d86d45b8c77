import type { Command } from "commander";
import {
  type AccessPath,
  type ClusterEntry,
  type Estate,
  type Fact,
  estateOf,
  isUnknown,
  pathsOf,
  rightName,
} from "../../access";
import { sortedJson } from "../../access/serialize";
import type { Call, CommandModule } from "../command";
import { NOW_HELP, nowOf } from "../day";
import { ExitCode } from "../exit-code";
import { findCluster } from "../find";
import { FORMAT_HELP, formatOf } from "../format";
import { DEFAULT_FOLDER, MODELS_HELP, readModels } from "../models";
import { type NotNow, notNow, notNowText } from "../not-now";
import { type TableFormat, listed, table, titled } from "../table";
import { MODES, endsText, few, gatesText, grouped, wayText } from "../words";

interface Options {
  readonly models: string;
  readonly format: string;
  readonly now?: string;
}

/** `aks-entra show CLUSTER`. */
export const command: CommandModule<Options> = {
  configure: (c: Command) =>
    void c
      .argument("[cluster]", "its name or key (default: the only one)")
      .option("--models <folder>", MODELS_HELP, DEFAULT_FOLDER)
      .option("--format <format>", FORMAT_HELP, "text")
      .option("--now <date>", NOW_HELP),
  run({ io, options, args: [name] }: Call<Options>): ExitCode {
    const format = formatOf(options.format);
    const estate = estateOf(readModels(io, options.models), nowOf(io, options.now).toISOString());
    const id = findCluster(estate, name);
    const cluster = estate.cluster(id) as ClusterEntry;
    const paths = pathsOf(estate, { cluster: id });
    const idle = notNow(estate, (e) => pathsOf(e, { cluster: id }));
    io.out(
      format === "json"
        ? sortedJson({ schemaVersion: 1, cluster, paths, notNow: idle })
        : shown(estate, cluster, paths, idle, format),
    );
    return ExitCode.FINE;
  },
};

function shown(
  estate: Estate,
  cluster: ClusterEntry,
  paths: readonly AccessPath[],
  idle: readonly NotNow[],
  format: TableFormat,
): string {
  const places = grouped(
    paths.filter((p) => p.mode !== "control-plane"),
    (p) => p.right.namespace ?? "",
  ).sort(([a], [b]) => ((a.right.namespace ?? "") < (b.right.namespace ?? "") ? -1 : 1));
  const head = ["Who", "What", "When", "How"];
  const sections = places.map((of) => {
    const title = of[0].right.namespace === null ? "The whole cluster" : `Namespace ${of[0].right.namespace}`;
    return titled(format, title, table(format, head, rowsOf(estate, of)));
  });
  const changing = paths.filter((p) => p.mode === "control-plane");
  return [
    `${format === "markdown" ? "## " : ""}${estate.nameOf(cluster.id)}  ${cluster.source ?? cluster.id}\n`,
    titled(format, "What it lets in", table(format, ["What", "Value"], factsOf(estate, cluster))),
    ...(sections.length > 0 ? sections : ["Nobody has access that is known here.\n"]),
    ...notNowText(estate, idle, format),
    ...(changing.length > 0
      ? [titled(format, "Can change who has access", table(format, ["Who", "How"], changeRows(estate, changing)))]
      : []),
    titled(format, "What is asked for", listed(format, askedOf(estate, paths))),
  ].join("\n");
}

/** Who has the same, at the same time and in the same way, is one row; what somebody has in one way is one row. */
function rowsOf(estate: Estate, paths: readonly AccessPath[]): string[][] {
  const rows = grouped(paths, (p) => JSON.stringify([p.principal, p.mode, p.via])).map((same) => {
    const [path] = same;
    const until = endsText(path);
    const rights = same.map((p) => rightName(p.right) + (p.certainty === "yes" ? "" : " (unknown)"));
    return {
      who: estate.nameOf(path.principal),
      rest: [few(rights), MODES[path.mode], `${wayText(estate, path)}${until === "" ? "" : `, ${until}`}`],
    };
  });
  return grouped(rows, (r) => r.rest.join("\n")).map((same) => [few(same.map((r) => r.who)), ...same[0].rest]);
}

function changeRows(estate: Estate, paths: readonly AccessPath[]): string[][] {
  const rows = paths.map((p) => ({
    who: estate.nameOf(p.principal),
    how: p.via.length === 0 ? rightName(p.right) : wayText(estate, p),
  }));
  return grouped(rows, (r) => r.how).map((same) => [few(same.map((r) => r.who)), same[0].how]);
}

/** What each activation asks, and what a sign-in has to meet, each once. */
function askedOf(estate: Estate, paths: readonly AccessPath[]): string[] {
  const bySentence = new Map<string, string[]>();
  for (const path of paths.filter((p) => p.mode !== "control-plane")) {
    for (const line of gatesText(estate, path)) {
      bySentence.set(line, [...(bySentence.get(line) ?? []), estate.nameOf(path.principal)]);
    }
  }
  return [...bySentence].map(([line, who]) => `${line} (${few(who)})`).sort();
}

function factsOf(estate: Estate, c: ClusterEntry): string[][] {
  const say = <T>(name: keyof ClusterEntry, fact: Fact<T>, text: (value: T) => string): string => {
    const assumed = c.assumed?.includes(name) ? " (assumed)" : "";
    return isUnknown(fact) ? `unknown: ${fact.unknown}` : `${text(fact)}${assumed}`;
  };
  const onOff = (value: boolean) => (value ? "on" : "off");
  const list = (values: readonly string[]) => (values.length === 0 ? "none" : [...values].sort().join(", "));
  return [
    ["Azure RBAC", say("azureRbac", c.azureRbac, onOff)],
    ["Local accounts", say("localAccountsDisabled", c.localAccountsDisabled, (off) => onOff(!off))],
    ["Run command", say("runCommandEnabled", c.runCommandEnabled, onOff)],
    [
      "Addresses",
      say("authorizedIpRanges", c.authorizedIpRanges, (r) =>
        c.privateCluster === true ? "private" : r.length === 0 ? "all" : list(r),
      ),
    ],
    ["Admin groups", say("adminGroups", c.adminGroups, (ids) => list(ids.map((id) => estate.nameOf(id))))],
    ["Audit logs", say("auditLogs", c.auditLogs, list)],
    ["Kubernetes", say("kubernetesVersion", c.kubernetesVersion, (v) => v)],
  ];
}

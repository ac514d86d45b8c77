import type { Command } from "commander";
import { type AccessPath, type Answer, type Estate, can, estateOf, rightName } from "../../access";
import { sortedJson } from "../../access/serialize";
import { either } from "../../core/text";
import type { Call, CommandModule } from "../command";
import { WHEN, WHEN_HELP, checkDeed } from "../deed";
import { NOW_HELP, nowOf } from "../day";
import { ExitCode } from "../exit-code";
import { findCluster, findNamespace, findPrincipal } from "../find";
import { FORMAT_HELP, formatOf, oneOf } from "../format";
import { howTo } from "../how-to";
import { DEFAULT_FOLDER, MODELS_HELP, readModels } from "../models";
import { type TableFormat, inForm, listed, titled } from "../table";
import { inOrder, wayLines } from "../way-view";

interface Options {
  readonly models: string;
  readonly namespace?: string;
  readonly cluster?: string;
  readonly when: string;
  readonly why?: boolean;
  readonly format: string;
  readonly now?: string;
}

const EXIT = { yes: ExitCode.FINE, no: ExitCode.FOUND, unknown: ExitCode.PARTIAL } as const;

/** `aks-entra can WHO VERB RESOURCE`. */
export const command: CommandModule<Options> = {
  configure: (c: Command) =>
    void c
      .argument("<who>", "a sign-in name, an object id, a display name or a key")
      .argument("<verb>", "as for kubectl: get, delete, exec, …")
      .argument("<resource>", "as for kubectl: pods, secrets, deployments.apps, pods/log, …")
      .option("-n, --namespace <name>", "in this namespace (default: in all of them)")
      .option("-c, --cluster <name>", "on this cluster (default: the only one)")
      .option("--when <when>", WHEN_HELP, "activated")
      .option("--why", "show the ways, what is asked for on them, who approves, and what to type")
      .option("--models <folder>", MODELS_HELP, DEFAULT_FOLDER)
      .option("--format <format>", FORMAT_HELP, "text")
      .option("--now <date>", NOW_HELP)
      .addHelpText(
        "after",
        "\nExit code 0 for yes, 1 for no, 3 for unknown.\n\nExample:\n  aks-entra can alice@contoso.com delete pods -n payments -c prod-weu --why\n",
      ),
  run({ io, options, args: [who, verb, resource] }: Call<Options>): ExitCode {
    const format = formatOf(options.format);
    const when = oneOf("--when", options.when, WHEN);
    checkDeed(verb, resource, io);
    const estate = estateOf(readModels(io, options.models), nowOf(io, options.now).toISOString());
    const cluster = findCluster(estate, options.cluster);
    const principal = findPrincipal(estate, who, io);
    const namespace = findNamespace(estate, cluster, options.namespace, io);
    const answer = can(estate, { principal, verb, resource, cluster, namespace, when });
    if (format === "json") io.out(sortedJson(plain(estate, principal, answer)));
    else {
      const deed = `${verb} ${resource}${namespace === null ? "" : ` -n ${namespace}`}`;
      io.out(said(estate, answer, format));
      const more = options.why ? reasons(estate, answer, deed, format) : "";
      if (more !== "") io.out(`\n${more}`);
    }
    return EXIT[answer.answer];
  },
};

/** The answer in one line. */
function said(estate: Estate, { answer, paths, why }: Answer, format: TableFormat): string {
  const line = (text: string) => `${inForm(format, text)}\n`;
  if (answer === "yes") return line(`yes${paths.length === 0 ? `: ${why[0]}` : `, ${easiest(estate, paths)}`}`);
  if (answer === "unknown") {
    const reasons = listed(format, why);
    return `unknown, only the tenant knows:\n${format === "markdown" ? `\n${reasons}` : reasons.replace(/^(?=.)/gm, "  ")}`;
  }
  return line(`no: ${why.find((w) => w.startsWith("not ")) ?? why[0] ?? "nothing leads there"}`);
}

/** The way that asks for least. */
function easiest(estate: Estate, paths: readonly AccessPath[]): string {
  const [first] = inOrder(paths);
  const groups = first.gates.activations.map((a) => estate.nameOf(a.group));
  switch (first.mode) {
    case "eligible":
      return `after activating ${either(groups, "and")}`;
    case "control-plane":
      return `by changing who has access (${rightName(first.right)})`;
    case "active":
      return "now, until an active assignment ends";
    default:
      return first.mode === "emergency" ? "now, as an emergency account" : "now, without an activation";
  }
}

function reasons(estate: Estate, { answer, paths, why }: Answer, deed: string, format: TableFormat): string {
  const below = format === "markdown" ? "   - " : "   ";
  const numbered = (lines: readonly string[], i: number) =>
    lines.map((l, j) => `${j === 0 ? `${i + 1}. ` : below}${inForm(format, l)}\n`).join("");
  const ordered = inOrder(paths);
  const ways = ordered.map((p, i) => numbered(wayLines(estate, p), i)).join("");
  const how = ordered.length === 0 ? [] : howTo(estate, ordered[0], deed);
  const parts = [
    ...(ordered.length > 0 ? [titled(format, ordered.length === 1 ? "The way" : "The ways", ways)] : []),
    ...(answer !== "no" ? [] : [titled(format, "Why", listed(format, why))]),
    ...(how.length > 0 && answer === "yes" ? [titled(format, "What to do", steps(how, format))] : []),
  ];
  return parts.join("\n");
}

/** What to do in the browser, and then what to type. */
function steps(how: readonly string[], format: TableFormat): string {
  if (format === "text") return how.map((l) => `${l}\n`).join("");
  const [browser, typed] = [true, false].map((is) => how.filter((l) => l.includes("https://") === is));
  const link = (l: string) =>
    l.replace(/^(.*)(https:\S+)$/, (_, before: string, url: string) => `${inForm(format, before)}<${url}>`);
  return `${browser.map((l) => `${link(l)}\n\n`).join("")}\`\`\`sh\n${typed.map((l) => `${l}\n`).join("")}\`\`\`\n`;
}

function plain(estate: Estate, principal: string, { answer, paths, why }: Answer) {
  return {
    schemaVersion: 1,
    answer,
    principal: { id: principal, name: estate.nameOf(principal) },
    why,
    paths: paths.map((p) => ({ mode: p.mode, certainty: p.certainty, right: p.right, via: p.via, gates: p.gates })),
  };
}

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { type AccessModel } from "../../access";
import { type Takeover, parseTakeover, serializeTakeover } from "../../access/takeover";
import { ValidationError } from "../../core";
import { didYouMean, quote } from "../../core/text";
import {
  CannotRead,
  type Findings,
  type Services,
  directoryOf,
  findExisting,
  findInState,
  signIn,
  subscriptionsOf,
  withoutShared,
} from "../../takeover";
import { CannotRun } from "../cannot-run";
import type { Call, CommandModule } from "../command";
import { type ConfigStack, configStacks, takeoverPath } from "../config-stacks";
import { nowOf } from "../day";
import { ExitCode } from "../exit-code";
import { readIfThere, writeFile } from "../files";
import { FORMAT_HELP, type Format, formatOf } from "../format";
import { givenIds } from "../given-ids";
import { importNew, newStackName } from "../import-new";
import { type ImportOf, importReport, progress } from "../import-text";
import type { Io } from "../io";
import { DEFAULT_FOLDER, MODELS_HELP, readModels } from "../models";

interface Options {
  readonly models: string;
  readonly id: readonly string[];
  readonly fromState?: string;
  readonly new: readonly string[];
  readonly subscription?: string;
  readonly dryRun?: boolean;
  readonly atOnce: string;
  readonly now?: string;
  readonly format: string;
}

const EMPTY: Takeover = { import: {}, moved: {}, removed: [] };
const HELP = `
Signs in as the pipeline does: ARM_CLIENT_ID, ARM_TENANT_ID and a secret or OpenID Connect; else az login. It only reads.
What it takes at least: GroupMember.Read.All, User.Read.All (for people named by sign-in name), and where there is
something to take over RoleManagementPolicy.Read.AzureADGroup, PrivilegedEligibilitySchedule.Read.AzureADGroup,
PrivilegedAssignmentSchedule.Read.AzureADGroup, Policy.Read.ConditionalAccess; for --new, Directory.Read.All as well,
for the names and types of whoever has a role; in Azure, Reader at the clusters.

Examples:
  aks-entra import config/prod.yaml
  aks-entra import config --dry-run
  aks-entra import config/legacy.yaml --new legacy --subscription 00000000-0000-0000-0000-000000000000
  aks-entra import config/prod.yaml --id azuread_group.ops=44444444-4444-4444-8444-444444444444
  aks-entra import config/team.yaml --from-state terraform.platform.tfstate

An id that is given is looked at. Where several stacks have its address, write the stack in front of it:
prod/azuread_group.ops=ID.

Exit code 1 if several things have one name, of which none is taken; 3 if something could not be read, or is not what
the file declares.
`;

/** `aks-entra import`. */
export const command: CommandModule<Options> = {
  configure: (c: Command) =>
    void c
      .argument("[config]", "a config file or a folder of them (default: what AKS_ENTRA_CONFIG names, or config)")
      .option("--id <address=id>", "the id of a resource, in any form that people paste; may be repeated", gather, [])
      .option("--from-state <file>", "take the ids from this state (terraform state pull), and ask nobody")
      .option(
        "--new <cluster>",
        "write the config file from what exists of a cluster (id or name); may be repeated",
        gather,
        [],
      )
      .option("--subscription <id>", "where --new looks for a name (default: what ARM_SUBSCRIPTION_ID says)")
      .option("--dry-run", "say what is found, and write nothing")
      .option("--at-once <number>", "how many calls are out at a time, to each service", "8")
      .option("--now <date>", "from when --new counts the end of acknowledgements (default: the clock)")
      .option("--models <folder>", MODELS_HELP, DEFAULT_FOLDER)
      .option("--format <format>", FORMAT_HELP, "text")
      .addHelpText("after", HELP),
  run: async ({ io, options, args }: Call<Options>): Promise<ExitCode> => {
    const format = formatOf(options.format);
    const atOnce = numberOf(options.atOnce);
    const dryRun = options.dryRun === true;
    if (options.fromState !== undefined && options.new.length === 0) {
      return lookIntoState(io, args[0], options.fromState, options, format);
    }
    const look =
      options.new.length > 0 ? lookAnew(io, args[0], options, format) : lookFor(io, args[0], options, format);
    const start = io.now().getTime();
    try {
      const services = await signIn({
        env: io.env,
        atOnce,
        read: (path) => readFileSync(resolve(io.cwd, path), "utf8"),
      });
      const code = await look(services, dryRun);
      io.err(callsOf(services, io.now().getTime() - start));
      return code;
    } catch (e) {
      if (CannotRead.isCannotRead(e)) throw new CannotRun(e.message);
      throw e;
    }
  },
};

/** What is done once somebody is signed in; what is wrong with the call is said before. */
type Look = (services: Services, dryRun: boolean) => Promise<ExitCode>;

function lookAnew(io: Io, path: string | undefined, options: Options, format: Format): Look {
  newStackName(io, path);
  const { env } = io;
  const now = nowOf(io, options.now);
  return (services, dryRun) =>
    importNew(io, services, {
      path: path ?? "",
      clusters: options.new,
      subscriptionId: options.subscription ?? (env.ARM_SUBSCRIPTION_ID || env.AZURE_SUBSCRIPTION_ID || undefined),
      tenantId: env.ARM_TENANT_ID || env.AZURE_TENANT_ID || undefined,
      now,
      dryRun,
      format,
    });
}

/** Takes the ids from a state, and asks nobody. */
function lookIntoState(io: Io, path: string | undefined, state: string, options: Options, format: Format): ExitCode {
  const { stacks } = askedFor(io, path, options);
  const look = inState(io, state);
  const found = stacks.map((stack) => ({ ...stack, findings: look(stack) }));
  return conclude(io, found, { format, dryRun: options.dryRun === true });
}

/** The stacks of the files, their models, and the ids that were given. */
function askedFor(io: Io, path: string | undefined, options: Options) {
  const models = readModels(io, options.models);
  const files = configStacks(io, path ?? (io.env.AKS_ENTRA_CONFIG || "config"));
  const all = files.map((file) => ({ ...file, model: modelOf(models, file), takeover: takeoverOf(io, file) }));
  const given = givenIds(
    options.id,
    all.map(({ stack, model }) => ({ stack, addresses: addressesOf(model) })),
  );
  const stacks = all.map((stack): Stack => ({ ...stack, given: given.get(stack.stack) ?? {} }));
  return { models, stacks };
}

function lookFor(io: Io, path: string | undefined, options: Options, format: Format): Look {
  const { models, stacks } = askedFor(io, path, options);
  return async ({ graph, resourceManager }, dryRun) => {
    const around = {
      directory: directoryOf(graph),
      subscriptions: subscriptionsOf(resourceManager),
      takenGroup: takenGroups(io, models, stacks),
    };
    const found: Found[] = [];
    for (const stack of stacks) {
      io.err(progress(stack.stack, stack.path));
      const { given, takeover } = stack;
      const findings = await findExisting(stack.model, models, { ...around, taken: takeover.import, given });
      found.push({ ...stack, findings });
    }
    return conclude(io, found, { format, dryRun });
  };
}

/** Writes the takeover files and says what came of it. */
function conclude(
  io: Io,
  found: readonly Found[],
  how: { readonly format: Format; readonly dryRun: boolean },
): ExitCode {
  const done = withoutShared(found).map((one) => ({ ...one, ...take(io, one, one.findings, how.dryRun) }));
  io.out(importReport(done, how));
  return exitCode(done);
}

interface Stack extends ConfigStack {
  readonly model: AccessModel;
  readonly takeover: Takeover;
  /** Ids that were given with `--id`, by address. */
  readonly given: Readonly<Record<string, string>>;
}

interface Found extends Stack {
  readonly findings: Findings;
}

/** Looks into a state for what a stack declares; nobody is asked. */
function inState(io: Io, path: string): (stack: Stack) => Findings {
  const state = readIfThere(io, path);
  if (state === undefined) {
    throw new CannotRun(`${path} is not there; allowed: a file with what terraform state pull prints`);
  }
  return ({ model, takeover, given }) => {
    try {
      return findInState(model, state, { ...takeover.import, ...given }, takeover.moved);
    } catch (e) {
      if (ValidationError.isValidationError(e)) throw new CannotRun(`${path}: ${e.message}`);
      throw e;
    }
  };
}

function gather(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function numberOf(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 64) return number;
  throw new CannotRun(`--at-once ${quote(text)} is not a number of calls; allowed: whole numbers from 1 to 64`);
}

function modelOf(models: readonly AccessModel[], { path, stack }: ConfigStack): AccessModel {
  const found = models.find((m) => m.stack === stack);
  if (found !== undefined) return found;
  const names = models.map((m) => m.stack);
  throw new CannotRun(
    `${path} is the stack ${quote(stack)}, which was not synthesized${didYouMean(stack, names)}; there are: ${names.join(", ")}; run npm run synth (or npx cdktf synth) first`,
  );
}

function takeoverOf(io: Io, { path }: ConfigStack): Takeover {
  const file = takeoverPath(path);
  const text = readIfThere(io, file);
  if (text === undefined) return EMPTY;
  try {
    return parseTakeover(text);
  } catch (e) {
    if (!ValidationError.isValidationError(e)) throw e;
    throw new CannotRun(e.message.replace(/^/gm, `${file}: `));
  }
}

function addressesOf(model: AccessModel): string[] {
  const { groups, roleSettings, assignments, policies, clusters, grants } = model;
  const entries = [groups, roleSettings, assignments, policies, clusters, grants].flat();
  return [...entries, ...clusters.flatMap(({ around }) => around ?? [])].flatMap(({ address }) => address ?? []);
}

/** Object ids that a person gave or a takeover file has, of the groups of every stack. */
function takenGroups(
  io: Io,
  models: readonly AccessModel[],
  stacks: readonly Stack[],
): (groupId: string) => string | undefined {
  const files = new Map<string, Takeover>();
  const beside = (source: string) => {
    const path = source.replace(/:\d+:\d+$/, "");
    const known = files.get(path) ?? takeoverOf(io, { path, stack: "" });
    files.set(path, known);
    return known;
  };
  const given = new Map(stacks.map((s) => [s.stack, s.given]));
  const groups = new Map(models.flatMap(({ stack, groups: all }) => all.map((g) => [g.id, { ...g, stack }])));
  return (id) => {
    const { address, source, stack = "" } = groups.get(id) ?? {};
    if (address === undefined) return undefined;
    return given.get(stack)?.[address] ?? (source === undefined ? undefined : beside(source).import[address]);
  };
}

/** Writes what was found to the takeover file, beside what it has; what moves there is not imported as well. */
function take(io: Io, { path, takeover }: Stack, { results }: Findings, dryRun: boolean): { readonly file?: string } {
  const found = results.flatMap(({ address, outcome }): [string, string][] =>
    outcome.is === "found" && takeover.moved[address] === undefined ? [[address, outcome.id]] : [],
  );
  if (found.length === 0) return {};
  const file = takeoverPath(path);
  const text = serializeTakeover({ ...takeover, import: { ...takeover.import, ...Object.fromEntries(found) } });
  if (!dryRun) writeFile(io, file, text);
  return { file };
}

function exitCode(done: readonly ImportOf[]): ExitCode {
  const results = done.flatMap(({ findings }) => findings.results);
  if (done.some(({ findings }) => findings.gaps.length > 0)) return ExitCode.PARTIAL;
  if (results.some(({ outcome }) => outcome.is === "several")) return ExitCode.FOUND;
  const isOpen = results.some(({ outcome }) => outcome.is === "unseen" || outcome.is === "other");
  return isOpen ? ExitCode.PARTIAL : ExitCode.FINE;
}

function callsOf({ graph, resourceManager }: Services, milliseconds: number): string {
  const all = [graph, resourceManager].map(({ name, tally }) => `${tally.calls} to ${name}`);
  const calls = graph.tally.calls + resourceManager.tally.calls;
  const throttled = graph.tally.throttled + resourceManager.tally.throttled;
  const waited = throttled === 0 ? "" : `, ${throttled} of them told to wait and repeated`;
  return `${calls} calls (${all.join(", ")}${waited}) in ${(milliseconds / 1000).toFixed(1)} s\n`;
}

import { posix } from "node:path";
import { type App, TerraformElement } from "cdktf";
import { ErrorCode } from "../core/error-codes";
import { quote } from "../core/text";
import { AccessStack } from "../stacks";
import { setSource, sourceOf } from "../terraform";
import { Clusters } from "./build-clusters";
import { Groups } from "./build-groups";
import { Notes } from "./build-notes";
import { Policies } from "./build-policies";
import { ConfigError } from "./config-error";
import { readConfigFiles } from "./config-files";
import { type MovedAway, forgetMovedAway, takeMovedAway } from "./moved-away";
import { Principals } from "./principals";
import { readRoleSettings } from "./role-settings";
import { type Config, configSchema } from "./schema";
import { checkShape } from "./shape";
import type { SourceFile } from "./source-file";
import { TakeoverFile } from "./takeover-file";
import { type ConfigFile, fileOf, inOrder, readUsed } from "./uses";

/**
 * Reads config files and makes a stack of each, in the app.
 *
 * @param path one file, or a folder of which every `*.yaml` is read, folders in it included; files that they use are
 * read too
 * @returns the stacks, those that are used before those that use them
 * @throws ConfigError with every problem of every file; then nothing of the app may be synthesized
 */
export function loadConfig(app: App, path: string): AccessStack[] {
  const names = new Map<string, string>();
  const moved = new Map<SourceFile, MovedAway[]>();
  const readOne = (file: SourceFile) => {
    const config = read(file, names);
    if (config) moved.set(file, takeMovedAway(file, config));
    return config;
  };
  const files = readUsed(readConfigFiles(path), readOne, (file) => moved.get(file) ?? []);
  const built = new Map<ConfigFile, Built>();
  for (const file of inOrder(files)) {
    const uses = file.uses.flatMap((used) => built.get(used) ?? []);
    if (file.config) built.set(file, build(app, file.source, file.config, names.get(file.config.name) === file.source.name, uses));
  }
  forgetMoved([...built.values()], moved);
  const all = [...files.map((f) => f.source), ...[...built.values()].flatMap((b) => b.takeover?.source ?? [])];
  const problems = all.flatMap((source) => source.problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return [...built.values()].map((b) => b.stack);
}

/** What became of a file, for those that use it. */
interface Built {
  readonly source: SourceFile;
  readonly config: Config;
  readonly stack: AccessStack;
  readonly takeover: TakeoverFile | undefined;
  readonly groups: Groups;
  readonly clusters: Clusters;
}

function read(file: SourceFile, names: Map<string, string>): Config | undefined {
  if (file.data === undefined) return undefined;
  const config = checkShape(configSchema, file, { name: "refused" });
  if (config === undefined || file.isRefused(["name"])) return config;
  const other = names.get(config.name);
  if (other === undefined) names.set(config.name, file.name);
  else {
    file.report(
      ErrorCode.CONFIG_NAME_TAKEN,
      ["name"],
      `${quote(config.name)} is also the name of ${other}; allowed: a name that no other file has, because it names the stack and its state`,
    );
  }
  return config;
}

function build(app: App, file: SourceFile, config: Config, ownsName: boolean, used: readonly Built[]): Built {
  // no name that a file may have has a capital letter in it, and no id of a construct has a slash
  const id = ownsName ? config.name : `Refused-${file.name.replace(/\//g, "--")}`;
  const { tenantId, subscriptionId, tags, providerVersions } = config;
  const state = config.backend?.azurerm;
  const uses = used.map((u) => u.stack);
  const takeover = TakeoverFile.beside(file);
  const props = { tenantId, subscriptionId, tags, state, providerVersions, uses, takeover: takeover?.takeover };
  const stack = file.attempt([], () => new AccessStack(app, id, props)) ?? standIn(app, id, uses);
  setSource(stack, file.source([]));
  const groups = new Groups(
    stack,
    file,
    config,
    used.map((u) => u.groups),
  );
  groups.build();
  new Policies(stack, file, config, groups.principals).build();
  const clusters = new Clusters(
    stack,
    file,
    config,
    groups.principals,
    used.map((u) => u.clusters),
  );
  clusters.build();
  new Notes(stack, file, config, groups.principals).build();
  checkUnused(app, file, config, groups, clusters);
  if (file.problems.length === 0) {
    checkAddresses(stack, file);
    takeover?.apply(stack);
  }
  return { source: file, config, stack, takeover, groups, clusters };
}

/** Lets each stack forget what another file has from now on. */
function forgetMoved(built: readonly Built[], moved: ReadonlyMap<SourceFile, readonly MovedAway[]>): void {
  for (const from of built) {
    for (const entry of moved.get(from.source) ?? []) {
      const name = fileOf(from.source, entry.given);
      const to = built.find((b) => posix.normalize(b.source.name) === name);
      if (to) forgetMovedAway(from, entry, to);
    }
  }
}

/** In place of a stack that was refused, under its name, because messages show that. */
function standIn(app: App, id: string, uses: AccessStack[]): AccessStack {
  app.node.tryRemoveChild(id);
  return new AccessStack(app, id, { uses });
}

/** Looks at what has a name and is not used, in a stack that is thrown away: else it is wrong when it is needed. */
function checkUnused(app: App, file: SourceFile, config: Config, groups: Groups, clusters: Clusters): void {
  const { unusedSettings } = groups;
  const { unusedProfiles } = clusters;
  if (unusedSettings.length + unusedProfiles.length === 0) return;
  const scratch = new AccessStack(app, `Unused-${file.name}`, { uses: [] });
  const principals = new Principals(scratch, file, groups);
  for (const name of unusedSettings) {
    readRoleSettings(file, (config.roleSettings ?? {})[name], ["roleSettings", name], principals);
  }
  const checked = new Clusters(scratch, file, config, principals);
  for (const name of unusedProfiles) checked.check(name);
  app.node.tryRemoveChild(scratch.node.id);
}

/** Asks everything for its Terraform address, which else only synth does: keys may run into each other there. */
function checkAddresses(stack: AccessStack, file: SourceFile): void {
  for (const element of stack.node.findAll().filter((c) => TerraformElement.isTerraformElement(c))) {
    const source = [...element.node.scopes]
      .reverse()
      .map(sourceOf)
      .find((s) => s !== undefined);
    file.attemptAt(source, () => element.friendlyUniqueId);
  }
}

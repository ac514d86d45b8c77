import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { App } from "cdktf";
import { ErrorCode } from "../core/error-codes";
import { quote } from "../core/text";
import { AccessStack } from "../stacks";
import { setSource } from "../terraform";
import { Clusters } from "./build-clusters";
import { Groups } from "./build-groups";
import { buildEmergencyAccess, buildPolicies } from "./build-policies";
import { ConfigError, type ConfigProblem } from "./config-error";
import { type Config, configSchema } from "./schema";
import { checkShape } from "./shape";
import { SourceFile } from "./source-file";

/**
 * Reads config files and makes a stack of each, in the app.
 *
 * @param path one file, or a folder of which every `*.yaml` is read, folders in it included
 * @returns the stacks, in the order of the files' names
 * @throws ConfigError with every problem of every file; then nothing of the app may be synthesized
 */
export function loadConfig(app: App, path: string): AccessStack[] {
  const files = find(path).map((name) => new SourceFile(name, readFileSync(name, "utf8")));
  const stacks: AccessStack[] = [];
  const names = new Map<string, string>();
  for (const file of files) {
    const config = read(file, names);
    if (config) stacks.push(build(app, file, config, names.get(config.name) === file.name));
  }
  const problems = files.flatMap((f) => f.problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return stacks;
}

function read(file: SourceFile, names: Map<string, string>): Config | undefined {
  const data = file.data;
  if (data === undefined) return undefined;
  const config = checkShape(configSchema, file, data);
  if (config === undefined) return undefined;
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

function build(app: App, file: SourceFile, config: Config, isFirst: boolean): AccessStack {
  const id = isFirst ? config.name : `${config.name} of ${file.name}`.replace(/[^a-z0-9-]+/gi, "-");
  const props = {
    subscriptionId: config.subscriptionId,
    tags: config.tags,
    state: config.backend?.azurerm,
    providerVersions: config.providerVersions,
  };
  const stack =
    file.attempt([], () => new AccessStack(app, id, { tenantId: config.tenantId, ...props })) ??
    new AccessStack(app, `refused-${id}`);
  setSource(stack, file.source([]));
  const refused = Object.keys((file.data as { groups?: object }).groups ?? {}).filter((k) => !(k in (config.groups ?? {})));
  const groups = new Groups(stack, file, config, refused);
  buildEmergencyAccess(stack, file, config, groups.principals);
  groups.build();
  buildPolicies(stack, file, config, groups.principals);
  new Clusters(stack, file, config, groups.principals).build();
  return stack;
}

/** The files that a path names, sorted, with forward slashes. */
function find(path: string): string[] {
  const name = path.replace(/\\/g, "/").replace(/\/+$/, "");
  const stats = statSync(name, { throwIfNoEntry: false });
  if (stats === undefined) throw notFound(name, "there is no such file or folder; allowed: a *.yaml file, or a folder with such files");
  if (!stats.isDirectory()) return [name];
  const files = below(name);
  if (files.length === 0) throw notFound(name, "there is no *.yaml file in this folder; allowed: at least one");
  return files;
}

function below(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const name = join(folder, entry.name).replace(/\\/g, "/");
      if (entry.isDirectory()) return below(name);
      return /\.ya?ml$/.test(entry.name) ? [name] : [];
    })
    .sort();
}

function notFound(file: string, message: string): ConfigError {
  const problem: ConfigProblem = { file, line: 1, column: 1, code: ErrorCode.CONFIG_NOT_FOUND, message };
  return new ConfigError([problem]);
}

import { readFileSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type * as Yaml from "yaml";
import { TAKEOVER_SUFFIX } from "../access/takeover";
import { quote } from "../core/text";
import { CannotRun } from "./cannot-run";
import type { Io } from "./io";

/** A config file, and the stack that it is. */
export interface ConfigStack {
  /** As it was given, `config/prod.yaml`. */
  readonly path: string;
  readonly stack: string;
}

const YAML = /\.ya?ml$/;

/**
 * The config files that a path names, one file or a folder's, with the name of the stack that each is.
 *
 * @throws CannotRun for what is not there, is no YAML, or says no name
 */
export function configStacks(io: Io, path: string): ConfigStack[] {
  return filesAt(io, path).map((file) => ({ path: file, stack: nameIn(io, file) }));
}

/** The path of the takeover file of a config file: `config/prod.takeover.json`. */
export function takeoverPath(config: string): string {
  return join(dirname(config), basename(config).replace(YAML, "") + TAKEOVER_SUFFIX);
}

function filesAt(io: Io, path: string): string[] {
  const whole = resolve(io.cwd, path);
  const stat = statSync(whole, { throwIfNoEntry: false });
  if (stat === undefined) throw new CannotRun(`${path} is not there; allowed: a config file, or a folder of them`);
  if (stat.isFile()) {
    if (YAML.test(path)) return [path];
    throw new CannotRun(`${path} is no config file; allowed: a .yaml file, or a folder of them`);
  }
  const files = readdirSync(whole, { recursive: true, encoding: "utf8" })
    .filter((f) => YAML.test(f))
    .sort()
    .map((f) => join(path, f));
  if (files.length === 0) throw new CannotRun(`${path} holds no config file; allowed: a folder with .yaml files in it`);
  return files;
}

function nameIn(io: Io, file: string): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- lazy: no other command reads YAML
  const { parseDocument } = require("yaml") as typeof Yaml;
  const document = parseDocument(readFileSync(resolve(io.cwd, file), "utf8"));
  const name: unknown = document.errors.length === 0 ? document.get("name") : undefined;
  if (typeof name === "string") return name;
  const what = document.errors.length === 0 ? `its name is ${quote(name ?? null)}` : "it is no YAML";
  throw new CannotRun(`${file} is no config file: ${what}; npm run synth says what is wrong with it`);
}

import { posix } from "node:path";
import { ErrorCode } from "../core/error-codes";
import { quote } from "../core/text";
import { ConfigError } from "./config-error";
import { readConfigFiles } from "./config-files";
import type { Config } from "./schema";
import type { Path, SourceFile } from "./source-file";

/** A file, what it says, and the files that it uses. */
export interface ConfigFile {
  readonly source: SourceFile;
  /** What it says; nothing if it cannot be read. */
  readonly config: Config | undefined;
  readonly uses: ConfigFile[];
}

/** What is known by its key in the files that use a file. */
const SHARED = ["groups", "roleSettings", "accessProfiles"] as const;

/** A file that another names without using it. */
interface Named {
  /** Where it is named. */
  readonly path: Path;
  /** As it is named there. */
  readonly given: string;
}

/**
 * Reads the files that the given ones use, and those that these use, and notes what is wrong with that.
 *
 * @param alsoNamed files that one of them names beside those that it uses; they are read too
 */
export function readUsed(
  first: readonly SourceFile[],
  read: (file: SourceFile) => Config | undefined,
  alsoNamed: (file: SourceFile) => readonly Named[] = () => [],
): ConfigFile[] {
  const files = new Map<string, ConfigFile>();
  const add = (source: SourceFile): ConfigFile => {
    const file = { source, config: read(source), uses: [] };
    files.set(posix.normalize(source.name), file);
    return file;
  };
  first.forEach(add);
  // a map is walked in the order of its entries, those that are added on the way included
  for (const file of files.values()) {
    const find = ({ given, path }: Named) => {
      const name = fileOf(file.source, given);
      return files.get(name) ?? open(file.source, name, path, add);
    };
    (file.config?.uses ?? []).forEach((given, i) => {
      const used = find({ given, path: ["uses", i] });
      if (used && !file.uses.includes(used)) file.uses.push(used);
    });
    alsoNamed(file.source).forEach(find);
  }
  const all = [...files.values()];
  breakCircles(all);
  all.forEach(checkKeys);
  return all;
}

/** The files, those that are used before those that use them. */
export function inOrder(files: readonly ConfigFile[]): ConfigFile[] {
  const ordered = new Set<ConfigFile>();
  const visit = (file: ConfigFile): void => {
    file.uses.forEach(visit);
    ordered.add(file);
  };
  files.forEach(visit);
  return [...ordered];
}

/** The name of a file that another names, as messages name files. */
export function fileOf(from: SourceFile, given: string): string {
  return posix.join(posix.dirname(from.name), given);
}

function open(user: SourceFile, name: string, path: Path, add: (file: SourceFile) => ConfigFile): ConfigFile | undefined {
  if (!/\.ya?ml$/.test(name)) {
    user.report(ErrorCode.CONFIG_USES_MISSING, path, `${quote(name)} is not a config file; allowed: a *.yaml file, relative to this one`);
    return undefined;
  }
  try {
    return add(readConfigFiles(name)[0]);
  } catch (e) {
    if (!ConfigError.isConfigError(e)) throw e;
    user.report(ErrorCode.CONFIG_USES_MISSING, path, `${quote(name)} cannot be found; allowed: a *.yaml file, relative to this one`);
    return undefined;
  }
}

/** Notes where files use each other in a circle, and leaves the last step of it out. */
function breakCircles(files: readonly ConfigFile[]): void {
  const done = new Set<ConfigFile>();
  const visit = (file: ConfigFile, way: readonly ConfigFile[]): void => {
    for (const used of [...file.uses]) {
      const at = [...way, file].indexOf(used);
      if (at < 0) {
        if (!done.has(used)) visit(used, [...way, file]);
        continue;
      }
      file.uses.splice(file.uses.indexOf(used), 1);
      const circle = [...way, file].slice(at).map((f) => f.source.name);
      const i = (file.config?.uses ?? []).findIndex((given) => fileOf(file.source, given) === posix.normalize(used.source.name));
      const what = circle.length === 1 ? "this file uses itself" : `these files use each other in a circle: ${[...circle, used.source.name].join(" uses ")}`;
      file.source.report(ErrorCode.CONFIG_USES_CIRCLE, ["uses", i], `${what}; allowed: files that do not lead back here`);
    }
    done.add(file);
  };
  for (const file of files) if (!done.has(file)) visit(file, []);
}

/** Notes keys that a file and one that it uses both have, or two that it uses. */
function checkKeys({ source, config, uses }: ConfigFile): void {
  for (const section of SHARED) {
    const owners = new Map(Object.keys(config?.[section] ?? {}).map((key) => [key, source]));
    for (const used of uses) {
      for (const key of Object.keys(used.config?.[section] ?? {})) {
        const other = owners.get(key);
        if (other === undefined) owners.set(key, used.source);
        else if (other === source) {
          const message = `this key is also one of ${used.source.name}, which this file uses; allowed: a key that only one of them has`;
          source.report(ErrorCode.CONFIG_KEY_TWICE, [section, key], message, "key");
        } else {
          const message = `${quote(key)} under ${section} is a key of ${other.name} and of ${used.source.name}; allowed: files that have no key twice`;
          source.report(ErrorCode.CONFIG_KEY_TWICE, ["uses"], message);
        }
      }
    }
  }
  const declared = [...(config?.emergencyAccess ? [source] : []), ...uses.filter((u) => u.config?.emergencyAccess).map((u) => u.source)];
  if (declared.length < 2) return;
  const message = `emergency access is declared by ${declared.map((f) => f.name).join(" and ")}; allowed: once a tenant, here or in a file that this one uses`;
  source.report(ErrorCode.CONFIG_KEY_TWICE, config?.emergencyAccess ? ["emergencyAccess"] : ["uses"], message);
}

import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { ErrorCode } from "../core/error-codes";
import { ConfigError } from "./config-error";
import { SourceFile } from "./source-file";

/**
 * Reads one file, or every `*.yaml` of a folder, folders in it included.
 *
 * A file is called by its path from where the program runs, with forward slashes, so that messages and models are the
 * same on every machine.
 *
 * @throws ConfigError if there is nothing to read
 */
export function readConfigFiles(path: string): SourceFile[] {
  const name = withSlashes(relative(".", path)) || ".";
  return find(name).map((file) => new SourceFile(file, reading(file, () => readFileSync(file, "utf8"))));
}

/** The file of that name, if there is one. */
export function readIfThere(name: string): SourceFile | undefined {
  const there = reading(name, () => statSync(name, { throwIfNoEntry: false }));
  return there?.isFile() ? new SourceFile(name, reading(name, () => readFileSync(name, "utf8"))) : undefined;
}

function find(name: string): string[] {
  const stats = reading(name, () => statSync(name, { throwIfNoEntry: false }));
  if (stats === undefined) {
    throw notFound(name, "there is no such file or folder; allowed: a *.yaml file, or a folder with such files");
  }
  if (!stats.isDirectory()) return [name];
  const files = below(name).sort();
  if (files.length === 0) throw notFound(name, "there is no *.yaml file in this folder; allowed: at least one");
  return files;
}

function below(folder: string): string[] {
  return reading(folder, () => readdirSync(folder, { withFileTypes: true })).flatMap((entry) => {
    const name = withSlashes(join(folder, entry.name));
    if (entry.isDirectory()) return below(name);
    return /\.ya?ml$/.test(entry.name) ? [name] : [];
  });
}

function withSlashes(path: string): string {
  return path.replace(/\\/g, "/");
}

function reading<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (e) {
    const { code } = e as NodeJS.ErrnoException;
    throw notFound(name, `this cannot be read (${code}); allowed: a file or folder that whoever runs this may read`);
  }
}

function notFound(file: string, message: string): ConfigError {
  return new ConfigError([{ file, line: 1, column: 1, code: ErrorCode.CONFIG_NOT_FOUND, message }]);
}

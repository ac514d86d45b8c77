import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { type App, Testing } from "cdktf";
import type { AccessModel, AccessStack } from "../../lib";
import { ConfigError, loadConfig } from "../../lib/config";
import { newApp } from "./synth";

/** The files of a folder by their names; a text alone is `test.yaml`. */
export type Files = string | Readonly<Record<string, string>>;

/** The first four lines of a file, so that what a test is about begins on line 5. */
export const HEAD = `name: test
tenantId: 22222222-2222-2222-2222-222222222222
subscriptionId: 00000000-0000-0000-0000-000000000000
location: westeurope
`;

const scratch = mkdtempSync(join(tmpdir(), "aks-entra-config-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A new folder with these files in it, which goes with the test file. */
export function folderWith(files: Files): string {
  const folder = mkdtempSync(join(scratch, "files-"));
  for (const [name, text] of Object.entries(typeof files === "string" ? { "test.yaml": files } : files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** The stacks of these files. */
export function loaded(files: Files, app: App = newApp()): AccessStack[] {
  return loadConfig(app, folderWith(files));
}

/** The lines that loading says, each whole, as if the program ran in the folder; fails if it says nothing. */
export function linesOf(files: Files): string[] {
  const folder = folderWith(files);
  return withoutFolder(errorOfLoading(folder).message, folder).split("\n");
}

/** The ConfigError that loading throws; fails if it throws none. */
export function errorOfLoading(path: string): ConfigError {
  try {
    loadConfig(newApp(), path);
  } catch (e) {
    if (ConfigError.isConfigError(e)) return e;
    throw e;
  }
  throw new Error("nothing was thrown");
}

/** A text as it would be if the program ran in the folder. */
export function withoutFolder(text: string, folder: string): string {
  return text.replaceAll(`${relative(".", folder).replace(/\\/g, "/")}/`, "");
}

type Json = Record<string, any>;

/** What the one stack of a file synthesizes to, without the framework's metadata. */
export function terraformOf(text: string): Json {
  return JSON.parse(Testing.synth(loaded(text)[0])) as Json;
}

/** The access models of these files, by stack, as the whole synthesis writes them. */
export function modelsOf(files: Files): Record<string, AccessModel> {
  const app = newApp();
  const folder = folderWith(files);
  const stacks = loadConfig(app, folder);
  app.synth();
  const read = (stack: string) => readFileSync(join(app.outdir, "stacks", stack, "access-model.json"), "utf8");
  return Object.fromEntries(
    stacks.map((s) => [s.node.id, JSON.parse(withoutFolder(read(s.node.id), folder)) as AccessModel]),
  );
}

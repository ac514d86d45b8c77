import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { App } from "cdktf";
import { type AccessModel, serializeModel } from "../../lib/access";
import type { CommandEntry } from "../../lib/cli/command";
import { run } from "../../lib/cli/run";
import { loadConfig } from "../../lib/config";

const root = join(__dirname, "../..");
const scratch = mkdtempSync(join(tmpdir(), "aks-entra-command-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The day on which the tests call commands, unless they say another. */
export const TODAY = new Date("2026-11-25T09:00:00Z");

/** How a call ended, and what it wrote. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a call is given beside its words. */
export interface Given {
  readonly now?: Date;
  readonly env?: Readonly<Record<string, string>>;
  readonly commands?: readonly CommandEntry[];
}

/** Calls the command in a folder. */
export async function call(cwd: string, argv: readonly string[], given: Given = {}): Promise<Ended> {
  let out = "";
  let err = "";
  const { now = TODAY, env = {}, commands } = given;
  const io = {
    cwd,
    env,
    version: "1.2.3",
    now: () => now,
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
  };
  const code = await run(argv, io, commands);
  return { code, out, err };
}

/** A new folder with these files in it, by their paths; it goes with the test file. */
export function newFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(scratch, "folder-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** The files of a synth that wrote these models, by their paths in the folder that it wrote to. */
export function filesOf(models: readonly AccessModel[], under = "cdktf.out"): Record<string, string> {
  const stacks = Object.fromEntries(
    models.map(({ stack }) => [stack, { name: stack, workingDirectory: `stacks/${stack}` }]),
  );
  return {
    [`${under}/manifest.json`]: JSON.stringify({ version: "0.21.0", stacks }),
    ...Object.fromEntries(models.map((m) => [`${under}/stacks/${m.stack}/access-model.json`, serializeModel(m)])),
  };
}

/** A new folder in which the files of `config/` were synthesized, those that a path names or all. */
export function synthesized(path = "config"): string {
  const folder = mkdtempSync(join(scratch, "app-"));
  const app = new App({ outdir: join(folder, "cdktf.out"), stackTraces: false });
  loadConfig(app, relative(".", join(root, path)));
  app.synth();
  return folder;
}

/** The models in a folder where something was synthesized, by stack. */
export function modelsIn(folder: string): Record<string, AccessModel> {
  const manifest = JSON.parse(readFileSync(join(folder, "cdktf.out/manifest.json"), "utf8")) as { stacks: object };
  return Object.fromEntries(
    Object.keys(manifest.stacks).map((stack) => {
      const file = join(folder, "cdktf.out/stacks", stack, "access-model.json");
      return [stack, JSON.parse(readFileSync(file, "utf8")) as AccessModel];
    }),
  );
}

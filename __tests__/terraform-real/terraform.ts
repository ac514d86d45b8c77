import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { App } from "cdktf";
import { Guardrails } from "../../lib";
import { newApp } from "../support/synth";

const folder = mkdtempSync(join(tmpdir(), "aks-entra-terraform-"));
const clear = () => rmSync(folder, { recursive: true, force: true });
afterAll(clear);

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function terraform(cwd: string, args: readonly string[], timeout = 120_000): Outcome {
  const env: NodeJS.ProcessEnv = { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", TF_INPUT: "0" };
  // Terraform warns of a configuration file that is not there
  if (env.TF_CLI_CONFIG_FILE !== undefined && !existsSync(env.TF_CLI_CONFIG_FILE)) delete env.TF_CLI_CONFIG_FILE;
  env.TF_PLUGIN_CACHE_DIR ??= join(folder, "plugins");
  mkdirSync(env.TF_PLUGIN_CACHE_DIR, { recursive: true });
  return spawnSync("terraform", args, { cwd, env, timeout, encoding: "utf8" });
}

function init(cwd: string, timeout?: number): Outcome {
  return terraform(cwd, ["init", "-backend=false", "-input=false", "-no-color"], timeout);
}

/** Why nothing can be tried here; nothing if it can. */
function whyNot(): string | undefined {
  const version = terraform(folder, ["version", "-json"], 10_000);
  if (version.status !== 0) return "no terraform on this machine";
  const [major, minor] = (JSON.parse(version.stdout) as { terraform_version: string }).terraform_version.split(".");
  if (Number(major) < 1 || (major === "1" && Number(minor) < 7)) return "terraform is older than 1.7 here";
  const probe = join(folder, "probe");
  mkdirSync(probe);
  const required_providers = {
    azuread: { source: "hashicorp/azuread", version: ">= 3.9.0, < 4.0.0" },
    azurerm: { source: "hashicorp/azurerm", version: "4.55.0" },
  };
  writeFileSync(join(probe, "main.tf.json"), JSON.stringify({ terraform: { required_providers } }));
  return init(probe, 60_000).status === 0 ? undefined : "terraform cannot get the providers on this machine";
}

const missing = whyNot();
// without a test to run, Jest does nothing after all of them
if (missing !== undefined) clear();
const given = missing === undefined ? test : test.skip;

/** A test that needs Terraform and the real providers; where they are not to be had, its name says that. */
export function withTerraform(name: string, run: () => void): void {
  given(missing === undefined ? name : `${name} (skipped: ${missing})`, run, 120_000);
}

/** An app whose folder is gone after the tests. */
export function tidyApp(): App {
  const app = newApp({ outdir: mkdtempSync(join(folder, "app-")) });
  // a stack with every prop opens what guardrails are there to close; here Terraform is asked, and nothing deployed
  Guardrails.tonight(app, "every prop is tried, the unsafe ones too");
  return app;
}

/** Something that Terraform or a provider says. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
}

/** Has Terraform fetch the providers of a stack that was synthesized; gives the stack's folder. */
function initialized(app: App, stack: string): string {
  const cwd = join(app.outdir, "stacks", stack);
  const { status, stdout, stderr } = init(cwd);
  if (status !== 0) throw new Error(`terraform init: ${stdout}${stderr}`);
  return cwd;
}

/** What `terraform validate` says of each stack of an app; nothing if all is well. */
export function validate(app: App): Readonly<Record<string, readonly Diagnostic[]>> {
  app.synth();
  const said = Object.keys(app.manifest.buildManifest().stacks).map((stack) => {
    const { stdout } = terraform(initialized(app, stack), ["validate", "-json"]);
    return [stack, (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics];
  });
  return Object.fromEntries(said) as Record<string, Diagnostic[]>;
}

/** What `terraform validate` says of a configuration in Terraform's own language; nothing if all is well. */
export function validateText(hcl: string): readonly Diagnostic[] {
  const cwd = mkdtempSync(join(folder, "text-"));
  writeFileSync(join(cwd, "main.tf"), hcl);
  const { status, stdout, stderr } = init(cwd);
  if (status !== 0) throw new Error(`terraform init: ${stdout}${stderr}`);
  const said = terraform(cwd, ["validate", "-json"]).stdout;
  return (JSON.parse(said) as { diagnostics: Diagnostic[] }).diagnostics;
}

/** The outcome of `terraform test`. */
export interface Tested {
  /** Each run by its name: pass, fail, error or skip. */
  readonly runs: Readonly<Record<string, string>>;
  /** What was said about each run. */
  readonly said: Readonly<Record<string, readonly string[]>>;
}

/** Runs a test file against a stack: plans and applies with providers that the file mocks, so without any tenant. */
export function mockedRuns(app: App, stack: string, file: string): Tested {
  app.synth();
  const cwd = initialized(app, stack);
  writeFileSync(join(cwd, "main.tftest.hcl"), file);
  const { stdout, stderr } = terraform(cwd, ["test", "-json"]);
  const runs: Record<string, string> = {};
  const said: Record<string, string[]> = {};
  for (const line of stdout.split("\n").filter((l) => l !== "")) {
    const message = JSON.parse(line) as Message;
    const run = message["@testrun"] ?? "";
    if (message.test_run?.progress === "complete") runs[run] = message.test_run.status;
    if (message.diagnostic) (said[run] ??= []).push(message.diagnostic.detail || message.diagnostic.summary);
  }
  if (Object.keys(runs).length === 0) throw new Error(`terraform test: ${stdout}${stderr}`);
  return { runs, said };
}

interface Message {
  readonly "@testrun"?: string;
  readonly test_run?: { readonly progress?: string; readonly status: string };
  readonly diagnostic?: Diagnostic;
}

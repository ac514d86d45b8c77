import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Outcome, command } from "./command";
import { PROVIDER_RANGES, type ProviderName } from "../../lib/terraform/stack-context";
import { toolEnvironment } from "./environment";
import { type Json } from "./local-backend";

/** The providers and the versions that a stack asks for. */
export type Wanted = Readonly<Partial<Record<ProviderName, string>>>;

/** What is missing on a machine, and how to get it. */
export interface Missing {
  readonly what: string;
  readonly how: string;
}

const OLDEST = [1, 7];

/** Where to look, and for what. */
export interface LookOptions {
  /** The providers; by default those of a stack that names no version. */
  readonly wanted?: Wanted;
  /** The Terraform to ask; the one on the PATH by default. */
  readonly terraform?: string;
  readonly platform?: NodeJS.Platform;
  readonly signal?: AbortSignal;
}

/** Tells what keeps this machine from a deploy; nothing if nothing does. */
export async function missingTools(options: LookOptions = {}): Promise<Missing | undefined> {
  return (await missingTerraform(options)) ?? (await missingProviders(options));
}

/** The system and Terraform itself; quick. */
export async function missingTerraform(options: LookOptions = {}): Promise<Missing | undefined> {
  const { terraform = "terraform", platform = process.platform, signal } = options;
  if (platform !== "linux") {
    return {
      what: `The sandbox runs on Linux only: on ${platform} the providers trust no certificate of a run.`,
      how: "Run it in a Linux container or WSL.",
    };
  }
  const version = await command(terraform, ["version", "-json"], { cwd: tmpdir(), env: toolEnvironment(), signal });
  if (version.status !== 0) {
    return {
      what: "Terraform is not on this machine.",
      how: "Install Terraform 1.7 or later and put it on the PATH.",
    };
  }
  const { terraform_version } = JSON.parse(version.stdout) as { terraform_version: string };
  const [major, minor] = terraform_version.split(".").map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    return { what: `Terraform ${terraform_version} is too old.`, how: "Install Terraform 1.7 or later." };
  }
  return undefined;
}

/** Whether Terraform gets the providers: `terraform init` of a configuration that has nothing else in it. */
export async function missingProviders(options: LookOptions = {}): Promise<Missing | undefined> {
  const { wanted = PROVIDER_RANGES, terraform = "terraform", signal } = options;
  const folder = mkdtempSync(join(tmpdir(), "aks-entra-tools-"));
  try {
    const required_providers = Object.fromEntries(
      Object.entries(wanted).map(([name, version]) => [name, { source: `hashicorp/${name}`, version }]),
    );
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: { required_providers } }));
    const env = toolEnvironment();
    const init = await command(terraform, ["init", "-input=false", "-no-color"], { cwd: folder, env, signal });
    return init.status === 0 ? undefined : noProviders(init, wanted);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The providers that a synthesized stack asks for. */
export function providersOf(terraform: Json): Wanted {
  const asked = (terraform.terraform?.required_providers ?? {}) as Record<string, { version: string }>;
  return Object.fromEntries(Object.entries(asked).map(([name, { version }]) => [name, version]));
}

function noProviders(init: Outcome, wanted: Wanted): Missing {
  const why = init.stderr.split("\n").find((line) => /Error|could not|failed/i.test(line)) ?? "terraform init failed";
  const which = Object.entries(wanted).map(([name, version]) => `${name} (${version})`);
  return {
    what: `Terraform can't get the providers ${which.join(" and ")}: ${why.replace(/^[│╷\s]+/, "")}`,
    how:
      "Either let this machine reach registry.terraform.io, or put the providers into Terraform's local mirror folder, " +
      "~/.terraform.d/plugins/registry.terraform.io/hashicorp/NAME/VERSION/OS_ARCH/.",
  };
}

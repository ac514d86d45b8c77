import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Outcome, command } from "./command";
import { toolEnvironment } from "./environment";

/** The providers and their ranges, as the library's stacks ask for them. */
export interface Wanted {
  readonly azuread: string;
  readonly azurerm: string;
}

export const RANGES: Wanted = { azuread: ">= 3.9.0, < 4.0.0", azurerm: ">= 4.55.0, < 5.0.0" };

/** What is missing on a machine, and how to get it. */
export interface Missing {
  readonly what: string;
  readonly how: string;
}

const OLDEST = [1, 7];

/** Tells what keeps this machine from a deploy; nothing if nothing does. */
export async function missingTools(wanted: Wanted = RANGES, terraform = "terraform"): Promise<Missing | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "aks-entra-tools-"));
  try {
    const env = toolEnvironment();
    const version = await command(terraform, ["version", "-json"], { cwd: folder, env });
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
    const required_providers = {
      azuread: { source: "hashicorp/azuread", version: wanted.azuread },
      azurerm: { source: "hashicorp/azurerm", version: wanted.azurerm },
    };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: { required_providers } }));
    const init = await command(terraform, ["init", "-input=false", "-no-color"], { cwd: folder, env });
    return init.status === 0 ? undefined : noProviders(init);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function noProviders(init: Outcome): Missing {
  const why = init.stderr.split("\n").find((line) => /Error|could not|failed/i.test(line)) ?? "terraform init failed";
  return {
    what: `Terraform can't get the providers azuread (${RANGES.azuread}) and azurerm (${RANGES.azurerm}): ${why.replace(/^[│╷\s]+/, "")}`,
    how:
      "Either let this machine reach registry.terraform.io, or put the providers into Terraform's local mirror folder, " +
      "~/.terraform.d/plugins/registry.terraform.io/hashicorp/NAME/VERSION/OS_ARCH/.",
  };
}

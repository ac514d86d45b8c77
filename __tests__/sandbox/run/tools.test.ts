import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { missingProviders, missingTools, providersOf } from "../../../sandbox/run/tools";

const folder = mkdtempSync(join(tmpdir(), "aks-entra-tools-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that answers as some Terraform would. */
function terraform(version: string, init: string): string {
  const file = join(folder, `terraform-${version}`);
  writeFileSync(
    file,
    `#!/bin/sh\nif [ "$1" = version ]; then echo '{"terraform_version":"${version}"}'; else ${init}; fi\n`,
  );
  chmodSync(file, 0o755);
  return file;
}

test("without Terraform, it says so and how to get it", async () => {
  expect(await missingTools({ terraform: join(folder, "nowhere") })).toEqual({
    what: "Terraform is not on this machine.",
    how: "Install Terraform 1.7 or later and put it on the PATH.",
  });
});

test("a Terraform that is too old is named", async () => {
  expect(await missingTools({ terraform: terraform("1.6.6", "exit 0") })).toEqual({
    what: "Terraform 1.6.6 is too old.",
    how: "Install Terraform 1.7 or later.",
  });
});

test("without a way to the providers, it says which, why, and both ways to get them", async () => {
  const missing = await missingTools({
    terraform: terraform("1.7.0", 'echo "Error: Failed to query" >&2; exit 1'),
  });
  expect(missing?.what).toBe(
    "Terraform can't get the providers azuread (>= 3.9.0, < 4.0.0) and azurerm (>= 4.55.0, < 5.0.0): Error: Failed to query",
  );
  expect(missing?.how).toContain("registry.terraform.io");
  expect(missing?.how).toContain("~/.terraform.d/plugins/registry.terraform.io/hashicorp/NAME/VERSION/OS_ARCH/");
});

test("with all of them, nothing is missing", async () => {
  expect(await missingTools({ terraform: terraform("1.15.9", "exit 0") })).toBeUndefined();
});

test.each(["darwin", "win32"] as const)("on %s, it says where it runs instead", async (platform) => {
  expect(await missingTools({ platform, terraform: terraform("1.15.9", "exit 0") })).toEqual({
    what: `The sandbox runs on Linux only: on ${platform} the providers trust no certificate of a run.`,
    how: "Run it in a Linux container or WSL.",
  });
});

test("the versions that a stack asks for are looked for, and named", async () => {
  const terraform = {
    terraform: { required_providers: { azurerm: { source: "hashicorp/azurerm", version: "4.0.0" } } },
  };
  const wanted = providersOf(terraform);
  expect(wanted).toEqual({ azurerm: "4.0.0" });
  expect(providersOf({})).toEqual({});
  const missing = await missingProviders({ wanted, terraform: fails() });
  expect(missing?.what).toBe("Terraform can't get the providers azurerm (4.0.0): Error: no such release");
  expect(readFileSync(join(folder, "asked.json"), "utf8")).toBe(JSON.stringify(terraform));
});

/** A Terraform that keeps what it is asked for, and can't get it. */
function fails(): string {
  return terraform("1.15.8", `cp main.tf.json ${folder}/asked.json; echo "Error: no such release" >&2; exit 1`);
}

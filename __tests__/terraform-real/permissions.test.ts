import { modelsIn, synthesized } from "../support/command";
import { permissionsOf, permissionsTerraform } from "../../lib/permissions";
import { validateText, withTerraform } from "./terraform";

const AROUND = `
terraform {
  required_providers {
    azuread = { source = "hashicorp/azuread", version = ">= 3.9.0, < 4.0.0" }
    azurerm = { source = "hashicorp/azurerm", version = ">= 4.55.0, < 5.0.0" }
  }
}
provider "azurerm" {
  features {}
}
locals {
  identity_object_id = "99999999-9999-4999-8999-999999999999"
}
`;

withTerraform("the permissions of every example are valid Terraform, all of them in one module", () => {
  const models = Object.values(modelsIn(synthesized()));
  const blocks = models.flatMap(({ stack }) =>
    (["plan", "apply"] as const).map((purpose) => permissionsTerraform(permissionsOf(models, stack, purpose))),
  );
  const text = blocks.join("\n");
  expect(text.match(/^resource "azurerm_role_definition"/gm)?.length).toBeGreaterThan(5);
  expect(text.match(/condition_version/g)?.length).toBeGreaterThan(3);
  expect(validateText(`${AROUND}\n${text}`)).toEqual([]);
});

import { ROLE_ADMINISTRATOR, customRoles, roleAdministrators } from "./custom-role";
import type { Permissions } from "./permissions";

/** Permissions as Terraform, for the module that makes the identity: `local.identity_object_id` is its service principal. */
export function permissionsTerraform(permissions: Permissions): string {
  const { stack, for: purpose, graph, state, unknown, doubts, notes } = permissions;
  const key = `${purpose}_${stack.replace(/[^A-Za-z0-9_]/g, "_")}`;
  const blocks = [
    [
      `# ${stack}: what its identity needs to ${purpose === "plan" ? "make a plan of it" : "apply it"}`,
      ...unknown.map((address) => `# not known here: what ${address} needs`),
      ...[...doubts, ...notes].map((said) => `# ${said}`),
    ],
    ...(graph.length > 0
      ? graphBlocks(
          key,
          graph.map(({ name }) => name),
        )
      : []),
    ...customRoles(permissions).flatMap(({ name, scope, assignableScope, actions }, i) => [
      [
        `resource "azurerm_role_definition" "${key}_${i + 1}" {`,
        `  name              = ${text(name)}`,
        `  scope             = ${text(assignableScope)}`,
        `  assignable_scopes = [${text(assignableScope)}]`,
        "",
        "  permissions {",
        "    actions = [",
        ...actions.map((action) => `      ${text(action)},`),
        "    ]",
        "  }",
        "}",
      ],
      [
        `resource "azurerm_role_assignment" "${key}_${i + 1}" {`,
        `  scope              = ${text(scope)}`,
        `  role_definition_id = azurerm_role_definition.${key}_${i + 1}.role_definition_resource_id`,
        ...PRINCIPAL,
        "}",
      ],
    ]),
    ...roleAdministrators(permissions).map(({ scope, condition }, i) => [
      `resource "azurerm_role_assignment" "${key}_roles_${i + 1}" {`,
      `  scope                = ${text(scope)}`,
      `  role_definition_name = ${text(ROLE_ADMINISTRATOR)}`,
      ...PRINCIPAL,
      `  condition_version    = "2.0"`,
      `  condition            = ${text(condition)}`,
      "}",
    ]),
    ...state.flatMap(({ role, resourceGroup, storageAccount, container }, i) => [
      [
        `data "azurerm_storage_account" "${key}_state_${i + 1}" {`,
        `  name                = ${text(storageAccount)}`,
        `  resource_group_name = ${text(resourceGroup)}`,
        "}",
      ],
      [
        `resource "azurerm_role_assignment" "${key}_state_${i + 1}" {`,
        `  scope                = "\${data.azurerm_storage_account.${key}_state_${i + 1}.id}/blobServices/default/containers/${container}"`,
        `  role_definition_name = ${text(role)}`,
        ...PRINCIPAL,
        "}",
      ],
    ]),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

const PRINCIPAL = ["  principal_id         = local.identity_object_id", '  principal_type       = "ServicePrincipal"'];

function graphBlocks(key: string, names: readonly string[]): string[][] {
  return [
    [`data "azuread_service_principal" "graph_${key}" {`, '  client_id = "00000003-0000-0000-c000-000000000000"', "}"],
    [
      `resource "azuread_app_role_assignment" "${key}" {`,
      "  for_each = toset([",
      ...names.map((name) => `    ${text(name)},`),
      "  ])",
      `  app_role_id         = data.azuread_service_principal.graph_${key}.app_role_ids[each.key]`,
      "  principal_object_id = local.identity_object_id",
      `  resource_object_id  = data.azuread_service_principal.graph_${key}.object_id`,
      "}",
    ],
  ];
}

/** A text of HCL, in which nothing is an expression. */
function text(value: string): string {
  return JSON.stringify(value).replace(/\$\{/g, "$$$${").replace(/%\{/g, "%%{");
}

import { ROLE_ADMINISTRATOR, customRoles, roleAdministrators } from "./custom-role";
import type { Permissions } from "./permissions";

const GRAPH = "00000003-0000-0000-c000-000000000000";

/** Permissions as a script for a shell with `az`: paste it, with the application's id in it. */
export function permissionsAz(permissions: Permissions): string {
  const { stack, for: purpose, graph, state, unknown, doubts, notes } = permissions;
  const names = graph.map(({ name }) => name);
  return `${[
    `# ${stack}: what its identity needs to ${purpose === "plan" ? "make a plan of it" : "apply it"}`,
    `# APP_ID: the application (client) id of the identity. Whoever runs this gives app roles and Azure roles.`,
    `SP=$(az ad sp show --id "$APP_ID" --query id --output tsv)`,
    ...(names.length > 0 ? graphLines(names) : []),
    ...customRoles(permissions).flatMap(({ name, scope, assignableScope, actions }) => [
      "",
      `az role definition create --role-definition ${quoted(
        JSON.stringify({ Name: name, Description: name, Actions: actions, AssignableScopes: [assignableScope] }),
      )}`,
      assignment(name, scope),
    ]),
    ...roleAdministrators(permissions).flatMap(({ scope, condition }) => [
      "",
      `${assignment(ROLE_ADMINISTRATOR, scope)} \\`,
      `  --condition-version 2.0 --condition ${quoted(condition)}`,
    ]),
    ...state.flatMap(({ role, resourceGroup, storageAccount, container }) => [
      "",
      `ACCOUNT=$(az storage account show --resource-group ${quoted(resourceGroup)} --name ${quoted(storageAccount)} --query id --output tsv)`,
      assignment(role, `$ACCOUNT/blobServices/default/containers/${container}`),
    ]),
    ...(unknown.length > 0 ? ["", ...unknown.map((address) => `# not known here: what ${address} needs`)] : []),
    ...(doubts.length + notes.length > 0 ? ["", ...[...doubts, ...notes].map((said) => `# ${said}`)] : []),
  ].join("\n")}\n`;
}

function graphLines(names: readonly string[]): string[] {
  return [
    "",
    `GRAPH=$(az ad sp show --id ${GRAPH} --query id --output tsv)`,
    `for PERMISSION in ${names.join(" ")}; do`,
    `  ROLE=$(az ad sp show --id ${GRAPH} --query "appRoles[?value=='$PERMISSION'].id" --output tsv)`,
    `  az rest --method POST --url "https://graph.microsoft.com/v1.0/servicePrincipals/$SP/appRoleAssignments" \\`,
    `    --body "{\\"principalId\\":\\"$SP\\",\\"resourceId\\":\\"$GRAPH\\",\\"appRoleId\\":\\"$ROLE\\"}"`,
    "done",
  ];
}

function assignment(role: string, scope: string): string {
  const at = scope.startsWith("$") ? `"${scope}"` : quoted(scope);
  return `az role assignment create --assignee-object-id "$SP" --assignee-principal-type ServicePrincipal --role ${quoted(role)} --scope ${at}`;
}

/** One word of a shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`;
}

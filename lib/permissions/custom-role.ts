import type { AzureScope } from "./azure";
import { conditionText } from "./condition";
import type { Permissions } from "./permissions";

/** A role of one's own, and where it is given. */
export interface CustomRole {
  readonly name: string;
  readonly scope: string;
  /** Where Azure keeps the role: a subscription or a resource group, never a resource. */
  readonly assignableScope: string;
  readonly actions: readonly string[];
}

/** The built-in role that gives and takes away roles, and nothing else but reading. */
export const ROLE_ADMINISTRATOR = "Role Based Access Control Administrator";

/** Roles of one's own, one a scope, for actions that no built-in role has alone. */
export function customRoles({ stack, for: purpose, azure }: Permissions): CustomRole[] {
  const own = azure.filter(({ actions }) => actions.length > 0);
  return own.map(({ scope, actions }, i) => ({
    name: `aks-entra ${purpose} ${stack}${own.length > 1 ? ` ${i + 1}` : ""}`,
    scope,
    assignableScope: scope.split("/").slice(0, 5).join("/"),
    actions: actions.map(({ action }) => action),
  }));
}

/** Where roles are given and taken away, with the condition that limits it. */
export function roleAdministrators({ azure }: Permissions): { readonly scope: string; readonly condition: string }[] {
  return azure.flatMap(({ scope, assigns }: AzureScope) =>
    assigns === undefined ? [] : [{ scope, condition: conditionText(assigns) }],
  );
}

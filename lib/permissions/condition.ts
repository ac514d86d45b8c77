/** Which roles an identity may give and take away, and whose. */
export interface RoleCondition {
  /** GUIDs of role definitions. */
  readonly roles: readonly string[];
  /** `User`, `Group`, `ServicePrincipal`. */
  readonly principalTypes: readonly string[];
}

/**
 * The condition of a role assignment that limits which roles its holder gives and takes away, and whose, as Azure
 * writes it (version 2.0).
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-examples
 */
export function conditionText({ roles, principalTypes }: RoleCondition): string {
  const guids = [...roles].sort().join(", ");
  const types = [...principalTypes]
    .sort()
    .map((type) => `'${type}'`)
    .join(", ");
  const part = (action: string, source: string) =>
    `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/${action}'})) OR ` +
    `(@${source}[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${guids}} AND ` +
    `@${source}[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {${types}}))`;
  return `${part("write", "Request")} AND ${part("delete", "Resource")}`;
}

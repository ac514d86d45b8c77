import { type AccessModel, isUnknown } from "../access";

/** What a reader calls things: a sign-in name, a display name, a cluster's name, or else the last part of the id. */
export function namesOf(models: readonly AccessModel[]): (id: string) => string {
  const names = new Map<string, string>();
  for (const { principals, groups, clusters, policies } of models) {
    for (const { id, userPrincipalName } of principals) {
      if (userPrincipalName !== undefined) names.set(id, userPrincipalName);
    }
    for (const { id, displayName } of [...groups, ...policies]) if (!isUnknown(displayName)) names.set(id, displayName);
    for (const { id, name } of clusters) if (!isUnknown(name)) names.set(id, name);
  }
  return (id) => names.get(id) ?? id.slice(id.lastIndexOf("/") + 1);
}

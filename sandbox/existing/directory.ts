import { type AccessModel, type Fact, isUnknown } from "../../lib/access";
import { type SynthesizedStack } from "../run/project";
import { type Directory } from "../stand-in/directory";
import { type World } from "../stand-in/world";

type Principal = AccessModel["principals"][number];

const AKS_SERVER = {
  appId: "6dae42f8-4368-4678-94ff-3960e28e3630",
  displayName: "Azure Kubernetes Service AAD Server",
};
const AZURE_MANAGEMENT = {
  appId: "797f4846-ba00-4fd7-ba43-dac1f8f63013",
  displayName: "Windows Azure Service Management API",
};
const NOT_AN_APPLICATION = ["All", "None", "Office365", "MicrosoftAdminPortals"];

/** People, groups and applications. */
export function furnishDirectory({ directory }: World, stacks: readonly SynthesizedStack[]): void {
  addApplication(directory, AKS_SERVER);
  addApplication(directory, AZURE_MANAGEMENT);
  for (const { model, terraform } of stacks) {
    addGroups(directory, model);
    const made = new Set(model.groups.map(({ id }) => id));
    for (const principal of model.principals) if (!made.has(principal.id)) addPrincipal(directory, principal);
    for (const look of Object.values<Record<string, unknown>>(terraform.data?.azuread_group ?? {})) {
      const displayName = String(look.display_name);
      if (!directory.all("group").some((g) => g.displayName === displayName)) directory.addGroup({ displayName });
    }
    for (const appId of model.policies.flatMap(({ applications }) => known(applications) ?? [])) {
      if (NOT_AN_APPLICATION.includes(appId)) continue;
      addApplication(directory, { appId, displayName: `application ${appId.slice(0, 8)}` });
    }
  }
}

/** Groups that a config calls existing, and says the object id of; the last part of the path is a readable name. */
function addGroups(directory: Directory, model: AccessModel): void {
  for (const { id: path, objectId, displayName, roleAssignable } of model.groups) {
    // one that is made has no object id yet; one that is used or taken over has
    const id = known(objectId);
    if (id === undefined || directory.get(id) !== undefined) continue;
    directory.addGroup({
      id,
      displayName: known(displayName) ?? String(path.split("/").at(-1)),
      isAssignableToRole: known(roleAssignable) ?? false,
    });
  }
}

function addPrincipal(directory: Directory, { id: path, type, userPrincipalName, objectId }: Principal): void {
  const id = known(objectId);
  if (id !== undefined && directory.get(id) !== undefined) return;
  const displayName = id === undefined ? path : `${type.toLowerCase()}-${id.slice(-4)}`;
  if (type === "User") {
    const upn = userPrincipalName ?? `${displayName}@contoso.com`;
    const is = (other: string) => other.toLowerCase() === upn.toLowerCase();
    if (directory.all("user").some((user) => is(user.userPrincipalName))) return;
    directory.addUser({ userPrincipalName: upn, ...(id && { id }) });
  } else if (id !== undefined && type === "ServicePrincipal") {
    directory.addServicePrincipal({ id, displayName });
  } else if (id !== undefined) {
    directory.addGroup({ id, displayName });
  }
}

function addApplication(directory: Directory, application: { appId: string; displayName: string }): void {
  if (directory.all("servicePrincipal").some(({ appId }) => appId === application.appId)) return;
  directory.addServicePrincipal(application);
}

function known<T>(fact: Fact<T>): T | undefined {
  return isUnknown(fact) ? undefined : fact;
}

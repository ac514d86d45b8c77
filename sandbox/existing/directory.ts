import { isUnknown } from "../../lib/access";
import { type SynthesizedStack } from "../run/project";
import { type World } from "../stand-in/world";

const AKS_SERVER = {
  appId: "6dae42f8-4368-4678-94ff-3960e28e3630",
  displayName: "Azure Kubernetes Service AAD Server",
};
const AZURE_MANAGEMENT = {
  appId: "797f4846-ba00-4fd7-ba43-dac1f8f63013",
  displayName: "Windows Azure Service Management API",
};
const NOT_AN_APPLICATION = ["All", "None", "Office365"];

/** People, groups and applications. */
export function furnishDirectory(world: World, stacks: readonly SynthesizedStack[]): void {
  const { directory } = world;
  const applications = directory.all("servicePrincipal").map(({ appId }) => appId);
  const addApplication = (principal: { appId: string; displayName: string }) => {
    if (applications.includes(principal.appId)) return;
    applications.push(principal.appId);
    directory.addServicePrincipal(principal);
  };
  addApplication(AKS_SERVER);
  addApplication(AZURE_MANAGEMENT);

  for (const { model, terraform } of stacks) {
    const made = new Set(model.groups.filter(({ kind }) => kind !== "existing").map(({ id }) => id));
    for (const { kind, id: path, objectId } of model.groups) {
      if (kind !== "existing" || isUnknown(objectId) || directory.get(objectId) !== undefined) continue;
      directory.addGroup({ id: objectId, displayName: String(path.split("/").at(-1)) });
    }
    for (const principal of model.principals) {
      if (made.has(principal.id)) continue;
      const { type, userPrincipalName } = principal;
      const id = isUnknown(principal.objectId) ? undefined : principal.objectId;
      if (id !== undefined && directory.get(id) !== undefined) continue;
      const name = id === undefined ? principal.id : `${type.toLowerCase()}-${id.slice(-4)}`;
      if (type === "User") {
        const upn = userPrincipalName ?? `${name}@contoso.com`;
        const known = directory.all("user").some((u) => u.userPrincipalName.toLowerCase() === upn.toLowerCase());
        if (!known) directory.addUser({ userPrincipalName: upn, ...(id && { id }) });
      } else if (id !== undefined && type === "ServicePrincipal") {
        directory.addServicePrincipal({ id, displayName: name });
      } else if (id !== undefined) {
        directory.addGroup({ id, displayName: name });
      }
    }
    for (const look of Object.values<Record<string, unknown>>(terraform.data?.azuread_group ?? {})) {
      const displayName = String(look.display_name);
      if (!directory.all("group").some((g) => g.displayName === displayName)) directory.addGroup({ displayName });
    }
    for (const { applications: targets } of model.policies) {
      if (isUnknown(targets)) continue;
      for (const appId of targets) {
        if (!NOT_AN_APPLICATION.includes(appId))
          addApplication({ appId, displayName: `application ${appId.slice(0, 8)}` });
      }
    }
  }
}

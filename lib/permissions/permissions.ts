import type { AccessModel, StateNeed } from "../access";
import { type AzureScope, azureDemands } from "./azure";
import { ADMIN_CREDENTIAL } from "./azure-types";
import { type Chosen, choose } from "./demand";
import { type Purpose, graphDemands } from "./graph";

/** What the identity of one stack needs, and nothing more. */
export interface Permissions {
  readonly stack: string;
  readonly for: Purpose;
  /** Application permissions of Microsoft Graph. */
  readonly graph: readonly Chosen[];
  /** Roles of Entra that a person needs who does by hand what an application does with the permissions above. */
  readonly directoryRoles: readonly string[];
  /** Azure, scope by scope. */
  readonly azure: readonly AzureScope[];
  /** Where the state is, and the role that is needed on its container. */
  readonly state: readonly StateRole[];
  /** Types of resources that nothing is known of here. */
  readonly unknown: readonly string[];
  /** What could not be told, in sentences. */
  readonly doubts: readonly string[];
  /** What somebody with these permissions can do beyond what they are for, in sentences. */
  readonly notes: readonly string[];
}

/** A role on a container of a storage account. */
export interface StateRole extends Pick<StateNeed, "resourceGroup" | "storageAccount" | "container"> {
  readonly role: string;
  /** The stack whose state it is. */
  readonly of: string;
}

/**
 * What the identity of a stack needs to make a plan of it, or to apply one: from what the stack holds, and nothing
 * more.
 *
 * @param models those of every stack that this one refers to, its own among them
 * @param also the same at another time, as it was last deployed: what is no longer declared has to be read, and
 *   deleted, with the permissions that it took
 */
export function permissionsOf(
  models: readonly AccessModel[],
  stack: string,
  purpose: Purpose,
  also: readonly AccessModel[] = [],
): Permissions {
  if (models.every((m) => m.stack !== stack)) throw new Error(`no model of a stack ${stack}`);
  const times = [models, also].flatMap((all) => {
    const estate = {
      clusters: all.flatMap((m) => m.clusters),
      principals: all.flatMap((m) => m.principals),
      groups: all.flatMap((m) => m.groups),
    };
    return all.filter((m) => m.stack === stack).map((model) => ({ model, estate, all }));
  });
  const graph = times.map(({ model, estate }) => graphDemands(model, estate.principals, purpose));
  const azure = azureDemands(times, purpose);
  const others = times
    .flatMap(({ model }) => model.needs ?? [])
    .filter((n) => (n.kind === "resource" || n.kind === "data") && !/^(azuread|azurerm)_|^terraform_/.test(n.type));
  const unknown = [...graph.flatMap((g) => g.unknown), ...azure.unknown, ...others].flatMap((n) =>
    "addresses" in n ? n.addresses : [],
  );
  const roles = times.flatMap(({ model, all }) => stateRoles(all, model, purpose));
  return {
    stack,
    for: purpose,
    graph: choose(graph.flatMap(({ demands }) => demands)),
    directoryRoles: [...new Set(times.flatMap(({ model }) => directoryRoles(model, purpose)))].sort(),
    azure: azure.scopes,
    state: [...new Map(roles.map((role) => [JSON.stringify(role), role])).values()],
    unknown: [...new Set(unknown)].sort(),
    doubts: azure.doubts,
    notes: notesOf(azure.scopes, purpose),
  };
}

/** Whoever reads the administrator's kubeconfig is the administrator, in whatever the identity is for. */
function notesOf(azure: readonly AzureScope[], purpose: Purpose): string[] {
  const why = azure.flatMap(({ actions }) => actions.flatMap((a) => (a.action === ADMIN_CREDENTIAL ? a.why : [])));
  if (why.length === 0) return [];
  const clusters = [...new Set(why)].sort().join(", ");
  return [
    `This identity${purpose === "plan" ? ", which only plans," : ""} can be cluster-admin on ${clusters}: local accounts are on there, or not known to be off, and the provider reads the administrator's kubeconfig. The state holds it as well, for whoever reads the state. Without local accounts neither is so.`,
  ];
}

function stateRoles(models: readonly AccessModel[], model: AccessModel, purpose: Purpose): StateRole[] {
  const roles = (of: AccessModel, role: string) =>
    (of.needs ?? [])
      .filter((n): n is StateNeed => n.kind === "state")
      .map(({ resourceGroup, storageAccount, container }) => ({
        of: of.stack,
        resourceGroup,
        storageAccount,
        container,
        role,
      }));
  const used = models.filter(({ stack }) => model.uses.includes(stack));
  return [
    // the state is locked by a lease on its blob, which is a write
    ...roles(model, purpose === "apply" ? "Storage Blob Data Contributor" : "Storage Blob Data Reader"),
    ...used.flatMap((u) => roles(u, "Storage Blob Data Reader")),
  ];
}

/** By what is written; to read, the Global Reader's or the Security Reader's role is enough. */
function directoryRoles(model: AccessModel, purpose: Purpose): string[] {
  const types = (model.needs ?? []).flatMap((n) =>
    n.kind === "resource" && n.type.startsWith("azuread_") ? [n.type] : [],
  );
  const looked = (model.needs ?? []).some((n) => n.kind === "data" && n.type.startsWith("azuread_"));
  if (types.length === 0) return looked ? ["Directory Readers"] : [];
  if (purpose === "plan") return ["Global Reader"];
  const assignable = model.groups.some((g) => g.address !== undefined && g.roleAssignable !== false);
  const groups = types.some((t) => t.startsWith("azuread_group") || t.startsWith("azuread_privileged"));
  return [
    ...(types.includes("azuread_conditional_access_policy") ? ["Conditional Access Administrator"] : []),
    ...(groups ? [assignable ? "Privileged Role Administrator" : "Groups Administrator"] : []),
    ...(groups && assignable ? ["Groups Administrator"] : []),
  ].sort();
}

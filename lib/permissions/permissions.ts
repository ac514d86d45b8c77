import type { AccessModel, StateNeed } from "../access";
import { type AzureScope, azureDemands } from "./azure";
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
 */
export function permissionsOf(models: readonly AccessModel[], stack: string, purpose: Purpose): Permissions {
  const model = models.find((m) => m.stack === stack);
  if (model === undefined) throw new Error(`no model of a stack ${stack}`);
  const principals = models.flatMap((m) => m.principals);
  const graph = graphDemands(model, principals, purpose);
  const clusters = models.flatMap((m) => m.clusters);
  const groups = models.flatMap((m) => m.groups);
  const azure = azureDemands(model, { clusters, principals, groups }, purpose);
  const others = (model.needs ?? []).filter(
    (n) => (n.kind === "resource" || n.kind === "data") && !/^(azuread|azurerm)_|^terraform_/.test(n.type),
  );
  const unknown = [...graph.unknown, ...azure.unknown, ...others].flatMap((n) => ("addresses" in n ? n.addresses : []));
  return {
    stack,
    for: purpose,
    graph: choose(graph.demands),
    directoryRoles: directoryRoles(model, purpose),
    azure: azure.scopes,
    state: stateRoles(models, model, purpose),
    unknown: [...unknown].sort(),
    doubts: azure.doubts,
  };
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

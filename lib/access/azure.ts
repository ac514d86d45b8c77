import { type Answer, type Effect, type When, answerFor } from "./answer";
import type { Estate } from "./estate";
import { type ClusterEntry, isUnknown } from "./model";
import { type HeldRight, changesInAzure } from "./rights";
import { ADMIN_CREDENTIAL, RUN_COMMAND, allows } from "./roles";

/** A question about the cluster as a resource of Azure: `az aks get-credentials`, `az aks command invoke`. */
export interface AzureQuestion {
  /** Any id of a user, a service principal or a group, a sign-in name, or an object id. */
  readonly principal: string;
  /** An action of Azure: `Microsoft.ContainerService/managedClusters/listClusterUserCredential/action`. */
  readonly action: string;
  /** Any id of a cluster. */
  readonly cluster: string;
  /** Default `ever`. */
  readonly when?: When;
}

/**
 * Whether somebody may do something to the cluster in Azure: yes, no, or unknown, with the paths and the reasons.
 *
 * Roles that come from a resource group, a subscription or a management group are not in the models.
 */
export function canOnAzure(estate: Estate, question: AzureQuestion): Answer {
  const cluster = estate.cluster(question.cluster);
  if (cluster === undefined)
    return { answer: "unknown", paths: [], why: [`no model has the cluster ${question.cluster}`] };
  const effectOf = (right: HeldRight) => effect(cluster, right, question.action);
  return answerFor(estate, question.principal, {
    cluster,
    when: question.when ?? "ever",
    effectOf,
    unknowns: [],
    note: null,
  });
}

function effect(cluster: ClusterEntry, { right, definition, unknowns }: HeldRight, action: string): Effect {
  const inside = { answer: "no", reason: "it is a right inside Kubernetes, none in Azure" } as const;
  if (right.kind === "control-plane")
    return definition !== undefined && !changesInAzure(definition) ? inside : { answer: "yes", reason: "" };
  if (right.kind === "cluster-admin") return inside;
  if (right.namespace !== null) return { answer: "no", reason: "a role in a namespace allows nothing on the cluster" };
  if (definition === undefined) return { answer: "unknown", reason: unknowns.join("; ") };
  if (!allows(definition, action)) return { answer: "no", reason: `it does not allow ${action}` };
  const off = switchOf(cluster, action);
  if (off === undefined || off.fact === true) return { answer: "yes", reason: "" };
  if (isUnknown(off.fact)) return { answer: "unknown", reason: `${off.what}: ${off.fact.unknown}` };
  return { answer: "no", reason: `${off.what} are off` };
}

/** The switch of the cluster that an action depends on, beside the role. */
function switchOf(cluster: ClusterEntry, action: string) {
  const word = action.toLowerCase();
  if (word === RUN_COMMAND.toLowerCase()) return { what: "run commands", fact: cluster.runCommandEnabled };
  if (word !== ADMIN_CREDENTIAL.toLowerCase()) return undefined;
  const { localAccountsDisabled: disabled } = cluster;
  return { what: "local accounts", fact: isUnknown(disabled) ? disabled : !disabled };
}

import type { Fact } from "../access/model";
import { changesInAzure } from "../access/rights";
import { ADMIN_CREDENTIAL, AKS, USER_CREDENTIAL, allows, allowsData, roleOf } from "../access/roles";
import { known } from "./scene";

/**
 * How much a role may do inside Kubernetes, in steps that each hold the one before.
 *
 * By what the access model knows of the built-in roles: one catalogue for the questions and for the rules.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers
 */
export type Power = "nothing" | "reader" | "writer" | "admin" | "cluster-admin";

const STEPS: readonly Power[] = ["nothing", "reader", "writer", "admin", "cluster-admin"];

/** What a role that holds a power may do, the mightiest first. */
const INSIDE: readonly (readonly [Power, string])[] = [
  ["cluster-admin", "*"],
  ["admin", "rbac.authorization.k8s.io/clusterrolebindings/write"],
  ["writer", "pods/write"],
  ["reader", "pods/read"],
];

/** Roles that reach the nodes, in the resource group of the nodes. */
const NODES: ReadonlyMap<string, string> = new Map([
  ["1c0163c0-47e6-4577-8991-ea5c82e286e4", "Virtual Machine Administrator Login"],
  ["fb879df8-f326-4884-b1cf-06f3ad86be52", "Virtual Machine User Login"],
  ["9980e02c-c2be-4d73-94e8-173b1dc7cf3c", "Virtual Machine Contributor"],
  ["8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner"],
  ["b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor"],
]);

/** What a role may do inside Kubernetes; nothing known of one that is not built in. */
export function powerOf(role: Fact<string>): Power | undefined {
  const definition = roleOf(role);
  if (definition === undefined) return nodeRole(role) === undefined ? undefined : "nothing";
  return INSIDE.find(([, action]) => allowsData(definition, `${AKS}/${action}`))?.[0] ?? "nothing";
}

/**
 * The name of a role that can change the cluster or who has access to it, or be its local administrator, and by that
 * become anything inside.
 */
export function controlPlaneRole(role: Fact<string>): string | undefined {
  const definition = roleOf(role);
  if (definition === undefined) return undefined;
  return changesInAzure(definition) || allows(definition, ADMIN_CREDENTIAL) ? definition.name : undefined;
}

/** The name of a role that reaches the nodes. */
export function nodeRole(role: Fact<string>): string | undefined {
  return NODES.get(known(role)?.toLowerCase() ?? "");
}

/** Whether a role on the cluster lets its holder download the kubeconfig; undefined for one that is not built in. */
export function bringsCredential(role: Fact<string>): boolean | undefined {
  const definition = roleOf(role);
  if (definition !== undefined) return allows(definition, USER_CREDENTIAL);
  return nodeRole(role) === undefined ? undefined : false;
}

/** Whether one power holds all of another. */
export function holds(power: Power, other: Power): boolean {
  return STEPS.indexOf(power) >= STEPS.indexOf(other);
}

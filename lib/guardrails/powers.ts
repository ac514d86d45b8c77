import type { Fact } from "../access/model";
import { known } from "./scene";

/**
 * How much a role may do inside Kubernetes, in steps that each hold the one before.
 *
 * Built-in roles as Microsoft documents them, 30 June 2025.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers
 */
export type Power = "nothing" | "reader" | "writer" | "admin" | "cluster-admin";

const STEPS: readonly Power[] = ["nothing", "reader", "writer", "admin", "cluster-admin"];

const INSIDE: ReadonlyMap<string, Power> = new Map([
  ["4abbcc35-e782-43d8-92c5-2d3f1bd2253f", "nothing"], // Cluster User
  ["1afdec4b-e479-420e-99e7-f82237c7c5e6", "nothing"], // Cluster Monitoring User
  ["c9f76ca8-b262-4b10-8ed2-09cf0948aa35", "nothing"], // Namespace User
  ["289d8817-ee69-43f1-a0af-43a45505b488", "nothing"], // Namespace Contributor
  ["7f6c6a51-bcf8-42ba-9220-52d62157d7db", "reader"], // RBAC Reader
  ["a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb", "writer"], // RBAC Writer
  ["3498e952-d568-435e-9b2c-8d77e338d7f7", "admin"], // RBAC Admin
  ["b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b", "cluster-admin"], // RBAC Cluster Admin
]);

/** Roles that can change the cluster, or who has access to it, and by that become anything inside. */
const CONTROL_PLANE: ReadonlyMap<string, string> = new Map([
  ["8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner"],
  ["b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor"],
  ["ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8", "Azure Kubernetes Service Contributor Role"],
  ["0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8", "Azure Kubernetes Service Cluster Admin Role"],
  ["18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "User Access Administrator"],
  ["f58310d9-a9f6-439a-9e8d-f62e7b41a168", "Role Based Access Control Administrator"],
]);

/** Roles that reach the nodes, in the resource group of the nodes. */
const NODES: ReadonlyMap<string, string> = new Map([
  ["1c0163c0-47e6-4577-8991-ea5c82e286e4", "Virtual Machine Administrator Login"],
  ["fb879df8-f326-4884-b1cf-06f3ad86be52", "Virtual Machine User Login"],
  ["9980e02c-c2be-4d73-94e8-173b1dc7cf3c", "Virtual Machine Contributor"],
  ["8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner"],
  ["b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor"],
]);

/** Roles that hold the credential action, so that whoever has one on the cluster can download its kubeconfig. */
const CREDENTIAL: readonly string[] = [
  "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
  "3498e952-d568-435e-9b2c-8d77e338d7f7",
  "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
  "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  "b24988ac-6180-42a0-ab88-20f7382dd24c",
  "ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8",
];

/** What a role may do inside Kubernetes; nothing known of one that is not built in. */
export function powerOf(role: Fact<string>): Power | undefined {
  const guid = known(role)?.toLowerCase();
  if (guid === undefined) return undefined;
  return INSIDE.get(guid) ?? (CONTROL_PLANE.has(guid) || NODES.has(guid) ? "nothing" : undefined);
}

/** The name of a role that can change the cluster or who has access to it. */
export function controlPlaneRole(role: Fact<string>): string | undefined {
  return CONTROL_PLANE.get(known(role)?.toLowerCase() ?? "");
}

/** The name of a role that reaches the nodes. */
export function nodeRole(role: Fact<string>): string | undefined {
  return NODES.get(known(role)?.toLowerCase() ?? "");
}

/** Whether a role on the cluster lets its holder download the kubeconfig; undefined for one that is not built in. */
export function bringsCredential(role: Fact<string>): boolean | undefined {
  const guid = known(role)?.toLowerCase();
  if (guid === undefined || (powerOf(role) === undefined && !CREDENTIAL.includes(guid))) return undefined;
  return CREDENTIAL.includes(guid);
}

/** Whether one power holds all of another. */
export function holds(power: Power, other: Power): boolean {
  return STEPS.indexOf(power) >= STEPS.indexOf(other);
}

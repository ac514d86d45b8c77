import type { GroupEntry } from "../access/model";
import { Reach } from "./reach";
import { type Scene, known } from "./scene";

/** Why a group decides who gets in. */
export type Part = "just-in-time" | "eligible" | "approver" | "holder" | "member" | "emergency";

/**
 * The groups that decide who gets in: just-in-time groups, those that may activate them, those that approve, those
 * that hold a right inside Kubernetes or over a cluster, those inside of any of these, and the emergency group.
 */
export function accessGroups(scene: Scene): ReadonlyMap<string, Part> {
  const found = new Map<string, Part>();
  const take = (id: string, part: Part): void => {
    const group = scene.group(id);
    if (group === undefined || found.has(group.id)) return;
    found.set(group.id, part);
  };
  for (const group of scene.groups) if (group.kind === "jit") take(group.id, "just-in-time");
  for (const e of scene.emergencyAccess) if (e.clusterAdmin !== undefined) take(e.clusterAdmin, "emergency");
  for (const a of scene.assignments) take(a.principal, "eligible");
  for (const s of scene.settings) for (const a of known(s.activation.approvers) ?? []) take(a, "approver");
  for (const holder of scene.reach.holders) {
    if (scene.reach.rightsOf(holder).some((r) => Reach.isInside(r) || r.controlPlane)) take(holder, "holder");
  }
  // a map gives what is added while one walks through it as well
  for (const id of found.keys()) for (const member of known(scene.group(id)?.members) ?? []) take(member, "member");
  return found;
}

/** The groups of an estate that decide who gets in, with what they are for, in a reader's words. */
export function groupsThatDecide(scene: Scene): { readonly group: GroupEntry; readonly because: string }[] {
  return [...accessGroups(scene)]
    .map(([id, part]) => ({ group: scene.group(id) as GroupEntry, because: BECAUSE[part] }))
    .sort((a, b) => (a.group.id < b.group.id ? -1 : 1));
}

const BECAUSE: Readonly<Record<Part, string>> = {
  "just-in-time": "it gives access just in time",
  eligible: "its members may activate access",
  approver: "its members approve activations",
  holder: "it holds rights on clusters",
  member: "it is in a group that gives access",
  emergency: "it is the emergency access",
};

import { type Estate, estateOf } from "../access/estate";
import {
  type AccessModel,
  type AssignmentEntry,
  type ClusterEntry,
  type Entry,
  type Fact,
  type GrantEntry,
  type RoleSettingsEntry,
  isUnknown,
} from "../access/model";
import { Coverage } from "./coverage";
import { Reach } from "./reach";

/** What the rules look at: the estate, and what every stack wrote down one by one, for the line that is at fault. */
export interface Scene extends Estate {
  /** Every declaration of a cluster: two stacks may declare the same one, each with what it knows. */
  readonly declarations: readonly ClusterEntry[];
  readonly settings: readonly RoleSettingsEntry[];
  readonly assignments: readonly AssignmentEntry[];
  readonly grants: readonly GrantEntry[];
  /** Who is in which group, and what each may do. */
  readonly reach: Reach;
  /** Whom the policies cover. */
  readonly coverage: Coverage;
}

/** The scene of an app. */
export function sceneOf(models: readonly AccessModel[]): Scene {
  const estate = estateOf(models.map(inOrder));
  const all = <T>(pick: (m: AccessModel) => readonly T[]): T[] => estate.models.flatMap((m) => [...pick(m)]);
  const scene: Omit<Scene, "reach" | "coverage"> & { reach?: Reach; coverage?: Coverage } = {
    ...estate,
    declarations: all((m) => m.clusters),
    settings: all((m) => m.roleSettings),
    assignments: all((m) => m.assignments),
    grants: all((m) => m.grants),
  };
  scene.reach = new Reach(scene as Scene);
  scene.coverage = new Coverage(scene as Scene);
  return scene as Scene;
}

/** A model with its entries by id, as synth writes it: one that was made otherwise says the same in any order. */
function inOrder(model: AccessModel): AccessModel {
  const lists = Object.entries(model).filter(([, value]) => isList(value)) as [string, Entry[]][];
  const byId = (a: Entry, b: Entry) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  return { ...model, ...Object.fromEntries(lists.map(([kind, entries]) => [kind, [...entries].sort(byId)])) };
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.every((v) => typeof v === "object");
}

/** A fact, or nothing where it is not known. */
export function known<T>(fact: Fact<T> | undefined): T | undefined {
  return fact === undefined || isUnknown(fact) ? undefined : fact;
}

/** Why a fact is not known. */
export function reason<T>(fact: Fact<T> | undefined): string {
  if (fact === undefined) return "the model does not say";
  return isUnknown(fact) ? fact.unknown : "";
}

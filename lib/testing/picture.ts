import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { type AccessModel, type Estate, estateOf } from "../access";
import { didYouMean, quote } from "../core/text";
import { accessModelOf } from "../terraform";

/** What a matcher looks at: a stack, an app or any construct, a model, or a list of models. */
export type Subject = IConstruct | AccessModel | readonly AccessModel[];

/** All the access that a subject is part of, and which part of it is meant. */
export interface Picture {
  readonly models: readonly AccessModel[];
  readonly estate: Estate;
  /** The stacks that are meant. */
  readonly stacks: ReadonlySet<string>;
}

/**
 * The picture of a subject.
 *
 * Of a construct, all the stacks of its app are in it, because access crosses them, and those below it are meant; of a
 * construct in a stack, that stack. Of models, all of them.
 */
export function pictureOf(subject: unknown): Picture {
  const models = modelsOf(subject);
  if (models.length === 0) throw new Error("there is nothing to look at: no stack is in it, and no model");
  return { models, estate: estateOf(models), stacks: meant(subject, models) };
}

/** Ids of the clusters that the stacks which are meant declare; nothing if they declare none. */
export function clustersIn({ models, stacks }: Picture): string[] {
  return models.filter((m) => stacks.has(m.stack)).flatMap((m) => m.clusters.map((c) => c.id));
}

/** Whom or what a test means by a word or a construct. */
export function meantBy({ estate }: Picture, what: string | IConstruct, kind: "cluster" | "principal"): string {
  if (typeof what !== "string") return what.node.path;
  const isOne = (id: string) =>
    (kind === "cluster" ? estate.cluster(id) : (estate.principal(id) ?? estate.group(id))) !== undefined;
  const found = estate.find(what).filter(isOne);
  if (found.length === 1) return found[0];
  // somebody whom no model knows is a stranger, about whom one may ask as well
  if (found.length === 0 && kind === "principal" && (what.includes("@") || UUID.test(what))) return what;
  if (found.length > 1) throw new Error(`${quote(what)} may be ${found.join(" or ")}: name one by its id`);
  const names = (kind === "cluster" ? estate.clusters : estate.groups).flatMap(({ id }) => [
    estate.nameOf(id),
    id.slice(id.lastIndexOf("/") + 1),
  ]);
  throw new Error(`${quote(what)} is no ${kind} that the models know${didYouMean(what, [...new Set(names)])}`);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function modelsOf(subject: unknown): readonly AccessModel[] {
  if (Array.isArray(subject)) return subject as AccessModel[];
  if (isConstruct(subject)) return stacksBelow(subject.node.root).map((stack) => accessModelOf(stack));
  if (typeof subject === "object" && subject !== null && "schemaVersion" in subject) return [subject as AccessModel];
  throw new Error("this is neither a stack nor an app, nor an access model or a list of them");
}

function meant(subject: unknown, models: readonly AccessModel[]): ReadonlySet<string> {
  if (!isConstruct(subject)) return new Set(models.map((m) => m.stack));
  const below = stacksBelow(subject);
  const own = below.length > 0 ? below : [TerraformStack.of(subject)];
  return new Set(own.map((stack) => stack.node.id));
}

function stacksBelow(construct: IConstruct): TerraformStack[] {
  return construct.node.findAll().filter((c) => TerraformStack.isStack(c)) as TerraformStack[];
}

function isConstruct(subject: unknown): subject is IConstruct {
  return typeof subject === "object" && subject !== null && "node" in subject;
}

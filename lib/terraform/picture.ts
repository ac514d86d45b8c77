import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { type Estate, estateOf } from "../access/estate";
import type { AccessModel } from "../access/model";
import { ErrorCode } from "../core/error-codes";
import { didYouMean, quote } from "../core/text";
import { isUuid } from "../core/uuid";
import { ValidationError } from "../core/validation-error";
import { accessModelOf } from "./end-of-synth";

/** What one may ask about: a stack, an app or any construct, a model, or a list of models. */
export type AccessSubject = IConstruct | AccessModel | readonly AccessModel[];

/** All the access that a subject is part of, and which part of it is meant. */
export interface Picture {
  readonly models: readonly AccessModel[];
  readonly estate: Estate;
  /** The stacks that are meant. */
  readonly stacks: ReadonlySet<string>;
}

/**
 * The picture of a subject, as it is now.
 *
 * Of a construct, all the stacks of its app are in it, because access crosses them, and those below it are meant; of a
 * construct in a stack, that stack. Of models, all of them.
 *
 * @throws ValidationError QUESTION_SUBJECT
 */
export function pictureOf(subject: unknown): Picture {
  const models = modelsOf(subject);
  if (models.length === 0) throw refusal("there is nothing to look at: no stack is in it, and no model");
  return { models, estate: estateOf(models), stacks: meant(subject, models) };
}

/** Ids of the clusters that the stacks which are meant declare; nothing if they declare none. */
export function clustersIn({ models, stacks }: Picture): string[] {
  return models.filter((m) => stacks.has(m.stack)).flatMap((m) => m.clusters.map((c) => c.id));
}

/**
 * The id of whom or what somebody means by a construct, a key, an id, a name or an object id.
 *
 * @throws ValidationError QUESTION_REFERENCE
 */
export function meantBy({ estate }: Picture, what: string | IConstruct, kind: "cluster" | "principal"): string {
  const isOne = (id: string) =>
    (kind === "cluster" ? estate.cluster(id) : (estate.principal(id) ?? estate.group(id))) !== undefined;
  const refused = (message: string) =>
    new ValidationError("", [{ code: ErrorCode.QUESTION_REFERENCE, property: kind, message }]);
  if (typeof what !== "string") {
    if (isOne(what.node.path)) return what.node.path;
    throw refused(`${quote(what.node.path)} is no ${kind} of the app that is asked about`);
  }
  const found = estate.find(what).filter(isOne);
  if (found.length === 1) return found[0];
  // somebody whom no model knows is a stranger, about whom one may ask as well
  if (found.length === 0 && kind === "principal" && (what.includes("@") || isUuid(what))) return what;
  if (found.length > 1) throw refused(`${quote(what)} may be ${found.join(" or ")}: name one by its id`);
  const names = (kind === "cluster" ? estate.clusters : estate.groups).flatMap(({ id }) => [
    estate.nameOf(id),
    id.slice(id.lastIndexOf("/") + 1),
  ]);
  throw refused(`${quote(what)} is no ${kind} that the models know${didYouMean(what, [...new Set(names)])}`);
}

function modelsOf(subject: unknown): readonly AccessModel[] {
  if (Array.isArray(subject)) return subject as AccessModel[];
  if (isConstruct(subject)) return stacksBelow(subject.node.root).map((stack) => accessModelOf(stack));
  if (typeof subject === "object" && subject !== null && "schemaVersion" in subject) return [subject as AccessModel];
  throw refusal("this is neither a stack nor an app, nor an access model or a list of them");
}

function refusal(message: string): ValidationError {
  return new ValidationError("", [{ code: ErrorCode.QUESTION_SUBJECT, property: "", message }]);
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

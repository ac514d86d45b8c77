import { Lazy, type Precondition, type TerraformResourceLifecycle, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import type { PrincipalEntry } from "../access/model";
import { ErrorCode } from "../core/error-codes";
import { quote } from "../core/text";
import { UUID_PATTERN } from "../core/uuid";
import { Problems } from "../core/validation-error";
import { factOf, isKnown, operandOf, sourceOf, transparentScope } from "../terraform";
import type { IPolicySubject } from "./policy-subject";

/** What kind of object a principal is, in Azure's words. */
export enum PrincipalType {
  /** A person. */
  USER = "User",
  /** A group of people or applications. */
  GROUP = "Group",
  /** An application or a managed identity. */
  SERVICE_PRINCIPAL = "ServicePrincipal",
}

/** Somebody or something that can be given access. */
export interface IPrincipal extends IConstruct, IPolicySubject {
  /** What kind of object it is. */
  readonly principalType: PrincipalType;
  /** The object id in the directory: a literal, or a token where only Terraform knows it. */
  readonly objectId: string;
  /** The same for the same principal, wherever in the app it was imported: grants are made once for each. */
  readonly principalKey: string;
  /** True where the object id came in as a token, so that nobody could check its form yet. */
  readonly objectIdUnchecked?: boolean;
}

/** The key of a principal that is known by its object id, or of one made or looked up here. */
export function keyOf(construct: IConstruct, objectId: string): string {
  const fact = factOf(objectId);
  return typeof fact === "string" ? fact.toLowerCase() : construct.node.path;
}

/**
 * A principal that is only used, once per stack: that of the construct id, made when it is asked for first.
 *
 * @param name which one it is, its object id or sign-in name; of two tokens nobody can tell at synth
 * @throws ValidationError NAME_FORMAT if the construct id is a token, ADDRESS_TAKEN if another principal has it
 */
export function oncePerStack<T extends IPrincipal>(
  around: Construct,
  folder: string,
  id: string,
  name: string,
  make: (parent: Construct) => T,
): T {
  const problems = Problems.none();
  if (!isKnown(id)) {
    problems.add(
      ErrorCode.NAME_FORMAT,
      "id",
      "no construct id is given, and what only Terraform knows cannot be part of an address; allowed: a construct id as the last argument",
    );
    problems.throwIfAny(around.node.path);
  }
  const parent = transparentScope(TerraformStack.of(around), folder);
  const existing = parent.node.tryFindChild(id) as unknown as T | undefined;
  const key = isKnown(name) ? name.toLowerCase() : `${parent.node.path}/${id}`;
  if (existing !== undefined && existing.principalKey !== key) {
    problems.add(
      ErrorCode.ADDRESS_TAKEN,
      "id",
      `${quote(id)} is the construct id of another principal of the stack already; allowed: another id for one of them`,
    );
    problems.throwIfAny(around.node.path);
  }
  return existing ?? make(parent);
}

/** What a principal that is only used says about itself. */
export function principalEntry(principal: IPrincipal, more: Partial<PrincipalEntry> = {}): PrincipalEntry {
  return {
    id: principal.node.path,
    source: sourceOf(principal),
    type: principal.principalType,
    objectId: factOf(principal.objectId, "given by the directory at apply"),
    ...more,
  };
}

/**
 * What Terraform checks before it uses object ids that came in as tokens, with the sentence that a literal would
 * have got at synth; nothing if there is none.
 */
export function objectIdLifecycle(principals: readonly IPrincipal[]): TerraformResourceLifecycle | undefined {
  const unchecked = principals.filter((p) => p.objectIdUnchecked);
  if (unchecked.length === 0) return undefined;
  return { precondition: unchecked.map(objectIdCondition) };
}

function objectIdCondition(principal: IPrincipal): Precondition {
  const error_message = `The object id of ${principal.node.path} is not a UUID; write the object_id of the resource, not its id.`;
  return Lazy.anyValue({
    produce: (context) => {
      const objectId = context.resolve(principal.objectId) as string;
      // Terraform takes no condition about a literal; the provider checks that
      if (isKnown(objectId)) return undefined;
      return { condition: `\${can(regex("${UUID_PATTERN}", ${operandOf(objectId)}))}`, error_message };
    },
  }) as unknown as Precondition;
}

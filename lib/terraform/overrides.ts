import type { TerraformResource } from "cdktf";
import { TerraformStack } from "cdktf";
import type { Fact } from "../access/model";
import { factOf } from "./tokens";

/** Why a fact is unknown whose attribute somebody changed with an escape hatch. */
export const CHANGED_BY_HAND = "changed by hand";

/** Whether an escape hatch changed a top-level attribute, on the resource or on its stack. */
export function isOverridden(resource: TerraformResource, attribute: string): boolean {
  const own = resource.toMetadata()?.overrides?.[resource.terraformResourceType] as string[] | undefined;
  if (own?.includes(attribute)) return true;
  // the stack keeps its overrides private and offers no way to ask for them
  const { rawOverrides } = TerraformStack.of(resource) as unknown as { rawOverrides?: Overrides };
  const onStack = rawOverrides?.resource?.[resource.terraformResourceType]?.[resource.friendlyUniqueId];
  if (onStack === undefined) return false;
  // somebody may have put something else in place of the whole resource
  return typeof onStack !== "object" || onStack === null || attribute in onStack;
}

/**
 * A fact about a resource, read when it is asked for: the value that the attribute has by then, or unknown if an
 * escape hatch changed it, or if only Terraform knows it.
 */
export function attributeFact<T>(resource: TerraformResource, attribute: string, value: T): Fact<T> {
  return isOverridden(resource, attribute) ? { unknown: CHANGED_BY_HAND } : factOf(value);
}

type Overrides = { resource?: Record<string, Record<string, Record<string, unknown> | null> | null> | null };

import { TerraformDataSource, TerraformElement, TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { TypeNeed } from "../access/model";

/**
 * The types of all that a stack holds, ours and everybody else's, with addresses: what its identity needs rights for.
 *
 * Called at the end of synth, so that what aspects add is seen; what is in a nested stack is that one's.
 */
export function typeNeedsOf(stack: TerraformStack): TypeNeed[] {
  const found = new Map<string, TypeNeed & { readonly addresses: string[] }>();
  const visit = (construct: IConstruct): void => {
    if (construct !== stack && TerraformStack.isStack(construct)) return;
    const kind = kindOf(construct);
    if (kind !== undefined) note(construct as TerraformResource | TerraformDataSource, kind);
    construct.node.children.forEach(visit);
  };
  const note = (element: TerraformResource | TerraformDataSource, kind: TypeNeed["kind"]): void => {
    const type = element.terraformResourceType;
    const id = `${stack.node.path}/${kind === "data" ? "data." : ""}${type}`;
    const need = found.get(id) ?? { id, kind, type, addresses: [] };
    need.addresses.push(`${kind === "data" ? "data." : ""}${type}.${element.friendlyUniqueId}`);
    found.set(id, need);
  };
  visit(stack);
  return [...found.values()].map((need) => ({ ...need, addresses: [...need.addresses].sort() }));
}

function kindOf(construct: IConstruct): TypeNeed["kind"] | undefined {
  if (!TerraformElement.isTerraformElement(construct)) return undefined;
  if (TerraformResource.isTerraformResource(construct)) return "resource";
  return TerraformDataSource.isTerraformDataSource(construct) ? "data" : undefined;
}

import { type TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct, Node } from "constructs";
import { addressName, addressPart, addressPath } from "./addresses";
import { renderMove } from "./takeover";

const FORMER = Symbol.for("cdktf-aks-entra/formerly");

/** Notes the id that a construct had before: what is below it moves in the state, and is not made anew. */
export function setFormerId(construct: IConstruct, formerly: string | undefined): void {
  if (formerly !== undefined) Object.defineProperty(construct, FORMER, { value: formerly, configurable: true });
}

/** Notes the id that a construct had before, where its id is somebody's name: that of a principal, say. */
export function followFormerName(construct: IConstruct, named: IConstruct): void {
  const former = formerName(named);
  if (former !== addressName(named)) setFormerId(construct, former);
}

/** The name that a construct had below its stack before; its name if it had no other. */
function formerName(construct: IConstruct): string {
  const stack = TerraformStack.of(construct);
  const parts = addressPath(construct.node, stack, formerId);
  return parts.map(addressPart).join("_");
}

/** The path that a construct had before, if it or something above it had another id. */
export function formerPathOf(construct: IConstruct): string | undefined {
  const path = construct.node.scopes
    .map(formerId)
    .filter((id) => id !== "")
    .join("/");
  return path === construct.node.path ? undefined : path;
}

/**
 * Renders a `moved` block for a resource that had another address before, because it or something above it had
 * another id. Nothing else ever moves an address.
 */
export function noteMove(resource: TerraformResource): void {
  const stack = TerraformStack.of(resource);
  if (!resource.node.scopes.some((c) => FORMER in c)) return;
  const type = resource.terraformResourceType;
  const from = formerLogicalId(stack, resource);
  const to = resource.friendlyUniqueId;
  if (from === to) return;
  renderMove(stack, `${type}.${from}`, `${type}.${to}`);
}

function formerId(construct: IConstruct): string {
  return (construct as { [FORMER]?: string })[FORMER] ?? construct.node.id;
}

/** The addresses that a resource of some id would have in a construct: that of today, and the former one if it had one. */
export function addressesIn(scope: IConstruct, type: string, id: string): string[] {
  const stack = TerraformStack.of(scope);
  const inside = { node: { id } } as IConstruct;
  const name = (scopes: readonly IConstruct[]) =>
    stack.getLogicalId({ scopes: [...scopes, inside], id } as unknown as Node);
  const { scopes } = scope.node;
  return [...new Set([name(scopes), name(formerScopes(stack, scopes))])].map((n) => `${type}.${n}`);
}

/** The address that a resource had before, or has if it had no other. */
export function formerAddress(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${formerLogicalId(TerraformStack.of(resource), resource)}`;
}

/** What the stack would have called a resource when what is around it had its former ids. */
function formerLogicalId(stack: TerraformStack, resource: TerraformResource): string {
  const scopes = formerScopes(stack, resource.node.scopes);
  return stack.getLogicalId({ scopes, id: resource.node.id } as unknown as Node);
}

function formerScopes(stack: TerraformStack, scopes: readonly IConstruct[]): IConstruct[] {
  return scopes.map((c) =>
    c === stack || !(FORMER in c) ? c : (Object.create(c, { node: { value: { id: formerId(c) } } }) as IConstruct),
  );
}

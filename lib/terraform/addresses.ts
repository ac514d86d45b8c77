import { createHash } from "node:crypto";
import { TerraformStack } from "cdktf";
import { Construct, type IConstruct, type Node } from "constructs";
import { ErrorCode } from "../core/error-codes";
import { quote } from "../core/text";
import { ValidationError } from "../core/validation-error";

const TRANSPARENT = Symbol.for("cdktf-aks-entra/transparent");
const HIDDEN = new Set(["Default", "Resource"]);

/** What a key of a config file looks like; it becomes a Terraform address as it is. */
export const KEY_PATTERN = "^[A-Za-z][A-Za-z0-9_-]*$";
const KEY = new RegExp(KEY_PATTERN);

/** The scope of that name below a parent, made when it is asked for first; its name is part of addresses. */
export function childScope(parent: Construct, id: string): Construct {
  return (parent.node.tryFindChild(id) as Construct | undefined) ?? new Construct(parent, id);
}

/**
 * Like `childScope`; it groups constructs in the tree and leaves no trace in the addresses of our own stacks.
 *
 * @throws ValidationError ADDRESS_TAKEN if somebody's construct has that name
 */
export function transparentScope(parent: Construct, id: string): Construct {
  const existing = parent.node.tryFindChild(id) as Construct | undefined;
  if (existing === undefined) return Object.defineProperty(new Construct(parent, id), TRANSPARENT, { value: true });
  if (TRANSPARENT in existing) return existing;
  const message = `${quote(id)} is where this library keeps what it shares in ${parent.node.path}, and ${existing.node.path} is another construct; allowed: another construct id for that one`;
  throw new ValidationError(parent.node.path, [{ code: ErrorCode.ADDRESS_TAKEN, property: "", message }]);
}

/** The name of a construct below its own stack, as a part of addresses and construct ids. */
export function addressName(construct: IConstruct): string {
  return addressPath(construct.node, TerraformStack.of(construct)).map(addressPart).join("_");
}

/**
 * One name as a part of a Terraform address.
 *
 * A key stays as it is. A sign-in name stays readable, `alice@contoso.com` is `alice__contoso_com`; that can be
 * undone as long as there is no underscore in it and no dot at an end of its halves, else a short hash of the whole
 * keeps two names apart.
 */
export function addressPart(name: string): string {
  if (KEY.test(name) || /^[0-9a-f-]+$/.test(name)) return name;
  const readable = name.replace(/@/g, "__").replace(/\./g, "_");
  if (/^[A-Za-z0-9_-]+$/.test(readable) && !/_|\.\.|\.@|@\.|^\.|\.$|@.*@/.test(name)) return readable;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${readable.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^-+|-+$/g, "")}-${hash}`;
}

/** The names from a stack down to a construct that are fit for an address: no transparent scope, no `Default`. */
export function addressPath(
  node: Pick<Node, "scopes">,
  stack: IConstruct,
  idOf: (construct: IConstruct) => string = (c) => c.node.id,
): string[] {
  return node.scopes
    .slice(node.scopes.indexOf(stack) + 1)
    .filter((c) => !(TRANSPARENT in c) && !HIDDEN.has(c.node.id))
    .map(idOf);
}

/** An address from its parts, valid in Terraform: a leading digit gets an underscore before it. */
export function joinAddress(parts: readonly string[]): string {
  const joined = parts.map(addressPart).join("_");
  return /^[0-9-]/.test(joined) ? `_${joined}` : joined;
}

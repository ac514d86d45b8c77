import { type TerraformResource, TerraformStack } from "cdktf";
import { normalizeImportId } from "../access/import-id";
import { type ProviderName, stackContextOf } from "./stack-context";
import { isKnown } from "./tokens";

const PROVIDERS: readonly ProviderName[] = ["azuread", "azurerm"];

/**
 * Blocks of Terraform that change what a state holds and nothing else.
 *
 * The framework's own ways, `importFrom` and `moveTo`, run `terraform version` at synth, and it has none for
 * `removed`; so these are written as overrides of the stack, sorted, each once.
 */
interface Blocks {
  readonly import: { readonly to: string; readonly id: string };
  readonly moved: { readonly from: string; readonly to: string };
  readonly removed: { readonly from: string; readonly lifecycle: { readonly destroy: false } };
}

/** The address of a resource, as Terraform knows it: `azuread_group.operators`. */
export function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

/**
 * Renders an `import` block: what exists under an id becomes this resource, and is not made anew. Where the state has
 * the resource already, it does nothing.
 *
 * @param id in any of the forms that people paste, or an expression whose value is known when Terraform plans
 * @throws ValidationError IMPORT_ID
 */
export function renderImport(resource: TerraformResource, id: string): void {
  const known = isKnown(id) ? normalizeImportId(resource.terraformResourceType, id) : id;
  add(TerraformStack.of(resource), "import", { to: addressOf(resource), id: known }, "to");
  keepNameCheck(resource);
}

/**
 * Renders a `removed` block: Terraform forgets what it knows by an address and leaves the thing itself alone. Where the
 * state has nothing by that address, it does nothing.
 */
export function renderRemoval(stack: TerraformStack, address: string): void {
  // the state names a provider, and Terraform asks for it even to forget
  const provider = PROVIDERS.find((p) => address.split(".").some((step) => step.startsWith(`${p}_`)));
  if (provider) stackContextOf(stack)?.provide(provider);
  add(stack, "removed", { from: address, lifecycle: { destroy: false } }, "from");
}

/** Renders a `moved` block: what Terraform knows by one address it knows by another from now on. */
export function renderMove(stack: TerraformStack, from: string, to: string): void {
  add(stack, "moved", { from, to }, "to");
}

/** The blocks that were rendered so far in a stack. */
export function blocksIn<K extends keyof Blocks>(stack: TerraformStack, kind: K): readonly Blocks[K][] {
  // the stack keeps its overrides private and offers no way to ask for them
  const { rawOverrides } = stack as unknown as { rawOverrides?: { [T in K]?: Blocks[T][] } };
  return rawOverrides?.[kind] ?? [];
}

function add<K extends keyof Blocks>(stack: TerraformStack, kind: K, block: Blocks[K], key: keyof Blocks[K]): void {
  const sorting = (b: Blocks[K]) => String(b[key]);
  // what is imported into one address twice is what was said last; other blocks are the same or stand side by side
  const same = (b: Blocks[K]) => (kind === "import" ? sorting(b) === sorting(block) : sameText(b, block));
  const others = blocksIn(stack, kind).filter((b) => !same(b));
  const sorted = [...others, block].sort((a, b) => (sorting(a) < sorting(b) ? -1 : sorting(a) > sorting(b) ? 1 : 0));
  stack.addOverride(kind, sorted);
}

function sameText(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Whether names may be doubled is a question that only the provider knows: the tenant has no such flag, so an imported
 * group reads as false, and the plan would not be empty.
 */
function keepNameCheck(resource: TerraformResource): void {
  if (!/^azuread_group(_without_members)?$/.test(resource.terraformResourceType)) return;
  const ignored = resource.lifecycle?.ignoreChanges;
  if (ignored === "all" || ignored?.includes("prevent_duplicate_names")) return;
  resource.lifecycle = { ...resource.lifecycle, ignoreChanges: [...(ignored ?? []), "prevent_duplicate_names"] };
}

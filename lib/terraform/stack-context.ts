import { type TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { Takeover } from "../access/takeover";
import { isKnown } from "./tokens";

/** The providers that our constructs need. */
export type ProviderName = "azuread" | "azurerm";

/**
 * The versions that our constructs need, lowest first because the CDKTF command line reads the first one.
 *
 * azuread: 3.8 waits for a new group's PIM policy to appear, 3.9 updates a schedule in place instead of failing with
 * RoleAssignmentExists. The bindings would pin 3.7.0 and 4.55.0 exactly.
 */
export const PROVIDER_RANGES: Readonly<Record<ProviderName, string>> = {
  azuread: ">= 3.9.0, < 4.0.0",
  azurerm: ">= 4.55.0, < 5.0.0",
};

/** What a stack of our own knows and does for the constructs in it. */
export interface IStackContext {
  /** The tenant, where the stack was told. */
  readonly tenantId?: string;
  /** The subscription, where the stack was told. */
  readonly subscriptionId?: string;
  /** The stacks whose groups and emergency access reach this one; nothing: all of the app. */
  readonly uses?: readonly TerraformStack[];
  /** What exists and comes into the state of the stack, where the stack was told. */
  readonly takeover?: Takeover;
  /** Tags for everything that can bear tags. */
  readonly tags?: { readonly [key: string]: string };
  /**
   * Makes the provider when the first construct needs it, and one more for each other subscription; gives back the
   * one to name at a resource, nothing for the stack's own.
   */
  provide(name: ProviderName, subscriptionId?: string): TerraformProvider | undefined;
  /** Makes an output. */
  publish(name: string, value: unknown): void;
  /** Adds an entry to an output that is a map: by the name of its owner, for as long as that is in the tree. */
  publishIn(map: string, owner: IConstruct, value: unknown): void;
}

const CONTEXT = Symbol.for("cdktf-aks-entra/stack-context");

/** Gives a stack of our own its context. */
export function setStackContext(stack: TerraformStack, context: IStackContext): void {
  Object.defineProperty(stack, CONTEXT, { value: context });
}

/** The context of the stack around a construct; nothing in a stack that somebody else wrote. */
export function stackContextOf(scope: IConstruct): IStackContext | undefined {
  return (TerraformStack.of(scope) as { [CONTEXT]?: IStackContext })[CONTEXT];
}

/** Whether two constructs may be about the same tenant: their stacks name the same one, or one names none that is known. */
export function mayShareTenant(a: IConstruct, b: IConstruct): boolean {
  const known = (c: IConstruct) => {
    const tenantId = stackContextOf(c)?.tenantId;
    return tenantId !== undefined && isKnown(tenantId) ? tenantId.toLowerCase() : undefined;
  };
  const [one, other] = [known(a), known(b)];
  return one === undefined || other === undefined || one === other;
}

/**
 * Whether the stacks of two constructs belong together: they are the same, one of them does not say what it uses, or
 * what they use leads to a common stack.
 */
export function areRelated(a: IConstruct, b: IConstruct): boolean {
  const [one, other] = [usedBy(TerraformStack.of(a)), usedBy(TerraformStack.of(b))];
  return one === undefined || other === undefined || [...one].some((stack) => other.has(stack));
}

/** A stack and all that it uses, at first or second hand; nothing if one of them does not say. */
function usedBy(stack: TerraformStack): Set<TerraformStack> | undefined {
  const found = new Set([stack]);
  for (const s of found) {
    const uses = stackContextOf(s)?.uses;
    if (uses === undefined) return undefined;
    uses.forEach((u) => found.add(u));
  }
  return found;
}

/** Whether what one construct declares for everybody around reaches another: their stacks use one another. */
export function reaches(from: IConstruct, to: IConstruct): boolean {
  const [there, here] = [TerraformStack.of(from), TerraformStack.of(to)];
  const uses = stackContextOf(to)?.uses;
  return mayShareTenant(from, to) && (there === here || uses === undefined || uses.includes(there));
}

/**
 * Says that a construct needs a provider.
 *
 * Our own stacks make it. In a foreign stack the user makes the provider, and we raise the version of azuread that
 * the bindings pin, unless the user has said which one it shall be; the exact 4.55.0 of azurerm is in our range.
 */
export function requireProvider(
  scope: IConstruct,
  name: ProviderName,
  subscriptionId?: string,
): TerraformProvider | undefined {
  const context = stackContextOf(scope);
  if (context) return context.provide(name, subscriptionId);
  if (name === "azuread") setProviderVersion(TerraformStack.of(scope), name, PROVIDER_RANGES[name]);
  return undefined;
}

/** Sets the versions of a provider that a stack takes, unless somebody did. */
export function setProviderVersion(stack: TerraformStack, name: ProviderName, version: string): void {
  const { rawOverrides } = stack as unknown as { rawOverrides?: RequiredProviders };
  if (rawOverrides?.terraform?.required_providers?.[name]?.version !== undefined) return;
  stack.addOverride(`terraform.required_providers.${name}.version`, version);
}

type RequiredProviders = { terraform?: { required_providers?: Record<string, { version?: string } | undefined> } };

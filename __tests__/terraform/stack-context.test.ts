import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { type TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AccessStack } from "../../lib";
import {
  PROVIDER_RANGES,
  mayShareTenant,
  reaches,
  requireProvider,
  setStackContext,
  stackContextOf,
} from "../../lib/terraform";
import { SUBSCRIPTION, TENANT, foreignStack, newApp, newStack, synth } from "../support/synth";

const OTHER = "55555555-5555-4555-8555-555555555555";

/** The versions of the providers that a stack asks for. */
function versions(stack: TerraformStack): Record<string, string> {
  const required = (synth(stack).terraform?.required_providers ?? {}) as Record<string, { version: string }>;
  return Object.fromEntries(Object.entries(required).map(([name, { version }]) => [name, version]));
}

test("the ranges have the lower bound first, which the CDKTF command line reads", () => {
  expect(PROVIDER_RANGES).toEqual({ azuread: ">= 3.9.0, < 4.0.0", azurerm: ">= 4.55.0, < 5.0.0" });
});

test("constructs at any depth of our stack find what it was told, those of a foreign one find nothing", () => {
  const stack = newStack({ tenantId: TENANT, subscriptionId: SUBSCRIPTION, tags: { team: "platform" } });
  const context = stackContextOf(new Construct(new Construct(stack, "a"), "b"));
  expect([context?.tenantId, context?.subscriptionId, context?.tags]).toEqual([
    TENANT,
    SUBSCRIPTION,
    { team: "platform" },
  ]);
  expect(stackContextOf(new Construct(foreignStack(), "a"))).toBeUndefined();
});

test("two stacks may be of one tenant unless both name one and they differ", () => {
  const [one, other] = [newStack({ tenantId: TENANT }), newStack({ tenantId: OTHER })];
  expect(mayShareTenant(one, other)).toBe(false);
  expect(mayShareTenant(one, newStack({ tenantId: TENANT }))).toBe(true);
  for (const silent of [newStack({}), foreignStack()]) {
    expect([mayShareTenant(one, silent), mayShareTenant(silent, other)]).toEqual([true, true]);
  }
});

test("a tenant is the same in small and capital letters", () => {
  const id = "abcdef00-1111-4111-8111-111111111111";
  expect(mayShareTenant(newStack({ tenantId: id }), newStack({ tenantId: id.toUpperCase() }))).toBe(true);
});

test("a tenant that only Terraform knows may be any", () => {
  const token = "${var.tenant}";
  expect(mayShareTenant(newStack({ tenantId: token }), newStack({ tenantId: TENANT }))).toBe(true);
  expect(mayShareTenant(newStack({ tenantId: token }), newStack({ tenantId: "${var.other}" }))).toBe(true);
});

/** A stack with a context that says which stacks it uses. */
function using(tenantId: string, uses: readonly TerraformStack[] | undefined): TerraformStack {
  const stack = foreignStack();
  const nothing = () => undefined;
  setStackContext(stack, { tenantId, uses, provide: nothing, publish: nothing, publishIn: nothing });
  return stack;
}

test("what is declared reaches its own stack, and those that use it or do not say which they use", () => {
  const from = newStack({ tenantId: TENANT });
  const declared = new Construct(from, "declared");
  expect(reaches(declared, new Construct(from, "a"))).toBe(true);
  expect(reaches(declared, using(TENANT, [from]))).toBe(true);
  expect(reaches(declared, using(TENANT, undefined))).toBe(true);
  expect(reaches(declared, foreignStack())).toBe(true);
  expect(reaches(declared, using(TENANT, [newStack()]))).toBe(false);
  expect(reaches(declared, using(TENANT, []))).toBe(false);
  const own = using(TENANT, []);
  expect(reaches(new Construct(own, "declared"), new Construct(own, "a"))).toBe(true);
});

test("what is declared never reaches another tenant", () => {
  const from = newStack({ tenantId: TENANT });
  expect([reaches(from, using(OTHER, [from])), reaches(from, using(OTHER, undefined))]).toEqual([false, false]);
});

test("our stack makes the provider that a construct asks for", () => {
  const stack = newStack();
  requireProvider(new Construct(stack, "a"), "azuread");
  expect(Object.keys(synth(stack).provider as object)).toEqual(["azuread"]);
});

describe("in a foreign stack", () => {
  test("azuread gets the range, before and after the user makes the provider, and no provider is made", () => {
    const [before, after] = [foreignStack(), foreignStack()];
    requireProvider(new Construct(before, "a"), "azuread");
    new AzureadProvider(before, "azuread");
    new AzureadProvider(after, "azuread");
    requireProvider(new Construct(after, "a"), "azuread");
    for (const stack of [before, after]) {
      expect(versions(stack)).toEqual({ azuread: ">= 3.9.0, < 4.0.0" });
      expect(synth(stack).terraform.required_providers.azuread.source).toBe("hashicorp/azuread");
      expect(synth(stack).provider.azuread).toEqual([{}]);
    }
    const without = foreignStack();
    requireProvider(new Construct(without, "a"), "azuread");
    expect(without.allProviders()).toEqual([]);
  });

  test("the user's version of azuread stays, whether it is set before or after", () => {
    const [before, after] = [foreignStack(), foreignStack()];
    before.addOverride("terraform.required_providers.azuread.version", "3.9.1");
    requireProvider(new Construct(before, "a"), "azuread");
    requireProvider(new Construct(after, "a"), "azuread");
    after.addOverride("terraform.required_providers.azuread.version", "3.9.1");
    for (const stack of [before, after]) {
      new AzureadProvider(stack, "azuread");
      expect(versions(stack)).toEqual({ azuread: "3.9.1" });
    }
  });

  test("other overrides of the user's are no version of azuread", () => {
    const stack = foreignStack();
    stack.addOverride("terraform.required_version", ">= 1.7");
    stack.addOverride("terraform.required_providers.azurerm.version", "4.60.0");
    requireProvider(stack, "azuread");
    new AzureadProvider(stack, "azuread");
    expect(synth(stack).terraform).toEqual({
      required_version: ">= 1.7",
      required_providers: {
        azuread: { source: "hashicorp/azuread", version: ">= 3.9.0, < 4.0.0" },
        azurerm: { version: "4.60.0" },
      },
    });
  });

  test("azurerm is left to the user, whose exact version is in our range", () => {
    const stack = foreignStack();
    requireProvider(new Construct(stack, "a"), "azurerm");
    new AzurermProvider(stack, "azurerm", { features: [{}] });
    expect(versions(stack)).toEqual({ azurerm: "4.55.0" });
  });
});

test("each stack of an app has its own context", () => {
  const app = newApp();
  const [one, other] = [new AccessStack(app, "one", { tenantId: TENANT }), new AccessStack(app, "other")];
  expect([stackContextOf(one)?.tenantId, stackContextOf(other)?.tenantId]).toEqual([TENANT, undefined]);
});

import { TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import fc from "fast-check";
import { ErrorCode } from "../../lib";
import {
  KEY_PATTERN,
  addressName,
  addressPart,
  addressPath,
  childScope,
  joinAddress,
  transparentScope,
} from "../../lib/terraform";
import { errorOf, foreignStack, newStack } from "../support/synth";

fc.configureGlobal({ seed: 1 });

/** What Terraform takes as the name of a resource. */
const NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

const key = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,12}$/);
const keyWithoutDoubleUnderscore = key.filter((k) => !k.includes("__"));
/** Sign-in names as `EntraUser.fromLookup` takes them, those with dots at odd places among them, no underscore. */
const signIn = fc
  .tuple(fc.stringMatching(/^[a-z0-9.'+-]{1,8}$/), fc.stringMatching(/^[a-z0-9.-]{1,6}\.[a-z0-9.-]{1,6}$/))
  .map(([name, domain]) => `${name}@${domain}`);

function differ(names: readonly string[]): void {
  expect(new Set(names.map(addressPart)).size).toBe(new Set(names).size);
}

test("a key is its own address, and so is an object id", () => {
  fc.assert(
    fc.property(key, fc.uuid(), (name, id) => {
      expect(new RegExp(KEY_PATTERN).test(name)).toBe(true);
      expect([addressPart(name), addressPart(id)]).toEqual([name, id]);
    }),
  );
});

test("a sign-in name stays readable", () => {
  expect(addressPart("alice@contoso.com")).toBe("alice__contoso_com");
  expect(addressPart("alice.b-c@emea.contoso.com")).toBe("alice_b-c__emea_contoso_com");
});

test("two sign-in names without an underscore, and keys without two in a row, have different addresses", () => {
  // few letters, so that names are near to each other
  const near = fc
    .tuple(fc.stringMatching(/^[ab.]{1,4}$/), fc.stringMatching(/^[ab.]{1,3}\.[ab.]{1,3}$/))
    .map(([name, domain]) => `${name}@${domain}`);
  fc.assert(fc.property(fc.uniqueArray(fc.oneof(signIn, near, keyWithoutDoubleUnderscore), { maxLength: 60 }), differ));
});

test("every sign-in name of few letters has an address of its own", () => {
  const words = (alphabet: string, max: number): string[] =>
    max === 0 ? [""] : ["", ...words(alphabet, max - 1).flatMap((w) => [...alphabet].map((c) => w + c))];
  const all = [...new Set(words("a.@", 7))].filter((w) => /^[^@]+@[^@]+\.[^@]+$/.test(w));
  expect(all).toContain("a@a.aaa");
  differ(all);
});

test("two keys have different addresses, and so do names with underscores", () => {
  fc.assert(fc.property(fc.uniqueArray(key, { maxLength: 60 }), differ));
  const names = ["a_b@contoso.com", "a.b@contoso.com", "a@b@contoso.com", "a_b@contoso_com"];
  differ(names);
});

test("what is neither key nor plain sign-in name has a short hash of the whole at its end", () => {
  expect(addressPart("a_b@contoso.com")).toBe("a_b__contoso_com-573c98cc");
  expect(addressPart("o'brien@contoso.com")).toMatch(/^o-brien__contoso_com-[0-9a-f]{8}$/);
  expect(addressPart("a..b@contoso.com")).toMatch(/^a__b__contoso_com-[0-9a-f]{8}$/);
  expect(addressPart("a.@contoso.com")).toMatch(/^a___contoso_com-[0-9a-f]{8}$/);
  expect(addressPart("a@.contoso.com")).toMatch(/^a___contoso_com-[0-9a-f]{8}$/);
  expect(addressPart("a@contoso.com.")).toMatch(/^a__contoso_com_-[0-9a-f]{8}$/);
  expect(addressPart(".a@contoso.com")).toMatch(/^_a__contoso_com-[0-9a-f]{8}$/);
  expect(addressPart("Müller GmbH")).toMatch(/^M-ller-GmbH-[0-9a-f]{8}$/);
  expect(addressPart("日本")).toMatch(/^-[0-9a-f]{8}$/);
});

test("whatever the names, the address is one that Terraform takes, and the same every time", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 3 }), (names) => {
      expect(joinAddress(names)).toMatch(NAME);
      expect(joinAddress(names)).toBe(joinAddress([...names]));
    }),
  );
});

test("parts are joined by underscores, and a leading digit gets one before it", () => {
  expect(joinAddress(["prod", "reader", "ops"])).toBe("prod_reader_ops");
  expect(joinAddress(["33333333-3333-4333-8333-333333333334"])).toBe("_33333333-3333-4333-8333-333333333334");
  expect(joinAddress(["prod", "33333333-3333-4333-8333-333333333334"])).toBe(
    "prod_33333333-3333-4333-8333-333333333334",
  );
  expect(joinAddress(["日本"])).toMatch(/^_-[0-9a-f]{8}$/);
});

test("the way down from a stack leaves out transparent scopes, Default and Resource", () => {
  const stack = newStack();
  const users = transparentScope(stack, "users");
  const alice = new Construct(users, "alice@contoso.com");
  const inner = new Construct(new Construct(alice, "Default"), "Resource");
  expect(addressPath(inner.node, stack)).toEqual(["alice@contoso.com"]);
  expect(addressName(inner)).toBe("alice__contoso_com");
  expect(addressPath(new Construct(new Construct(stack, "team"), "ops").node, stack)).toEqual(["team", "ops"]);
  expect(addressPath(stack.node, stack)).toEqual([]);
});

test("a name is that below its own stack, in our stacks and in foreign ones", () => {
  for (const stack of [newStack(), foreignStack()]) {
    expect(addressName(new Construct(new Construct(stack, "team"), "ops"))).toBe("team_ops");
  }
});

test("a resource in a foreign stack keeps the framework's address", () => {
  const stack = foreignStack();
  const variable = new TerraformVariable(new Construct(stack, "team"), "ops", {});
  expect(variable.friendlyUniqueId).toMatch(/^team_ops_[0-9A-F]{8}$/);
});

test("a scope is made once, and is found again", () => {
  const stack = newStack();
  for (const scope of [childScope, transparentScope]) {
    const made = scope(stack, scope.name);
    expect(scope(stack, scope.name)).toBe(made);
    expect(made.node.path).toBe(`test/${scope.name}`);
  }
  const there = new Construct(stack, "there");
  expect(childScope(stack, "there")).toBe(there);
});

test("a scope that only groups keeps its mark to itself", () => {
  const scope = transparentScope(newStack(), "users");
  expect(Object.keys(scope)).toEqual(["node"]);
});

test("fails for a construct of the user's where a transparent scope is wanted, whose own address would vanish", () => {
  const stack = newStack();
  new Construct(stack, "users");
  const error = errorOf(() => transparentScope(stack, "users"));
  expect([error.message, error.code]).toEqual([
    `[test] "users" is where this library keeps what it shares in test, and test/users is another construct; allowed: another construct id for that one (ADDRESS_TAKEN)`,
    ErrorCode.ADDRESS_TAKEN,
  ]);
});

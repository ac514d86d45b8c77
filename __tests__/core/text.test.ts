import { Fn, Token } from "cdktf";
import fc from "fast-check";
import { isKnownNumber, isKnownText } from "../../lib/core/known";
import { didYouMean, either, nearest, quote } from "../../lib/core/text";

fc.configureGlobal({ seed: 1 });

test.each([
  ["prod", `"prod"`],
  [3, "3"],
  [true, "true"],
  [null, "null"],
  [undefined, "undefined"],
  [["a", 1], `["a",1]`],
  [{ a: 1 }, `{"a":1}`],
])("%j is shown as %s", (value, shown) => {
  expect(quote(value)).toBe(shown);
});

test("words are joined as a person joins them", () => {
  expect(either([])).toBe("");
  expect(either(["a"])).toBe("a");
  expect(either(["a", "b"])).toBe("a or b");
  expect(either(["a", "b", "c"])).toBe("a, b or c");
  expect(either(["a", "b", "c"], "and")).toBe("a, b and c");
});

describe("the nearest name", () => {
  const known = ["eligible", "active", "settings", "justification"];

  test.each([
    ["eligable", "eligible", "a changed letter"],
    ["elgible", "eligible", "a dropped letter"],
    ["activve", "active", "a letter too many"],
    ["acitve", "active", "two letters swapped"],
    ["Active", "active", "another case"],
    ["justificaton", "justification", "a long word"],
    ["stttings", "settings", "one letter of eight"],
  ])("of %s is %s: %s", (name, expected) => {
    expect(nearest(name, known)).toBe(expected);
  });

  test("of a word that is far from all is none", () => {
    expect(nearest("network", known)).toBeUndefined();
    expect(nearest("", known)).toBeUndefined();
    expect(nearest("eligible", [])).toBeUndefined();
  });

  test("may differ in a third of the letters, in short words in one", () => {
    expect(nearest("abcdef", ["abcdxy"])).toBe("abcdxy");
    expect(nearest("abcdef", ["abcxyz"])).toBeUndefined();
    expect(nearest("ab", ["ax"])).toBe("ax");
    expect(nearest("ab", ["xy"])).toBeUndefined();
    expect(nearest("ab", ["bc"])).toBeUndefined();
  });

  test("is the nearer of two, and of two as near the first by name, in whatever order they are given", () => {
    expect(nearest("readers", ["leaders", "readerz"])).toBe("leaders");
    expect(nearest("readers", ["readerz", "leaders"])).toBe("leaders");
    expect(nearest("readres", ["leaders", "readers"])).toBe("readers");
  });

  test("of a known name is that name", () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(names, fc.nat(), (all, n) => {
        const name = all[n % all.length];
        expect(nearest(name, all)).toBe(name);
      }),
    );
  });

  test("of a name with two neighbours swapped is that name, if it stands alone", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{2,12}$/), fc.nat(), (name, n) => {
        const i = n % (name.length - 1);
        const swapped = name.slice(0, i) + name[i + 1] + name[i] + name.slice(i + 2);
        expect(nearest(swapped, [name])).toBe(name);
      }),
    );
  });

  test("ends a sentence as a question", () => {
    expect(didYouMean("eligable", known)).toBe(`; did you mean "eligible"?`);
    expect(didYouMean("network", known)).toBe("");
  });
});

test("a text with a token or a Terraform expression in it is not known", () => {
  expect(isKnownText("prod")).toBe(true);
  expect(isKnownText("$ {")).toBe(true);
  expect(isKnownText("${var.name}")).toBe(false);
  expect(isKnownText(Token.asString({ resolve: () => "x" }))).toBe(false);
  expect(isKnownText(`a-${Fn.upper("x")}`)).toBe(false);
});

test("a number token is not known, any number that somebody would write is", () => {
  expect(isKnownNumber(Token.asNumber({ resolve: () => 3 }))).toBe(false);
  expect([0, -1, 1e15, -1e15, Number.MAX_VALUE].map(isKnownNumber)).toEqual([true, true, true, true, true]);
});

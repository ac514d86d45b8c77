import { readFileSync } from "node:fs";
import fc from "fast-check";
import { ErrorCode, ValidationError } from "../../lib";
import { SourceFile } from "../../lib/config/source-file";
import { YamlText } from "../../lib/config/yaml-text";

describe("the place of a value", () => {
  const text = new YamlText(`# people
name: test
groups:
  ops:
    owners: [dave@contoso.com, {user: x}]
    members:
      - alice@contoso.com
      - group: y
  flow: { owners: [] }
  empty:
shared: &a { one: 1 }
again: *a
1: number
"two words": x
long: >-
  folded
`);
  const at = (...path: (string | number)[]) => Object.values(text.place(path)).join(":");
  const key = (...path: (string | number)[]) => Object.values(text.place(path, "key")).join(":");

  test("is that of the value, or of the key whose block begins on the next line", () => {
    expect(at("name")).toBe("2:7");
    expect(at("groups")).toBe("3:1");
    expect(at("groups", "ops")).toBe("4:3");
    expect(at("groups", "ops", "owners")).toBe("5:13");
    expect(at("groups", "ops", "owners", 1)).toBe("5:32");
    expect(at("groups", "ops", "owners", 1, "user")).toBe("5:39");
    expect(at("groups", "ops", "members")).toBe("6:5");
    expect(at("groups", "ops", "members", 1)).toBe("8:9");
    expect(at("groups", "ops", "members", 1, "group")).toBe("8:16");
    expect(at("groups", "flow")).toBe("9:9");
    expect(at("groups", "empty")).toBe("10:9");
    expect(at("long")).toBe("15:7");
  });

  test("is that of the key, if that is asked for", () => {
    expect(key("name")).toBe("2:1");
    expect(key("groups", "ops", "owners")).toBe("5:5");
    expect(key("groups", "flow", "owners")).toBe("9:11");
    expect(key("1")).toBe("13:1");
    expect(key("two words")).toBe("14:1");
    expect(key("groups", "ops", "members", 0)).toBe("7:9");
  });

  test("is that of what holds it, if it is not there", () => {
    expect(at("groups", "ops", "pim", "eligible", 0)).toBe("4:3");
    expect(key("groups", "ops", "pim")).toBe("4:3");
    expect(at("groups", "ops", "owners", 7)).toBe("5:13");
    expect(at("name", "of", "what")).toBe("2:7");
    expect(at("nowhere")).toBe("2:1");
    expect(at()).toBe("2:1");
  });

  test("is that of the alias, of what an anchor elsewhere holds", () => {
    expect(at("again", "one")).toBe("12:8");
  });

  test("is the beginning, of a text with nothing in it", () => {
    expect(new YamlText("").place(["a"])).toEqual({ line: 1, column: 1 });
    expect(new YamlText("# a comment\n").place([])).toEqual({ line: 1, column: 1 });
  });
});

describe("a text", () => {
  test("gives plain data, without anything in it twice", () => {
    const { data, problems } = new YamlText("a: &x [1, {b: null}]\nc: *x\n? d\n");
    expect(data).toEqual({ a: [1, { b: null }], c: [1, { b: null }], d: null });
    expect((data as { a: object; c: object }).a).not.toBe((data as { a: object; c: object }).c);
    expect(problems).toEqual([]);
  });

  test("knows words of YAML 1.2 only, also if it says otherwise", () => {
    expect(new YamlText("%YAML 1.1\n---\na: yes\nb: 2027-03-31\nc: on\n").data).toEqual({
      a: "yes",
      b: "2027-03-31",
      c: "on",
    });
  });

  test("has keys that are text, whatever YAML makes of them", () => {
    expect(new YamlText("1.0: a\ntrue: b\nnull: c\n: d\n").data).toEqual({ 1: "a", true: "b", null: "c", "": "d" });
  });

  test("gives a single value as it is written", () => {
    const text = new YamlText("a: 1.30\nb: [0x1F]\nc: { d: .inf }\ne: *f\n");
    expect(text.written(["a"])).toBe("1.30");
    expect(text.written(["b", 0])).toBe("0x1F");
    expect(text.written(["c", "d"])).toBe(".inf");
    expect(text.written(["c"])).toBeUndefined();
    expect(text.written(["e"])).toBeUndefined();
    expect(text.written(["z"])).toBeUndefined();
  });

  test("keeps the first of two keys, and says where the second is", () => {
    const { data, problems } = new YamlText("a: 1\nb: { c: 1, c: 2 }\na: 2\n");
    expect(data).toEqual({ a: 1, b: { c: 1 } });
    expect(problems.map((p) => [p.path.join("."), p.place.line, p.place.column])).toEqual([
      ["b.c", 2, 12],
      ["a", 3, 1],
    ]);
  });

  test("has no data if it cannot be read", () => {
    expect(new YamlText("a: [").data).toBeUndefined();
    expect(new YamlText(`a: ${"[".repeat(5000)}`).data).toBeUndefined();
  });
});

test("a text with any letter too much or too few is read, or refused with places inside it", () => {
  const article = readFileSync("config/article.yaml", "utf8");
  const signs = fc.constantFrom("", "\n", "  ", ":", "- ", "[", "]", "{", "}", '"', "'", "&a ", "*a ", "!x ", "|", "\t", "---\n");
  const mistake = fc.record({ at: fc.nat(article.length), gone: fc.nat(12), instead: signs });
  fc.assert(
    fc.property(fc.array(mistake, { minLength: 1, maxLength: 3 }), (mistakes) => {
      const text = mistakes.reduce((t, m) => t.slice(0, m.at) + m.instead + t.slice(m.at + m.gone), article);
      const lines = text.split("\n");
      for (const { line, column } of new SourceFile("a.yaml", text).problems) {
        expect(lines.length).toBeGreaterThanOrEqual(line);
        expect(lines[line - 1].length + 1).toBeGreaterThanOrEqual(column);
      }
    }),
    { numRuns: 100, seed: 20261124 },
  );
});

describe("what is refused", () => {
  const fail = (...properties: string[]) => {
    throw new ValidationError(
      "path",
      properties.map((property) => ({ code: ErrorCode.NAME_FORMAT, property, message: "is wrong" })),
    );
  };
  const file = () => new SourceFile("a.yaml", "a:\n  b:\n    c: [1, 2, 3]\n    d: 4\ne: [5]\n");
  const said = (f: SourceFile) => f.problems.map((p) => `${p.line}:${p.column} ${p.message}`);

  test("is noted where it stands, by the names of the construct or those of the file", () => {
    const f = file();
    const names = { x: ["nowhere"], "x.c": ["a", "b", "c"], y: ["e"] };
    const refused = f.attempt(["a", "b"], () => fail("c[1]", "x.c[2]", "y", "d"), names);
    expect(refused).toBeUndefined();
    expect(said(f)).toEqual(["3:12 a.b.c[1]: is wrong", "3:15 a.b.c[2]: is wrong", "5:4 e: is wrong", "4:8 a.b.d: is wrong"]);
  });

  test("gives back what is not refused, and passes on what is no matter of input", () => {
    const f = file();
    expect(f.attempt(["a"], () => 7)).toBe(7);
    expect(() => f.attempt(["a"], () => JSON.parse("{"))).toThrow(SyntaxError);
    f.attemptAt("a.yaml:3:4", () => 7);
    expect(() => f.attemptAt("a.yaml:3:4", () => JSON.parse("{"))).toThrow(SyntaxError);
    expect(f.problems).toEqual([]);
  });

  test("is noted at a place that was given, or for the file as a whole", () => {
    const f = file();
    f.attemptAt("folder:1/a.yaml:3:4", () => fail("x"));
    f.attemptAt(undefined, () => fail("x"));
    expect(said(f)).toEqual(["3:4 is wrong", "1:1 is wrong"]);
  });

  test("is noted once", () => {
    const f = file();
    f.attempt(["a", "b"], () => fail("d", "d"));
    f.attempt(["a", "b"], () => fail("d"));
    expect(said(f)).toEqual(["4:8 a.b.d: is wrong"]);
  });

  test("is no problem again in what it is in, from the third step on or if that is a list", () => {
    const f = file();
    f.refuse(["a", "b", "c", 0]);
    f.refuse(["e", 0]);
    f.attempt(["a", "b"], () => fail("", "c", "c[0]", "c[0].x", "c[1]", "d"));
    f.attempt(["e"], () => fail("", "[0]"));
    f.attempt(["a"], () => fail(""));
    expect(said(f)).toEqual([
      "2:3 a.b: is wrong",
      "3:12 a.b.c[1]: is wrong",
      "4:8 a.b.d: is wrong",
      "1:1 a: is wrong",
    ]);
  });

  test("is no problem again where something else stands in for it", () => {
    const f = file();
    f.forget(["a", "b", "c", 0]);
    f.replace(["a", "b", "c", 0]);
    f.attempt(["a", "b", "c"], () => fail("", "[0]", "[0].x", "[1]"));
    expect(said(f)).toEqual(["3:8 a.b.c: is wrong", "3:15 a.b.c[2]: is wrong"]);
  });
});

test("positions in a list count what was taken out before", () => {
  const f = new SourceFile("a.yaml", "a: [[0, 1, 2, 3], [4, 5], [6, 7]]\n");
  f.forget(["a", 0, 3]);
  f.forget(["a", 0, 1]);
  f.forget(["a", 1]);
  f.forget(["a", 1, 0]);
  expect(f.original(["a", 0, 0])).toEqual(["a", 0, 0]);
  expect(f.original(["a", 0, 1])).toEqual(["a", 0, 2]);
  expect(f.original(["a", 1, 0])).toEqual(["a", 2, 1]);
  expect(f.source(["a", 0, 1])).toBe("a.yaml:1:12");
  expect(f.source(["a", 1, 0])).toBe("a.yaml:1:31");
});

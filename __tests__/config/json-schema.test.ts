import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { jsonSchema } from "../../lib/config/json-schema";
import { HEAD } from "../support/config";

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | false;
  readonly propertyNames?: Schema;
  readonly items?: Schema | false;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
}

const schema = jsonSchema() as Schema & { readonly $schema: string };

/** As much of a validator as the schema needs: where a value is not valid, nothing if it is. */
function wrong(value: unknown, s: Schema, at = ""): string[] {
  if (s.anyOf && !s.anyOf.some((form) => wrong(value, form).length === 0)) return [at];
  if (s.enum && !s.enum.includes(value)) return [at];
  if (s.const !== undefined && s.const !== value) return [at];
  if (s.type !== undefined && !isOfType(value, s.type)) return [at];
  if (s.pattern !== undefined && !new RegExp(s.pattern).test(value as string)) return [at];
  if (Array.isArray(value)) {
    return value.flatMap((v, i) => wrong(v, s.prefixItems?.[i] ?? (s.items || {}), `${at}[${i}]`));
  }
  if (typeof value !== "object" || value === null) return [];
  const missing = (s.required ?? []).filter((k) => !(k in value)).map((k) => `${at}.${k}`);
  const inside = Object.entries(value).flatMap(([k, v]) => {
    if (s.propertyNames && wrong(k, s.propertyNames).length > 0) return [`${at}.${k}`];
    const inner = s.properties?.[k] ?? s.additionalProperties;
    return inner === false ? [`${at}.${k}`] : wrong(v, inner ?? {}, `${at}.${k}`);
  });
  return [...missing, ...inside];
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return type === "array" ? Array.isArray(value) : typeof value === type;
}

function everySchema(s: Schema, path: string): [string, Schema][] {
  const below: [string, Schema | false | undefined][] = [
    ...Object.entries(s.properties ?? {}).map(([k, v]): [string, Schema] => [`${path}.${k}`, v]),
    ...(s.anyOf ?? []).map((v, i): [string, Schema] => [`${path}|${i}`, v]),
    ...(s.prefixItems ?? []).map((v, i): [string, Schema] => [`${path}[${i}]`, v]),
    [`${path}.*`, s.additionalProperties],
    [`${path}[]`, s.items],
  ];
  return [[path, s], ...below.flatMap(([p, v]) => (v ? everySchema(v, p) : []))];
}

test("the schema in the repository is the one that the loader goes by", () => {
  expect(readFileSync("schema/aks-entra.schema.json", "utf8")).toBe(`${JSON.stringify(schema, undefined, 2)}\n`);
});

test("the schema is of the draft that editors know", () => {
  expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(schema.required).toEqual(["name"]);
});

test("no mapping takes a key that it does not name", () => {
  const open = everySchema(schema, "$").filter(([, s]) => s.type === "object" && s.additionalProperties === undefined);
  expect(open.map(([path]) => path)).toEqual([]);
  const named = everySchema(schema, "$").filter(([, s]) => s.properties && s.additionalProperties !== false);
  expect(named.map(([path]) => path)).toEqual([]);
});

test("every key says what it means", () => {
  const keys = everySchema(schema, "$").flatMap(([path, s]) =>
    Object.entries(s.properties ?? {}).map(([key, v]): [string, Schema] => [`${path}.${key}`, v]),
  );
  expect(keys.length).toBeGreaterThan(100);
  expect(keys.filter(([, s]) => (s.description ?? "").trim() === "").map(([path]) => path)).toEqual([]);
});

test("every example file is valid, and names the schema that is there", () => {
  const files = readdirSync("config", { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".yaml"));
  expect(files).toContain("article.yaml");
  for (const file of files) {
    const text = readFileSync(join("config", file), "utf8");
    expect([file, wrong(parse(text), schema)]).toEqual([file, []]);
    const named = /^# yaml-language-server: \$schema=(.*)$/m.exec(text)?.[1];
    if (named !== undefined) expect(join("config", file, "..", named)).toBe(join("schema", "aks-entra.schema.json"));
  }
});

test("fails in an editor for what the loader refuses too", () => {
  const text = `${HEAD}colour: blue
tags: { a: 5 }
groups:
  1st: {}
  x: { owners: [5], members: [{ usr: x }], roleAssignable: "yes", pim: { eligible: [{ for: 8h }] } }
conditionalAccess:
  p: { state: on, require: [mfaa] }
clusters:
  c: { version: 1.36, adminGroups: [{ group: x }] }
`;
  expect(wrong(parse(text), schema)).toEqual([
    ".colour",
    ".tags.a",
    ".groups.1st",
    ".groups.x.owners[0]",
    ".groups.x.members[0]",
    ".groups.x.roleAssignable",
    ".groups.x.pim.eligible[0].principal",
    ".conditionalAccess.p.state",
    ".conditionalAccess.p.require",
    ".clusters.c.version",
    ".clusters.c.adminGroups[0]",
  ]);
});

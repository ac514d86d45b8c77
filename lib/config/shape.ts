import type { z } from "zod";
import { ErrorCode } from "../core/error-codes";
import { didYouMean, either, quote } from "../core/text";
import type { Path, SourceFile } from "./source-file";

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;

/** A file has at most so many problems of form before the rest is left for the next run. */
const ROUNDS = 100;

/**
 * Checks the form of a file, notes what is wrong, and gives back what is left of it when that is taken out: so that the
 * rest can still be looked at, and one run shows every problem.
 */
export function checkShape<T>(schema: z.ZodType<T>, file: SourceFile, data: unknown): T | undefined {
  const rest = structuredClone(data);
  const noted = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const result = schema.safeParse(rest);
    if (result.success) return result.data;
    // list positions stay right while the later ones go first
    const found = result.error.issues.flatMap((issue) => flatten(issue, [])).reverse();
    for (const { issue, path } of found) {
      const taken = issue.code === "unrecognized_keys" ? issue.keys.map((k) => [...path, k]) : [path];
      for (const at of taken) {
        const original = file.original(at);
        const id = JSON.stringify(original);
        if (!noted.has(id)) note(schema, file, issue, original, valueAt(data, original));
        noted.add(id);
        if (!takeOut(rest, at, file)) return undefined;
      }
    }
  }
  return undefined;
}

interface Found {
  readonly issue: Issue;
  readonly path: Path;
}

/** An issue with the path from the top; of a union, the issues of the one form that was meant, if that is clear. */
function flatten(issue: Issue, prefix: Path): Found[] {
  const path = [...prefix, ...(issue.path as Path)];
  if (issue.code !== "invalid_union") return [{ issue, path }];
  const meant = issue.errors.filter((form) => !form.some((i) => i.path.length === 0 && (i.code === "invalid_type" || i.code === "invalid_value")));
  if (meant.length !== 1) return [{ issue, path }];
  return meant[0].flatMap((i) => flatten(i, path));
}

function note(schema: Schema, file: SourceFile, issue: Issue, path: Path, value: unknown): void {
  switch (issue.code) {
    case "unrecognized_keys": {
      const key = String(path[path.length - 1]);
      const known = keysAt(schema, path.slice(0, -1));
      const near = didYouMean(key, known);
      return file.addKey(ErrorCode.CONFIG_KEY_UNKNOWN, path, `this key is not known${near}; allowed: ${either(known)}`);
    }
    case "invalid_key":
      return file.addKey(ErrorCode.NAME_FORMAT, path, `this name cannot be used; allowed: ${issue.issues[0].message}`);
    case "invalid_union":
      return value === undefined
        ? file.add(ErrorCode.CONFIG_KEY_MISSING, path, `this key is missing; allowed: ${issue.message}`)
        : file.add(ErrorCode.CONFIG_TYPE, path, `${shown(value)}; allowed: ${issue.message}`);
    case "invalid_value": {
      if (value === undefined) return file.add(ErrorCode.CONFIG_KEY_MISSING, path, `this key is missing; allowed: ${either(issue.values.map(String))}`);
      const values = issue.values.map(String);
      return file.add(ErrorCode.CONFIG_TYPE, path, `${quote(value)} is not one of the words for it${didYouMean(String(value), values)}; allowed: ${either(values)}`);
    }
    case "invalid_type":
      if (value === undefined) return file.add(ErrorCode.CONFIG_KEY_MISSING, path, `this key is missing; allowed: ${KIND[issue.expected] ?? issue.expected}`);
      if (issue.expected === "string" && (typeof value === "number" || typeof value === "boolean")) {
        return file.add(ErrorCode.CONFIG_TYPE, path, `${quote(value)} is a ${typeof value}; allowed: text, so put it in quotes: "${String(value)}"`);
      }
      return file.add(ErrorCode.CONFIG_TYPE, path, `${shown(value)}; allowed: ${KIND[issue.expected] ?? issue.expected}`);
    case "invalid_format":
      return file.add(ErrorCode.NAME_FORMAT, path, `${quote(value)} cannot be used; allowed: ${issue.message}`);
    default:
      return file.add(ErrorCode.CONFIG_TYPE, path, `${shown(value)}; ${issue.message}`);
  }
}

const KIND: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  object: "a mapping",
  record: "a mapping",
  array: "a list",
};

function shown(value: unknown): string {
  if (value === null) return "there is nothing here";
  if (Array.isArray(value)) return "this is a list";
  if (typeof value === "object") return "this mapping is not of the right form";
  return `${quote(value)} is ${typeof value === "string" ? "text" : `a ${typeof value}`}`;
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** Takes a value out, or what holds it if it is missing there; false if nothing is left then. */
function takeOut(data: unknown, path: Path, file: SourceFile): boolean {
  if (path.length === 0) return false;
  const holderPath = path.slice(0, -1);
  const holder = valueAt(data, holderPath);
  const last = path[path.length - 1];
  if (typeof holder !== "object" || holder === null) return true;
  if (!(last in holder)) return takeOut(data, holderPath, file);
  if (Array.isArray(holder)) {
    file.forget(path);
    holder.splice(Number(last), 1);
  } else {
    delete (holder as Record<string, unknown>)[last];
  }
  return true;
}

/** The keys that the form knows at a path. */
export function keysAt(schema: Schema, path: Path): string[] {
  const forms = unwrap(schema);
  if (path.length === 0) return forms.flatMap((f) => ("shape" in f ? Object.keys(f.shape as object) : []));
  const [step, ...rest] = path;
  return forms.flatMap((form) => {
    if (form.type === "object") {
      const inner = (form.shape as Record<string, Schema | undefined>)[step];
      return inner ? keysAt(inner, rest) : [];
    }
    if (form.type === "record") return keysAt(form.valueType as Schema, rest);
    if (form.type === "array") return keysAt(form.element as Schema, rest);
    return [];
  });
}

type Definition = { type: string } & Record<string, unknown>;

function unwrap(schema: Schema): Definition[] {
  const def = schema._zod.def as unknown as Definition;
  if (def.type === "optional") return unwrap(def.innerType as Schema);
  if (def.type === "union") return (def.options as Schema[]).flatMap(unwrap);
  return [def];
}

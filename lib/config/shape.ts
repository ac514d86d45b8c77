import type { z } from "zod";
import { ErrorCode } from "../core/error-codes";
import { didYouMean, either, nearest, quote } from "../core/text";
import type { Path, SourceFile } from "./source-file";

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;
type Holder = Record<string | number, unknown>;

/**
 * Checks the form of a file, notes what is wrong, and gives back what is left of it when that is taken out: so that the
 * rest can still be looked at, and one run shows every problem.
 *
 * Every round takes something out, so there is an end.
 *
 * @param standIns values for keys of the file that have to be there, for the rest of the run
 */
export function checkShape<T>(
  schema: z.ZodType<T>,
  file: SourceFile,
  standIns: Readonly<Record<string, unknown>>,
): T | undefined {
  const rest = structuredClone(file.data);
  for (const path of outermost(expressionsIn(rest, []))) {
    const original = file.original(path);
    const message = `${quote(valueAt(file.data, original))} is an expression of Terraform, which a config file does not take; allowed: plain text without \${ and %{`;
    file.add(ErrorCode.CONFIG_TYPE, original, message);
    takeOut(rest, path, file);
  }
  for (;;) {
    const result = schema.safeParse(rest);
    if (result.success) return result.data;
    const found = result.error.issues
      .flatMap((issue) => flatten(issue, []))
      // a misspelt key first: it explains why another is missing
      .sort((a, b) => Number(b.unknown) - Number(a.unknown));
    for (const f of found) note(schema, file, f);
    for (const path of outermost(found.map((f) => present(rest, f.path)))) {
      if (path.length > 0) takeOut(rest, path, file);
      else if (!addMissing(rest, found, standIns)) return undefined;
    }
  }
}

/** Where a text stands that Terraform would evaluate: no check here could tell what comes of it. */
function expressionsIn(value: unknown, path: Path): Path[] {
  if (typeof value === "string") return /[$%]\{/.test(value) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return steps.flatMap((step) => expressionsIn((value as Holder)[step], [...path, step]));
}

/** An issue at one path from the top; of keys that are not known, at each of them. */
interface Found {
  readonly issue: Issue;
  readonly path: Path;
  readonly unknown: boolean;
}

/** An issue with the path from the top; of a union, the issues of the one form that was meant, if that is clear. */
function flatten(issue: Issue, prefix: Path): Found[] {
  const path = [...prefix, ...(issue.path as Path)];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ issue, path: [...path, key], unknown: true }));
  }
  const meant = issue.code === "invalid_union" ? formMeant(issue.errors) : undefined;
  return meant?.flatMap((i) => flatten(i, path)) ?? [{ issue, path, unknown: false }];
}

/** The form of the right kind, list or mapping or text, of which least is wrong; nothing if there are several. */
function formMeant(forms: readonly Issue[][]): Issue[] | undefined {
  const ofKind = forms.filter(
    (form) => !form.some((i) => i.path.length === 0 && (i.code === "invalid_type" || i.code === "invalid_value")),
  );
  const least = Math.min(...ofKind.map((form) => form.length));
  const best = ofKind.filter((form) => form.length === least);
  return best.length === 1 ? best[0] : undefined;
}

function note(schema: Schema, file: SourceFile, { issue, path }: Found): void {
  const original = file.original(path);
  // what was taken out before leaves a hole, which is no new problem
  if (file.isTouched(original)) return;
  file.refuse(original);
  const value = valueAt(file.data, original);
  switch (issue.code) {
    case "unrecognized_keys":
      return noteUnknownKey(schema, file, original);
    case "invalid_key": {
      const message = `this name cannot be used; allowed: ${issue.issues[0].message}`;
      return file.add(ErrorCode.NAME_FORMAT, original, message, "key");
    }
    case "invalid_format":
      return file.add(ErrorCode.NAME_FORMAT, original, `${quote(value)} cannot be used; allowed: ${issue.message}`);
  }
  const allowed = allowedBy(issue);
  if (value === undefined) {
    return file.add(ErrorCode.CONFIG_KEY_MISSING, original, `this key is missing; allowed: ${allowed}`);
  }
  file.add(ErrorCode.CONFIG_TYPE, original, whatIsWrong(file, original, value, issue, allowed));
}

function noteUnknownKey(schema: Schema, file: SourceFile, original: Path): void {
  const key = String(original[original.length - 1]);
  const holder = original.slice(0, -1);
  const known = keysAt(schema, holder);
  const meant = nearest(key, known) ?? (known.length === 1 ? known[0] : undefined);
  const message = `this key is not known${didYouMean(key, known)}; allowed: ${either(known)}`;
  file.add(ErrorCode.CONFIG_KEY_UNKNOWN, original, message, "key");
  // so that nobody says as well that the one that was meant is missing
  if (meant !== undefined && valueAt(file.data, [...holder, meant]) === undefined) file.refuse([...holder, meant]);
}

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  object: "a mapping",
  record: "a mapping",
  array: "a list",
  tuple: "a list",
};

function allowedBy(issue: Issue): string {
  const words = issue.code === "invalid_value" ? issue.values : [];
  if (words.length === 1) return `${quote(words[0])}, or leave the key out`;
  if (words.length > 1) return either(words.map(String));
  return issue.code === "invalid_type" ? (KINDS[issue.expected] ?? issue.expected) : issue.message;
}

function whatIsWrong(file: SourceFile, path: Path, value: unknown, issue: Issue, allowed: string): string {
  if (path.length === 0 && value === null) return "this file is empty; allowed: a mapping, with a name at least";
  if (value === null) return `there is nothing here; allowed: ${allowed}`;
  if (issue.code === "too_small" || issue.code === "too_big") {
    const allowed = issue.code === "too_small" ? issue.minimum : issue.maximum;
    return `this has ${(value as unknown[]).length} values; allowed: ${allowed}`;
  }
  if (Array.isArray(value)) return `this is a list; allowed: ${allowed}`;
  if (typeof value === "object") {
    const what = issue.code === "invalid_union" ? "this mapping is not of the right form" : "this is a mapping";
    return `${what}; allowed: ${allowed}`;
  }
  const written = typeof value === "string" ? quote(value) : (file.written(path) ?? String(value));
  const words = wordsOf(issue);
  if (issue.code === "invalid_value" && words.length === 1) return `${written} cannot stand here; allowed: ${allowed}`;
  if (words.length > 0 && (typeof value === "string" || issue.code === "invalid_value")) {
    return `${written} is not one of the words for it${didYouMean(String(value), words)}; allowed: ${allowed}`;
  }
  const wantsText = issue.code === "invalid_type" && issue.expected === "string";
  const kind = typeof value === "string" ? "text" : `${Number.isNaN(value) ? "not " : ""}a ${typeof value}`;
  return `${written} is ${kind}; allowed: ${wantsText ? `text, so put it in quotes: "${written}"` : allowed}`;
}

/** The words that may stand at a place, alone or as one form of several. */
function wordsOf(issue: Issue): string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  return issue.code === "invalid_union" ? issue.errors.flat().flatMap((i) => (i.path.length === 0 ? wordsOf(i) : [])) : [];
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (has(value, step) ? value[step] : undefined), data);
}

function has(value: unknown, step: string | number): value is Holder {
  return typeof value === "object" && value !== null && Object.hasOwn(value, step);
}

/** The path itself, or if nothing is there the nearest above it where something is. */
function present(data: unknown, path: Path): Path {
  return path.length === 0 || has(valueAt(data, path.slice(0, -1)), path[path.length - 1])
    ? path
    : present(data, path.slice(0, -1));
}

/** Paths without those below another one; later list positions first, so that the earlier ones stay right. */
function outermost(paths: readonly Path[]): Path[] {
  const texts = paths.map((p) => p.map((step) => JSON.stringify(step)).join("/"));
  const kept = paths.filter((_, i) => !texts.some((t, j) => (t === texts[i] ? j < i : t === "" || texts[i].startsWith(`${t}/`))));
  return kept.sort((a, b) => compare(b, a));
}

function compare(a: Path, b: Path): number {
  const i = a.findIndex((step, n) => step !== b[n]);
  const [x, y] = [a[i], b[i]];
  return typeof x === "number" && typeof y === "number" ? x - y : String(x) < String(y) ? -1 : 1;
}

function takeOut(data: unknown, path: Path, file: SourceFile): void {
  file.refuse(file.original(path));
  const holder = valueAt(data, path.slice(0, -1)) as Holder | unknown[];
  const last = path[path.length - 1];
  if (Array.isArray(holder)) {
    file.forget(path);
    holder.splice(Number(last), 1);
  } else {
    Reflect.deleteProperty(holder, last);
  }
}

/** Puts in what the file as a whole has to have; false if it is not that which is wrong with the file. */
function addMissing(data: unknown, found: readonly Found[], standIns: Readonly<Record<string, unknown>>): boolean {
  const keys = found.flatMap((f) => (f.path.length === 1 && Object.hasOwn(standIns, f.path[0]) ? String(f.path[0]) : []));
  for (const key of keys) (data as Holder)[key] = standIns[key];
  return keys.length > 0;
}

/** The keys that the form knows at a path. */
export function keysAt(schema: Schema, path: Path): string[] {
  const forms = unwrap(schema);
  if (path.length === 0) return forms.flatMap((f) => ("shape" in f ? Object.keys(f.shape as object) : []));
  const [step, ...rest] = path;
  return forms.flatMap((form) => {
    if (form.type === "record") return keysAt(form.valueType as Schema, rest);
    if (form.type === "array") return keysAt(form.element as Schema, rest);
    return has(form.shape, step) ? keysAt(form.shape[step] as Schema, rest) : [];
  });
}

type Definition = { type: string } & Record<string, unknown>;

function unwrap(schema: Schema): Definition[] {
  const def = schema._zod.def as unknown as Definition;
  if (def.type === "optional") return unwrap(def.innerType as Schema);
  if (def.type === "union") return (def.options as Schema[]).flatMap(unwrap);
  return [def];
}

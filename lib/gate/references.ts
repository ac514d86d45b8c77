import type { Change, Plan } from "./plan";

type Json = Readonly<Record<string, unknown>>;

/** One step of an address with its key: `g`, `g["a.b"]`, `g[0]`. */
const STEP = /(?:[^.[\]]+|\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\])+/g;

/** An address in its parts: the module that it is in, with keys, and the resource. */
export interface Address {
  /** `module.a["x"].`, or nothing in the root module. */
  readonly module: string;
  /** The names of the modules, without keys. */
  readonly modules: readonly string[];
  readonly type: string;
  /** Without its key. */
  readonly name: string;
}

/** Takes `module.a["x"].azuread_group.g[0]` apart. */
export function partsOf(address: string): Address {
  const steps = stepsOf(address);
  const within = steps.slice(0, -2).filter((step) => step !== "data");
  return {
    module: within.map((step) => `${step}.`).join(""),
    modules: within.filter((_, i) => i % 2 === 1).map(withoutKeys),
    type: withoutKeys(steps.at(-2) ?? ""),
    name: withoutKeys(steps.at(-1) ?? ""),
  };
}

/** The steps of an address or a reference, each with its key. */
export function stepsOf(text: string): readonly string[] {
  return text.match(STEP) ?? [];
}

/** `module.a["x"].t.n[0]` without its keys: `module.a.t.n`. */
export function withoutKeys(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+|[a-z_.]+)\]/g, "");
}

/**
 * What an attribute's expression refers to, as the plan has it: `azuread_group.g["a"].object_id`. Terraform gives each
 * reference in full and then its resource; here only what is in full counts. Nothing where the plan has no expression.
 */
export function referencesIn(plan: Plan, change: Change, ...path: readonly (string | number)[]): readonly string[] {
  const { modules, type, name } = partsOf(change.address);
  let module = child(plan.configuration, "root_module");
  for (const called of modules) module = child(child(child(module, "module_calls"), called), "module");
  const resources = module?.resources;
  const resource = Array.isArray(resources)
    ? (resources as Json[]).find((r) => r.type === type && r.name === name && r.mode === change.mode)
    : undefined;
  let expression: unknown = child(resource, "expressions");
  for (const step of path) expression = (expression as Json | undefined)?.[step];
  const all = child(expression, "references") as unknown;
  if (!Array.isArray(all)) return [];
  const names = all.filter((r): r is string => typeof r === "string");
  return [...new Set(names.filter((r) => !names.some((other) => isPartOf(r, other))))];
}

/** `a.b` is part of `a.b.c` and of `a.b["k"]`. */
function isPartOf(reference: string, other: string): boolean {
  return other.length > reference.length && other.startsWith(reference) && /[.[]/.test(other[reference.length]);
}

function child(value: unknown, key: string): Json | undefined {
  const found = typeof value === "object" && value !== null ? (value as Json)[key] : undefined;
  return typeof found === "object" && found !== null ? (found as Json) : undefined;
}

import { isCreated } from "./change";
import type { Change, Plan } from "./plan";

/** Whether what an attribute refers to is made by the same plan. */
export type Origin = "new" | "unknown";

type Json = Readonly<Record<string, unknown>>;

/** Through these a known value can become unknown. */
const CARRIERS = ["terraform_data", "null_resource"];

/**
 * Tells where a value comes from that is only known after the apply, by what its expression refers to.
 *
 * What exists has its id in the plan. So without a look-up that is put off to the apply, an id that is not known yet
 * is the id of something new. With one, the expression has to name something that the plan makes.
 */
export function originOf(plan: Plan, change: Change, attribute: string): Origin {
  const putOff = plan.changes.some(
    (c) => (c.mode === "data" && c.actions.includes("read")) || (CARRIERS.includes(c.type) && isCreated(c)),
  );
  if (!putOff) return "new";
  const created = plan.changes.filter((c) => c.mode === "managed" && isCreated(c) && !CARRIERS.includes(c.type));
  const names = referencesOf(plan.configuration, change.address, attribute);
  const isMade = (name: string) => created.some((c) => withoutKeys(c.address) === name);
  return names.length > 0 && names.every(isMade) ? "new" : "unknown";
}

/** The resources that an attribute's expression names, each as its address without keys; none if it names another thing. */
function referencesOf(configuration: unknown, address: string, attribute: string): readonly string[] {
  const steps = withoutKeys(address).split(".");
  const [type, name] = steps.slice(-2);
  const modules = steps.slice(0, -2).filter((_, i) => i % 2 === 1);
  let module = child(configuration, "root_module");
  for (const called of modules) module = child(child(child(module, "module_calls"), called), "module");
  const resources = module?.resources;
  const resource = Array.isArray(resources)
    ? (resources as Json[]).find((r) => r.type === type && r.name === name && r.mode === "managed")
    : undefined;
  const references = child(child(resource, "expressions"), attribute)?.references;
  if (!Array.isArray(references)) return [];
  const prefix = modules.map((m) => `module.${m}.`).join("");
  const named = (references as string[]).map((r) => withoutKeys(r).split("."));
  const outside = ["var", "local", "module", "each", "count", "data", "self", "path", "terraform"];
  if (named.some(([first]) => outside.includes(first))) return [];
  return [...new Set(named.map(([t, n]) => `${prefix}${t}.${n}`))];
}

function child(value: unknown, key: string): Json | undefined {
  const found = typeof value === "object" && value !== null ? (value as Json)[key] : undefined;
  return typeof found === "object" && found !== null ? (found as Json) : undefined;
}

/** `module.a["x"].t.n[0]` without its keys: `module.a.t.n`. */
function withoutKeys(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+|[a-z_.]+)\]/g, "");
}

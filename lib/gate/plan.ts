import { ErrorCode } from "../core/error-codes";
import { quote } from "../core/text";
import { Problems } from "../core/validation-error";

/** What happens to one resource, in Terraform's own words. */
export type Action = "no-op" | "create" | "read" | "update" | "delete" | "forget" | "open" | "renew" | "close";

/** One entry of a plan: a resource, what it is and what it becomes. */
export interface Change {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly actions: readonly Action[];
  /** What there is; null if nothing is. */
  readonly before: Readonly<Record<string, unknown>> | null;
  /** What there will be, as far as it is known; null if nothing will be. */
  readonly after: Readonly<Record<string, unknown>> | null;
  /** The same form, with `true` wherever a value is only known after the apply. */
  readonly afterUnknown: unknown;
  /** The resource comes into the state by an `import` block. */
  readonly imported: boolean;
  /** What forces it to be made anew: `assignable_to_role`. */
  readonly replacePaths: readonly string[];
  /** An old object that is left over from a replacement. */
  readonly deposed: boolean;
}

/** What a data source found, as the plan has it. */
export interface LookedUp {
  readonly address: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A plan as `terraform show -json` and `tofu show -json` write it: the parts of it that a gate looks at. */
export interface Plan {
  readonly changes: readonly Change[];
  /** Making the plan ended with an error, so entries are missing. */
  readonly errored: boolean;
  /** False if more will be to do after it is applied: `-target`, or changes that are put off. */
  readonly complete: boolean;
  /** `configuration` of the plan: which expression refers to what. */
  readonly configuration: unknown;
  /** Data sources that were read while the plan was made. */
  readonly lookedUp: readonly LookedUp[];
}

const MAJOR = "1";

/**
 * Reads a plan, of Terraform or OpenTofu.
 *
 * @param value the parsed JSON
 * @throws ValidationError PLAN_FORMAT, PLAN_VERSION
 */
export function readPlan(value: unknown): Plan {
  const problems = Problems.none();
  if (!isObject(value)) {
    problems.add(ErrorCode.PLAN_FORMAT, "", `${kindOf(value)} is not a plan; ${HOW}`);
  } else if (typeof value.format_version !== "string") {
    problems.add(ErrorCode.PLAN_FORMAT, "format_version", `it is not there, so this is no plan in JSON; ${HOW}`);
  } else if (value.format_version.split(".")[0] !== MAJOR) {
    problems.add(
      ErrorCode.PLAN_VERSION,
      "format_version",
      `${quote(value.format_version)} is a form that this command does not know; allowed: 1.x, as Terraform 1 and OpenTofu 1 write it. Nothing of the plan was looked at.`,
    );
  } else if (value.resource_changes === undefined && value.planned_values === undefined) {
    problems.add(
      ErrorCode.PLAN_FORMAT,
      "resource_changes",
      `neither it nor planned_values is there: this is the JSON of a state, not of a plan; ${HOW}`,
    );
  }
  problems.throwIfAny();
  const plan = value as Record<string, unknown>;
  const changes = plan.resource_changes === undefined ? [] : readChanges(problems, plan.resource_changes);
  problems.throwIfAny();
  return {
    changes,
    errored: plan.errored === true,
    complete: plan.complete !== false && !hasEntries(plan.deferred_changes),
    configuration: plan.configuration,
    lookedUp: lookedUpIn(within(within(plan.prior_state, "values"), "root_module")),
  };
}

function lookedUpIn(module: unknown): LookedUp[] {
  const list = (of: unknown) => (Array.isArray(of) ? (of as unknown[]) : []);
  return [
    ...list(within(module, "resources")).flatMap((entry): LookedUp[] => {
      if (!isObject(entry) || entry.mode !== "data" || typeof entry.type !== "string") return [];
      return isObject(entry.values) ? [{ address: String(entry.address), type: entry.type, values: entry.values }] : [];
    }),
    ...list(within(module, "child_modules")).flatMap(lookedUpIn),
  ];
}

function within(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

const HOW = "write one with: terraform show -json plan.tfplan > plan.json (of OpenTofu: tofu show -json)";
const ACTIONS = ["no-op", "create", "read", "update", "delete", "forget", "open", "renew", "close"];

function readChanges(problems: Problems, value: unknown): Change[] {
  if (!Array.isArray(value)) {
    problems.add(ErrorCode.PLAN_FORMAT, "resource_changes", `${kindOf(value)} is given; allowed: a list`);
    return [];
  }
  return value.flatMap((entry: unknown, i) => readChange(problems, entry, `resource_changes[${i}]`) ?? []);
}

function readChange(problems: Problems, entry: unknown, at: string): Change | undefined {
  const change = isObject(entry) ? entry.change : undefined;
  if (!isObject(entry) || typeof entry.address !== "string" || typeof entry.type !== "string" || !isObject(change)) {
    problems.add(ErrorCode.PLAN_FORMAT, at, "it lacks an address, a type or a change, as every entry of a plan has");
    return undefined;
  }
  const actions = Array.isArray(change.actions) ? (change.actions as unknown[]) : [];
  const strange = actions.filter((a) => typeof a !== "string" || !ACTIONS.includes(a));
  if (actions.length === 0 || strange.length > 0) {
    problems.add(
      ErrorCode.PLAN_FORMAT,
      `${at}.change.actions`,
      `${quote(change.actions ?? null)} of ${entry.address} is not known; allowed: ${ACTIONS.join(", ")}`,
    );
    return undefined;
  }
  return {
    address: entry.address,
    mode: entry.mode === "data" ? "data" : "managed",
    type: entry.type,
    actions: actions as Action[],
    before: isObject(change.before) ? change.before : null,
    after: isObject(change.after) ? change.after : null,
    afterUnknown: change.after_unknown ?? {},
    imported: change.importing !== undefined && change.importing !== null,
    replacePaths: pathsOf(change.replace_paths),
    deposed: entry.deposed !== undefined,
  };
}

function pathsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.map((path: unknown) => (Array.isArray(path) ? path.filter((p) => typeof p === "string").join(".") : ""));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasEntries(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}

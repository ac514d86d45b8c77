import { type AccessModel, type Entry, type Takeover, normalizeImportId } from "../access";
import { ErrorCode } from "../core/error-codes";
import { quote } from "../core/text";
import { ValidationError } from "../core/validation-error";
import { type Findings, type Outcome, type Result, unseen } from "./result";

/** What was found in a state of what a stack makes. */
export interface StateTakeover {
  readonly takeover: Takeover;
  /** Addresses of the stack that the state has nothing of, sorted: they are made, or found in the tenant. */
  readonly missing: readonly string[];
}

/**
 * What another state holds of what a stack makes, as imports: for a file that is split, or a group that moves to another
 * file. The ids are those of the state, so nobody has to read the tenant.
 *
 * A resource is found by its address: the one of today, that of a group of the other kind, or the one that the stack
 * moved it from.
 *
 * @param state the text of the state, as `terraform state pull` prints it
 * @param moved former addresses by those of today, as the stack's `cdk.tf.json` has them
 * @throws ValidationError TAKEOVER_FILE for what is no state of Terraform or OpenTofu, format 4
 */
export function takeoverFromState(
  model: AccessModel,
  state: string,
  moved: Readonly<Record<string, string>> = {},
): StateTakeover {
  const ids = idsIn(state);
  const found: Record<string, string> = {};
  const missing: string[] = [];
  for (const address of addressesOf(model)) {
    const names = [address, moved[address]].flatMap((a) => (a === undefined ? [] : [a, otherKind(a)]));
    const id = names.map((name) => ids.get(name)).find((i) => i !== undefined);
    if (id === undefined) missing.push(address);
    else found[address] = normalizeImportId(address.split(".")[0], id);
  }
  return { takeover: { import: found, moved: {}, removed: [] }, missing };
}

/**
 * What another state holds of what a stack makes, as what a look into the tenant finds.
 *
 * @param taken ids that are known already, by address
 * @throws ValidationError as `takeoverFromState`
 */
export function findInState(
  model: AccessModel,
  state: string,
  taken: Readonly<Record<string, string>>,
  moved: Readonly<Record<string, string>>,
): Findings {
  const { takeover } = takeoverFromState(model, state, moved);
  const ids = { ...takeover.import, ...taken };
  const sources = new Map(entriesOf(model).map((e) => [e.address, e.source]));
  const results = addressesOf(model).map((address): Result => {
    const id = Object.hasOwn(ids, address) ? ids[address] : undefined;
    const outcome: Outcome = id === undefined ? unseen("the state has nothing of it") : { is: "found", id };
    return { address, what: address, source: sources.get(address), outcome };
  });
  return { results, beside: [], gaps: [] };
}

/** The addresses of everything that a stack makes and its model knows, sorted, each once. */
export function addressesOf(model: AccessModel): string[] {
  const around = model.clusters.flatMap((c) => c.around ?? []);
  return [...new Set([...entriesOf(model), ...around].flatMap((e) => e.address ?? []))].sort();
}

function entriesOf({ groups, roleSettings, assignments, policies, clusters, grants }: AccessModel): Entry[] {
  return [groups, roleSettings, assignments, policies, clusters, grants].flat();
}

function idsIn(text: string): Map<string, string> {
  const state = parsed(text);
  const ids = new Map<string, string>();
  for (const { mode, module, type, name, instances } of state.resources) {
    const id = instances.length === 1 ? instances[0].attributes?.id : undefined;
    if (mode === "managed" && typeof id === "string") ids.set([module, type, name].filter(Boolean).join("."), id);
  }
  return ids;
}

interface State {
  readonly resources: readonly {
    readonly mode: string;
    readonly module?: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes?: { readonly id?: unknown } }[];
  }[];
}

function parsed(text: string): State {
  let state: unknown;
  try {
    state = JSON.parse(text);
  } catch (e) {
    throw noState(`this is no JSON: ${(e as Error).message}`);
  }
  const { version, resources } = (state ?? {}) as { version?: unknown; resources?: unknown };
  if (version !== 4) throw noState(version === undefined ? "it has no version" : `its version is ${quote(version)}`);
  if (!Array.isArray(resources)) throw noState("it has no list of resources");
  return { resources } as State;
}

function noState(why: string): ValidationError {
  const message = `this is no state: ${why}; allowed: what terraform state pull prints, format 4`;
  return new ValidationError("", [{ code: ErrorCode.TAKEOVER_FILE, property: "", message }]);
}

/** A group is standing or just-in-time by its type, and the same object in the directory. */
function otherKind(address: string): string {
  const [type, ...rest] = address.split(".");
  const other =
    type === "azuread_group"
      ? "azuread_group_without_members"
      : type === "azuread_group_without_members"
        ? "azuread_group"
        : type;
  return [other, ...rest].join(".");
}

import { type AccessModel, type Entry, type Takeover, normalizeImportId } from "../access";
import { ErrorCode } from "../core/error-codes";
import { quote } from "../core/text";
import { ValidationError } from "../core/validation-error";
import { known } from "./known";
import { type Findings, type Outcome, type Result, other, unseen } from "./result";

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
 * moved it from, which may have the key of a `count` or a `for_each`.
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
  const held = heldIn(state);
  const found: Record<string, string> = {};
  const missing: string[] = [];
  for (const address of addressesOf(model)) {
    const there = heldFor(held, address, moved);
    if (there === undefined) missing.push(address);
    else found[address] = there.id;
  }
  return { takeover: { import: found, moved: {}, removed: [] }, missing };
}

/**
 * What another state holds of what a stack makes, as what a look into the tenant finds. A group or a policy that has
 * another name there is not taken: addresses are the same in many files.
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
  const held = heldIn(state);
  const entries = new Map(entriesOf(model).map((e) => [e.address, e]));
  const names = new Map([...model.groups, ...model.policies].map((e) => [e.address, known(e.displayName)]));
  const outcomeOf = (address: string): Outcome => {
    if (Object.hasOwn(taken, address)) return { is: "found", id: taken[address] };
    const there = heldFor(held, address, moved);
    if (there === undefined) return unseen("the state has nothing of it");
    const name = names.get(address);
    if (name === undefined || there.name === undefined || name === there.name) return { is: "found", id: there.id };
    return other(
      `the state has "${there.name}" there, and the file says "${name}"; if it is the same, give --id ${address}=${there.id}`,
    );
  };
  const results = addressesOf(model).map((address): Result => {
    return { address, what: address, source: entries.get(address)?.source, outcome: outcomeOf(address) };
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

/** What a state holds at one address. */
interface Held {
  readonly id: string;
  /** What it is called in the directory. */
  readonly name?: string;
}

function heldFor(
  held: ReadonlyMap<string, Held>,
  address: string,
  moved: Readonly<Record<string, string>>,
): Held | undefined {
  const names = [address, moved[address]].flatMap((a) => (a === undefined ? [] : [a, otherKind(a)]));
  const there = names.map((name) => held.get(name)).find((h) => h !== undefined);
  return there && { ...there, id: normalizeImportId(address.split(".")[0], there.id) };
}

/** By address, with the key of `count` or `for_each` where there is one; of one alone, without it as well. */
function heldIn(text: string): Map<string, Held> {
  const state = parsed(text);
  const held = new Map<string, Held>();
  for (const { mode, module, type, name, instances } of state.resources) {
    if (mode !== "managed") continue;
    const address = [module, type, name].filter(Boolean).join(".");
    // what is deposed is about to be destroyed
    const current = instances.filter(({ deposed }) => deposed === undefined);
    for (const { index_key: key, attributes } of current) {
      if (typeof attributes?.id !== "string") continue;
      const label = attributes.display_name;
      const one = { id: attributes.id, ...(typeof label === "string" && { name: label }) };
      if (key !== undefined && key !== null) held.set(`${address}[${JSON.stringify(key)}]`, one);
      if (current.length === 1) held.set(address, one);
    }
  }
  return held;
}

interface State {
  readonly resources: readonly {
    readonly mode: string;
    readonly module?: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number | null;
      readonly deposed?: string;
      readonly attributes?: { readonly id?: unknown; readonly display_name?: unknown };
    }[];
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

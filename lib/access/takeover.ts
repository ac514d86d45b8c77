import { ErrorCode } from "../core/error-codes";
import { didYouMean, either, quote } from "../core/text";
import { Problems, ValidationError } from "../core/validation-error";
import { normalizeImportId } from "./import-id";

/** The version of the form of a takeover file. */
export const TAKEOVER_SCHEMA_VERSION = 1;

/** What a takeover file is called after: that of `prod.yaml` is `prod.takeover.json`, beside it. */
export const TAKEOVER_SUFFIX = ".takeover.json";

/**
 * How what exists comes into the state of a stack, or leaves it, without being made, changed or deleted.
 *
 * Once it is applied it does nothing any more, and can be deleted.
 */
export interface Takeover {
  /** Ids of what exists, by the Terraform address that it gets: `import` blocks. */
  readonly import: Readonly<Record<string, string>>;
  /** Former Terraform addresses in the same state, by the address of today: `moved` blocks. */
  readonly moved: Readonly<Record<string, string>>;
  /** Terraform addresses that are forgotten, and what is there stays: `removed` blocks. */
  readonly removed: readonly string[];
}

const KEYS = ["schemaVersion", "import", "moved", "removed"];
/** The address of a resource of a stack: CDKTF makes no others. */
const TARGET = /^[a-z][a-z0-9_]*\.[A-Za-z_][A-Za-z0-9_-]*$/;
/** The address of a resource of anybody's Terraform, in modules and with a key in brackets. */
const SOURCE = /^(module\.[A-Za-z_][\w-]*(\[("[^"]*"|\d+)\])?\.)*[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*(\[("[^"]*"|\d+)\])?$/;

/**
 * A takeover from the text of a file.
 *
 * @throws ValidationError TAKEOVER_FILE, TAKEOVER_ADDRESS, IMPORT_ID, with every problem there is
 */
export function parseTakeover(text: string): Takeover {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (e) {
    const message = `this is no JSON: ${(e as Error).message}; allowed: what aks-entra import writes`;
    throw new ValidationError("", [{ code: ErrorCode.TAKEOVER_FILE, property: "", message }]);
  }
  return readTakeover(data);
}

/**
 * A takeover from the data of a file; ids come out in the form that Terraform wants.
 *
 * @throws ValidationError TAKEOVER_FILE, TAKEOVER_ADDRESS, IMPORT_ID, with every problem there is
 */
export function readTakeover(data: unknown): Takeover {
  const problems = Problems.none();
  const file = isMapping(data) ? data : {};
  if (!isMapping(data)) {
    problems.add(ErrorCode.TAKEOVER_FILE, "", `this is no mapping; allowed: ${either(KEYS, "and")}`);
  } else if (data.schemaVersion !== TAKEOVER_SCHEMA_VERSION) {
    const given =
      data.schemaVersion === undefined ? "no version is given" : `${quote(data.schemaVersion)} is not known`;
    problems.add(ErrorCode.TAKEOVER_FILE, "schemaVersion", `${given}; allowed: ${TAKEOVER_SCHEMA_VERSION}`);
  }
  for (const key of Object.keys(file).filter((k) => !KEYS.includes(k))) {
    const message = `this key is not known${didYouMean(key, KEYS)}; allowed: ${either(KEYS)}`;
    problems.add(ErrorCode.TAKEOVER_FILE, key, message);
  }
  const imports: Record<string, string> = {};
  for (const [address, id] of entriesOf(problems, file, "import")) {
    const at = entryName("import", address);
    checkAddress(problems, at, address, TARGET);
    const known = problems.attempt(at, () => normalizeImportId(address.split(".")[0], id));
    if (known === undefined) continue;
    const same = Object.keys(imports).find((one) => thingAt(one, imports[one]) === thingAt(address, known));
    if (same !== undefined) {
      const message = `${same} has the id ${known} already; allowed: one address for one thing`;
      problems.add(ErrorCode.TAKEOVER_ADDRESS, at, message);
    }
    imports[address] = known;
  }
  const moved: Record<string, string> = {};
  for (const [address, from] of entriesOf(problems, file, "moved")) {
    const at = entryName("moved", address);
    checkAddress(problems, at, address, TARGET);
    checkAddress(problems, at, from, SOURCE);
    if (Object.hasOwn(imports, address)) {
      const message = `${address} is imported as well; allowed: one of the two`;
      problems.add(ErrorCode.TAKEOVER_ADDRESS, at, message);
    }
    moved[address] = from;
  }
  const removed = listOf(problems, file);
  removed.forEach((address, i) => {
    checkAddress(problems, `removed[${i}]`, address, SOURCE);
    if (!Object.values(moved).includes(address)) return;
    const message = `${address} moves to another address; allowed: one of the two`;
    problems.add(ErrorCode.TAKEOVER_ADDRESS, `removed[${i}]`, message);
  });
  problems.throwIfAny();
  return { import: sorted(imports), moved: sorted(moved), removed: [...new Set(removed)].sort() };
}

/** What an import takes over, to compare: a group is one object, standing or just-in-time. */
export function thingAt(address: string, id: string): string {
  const type = address.split(".")[0].replace(/^azuread_group_without_members$/, "azuread_group");
  return `${type} ${id.toLowerCase()}`;
}

/** The text of a takeover file: sorted, two spaces, a newline at the end; the same takeover gives the same bytes. */
export function serializeTakeover(takeover: Partial<Takeover>): string {
  const { import: imports = {}, moved = {}, removed = [] } = takeover;
  const file = {
    schemaVersion: TAKEOVER_SCHEMA_VERSION,
    ...(Object.keys(imports).length > 0 && { import: sorted(imports) }),
    ...(Object.keys(moved).length > 0 && { moved: sorted(moved) }),
    ...(removed.length > 0 && { removed: [...new Set(removed)].sort() }),
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** The name of an entry in messages, `import["azuread_group.operators"]`. */
export function entryName(section: "import" | "moved", address: string): string {
  return `${section}[${JSON.stringify(address)}]`;
}

function entriesOf(problems: Problems, file: Mapping, section: "import" | "moved"): [string, string][] {
  const given = file[section];
  if (given === undefined) return [];
  if (!isMapping(given)) {
    const what = section === "import" ? "Terraform addresses to ids" : "Terraform addresses to former ones";
    problems.add(ErrorCode.TAKEOVER_FILE, section, `this is no mapping; allowed: a mapping of ${what}`);
    return [];
  }
  return Object.entries(given).filter((entry): entry is [string, string] => {
    if (typeof entry[1] === "string") return true;
    const message = `${quote(entry[1])} is no text; allowed: text`;
    problems.add(ErrorCode.TAKEOVER_FILE, entryName(section, entry[0]), message);
    return false;
  });
}

function listOf(problems: Problems, { removed }: Mapping): string[] {
  if (removed === undefined) return [];
  if (Array.isArray(removed) && removed.every((r) => typeof r === "string")) return removed;
  problems.add(ErrorCode.TAKEOVER_FILE, "removed", "this is no list of texts; allowed: a list of Terraform addresses");
  return [];
}

function checkAddress(problems: Problems, property: string, address: string, form: RegExp): void {
  if (form.test(address) && !address.startsWith("data.")) return;
  const allowed = form === TARGET ? "azuread_group.operators" : 'module.access.azuread_group.this["operators"]';
  const message = `${quote(address)} is not the Terraform address of a resource; allowed: such as ${allowed}`;
  problems.add(ErrorCode.TAKEOVER_ADDRESS, property, message);
}

type Mapping = Readonly<Record<string, unknown>>;

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

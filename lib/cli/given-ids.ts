import { normalizeImportId } from "../access/import-id";
import { didYouMean, quote } from "../core/text";
import { CannotRun } from "./cannot-run";

/** A stack, and what it has. */
interface Addresses {
  readonly stack: string;
  readonly addresses: readonly string[];
}

interface Given {
  readonly text: string;
  readonly stack: string;
  readonly address: string;
  readonly id: string;
}

/**
 * Ids from `--id ADDRESS=ID` or `--id STACK/ADDRESS=ID`, in Terraform's form: by stack, by address.
 *
 * @throws CannotRun for an address that no stack or more than one has, and for an id or an address that is given twice;
 *   ValidationError IMPORT_ID
 */
export function givenIds(
  texts: readonly string[],
  stacks: readonly Addresses[],
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const given = texts.map((text) => oneGiven(text, stacks));
  given.forEach((one, i) => {
    const before = given.slice(0, i);
    if (before.some(({ stack, address }) => stack === one.stack && address === one.address)) {
      throw new CannotRun(`--id ${quote(one.text)}: ${one.address} has an id already; allowed: one for each address`);
    }
    const same = before.find(({ id }) => id.toLowerCase() === one.id.toLowerCase());
    if (same === undefined) return;
    throw new CannotRun(
      `--id ${quote(one.text)}: ${same.address} of ${same.stack} has this id already; one thing has one address`,
    );
  });
  const of = (stack: string) => given.filter((one) => one.stack === stack).map(({ address, id }) => [address, id]);
  return new Map(stacks.map(({ stack }) => [stack, Object.fromEntries(of(stack)) as Record<string, string>]));
}

function oneGiven(text: string, stacks: readonly Addresses[]): Given {
  const at = text.indexOf("=");
  const [where, id] = [text.slice(0, at).trim(), text.slice(at + 1)];
  if (at < 1) throw new CannotRun(`--id ${quote(text)} is no ADDRESS=ID; allowed: such as azuread_group.ops=OBJECT-ID`);
  const [address = "", named] = where.split("/").reverse();
  const names = stacks.map(({ stack }) => stack);
  if (named !== undefined && !names.includes(named)) {
    throw new CannotRun(
      `--id ${quote(text)}: no stack has this name${didYouMean(named, names)}; there are: ${names.join(", ")}`,
    );
  }
  const asked = stacks.filter(({ stack }) => named === undefined || stack === named);
  const fitting = asked.filter(({ addresses }) => addresses.includes(address)).map(({ stack }) => stack);
  if (fitting.length === 0) {
    const known = asked.flatMap(({ addresses }) => addresses);
    throw new CannotRun(`--id ${quote(text)}: no resource has this address${didYouMean(address, known)}`);
  }
  if (fitting.length > 1) {
    const ways = fitting.map((stack) => `${stack}/${address}=ID`).join(" or ");
    throw new CannotRun(`--id ${quote(text)}: ${fitting.join(" and ")} have this address; say which: ${ways}`);
  }
  return { text, stack: fitting[0], address, id: normalizeImportId(address.split(".")[0], id) };
}

import { isIP } from "node:net";

/** Addresses from the first to the last, both in it, of one version of IP. */
interface Range {
  readonly version: number;
  readonly first: bigint;
  readonly last: bigint;
}

const BITS: Readonly<Record<number, number>> = { 4: 32, 6: 128 };

/**
 * Whether every address of some ranges is in others, in CIDR form or single, IPv4 or IPv6. Two halves are the whole.
 *
 * What is no address range is only in itself.
 */
export function isWithin(ranges: readonly string[], others: readonly string[]): boolean {
  const all = merged(others.flatMap((o) => rangeOf(o) ?? []));
  return ranges.every((text) => {
    const range = rangeOf(text);
    if (range === undefined) return others.includes(text);
    return all.some((o) => o.version === range.version && o.first <= range.first && range.last <= o.last);
  });
}

function rangeOf(text: string): Range | undefined {
  const [address, length, ...more] = text.trim().split("/");
  const version = isIP(address);
  const bits = BITS[version];
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : NaN;
  if (bits === undefined || more.length > 0 || address.includes("%") || !(prefix <= bits)) return undefined;
  const size = 1n << BigInt(bits - prefix);
  const first = (numberOf(address, version) / size) * size;
  return { version, first, last: first + size - 1n };
}

function numberOf(address: string, version: number): bigint {
  if (version === 4) return joined(address.split("."), 256n, (part) => BigInt(part));
  const ending = /[^:]*$/.exec(address)?.[0] ?? "";
  if (ending.includes(".")) {
    const low = numberOf(ending, 4);
    const words = [low >> 16n, low & 0xffffn].map((word) => word.toString(16));
    return numberOf(`${address.slice(0, -ending.length)}${words.join(":")}`, 6);
  }
  const [before, after] = address.split("::").map((half) => half.split(":").filter((word) => word !== ""));
  const zeros = Array<string>(after === undefined ? 0 : 8 - before.length - after.length).fill("0");
  return joined([...before, ...zeros, ...(after ?? [])], 65536n, (word) => BigInt(`0x${word}`));
}

function joined(parts: readonly string[], base: bigint, read: (part: string) => bigint): bigint {
  return parts.reduce((sum, part) => sum * base + read(part), 0n);
}

/** The same addresses in as few ranges as there can be. */
function merged(ranges: readonly Range[]): Range[] {
  const sorted = [...ranges].sort((a, b) => a.version - b.version || (a.first < b.first ? -1 : 1));
  const result: Range[] = [];
  for (const range of sorted) {
    const before = result.at(-1);
    if (before === undefined || before.version !== range.version || range.first > before.last + 1n) {
      result.push(range);
    } else if (range.last > before.last) result[result.length - 1] = { ...before, last: range.last };
  }
  return result;
}

import { createHash } from "node:crypto";
import { type Json } from "../run/local-backend";

const LONG = 60;

/**
 * In what something that is stored differs from a plain one, `attribute=value`, sorted; what the plain one has and it
 * has not is `attribute=none`. Nothing, `false` and an empty list are the same where the plain one says nothing; types of objects
 * do not count.
 *
 * @param told Attributes that are already said in words.
 */
export function rest(stored: Json, plain: Json, told: readonly RegExp[] = []): string[] {
  const [is, usual] = [leaves(stored), leaves(plain)];
  return [...new Set([...is.keys(), ...usual.keys()])]
    .filter((path) => !told.some((pattern) => pattern.test(path)) && is.get(path) !== usual.get(path))
    .map((path) => `${path}=${short(is.get(path) ?? "none")}`)
    .sort();
}

/** What says something, by its path. A list of plain values is one. */
function leaves(value: unknown, path = ""): Map<string, string> {
  if (value === undefined || value === null || value === "" || value === false) return new Map();
  if (typeof value !== "object") return new Map([[path, String(value as string | number | true)]]);
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) {
    return new Map(value.length === 0 ? [] : [[path, value.join(" ")]]);
  }
  const below = Object.entries(value)
    .filter(([key]) => key !== "@odata.type")
    .map(([key, one]) => leaves(one, path === "" ? key : `${path}.${key}`));
  return new Map(below.flatMap((found) => [...found]));
}

/** A key or a certificate by its beginning and a digest. */
function short(text: string): string {
  if (text.length <= LONG) return text;
  return `${text.slice(0, 20)}… (SHA-256 ${createHash("sha256").update(text).digest("hex").slice(0, 8)})`;
}

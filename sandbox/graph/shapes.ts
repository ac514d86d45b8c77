/** What was found in a value: fields that nobody knows, and what a field does not take. */
export interface Findings {
  readonly unknown: string[];
  readonly wrong: string[];
}

/** Looks at a value at a place, and notes what does not do. */
export type Shape = (value: unknown, at: string, found: Findings) => void;

/** What a value has that its shape does not allow. */
export function findingsOf(shape: Shape, value: unknown, at = ""): Findings {
  const found: Findings = { unknown: [], wrong: [] };
  shape(value, at, found);
  return found;
}

/** A complex value: these fields and no others, or null. What OData says of a value is no field of it. */
export function complex(fields: Readonly<Record<string, Shape>>): Shape {
  return (value, at, found) => {
    if (value === null || value === undefined) return;
    if (typeof value !== "object" || Array.isArray(value)) return wrong(value, at, found);
    for (const [name, inner] of Object.entries(value)) {
      const shape = name.includes("@odata.") ? anything : fields[name];
      const place = at === "" ? name : `${at}.${name}`;
      if (shape === undefined) found.unknown.push(place);
      else shape(inner, place, found);
    }
  };
}

/** A list, never null. */
export function listOf(shape: Shape): Shape {
  return (value, at, found) => {
    if (!Array.isArray(value)) return wrong(value, at, found);
    value.forEach((one, i) => shape(one, `${at}[${i}]`, found));
  };
}

/** One of some names, or null. */
export function oneOf(...names: readonly string[]): Shape {
  return that((value) => names.includes(String(value)));
}

/** Names in one text with commas between them, as Graph writes a flagged enumeration; or null. */
export function flagsOf(...names: readonly string[]): Shape {
  return that((value) => typeof value === "string" && value.split(",").every((name) => names.includes(name.trim())));
}

/** Nothing: null, or not said. */
export const nothing: Shape = that(() => false);
export const anything: Shape = () => undefined;
export const text: Shape = that((value) => typeof value === "string");
export const flag: Shape = that((value) => typeof value === "boolean");
/** A whole number from 1. */
export const positive: Shape = that((value) => Number.isInteger(value) && Number(value) > 0);
/** A whole number from 0. */
export const count: Shape = that((value) => Number.isInteger(value) && Number(value) >= 0);

/** A text of a form, or null. */
export function like(form: RegExp): Shape {
  return that((value) => typeof value === "string" && form.test(value));
}

/** What somebody chooses, or null. */
function that(does: (value: unknown) => boolean): Shape {
  return (value, at, found) => {
    if (value !== null && value !== undefined && !does(value)) wrong(value, at, found);
  };
}

function wrong(value: unknown, at: string, found: Findings): void {
  found.wrong.push(`${at} cannot be ${JSON.stringify(value)}`);
}

import { type Json } from "../../sandbox/run/local-backend";

const SECRET = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/,
  /client-key-data|client-certificate-data/,
  /^\s*(password|token|client-secret)\s*:\s*\S/m,
  /(AccountKey|SharedAccessKey|SharedAccessSignature|client_secret)=/,
];
const NAMES = /(^|_)(password|secret|token|private_key|client_key|access_key|shared_key)$/;
// keys in base64, as kubeconfigs have them, and whole files in it
const ENCODED = /[A-Za-z0-9+/]{40,}={0,2}/g;

/**
 * Where a state holds something that opens a door: `ADDRESS ATTRIBUTE`, by what the value looks like and what it is
 * called.
 */
export function secretsIn(state: Json): string[] {
  const found: string[] = [];
  const look = (where: string, name: string, value: unknown): void => {
    if (typeof value === "string") {
      if ((NAMES.test(name) && value !== "") || readings(value).some((v) => SECRET.some((s) => s.test(v)))) {
        found.push(where);
      }
    } else if (Array.isArray(value)) value.forEach((v, i) => look(`${where}.${i}`, name, v));
    else if (typeof value === "object" && value !== null) {
      for (const [key, v] of Object.entries(value)) look(`${where}.${key}`, key, v);
    }
  };
  for (const { mode, type, name, instances } of (state.resources ?? []) as Json[]) {
    const address = `${mode === "data" ? "data." : ""}${type}.${name}`;
    for (const { attributes } of instances as Json[])
      for (const [key, value] of Object.entries(attributes as Json)) look(`${address} ${key}`, key, value);
  }
  for (const [name, { value }] of Object.entries<Json>(state.outputs ?? {})) look(`output.${name} value`, name, value);
  return found.sort();
}

/** A text, and what it says in base64, and that in it again: a kubeconfig is such a text around its keys. */
function readings(text: string, depth = 2): string[] {
  if (depth === 0) return [text];
  const inside = (text.match(ENCODED) ?? []).map((part) => Buffer.from(part, "base64").toString());
  return [text, ...inside.flatMap((one) => readings(one, depth - 1))];
}

/** Attributes that the provider calls sensitive and that hold something: `ADDRESS ATTRIBUTE`. */
export function sensitiveIn(state: Json): string[] {
  return ((state.resources ?? []) as Json[])
    .flatMap(({ mode, type, name, instances }) =>
      (instances as Json[]).flatMap(({ attributes, sensitive_attributes: paths }) =>
        ((paths ?? []) as Json[][])
          .filter((path) => {
            const value = path.reduce((at: any, { value }) => at?.[value as string], attributes);
            return (
              value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0)
            );
          })
          .map(
            (path) => `${mode === "data" ? "data." : ""}${type}.${name} ${path.map(({ value }) => value).join(".")}`,
          ),
      ),
    )
    .sort();
}

import { type Json } from "../../sandbox/run/local-backend";

const SECRET = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/,
  /client-key-data|client-certificate-data/,
  /^\s*(password|token|client-secret)\s*:\s*\S/m,
  /(AccountKey|SharedAccessSignature|client_secret)=/,
];
const NAMES = /(^|_)(password|secret|token|private_key|client_key|access_key|shared_key)$/;
// PEM in base64, as kubeconfigs have it
const ENCODED_KEY = /LS0tLS1CRUdJTi[\w+/=]*/g;

/**
 * Where a state holds something that opens a door: `ADDRESS ATTRIBUTE`, by what the value looks like and what it is
 * called.
 */
export function secretsIn(state: Json): string[] {
  const found: string[] = [];
  const look = (where: string, name: string, value: unknown): void => {
    if (typeof value === "string") {
      const keys = (value.match(ENCODED_KEY) ?? []).map((text) => Buffer.from(text, "base64").toString());
      if ((NAMES.test(name) && value !== "") || [value, ...keys].some((v) => SECRET.some((s) => s.test(v)))) {
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

import type { AccessModel } from "./model";

/** The name of the file that synth writes beside each stack's `cdk.tf.json`. */
export const MODEL_FILE_NAME = "access-model.json";

/** The text of a model file: sorted keys, two spaces, a newline at the end; the same model gives the same bytes. */
export function serializeModel(model: AccessModel): string {
  return sortedJson(model);
}

/** JSON for people and for comparing: sorted keys, two spaces, a newline at the end. */
export function sortedJson(value: unknown): string {
  return `${JSON.stringify(sortKeys(value), undefined, 2)}\n`;
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sortKeys(v)]),
  );
}

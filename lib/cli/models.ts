import type { AccessModel, Facts, OptionalFacts } from "../access";
import { MODEL_SCHEMA_VERSION } from "../access/model";
import { MODEL_FILE_NAME } from "../access/serialize";
import { CannotRun } from "./cannot-run";
import { parseJson, readIfThere } from "./files";
import type { Io } from "./io";

/** Where synth writes, unless told otherwise. */
export const DEFAULT_FOLDER = "cdktf.out";
/** The text of `--models` in the help. */
export const MODELS_HELP = "the folder that synth wrote to";

const LISTS: Readonly<Record<Exclude<keyof Facts, OptionalFacts>, true>> = {
  principals: true,
  groups: true,
  roleSettings: true,
  assignments: true,
  policies: true,
  clusters: true,
  grants: true,
  emergencyAccess: true,
  deployers: true,
  guardrails: true,
  expectations: true,
};
const AGAIN = "synthesize again (npm run synth, or npx cdktf synth)";

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly workingDirectory: string }>>;
}

/**
 * The access models that synth wrote into a folder, by stack: those of the stacks in `manifest.json`, because the
 * folders of stacks that are gone may lie beside them.
 *
 * @throws CannotRun without a manifest, without any model, and for a model of another version
 */
export function readModels(io: Io, folder: string): AccessModel[] {
  const path = `${folder.replace(/[\\/]+$/, "")}/manifest.json`;
  const text = readIfThere(io, path);
  if (text === undefined) {
    throw new CannotRun(
      `${path} is not there: aks-entra reads what synth wrote; run npm run synth (or npx cdktf synth) first, or name the folder that it wrote to`,
    );
  }
  const stacks = (parseJson(path, text, AGAIN) as Partial<Manifest> | null)?.stacks;
  if (typeof stacks !== "object" || stacks === null) {
    throw new CannotRun(`${path} is no manifest of CDKTF's: it names no stacks; ${AGAIN}`);
  }
  const names = Object.keys(stacks).sort();
  const models = names.flatMap((name) => {
    const file = `${folder.replace(/[\\/]+$/, "")}/${stacks[name].workingDirectory}/${MODEL_FILE_NAME}`;
    const model = readIfThere(io, file);
    return model === undefined ? [] : [modelFrom(file, model)];
  });
  if (models.length > 0) return models;
  throw new CannotRun(
    `${folder} holds no access model: ${names.length === 0 ? "its manifest names no stack" : `none of its stacks (${names.join(", ")}) has an ${MODEL_FILE_NAME}`}; ${AGAIN} with cdktf-aks-entra, and name the folder that it wrote to`,
  );
}

/** A model from the text of its file; lists that this version of the form has and an older writer had not are empty. */
function modelFrom(file: string, text: string): AccessModel {
  const model = parseJson(file, text, AGAIN) as Partial<AccessModel> | null;
  const version = model?.schemaVersion as unknown;
  if (typeof version !== "number" || typeof model?.stack !== "string") {
    throw new CannotRun(`${file} is no access model: it has no schemaVersion and stack; ${AGAIN}`);
  }
  if (version !== MODEL_SCHEMA_VERSION) {
    const what = version > MODEL_SCHEMA_VERSION ? "update cdktf-aks-entra" : AGAIN;
    throw new CannotRun(`${file} has schemaVersion ${version}, this aks-entra reads ${MODEL_SCHEMA_VERSION}: ${what}`);
  }
  const lists = Object.keys(LISTS).map((key) => {
    const list = model[key as keyof Facts] ?? [];
    if (!Array.isArray(list)) throw new CannotRun(`${file} is no access model: ${key} is no list; ${AGAIN}`);
    return [key, list];
  });
  return { uses: [], ...model, ...Object.fromEntries(lists) } as AccessModel;
}

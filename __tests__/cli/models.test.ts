import { join } from "node:path";
import { modelOf } from "../../lib/access";
import { readModels } from "../../lib/cli/models";
import { call, filesOf, newFolder } from "../support/command";

const io = (cwd: string) => ({ cwd, env: {}, version: "", now: () => new Date(0), out: () => {}, err: () => {} });
const manifest = (stacks: unknown) => JSON.stringify({ stacks });
const ONE = manifest({ prod: { workingDirectory: "stacks/prod" } });
const AGAIN = "synthesize again (npm run synth, or npx cdktf synth)";

test("the models of the stacks in the manifest are read, not those of folders that lie beside them", () => {
  const models = [modelOf("b", [], ["a"]), modelOf("a", [])];
  const folder = newFolder({
    ...filesOf(models),
    "cdktf.out/stacks/gone/access-model.json": JSON.stringify({ schemaVersion: 99 }),
  });
  expect(readModels(io(folder), "cdktf.out")).toEqual([models[1], models[0]]);
  expect(readModels(io(join(folder, "cdktf.out")), "./")).toHaveLength(2);
});

test("a stack of others, which says nothing about access, is passed over", () => {
  const folder = newFolder({
    ...filesOf([modelOf("a", [])]),
    "cdktf.out/manifest.json": manifest({
      a: { workingDirectory: "stacks/a" },
      foreign: { workingDirectory: "stacks/foreign" },
    }),
  });
  expect(readModels(io(folder), "cdktf.out").map((m) => m.stack)).toEqual(["a"]);
});

test("lists that a writer of the same version had not yet are empty", () => {
  const { expectations, guardrails, ...older } = modelOf("prod", []);
  expect([expectations, guardrails]).toEqual([[], []]);
  const folder = newFolder({
    "cdktf.out/manifest.json": ONE,
    "cdktf.out/stacks/prod/access-model.json": JSON.stringify(older),
  });
  expect(readModels(io(folder), "cdktf.out")).toEqual([modelOf("prod", [])]);
});

const model = (content: unknown) => ({
  "cdktf.out/manifest.json": ONE,
  "cdktf.out/stacks/prod/access-model.json": typeof content === "string" ? content : JSON.stringify(content),
});
const FILE = "cdktf.out/stacks/prod/access-model.json";

test.each<[string, Record<string, string>, string]>([
  [
    "no manifest",
    {},
    "cdktf.out/manifest.json is not there: aks-entra reads what synth wrote; run npm run synth (or npx cdktf synth) first, or name the folder that it wrote to",
  ],
  ["a manifest that is no JSON", { "cdktf.out/manifest.json": "{" }, `cdktf.out/manifest.json is not JSON: ${AGAIN}`],
  [
    "a manifest of something else",
    { "cdktf.out/manifest.json": "{}" },
    `cdktf.out/manifest.json is no manifest of CDKTF's: it names no stacks; ${AGAIN}`,
  ],
  [
    "a manifest that is null",
    { "cdktf.out/manifest.json": "null" },
    `cdktf.out/manifest.json is no manifest of CDKTF's: it names no stacks; ${AGAIN}`,
  ],
  [
    "a manifest without stacks",
    { "cdktf.out/manifest.json": manifest({}) },
    `cdktf.out holds no access model: its manifest names no stack; ${AGAIN} with cdktf-aks-entra, and name the folder that it wrote to`,
  ],
  [
    "stacks without a model",
    { "cdktf.out/manifest.json": ONE },
    `cdktf.out holds no access model: none of its stacks (prod) has an access-model.json; ${AGAIN} with cdktf-aks-entra, and name the folder that it wrote to`,
  ],
  ["a model that is cut off", model('{"schemaVersion": 1'), `${FILE} is not JSON: ${AGAIN}`],
  [
    "a model without a version",
    model({ stack: "prod" }),
    `${FILE} is no access model: it has no schemaVersion and stack; ${AGAIN}`,
  ],
  ["a model that is null", model(null), `${FILE} is no access model: it has no schemaVersion and stack; ${AGAIN}`],
  [
    "a model of a later version",
    model({ schemaVersion: 99, stack: "prod" }),
    `${FILE} has schemaVersion 99, this aks-entra reads 1: update cdktf-aks-entra`,
  ],
  [
    "a model of an earlier version",
    model({ schemaVersion: 0, stack: "prod" }),
    `${FILE} has schemaVersion 0, this aks-entra reads 1: ${AGAIN}`,
  ],
  [
    "a model whose groups are no list",
    model({ ...modelOf("prod", []), groups: {} }),
    `${FILE} is no access model: groups is no list; ${AGAIN}`,
  ],
])("%s is refused in one sentence, with what to do", async (_, files, said) => {
  expect(await call(newFolder(files), ["expiring"])).toEqual({ code: 2, out: "", err: `error: ${said}\n` });
});

test("a folder in the place of a file is named, with the system's reason", async () => {
  const folder = newFolder({ "cdktf.out/manifest.json/x": "" });
  const { code, err } = await call(folder, ["expiring"]);
  expect([code, err]).toEqual([2, "error: cdktf.out/manifest.json cannot be read (EISDIR)\n"]);
});

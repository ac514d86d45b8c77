import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** A source text, the file that it would be, and what the lint says to it. */
interface Case {
  readonly file: string;
  readonly code: string;
  readonly says: readonly string[];
}

const TERRAFORM = "It runs `terraform version` at synth, which a machine with Node alone does not have.";
const BARREL = "Import @cdktf/provider-…/lib/<thing>: the whole provider costs 1.6 s and 400 MB.";
const COPIES = "Two copies of a class are two classes; use the guards.";
const LIGHT = "Only lib/config reads files, only the commands talk to Azure; the library's entry stays light.";
const PURE = "What reads models knows no framework: the command line starts without loading it.";

const cases: Readonly<Record<string, Case>> = {
  "a clean file": {
    file: "lib/entra/x.ts",
    code: `import { Group } from "@cdktf/provider-azuread/lib/group";\nimport { Fn } from "cdktf";\nimport { Construct } from "constructs";\nimport { quote } from "../core/text";\nimport { warn } from "../terraform";\nexport const x = [Group, Fn, Construct, quote, warn];\n`,
    says: [],
  },
  "an aspect": {
    file: "lib/entra/x.ts",
    code: `import { Aspects } from "cdktf";\nexport const x = Aspects;\n`,
    says: ["Aspects are lost without a word when there are two copies of cdktf, and run before the user's own."],
  },
  "an aspect under another name": {
    file: "lib/stacks/x.ts",
    code: `import { Aspects as A } from "cdktf";\nexport const x = A;\n`,
    says: ["Aspects are lost without a word when there are two copies of cdktf, and run before the user's own."],
  },
  "an annotation": {
    file: "lib/pim/x.ts",
    code: `import { Annotations } from "cdktf";\nexport const x = Annotations;\n`,
    says: ["It keeps a stack trace with this machine's paths; use warn() of lib/terraform."],
  },
  DataResource: {
    file: "lib/aks/x.ts",
    code: `import { DataResource } from "cdktf";\nexport const x = DataResource;\n`,
    says: [TERRAFORM],
  },
  ImportableResource: {
    file: "lib/terraform/x.ts",
    code: `import { ImportableResource } from "cdktf";\nexport const x = ImportableResource;\n`,
    says: [TERRAFORM],
  },
  CloudBackend: {
    file: "lib/stacks/x.ts",
    code: `import { CloudBackend } from "cdktf";\nexport const x = CloudBackend;\n`,
    says: [TERRAFORM],
  },
  importFrom: {
    file: "lib/entra/x.ts",
    code: `export const x = (r: { importFrom(id: string): void }) => r.importFrom("id");\n`,
    says: [TERRAFORM],
  },
  moveTo: {
    file: "lib/entra/x.ts",
    code: `export const x = (r: { moveTo(id: string): void }) => r.moveTo("id");\n`,
    says: [TERRAFORM],
  },
  moveFromId: {
    file: "lib/entra/x.ts",
    code: `export const x = (r: { moveFromId(id: string): void }) => r.moveFromId("id");\n`,
    says: [TERRAFORM],
  },
  moveToId: {
    file: "lib/entra/x.ts",
    code: `export const x = (r: { moveToId(id: string): void }) => r.moveToId("id");\n`,
    says: [TERRAFORM],
  },
  staticId: {
    file: "lib/stacks/x.ts",
    code: `export const x = { value: 1, staticId: true };\n`,
    says: ["Two outputs of one name: one is lost without a word."],
  },
  "staticId that is off": {
    file: "lib/stacks/x.ts",
    code: `export const x = { value: 1, staticId: false };\n`,
    says: [],
  },
  instanceof: {
    file: "lib/core/x.ts",
    code: `export const x = (e: unknown) => e instanceof Error;\n`,
    says: [COPIES],
  },
  "the environment": {
    file: "lib/config/x.ts",
    code: `export const x = process.env.HOME;\n`,
    says: ["Same input, same bytes: no environment below main.ts."],
  },
  "the clock": {
    file: "lib/access/x.ts",
    code: `export const x = [new Date(), Date.now(), new Date(0)];\n`,
    says: ["Same input, same bytes: no clock below main.ts.", "Same input, same bytes: no clock below main.ts."],
  },
  chance: {
    file: "lib/access/x.ts",
    code: `export const x = Math.random();\n`,
    says: ["Same input, same bytes: no chance below main.ts."],
  },
  "the whole azuread provider": {
    file: "lib/entra/x.ts",
    code: `import { group } from "@cdktf/provider-azuread";\nexport const x = group;\n`,
    says: [BARREL],
  },
  "the whole azurerm provider by its folder": {
    file: "lib/aks/x.ts",
    code: `import { roleAssignment } from "@cdktf/provider-azurerm/lib";\nexport const x = roleAssignment;\n`,
    says: [BARREL],
  },
  "a whole provider in the app": {
    file: "main.ts",
    code: `import { group } from "@cdktf/provider-azuread";\nexport const x = group;\n`,
    says: [BARREL],
  },
  "a whole provider in a test": {
    file: "__tests__/x.test.ts",
    code: `import { group } from "@cdktf/provider-azuread";\nexport const x = group;\n`,
    says: [BARREL],
  },
  "cdktf's inner files": {
    file: "lib/terraform/x.ts",
    code: `import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";\nexport const x = addCustomSynthesis;\n`,
    says: ["cdktf/lib is not cdktf's public API."],
  },
  "a framework in core": {
    file: "lib/core/x.ts",
    code: `import { Token } from "cdktf";\nimport { Construct } from "constructs";\nimport { Group } from "@cdktf/provider-azuread/lib/group";\nexport const x = [Token, Construct, Group];\n`,
    says: [PURE, PURE, PURE],
  },
  "a framework in access": {
    file: "lib/access/x.ts",
    code: `import { Token } from "cdktf";\nexport const x = Token;\n`,
    says: [PURE],
  },
  "a reader of files outside of config": {
    file: "lib/stacks/x.ts",
    code: `import { z } from "zod";\nimport { parse } from "yaml";\nexport const x = [z, parse];\n`,
    says: [LIGHT, LIGHT],
  },
  "a reader of files in config": {
    file: "lib/config/x.ts",
    code: `import { z } from "zod";\nimport { parse } from "yaml";\nexport const x = [z, parse];\n`,
    says: [],
  },
  "the entry": {
    file: "lib/aks/x.ts",
    code: `import { Duration } from "..";\nimport { ErrorCode } from "../index";\nexport const x = [Duration, ErrorCode];\n`,
    says: ["Nothing in lib/ imports the entry.", "Nothing in lib/ imports the entry."],
  },
  "a type upwards": {
    file: "lib/entra/x.ts",
    code: `import type { JitGroup } from "../pim/jit-group";\nexport type X = JitGroup;\n`,
    says: ["entra does not know pim: dependencies point one way."],
  },
  "all of a layer passed on upwards": {
    file: "lib/entra/x.ts",
    code: `export * from "../pim";\n`,
    says: ["entra does not know pim: dependencies point one way."],
  },
  "an import upwards from a deeper folder": {
    file: "lib/aks/roles/x.ts",
    code: `import { AccessStack } from "../../stacks";\nexport const x = AccessStack;\n`,
    says: ["aks does not know stacks: dependencies point one way."],
  },
};

/** Who may import whom, as the design has it; all that is not here is refused. */
const KNOWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  access: ["core"],
  terraform: ["core", "access"],
  entra: ["core", "access", "terraform"],
  pim: ["core", "access", "terraform", "entra"],
  "conditional-access": ["core", "access", "terraform", "entra"],
  aks: ["core", "access", "terraform", "entra"],
  stacks: ["core", "access", "terraform", "entra", "pim", "conditional-access", "aks"],
  config: ["core", "access", "terraform", "entra", "pim", "conditional-access", "aks", "stacks"],
};
const layers = Object.keys(KNOWS);

const imports = layers.map((layer): Case => {
  const others = layers.filter((l) => l !== layer);
  return {
    file: `lib/${layer}/x.ts`,
    code: `${others.map((l, i) => `import { x as x${i} } from "../${l}";\nimport { y as y${i} } from "../${l}/y";\n`).join("")}export const all = [${others.map((_, i) => `x${i}, y${i}`).join(", ")}];\n`,
    says: others
      .filter((l) => !KNOWS[layer].includes(l))
      .flatMap((l) => Array<string>(2).fill(`${layer} does not know ${l}: dependencies point one way.`)),
  };
});

/** What the lint says to each text: the reasons that we give, in the order of the lines. */
function lint(texts: readonly Case[]): string[][] {
  // in a process of its own: ESLint loads its settings as a module, which jest's sandbox does not let it do
  const script = `
    import { ESLint } from "eslint";
    const eslint = new ESLint();
    const texts = JSON.parse(process.argv[1]);
    const results = [];
    for (const { file, code } of texts) results.push(...(await eslint.lintText(code, { filePath: file })));
    console.log(JSON.stringify(results.map((r) => r.messages)));
  `;
  const root = join(__dirname, "..");
  const input = JSON.stringify(texts.map(({ file, code }) => ({ file, code })));
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", script, input], { cwd: root });
  const results = JSON.parse(output.toString()) as { line: number; ruleId: string; message: string }[][];
  return results.map((messages) => messages.map(({ ruleId, message }) => reason(ruleId, message)));
}

/** Our own words in a message of ESLint's. */
function reason(rule: string, message: string): string {
  if (rule === "no-restricted-syntax") return message;
  if (rule !== "no-restricted-imports") return `${rule}: ${message}`;
  return message.replace(/^'[^']*' import( from '[^']*')? is restricted( from being used by a pattern)?\. /, "");
}

let said: Record<string, string[]>;

beforeAll(() => {
  const all = [...Object.entries(cases), ...imports.map((c): [string, Case] => [c.file, c])];
  const reasons = lint(all.map(([, c]) => c));
  said = Object.fromEntries(all.map(([name], i) => [name, reasons[i]]));
}, 60_000);

test.each(Object.entries(cases))("the lint judges %s, with the reason", (name, { says }) => {
  expect(said[name]).toEqual(says);
});

test.each(imports.map((c, i): [string, Case] => [layers[i], c]))(
  "what %s may import is what the design says",
  (_, { file, says }) => {
    expect(said[file]).toEqual(says);
  },
);

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import ts from "typescript";
import * as library from "../lib";
import { loadConfig } from "../lib/config";
import { newApp } from "./support/synth";
import { articleSnippet, withArticle } from "../scripts/readme-text";

const root = join(__dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");

/** What the tasks of the README take for granted. */
const PRELUDE = `
import { KubernetesCluster } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import {
  AccessStack, ActivationRequirement, AksCluster, ConditionalAccessPolicy, Duration, EntraGroup, Expiration,
  EmergencyAccess, GrantControl, GrantControls, IEntraGroup, IPrincipal, JitGroup, RoleSettings,
} from "cdktf-aks-entra";
import { App } from "cdktf";
declare const app: App;
declare const tenantId: string;
declare const subscriptionId: string;
declare const admins: IPrincipal;
declare const auditors: IPrincipal;
declare const writers: IPrincipal;
declare const emergencyUser: IPrincipal;
declare const emergencyGroup: IEntraGroup;
declare const stack: AccessStack;
declare const cluster: AksCluster;
declare const pipeline: IPrincipal;
declare const approvers: IPrincipal;
declare const developers: IPrincipal;
declare const readers: JitGroup;
`;

interface Snippet {
  readonly kind: string;
  readonly code: string;
}

function snippets(page = readme): Snippet[] {
  return [...page.matchAll(/<!-- snippet: (\w+) -->\n\n```ts\n([\s\S]*?)```/g)].map(([, kind, code]) => ({
    kind,
    code,
  }));
}

/** A task that declares a name of the prelude shadows it in a block; what it imports comes first. */
function asFile({ kind, code }: Snippet, prelude = PRELUDE): string {
  if (kind !== "task") return code;
  const isImport = (line: string) => line.startsWith("import ");
  const lines = code.split("\n");
  const block = lines.filter((l) => !isImport(l)).join("\n");
  return `${prelude}\n${lines.filter(isImport).join("\n")}\n{\n${block}\n}\n`;
}

function diagnosticsOf(files: Readonly<Record<string, string>>): string[] {
  const config = ts.readConfigFile(join(root, "tsconfig.json"), (f) => ts.sys.readFile(f));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const settings: ts.CompilerOptions = {
    ...options,
    noEmit: true,
    incremental: false,
    tsBuildInfoFile: undefined,
    noUnusedLocals: false,
    types: ["node", "jest"],
    paths: {
      "cdktf-aks-entra": [join(root, "lib/index.ts")],
      "cdktf-aks-entra/testing": [join(root, "lib/testing/index.ts")],
    },
  };
  const host = ts.createCompilerHost(settings);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (f) => files[f] ?? readFile.call(host, f);
  host.fileExists = (f) => f in files || fileExists.call(host, f);
  host.getSourceFile = (f, v, ...more) =>
    f in files ? ts.createSourceFile(f, files[f], v) : getSourceFile.call(host, f, v, ...more);
  const program = ts.createProgram(Object.keys(files), settings, host);
  return ts
    .getPreEmitDiagnostics(program)
    .filter((d) => d.file !== undefined && d.file.fileName in files)
    .map((d) => `${d.file?.fileName}: ${ts.flattenDiagnosticMessageText(d.messageText, "\n")}`);
}

test("every TypeScript block of the README is one that is compiled here", () => {
  expect(readme.match(/```ts\n/g)).toHaveLength(snippets().length);
  expect(snippets().map((s) => s.kind)).toContain("task");
});

test("every TypeScript block of the README compiles", () => {
  const files = Object.fromEntries(snippets().map((s, i) => [join(root, `__tests__/readme-${i}.ts`), asFile(s)]));
  expect(diagnosticsOf(files)).toEqual([]);
}, 60_000);

describe("docs/questions.md", () => {
  const questions = readFileSync(join(root, "docs/questions.md"), "utf8");
  const prelude = `
import type { App } from "cdktf";
import type { AccessStack, AksCluster, IEntraGroup } from "cdktf-aks-entra";
declare const app: App;
declare const prod: AccessStack;
declare const devs: IEntraGroup;
declare const cluster: AksCluster;
`;

  test("has TypeScript that compiles, and none that is not compiled here", () => {
    const found = snippets(questions);
    expect(found).toHaveLength(2);
    expect(questions.match(/```ts\n/g)).toHaveLength(2);
    const files = found.map((s, i) => [join(root, `__tests__/questions-${i}.ts`), asFile(s, prelude)]);
    expect(diagnosticsOf(Object.fromEntries(files) as Record<string, string>)).toEqual([]);
  });

  test("has an example that runs", () => {
    const lines: unknown[][] = [];
    const app = newApp();
    loadConfig(app, "config/platform");
    const js = ts.transpile(snippets(questions)[1].code, { module: ts.ModuleKind.CommonJS });
    const log = { log: (...words: unknown[]) => void lines.push(words) };
    runInNewContext(js, { require: () => library, app, console: log, exports: {} });
    // the emergency accounts have object ids, and any of them may be alice
    expect(lines[0]).toEqual(["unknown", expect.arrayContaining([expect.stringContaining("are the same person")]), []]);
    expect(lines.slice(1).map(([first]) => first)).toEqual(expect.arrayContaining(["alice@contoso.com", "eligible"]));
  });
});

test("a block that does not compile is found", () => {
  const file = join(root, "__tests__/readme-wrong.ts");
  const code = asFile({ kind: "task", code: "new JitGroup(stack, 'x', { owners: [pipeline], members: [] });" });
  expect(diagnosticsOf({ [file]: code }).join()).toContain("'members' does not exist");
}, 60_000);

test("the README shows the example program as it is", () => {
  const article = readFileSync(join(root, "__tests__/examples/article.ts"), "utf8");
  expect(withArticle(readme, articleSnippet(article))).toBe(readme);
});

test("a task of the README takes at most fifteen lines", () => {
  for (const { kind, code } of snippets()) {
    if (kind === "task") expect(code.trimEnd().split("\n").length).toBeLessThanOrEqual(15);
  }
});

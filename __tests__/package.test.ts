import { execFileSync, execSync, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import ts from "typescript";

const root = resolve(__dirname, "..");
const temp = realpathSync(mkdtempSync(join(tmpdir(), "aks-entra-package-")));
const consumer = join(temp, "consumer");
const installed = join(consumer, "node_modules/cdktf-aks-entra");

/** What a build leaves in `dist` beside the library, and what must stay here. */
const LEFT_AT_HOME = [
  "dist/.tsbuildinfo",
  "dist/main.js",
  "dist/main.d.ts",
  "dist/bench/main.js",
  "dist/scripts/api.js",
  "dist/lib/index.js.map",
  "dist/lib/index.d.ts.map",
  "schema/notes.txt",
];

/** A program with the library, and one with its config files, as somebody writes them. */
const PROGRAMS = {
  "library.ts": `
import { App } from "cdktf";
import { AccessStack, AksCluster, EntraGroup } from "cdktf-aks-entra";

const app = new App({ outdir: "library.out" });
const stack = new AccessStack(app, "library");
const admins = EntraGroup.fromObjectId(stack, "admins", "44444444-4444-4444-8444-444444444401");
const cluster: AksCluster = new AksCluster(stack, "prod", {
  resourceGroup: { name: "prod-weu", location: "westeurope" },
  nodePool: { vmSize: "Standard_D4s_v5", count: 3 },
});
cluster.access.grantClusterAdmin(admins);
app.synth();
`,
  "config.ts": `
import { App } from "cdktf";
import { type AccessStack, ErrorCode } from "cdktf-aks-entra";
import { ConfigError, type ConfigProblem, loadConfig } from "cdktf-aks-entra/config";

declare const console: { log(text: string): void };

const app = new App({ outdir: "config.out" });
const stacks: AccessStack[] = loadConfig(app, "config.yaml");
const names: string[] = stacks.map((s) => s.node.id);
app.synth();

function problems(): readonly ConfigProblem[] {
  try {
    loadConfig(new App({ outdir: "config.out" }), "missing.yaml");
    return [];
  } catch (e) {
    return ConfigError.isConfigError(e) ? e.problems : [];
  }
}
const codes: ErrorCode[] = problems().map((p) => p.code);
console.log(JSON.stringify({ names, codes }));
`,
  "testing.ts": `
import { App } from "cdktf";
import { AccessStack, AksCluster, EntraGroup } from "cdktf-aks-entra";
import { type AccessMatchers, accessMatchers, accessSnapshot } from "cdktf-aks-entra/testing";

declare const console: { log(text: string): void };

const stack = new AccessStack(new App({ outdir: "testing.out" }), "testing");
const cluster = AksCluster.fromClusterAttributes(stack, "old", { resourceGroup: "rg", assume: { azureRbac: true } });
cluster.access.grantReader(EntraGroup.fromObjectId(stack, "auditors", "44444444-4444-4444-8444-444444444401"));
const names: (keyof AccessMatchers<void>)[] = ["toAllow"];
const { pass } = accessMatchers.toAllow.call({}, stack, { principal: "auditors", verb: "get", resource: "pods", cluster });
console.log(JSON.stringify({ pass, names, lines: accessSnapshot(stack).split("\\n").length }));
`,
};

const CONFIG = `
name: config
tenantId: 22222222-2222-2222-2222-222222222222
subscriptionId: 00000000-0000-0000-0000-000000000000
groups:
  operators: { existing: 44444444-4444-4444-8444-444444444401 }
`;

const parsed = new Map<string, ts.SourceFile | undefined>();

/** A program of the compiler's; files that several of them read are parsed once, which halves the time. */
function programOf(files: readonly string[], settings: ts.CompilerOptions): ts.Program {
  const host = ts.createCompilerHost(settings);
  const parse = host.getSourceFile.bind(host);
  host.getSourceFile = (file, how, ...more) => {
    const key = `${file} ${JSON.stringify(how)}`;
    if (!parsed.has(key)) parsed.set(key, parse(file, how, ...more));
    return parsed.get(key);
  };
  return ts.createProgram(files, settings, host);
}

/** Compiles the library as it is now; whether its types are right is for the type check to say. */
function compileInto(outDir: string): void {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (f) => ts.sys.readFile(f));
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const lib = fileNames.filter((f) => f.startsWith(`${root.replace(/\\/g, "/")}/lib/`));
  const settings = {
    ...options,
    outDir,
    incremental: false,
    tsBuildInfoFile: undefined,
    noCheck: true,
  };
  programOf(lib, settings).emit();
}

/** The files in a tarball of npm's, by their paths in the package. */
function untar(file: string): Map<string, Buffer> {
  const bytes = gunzipSync(readFileSync(file));
  const files = new Map<string, Buffer>();
  const text = (at: number, length: number) => bytes.toString("utf8", at, at + length).replace(/\0.*$/s, "");
  for (let at = 0; bytes[at] !== 0;) {
    const size = parseInt(text(at + 124, 12), 8);
    const path = [text(at + 345, 155), text(at, 100)].filter((p) => p !== "").join("/");
    files.set(path.replace(/^package\//, ""), bytes.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

function write(file: string, content: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** What a file that Node runs in the consumer's folder prints. */
function run(file: string): unknown {
  return JSON.parse(execFileSync(process.execPath, [file], { cwd: consumer, encoding: "utf8" }) || "null");
}

/** The types of the resources in a stack that a program wrote. */
function synthesized(stack: string): string[] {
  const file = join(consumer, `${stack}.out/stacks/${stack}/cdk.tf.json`);
  return Object.keys((JSON.parse(readFileSync(file, "utf8")) as { resource?: object }).resource ?? {}).sort();
}

let packed: Map<string, Buffer>;

beforeAll(() => {
  const staging = join(temp, "staging");
  const stays = new Set(["node_modules", "dist", ".git", "cdktf.out", "coverage"]);
  for (const name of readdirSync(root)) {
    if (!stays.has(name)) cpSync(join(root, name), join(staging, name), { recursive: true });
  }
  compileInto(join(staging, "dist"));
  for (const name of LEFT_AT_HOME) write(join(staging, name), "");
  execSync("npm pack --ignore-scripts --offline --pack-destination ..", { cwd: staging, stdio: "ignore" });
  const tarball = readdirSync(temp).find((f) => f.endsWith(".tgz")) ?? "";
  packed = untar(join(temp, tarball));
  for (const [path, content] of packed) write(join(installed, path), content);
  for (const name of ["cdktf", "commander", "constructs", "@cdktf", "yaml", "zod"]) {
    symlinkSync(join(root, "node_modules", name), join(consumer, "node_modules", name), "junction");
  }
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  for (const [name, code] of Object.entries(PROGRAMS)) {
    write(join(consumer, name), code);
    write(join(consumer, name.replace(".ts", ".js")), ts.transpileModule(code, { compilerOptions }).outputText);
  }
  write(join(consumer, "config.yaml"), CONFIG);
}, 120_000);

afterAll(() => rmSync(temp, { recursive: true }));

test("the package holds the compiled library, its types and the schema, and nothing else", () => {
  const paths = [...packed.keys()].sort();
  const compiled = paths.filter((p) => /^dist\/lib\/([a-z-]+\/)*[a-z0-9-]+(\.d\.ts|\.js)$/.test(p));
  expect(paths.filter((p) => !compiled.includes(p))).toEqual([
    "LICENSE",
    "README.md",
    "package.json",
    "schema/aks-entra.schema.json",
  ]);
  const sources = readdirSync(join(root, "lib"), { recursive: true, encoding: "utf8" })
    .filter((f) => f.endsWith(".ts"))
    .map((f) => `dist/lib/${f.replace(/\\/g, "/").slice(0, -".ts".length)}`);
  expect(compiled).toEqual(sources.flatMap((s) => [`${s}.d.ts`, `${s}.js`]).sort());
});

test("every file that the package names is in it", () => {
  const manifest = JSON.parse(String(packed.get("package.json"))) as Record<string, unknown>;
  const { bin, main, types, exports, typesVersions } = manifest;
  const named =
    JSON.stringify([bin, main, types, exports, typesVersions]).match(/(?<="(\.\/)?)(dist|schema)\/[^"]+/g) ?? [];
  expect(named.length).toBeGreaterThanOrEqual(9);
  expect(named.filter((path) => !packed.has(path.replace("*", "aks-entra.schema")))).toEqual([]);
});

/** As in CDKTF's template: the language and nothing of a browser; our own and our peers' declarations are checked. */
const STRICT: ts.CompilerOptions = {
  strict: true,
  skipLibCheck: false,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  types: [],
};

const RESOLUTIONS: readonly [string, ts.CompilerOptions][] = [
  ["node10", { module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 }],
  ["node16", { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 }],
  ["bundler", { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }],
];

test.each(RESOLUTIONS)(
  "strict tsc takes the package, and reads no whole provider, under %s",
  (_, resolution) => {
    const files = Object.keys(PROGRAMS).map((f) => join(consumer, f));
    const settings = { ...STRICT, ...resolution };
    const program = programOf(files, settings);
    const said = ts.getPreEmitDiagnostics(program).map((d) => ts.flattenDiagnosticMessageText(d.messageText, "\n"));
    expect(said).toEqual([]);
    const read = program.getSourceFiles().map((f) => f.fileName);
    const own = read
      .filter((f) => f.startsWith(`${installed.replace(/\\/g, "/")}/`))
      .map((f) => f.slice(installed.length));
    expect(own).toEqual(
      expect.arrayContaining(["/dist/lib/index.d.ts", "/dist/lib/config/index.d.ts", "/dist/lib/testing/index.d.ts"]),
    );
    expect(read.filter((f) => /\/provider-azure(ad|rm)\/lib\/(lazy-)?index\.d\.ts$/.test(f))).toEqual([]);
    expect(read.filter((f) => /\/node_modules\/(yaml|zod)\//.test(f))).toEqual([]);
  },
  120_000,
);

test("a program with the package runs, and synthesizes", () => {
  run("library.js");
  expect(synthesized("library")).toEqual(["azurerm_kubernetes_cluster", "azurerm_role_assignment"]);
});

test("a program with the package's config files runs, and synthesizes", () => {
  expect(run("config.js")).toEqual({ names: ["config"], codes: ["CONFIG_NOT_FOUND"] });
  expect(synthesized("config")).toEqual([]);
});

test("the package's command starts, and reads what a program with the package wrote", () => {
  const bin = join(installed, "dist/lib/cli/main.js");
  expect(readFileSync(bin, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  const said = (...argv: string[]) => command(bin, ...argv).stdout;
  expect(said("--version")).toBe(
    `${(JSON.parse(String(packed.get("package.json"))) as { version: string }).version}\n`,
  );
  expect(said("expiring", "--models", "config.out")).toBe("Nothing has ended or ends within 30d.\n");
});

test("a program with the package's matchers runs where there is no jest", () => {
  expect(run("testing.js")).toEqual({ pass: true, names: ["toAllow"], lines: 4 });
});

/** How a call of the package's command ended. */
function command(...argv: string[]) {
  return spawnSync(process.execPath, argv, { cwd: consumer, encoding: "utf8" });
}

test("the package's command loads its parser and no framework, and starts in a moment", () => {
  const bin = join(installed, "dist/lib/cli/main.js");
  write(
    join(consumer, "starts.js"),
    `process.on("exit", () => console.error(JSON.stringify(Object.keys(require.cache).map((f) => f.replaceAll("\\\\", "/")))));
     require(${JSON.stringify(bin)});`,
  );
  const { status, stdout, stderr } = command("starts.js", "check", "--models", "config.out", "--format", "sarif");
  expect([status, (JSON.parse(stdout) as { version: string }).version]).toEqual([0, "2.1.0"]);
  const loaded = (JSON.parse(stderr) as string[]).flatMap(
    (f) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(f)?.[1] ?? [],
  );
  expect([...new Set(loaded)].sort()).toEqual(["cdktf-aks-entra", "commander"]);

  const fastest = (...argv: string[]) =>
    Math.min(
      ...[1, 2, 3].map(() => {
        const start = process.hrtime.bigint();
        command(...argv);
        return Number(process.hrtime.bigint() - start) / 1e9;
      }),
    );
  // beside a Node that does nothing, because a machine may be busy with other things
  expect(fastest(bin, "check", "--models", "config.out") / fastest("--eval", "0")).toBeLessThan(8);
}, 60_000);

test("an ES module takes names from the package", () => {
  write(
    join(consumer, "names.mjs"),
    `import { AksCluster, Duration } from "cdktf-aks-entra";
     import { loadConfig } from "cdktf-aks-entra/config";
     console.log(JSON.stringify([AksCluster.name, Duration.hours(4).toString(), typeof loadConfig]));`,
  );
  expect(run("names.mjs")).toEqual(["AksCluster", "4h", "function"]);
});

test("importing the package loads neither a reader of files nor a whole provider", () => {
  write(
    join(consumer, "loads.js"),
    `require("cdktf");
     const before = Object.keys(require.cache);
     require("cdktf-aks-entra");
     const added = Object.keys(require.cache).filter((f) => !before.includes(f));
     console.log(JSON.stringify(added.map((f) => f.replaceAll("\\\\", "/"))));`,
  );
  const loaded = run("loads.js") as string[];
  const packages = loaded.flatMap((f) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(f)?.[1] ?? []);
  expect([...new Set(packages)].sort()).toEqual([
    "@cdktf/provider-azuread",
    "@cdktf/provider-azurerm",
    "cdktf-aks-entra",
  ]);
  expect(loaded.filter((f) => /\/provider-azure(ad|rm)\/lib\/(lazy-)?index\.js$/.test(f))).toEqual([]);
});

test("the package gives out its schema and its manifest, and no file of its inside", () => {
  const wanted = ["package.json", "schema/aks-entra.schema.json", "dist/lib/index.js", "dist/lib/core/text", "lib"];
  write(
    join(consumer, "given.js"),
    `const given = {};
     for (const path of ${JSON.stringify(wanted)}) {
       try { given[path] = typeof require("cdktf-aks-entra/" + path); } catch (e) { given[path] = e.code; }
     }
     console.log(JSON.stringify(given));`,
  );
  expect(run("given.js")).toEqual({
    "package.json": "object",
    "schema/aks-entra.schema.json": "object",
    "dist/lib/index.js": "ERR_PACKAGE_PATH_NOT_EXPORTED",
    "dist/lib/core/text": "ERR_PACKAGE_PATH_NOT_EXPORTED",
    lib: "ERR_PACKAGE_PATH_NOT_EXPORTED",
  });
});

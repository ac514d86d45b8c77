import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

const root = join(__dirname, "..");
/** The program as `npm run build` makes it, but for the types. */
const program = mkdtempSync(join(tmpdir(), "aks-entra-program-"));

beforeAll(() => {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (f) => readFileSync(f, "utf8"));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: ["main.ts"] }, ts.sys, root);
  const sources = readdirSync(join(root, "lib"), { recursive: true, encoding: "utf8" }).filter((f) =>
    f.endsWith(".ts"),
  );
  for (const source of ["main.ts", ...sources.map((f) => join("lib", f))]) {
    const fileName = join(root, source);
    const { outputText } = ts.transpileModule(readFileSync(fileName, "utf8"), { compilerOptions: options, fileName });
    const target = join(program, source.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
  symlinkSync(join(root, "node_modules"), join(program, "node_modules"), "dir");
}, 60_000);

interface Run {
  readonly code: number | null;
  readonly out: string[];
  readonly err: string[];
  readonly folder: string;
}

/** Runs the program in a new folder with these files in it. */
function run(files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}): Run {
  const folder = mkdtempSync(join(tmpdir(), "aks-entra-run-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return start(folder, env);
}

function start(folder: string, env: Readonly<Record<string, string>> = {}): Run {
  const { PATH, HOME } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(program, "main.js")], {
    cwd: folder,
    env: { PATH, HOME, ...env } as NodeJS.ProcessEnv,
    encoding: "utf8",
  });
  const lines = (text: string) => text.split("\n").filter((l) => l !== "");
  return { code: status, out: lines(stdout), err: lines(stderr), folder };
}

function written(folder: string): string[] {
  const out = join(folder, "cdktf.out");
  if (!existsSync(out)) return [];
  return readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile())
    .map((f) => relative(out, join(f.parentPath, f.name)).replace(/\\/g, "/"))
    .sort();
}

const article = readFileSync(join(root, "config/article.yaml"), "utf8");

test("the example files are synthesized, and the last lines say what was written and what comes next", () => {
  const folder = mkdtempSync(join(tmpdir(), "aks-entra-run-"));
  cpSync(join(root, "config"), join(folder, "config"), { recursive: true });
  const { code, out } = start(folder);
  expect(code).toBe(0);
  expect(out).toEqual([
    "Written: cdktf.out/stacks/article/ (cdk.tf.json, access-model.json)",
    "Written: cdktf.out/stacks/every-key/ (cdk.tf.json, access-model.json)",
    "Written: cdktf.out/stacks/identity/ (cdk.tf.json, access-model.json)",
    "Written: cdktf.out/stacks/prod/ (cdk.tf.json, access-model.json)",
    "Next: npx cdktf diff NAME",
  ]);
  expect(written(folder)).toEqual([
    "manifest.json",
    ...["article", "every-key", "identity", "prod"].flatMap((s) => [
      `stacks/${s}/access-model.json`,
      `stacks/${s}/cdk.tf.json`,
    ]),
  ]);
});

test("one file is one stack, with the same bytes in every folder", () => {
  const [one, other] = [run({ "config/article.yaml": article }), run({ "config/article.yaml": article })];
  for (const { code, out, err } of [one, other]) {
    expect(code).toBe(0);
    expect(err.slice(0, -1).filter((l) => !/^warning \[article\/.*\(config\/article\.yaml:\d+:\d+\)$/.test(l))).toEqual(
      [],
    );
    expect(err.length).toBe(10);
    expect(err[err.length - 1]).toBe("What a rule is about and what to do: npx aks-entra explain RULE");
    expect(out).toEqual([
      "Written: cdktf.out/stacks/article/ (cdk.tf.json, access-model.json)",
      "Next: npx cdktf diff article",
    ]);
  }
  expect(written(one.folder)).toHaveLength(3);
  for (const file of written(one.folder)) {
    const bytes = readFileSync(join(one.folder, "cdktf.out", file), "utf8");
    expect(bytes).toBe(readFileSync(join(other.folder, "cdktf.out", file), "utf8"));
    expect(bytes).not.toContain(tmpdir());
  }
});

test("AKS_ENTRA_CONFIG names one file", () => {
  const files = {
    "config/article.yaml": "name: no",
    "elsewhere/one.yaml": "name: one",
    "elsewhere/two.yaml": "name: two",
  };
  const { code, out } = run(files, { AKS_ENTRA_CONFIG: "elsewhere/one.yaml" });
  expect(code).toBe(0);
  expect(out).toEqual(["Written: cdktf.out/stacks/one/ (cdk.tf.json, access-model.json)", "Next: npx cdktf diff one"]);
});

test("AKS_ENTRA_CONFIG names a folder, folders in it included, and the model names none outside the project", () => {
  const folder = mkdtempSync(join(tmpdir(), "aks-entra-run-"));
  mkdirSync(join(folder, "elsewhere/deep/er"), { recursive: true });
  writeFileSync(join(folder, "elsewhere/one.yaml"), "name: one\n");
  writeFileSync(
    join(folder, "elsewhere/deep/er/two.yml"),
    "name: two\ngroups:\n  ops:\n    owners: [dave@contoso.com]\n",
  );
  const { code, out } = start(folder, { AKS_ENTRA_CONFIG: join(folder, "elsewhere") });
  expect(code).toBe(0);
  expect(out.slice(0, 2).sort()).toEqual([
    "Written: cdktf.out/stacks/one/ (cdk.tf.json, access-model.json)",
    "Written: cdktf.out/stacks/two/ (cdk.tf.json, access-model.json)",
  ]);
  const model = JSON.parse(readFileSync(join(folder, "cdktf.out/stacks/two/access-model.json"), "utf8")) as {
    groups: { source: string }[];
  };
  expect(model.groups.map((g) => g.source)).toEqual(["elsewhere/deep/er/two.yml:3:3"]);
});

test("fails for wrong files with a line for each problem, no stack trace, and no file", () => {
  const { code, out, err, folder } = run({
    "config/a.yaml": "name: a\ngroups:\n  ops: {}\n",
    "config/b.yaml": "name: b\nclusters: 5\n",
    "config/good.yaml": "name: good\n",
  });
  expect(code).toBe(1);
  expect(out).toEqual([]);
  expect(err).toEqual([
    "config/a.yaml:3:8: groups.ops.owners: no owner is given, so whoever runs Terraform would become the owner; allowed: at least one user or service principal (GROUP_OWNER_MISSING)",
    "config/b.yaml:2:11: clusters: 5 is a number; allowed: a mapping (CONFIG_TYPE)",
  ]);
  expect(written(folder)).toEqual([]);
});

test("fails for a folder that is not there; config/ if the variable is empty", () => {
  const { code, err } = run({}, { AKS_ENTRA_CONFIG: "" });
  expect(code).toBe(1);
  expect(err).toEqual([
    "config:1:1: there is no such file or folder; allowed: a *.yaml file, or a folder with such files (CONFIG_NOT_FOUND)",
  ]);
});

describe("warnings", () => {
  const owner = "{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }";
  const files = {
    "config/a.yaml": `name: a
groups:
  old: { existing: { displayName: payments-devs } }
  admins: { owners: [${owner}], roleAssignable: true, pim: { settings: { activation: { maximum: 9h, alerts: [secops@contoso.com] } } } }
`,
  };

  test("are printed in plain node, and nothing fails", () => {
    const { code, out, err } = run(files);
    expect(code).toBe(0);
    expect(err).toEqual([
      'warning [a/groups/old]: The group "payments-devs" is looked up by its name, which is not unique in a tenant; use its object id.',
      "warning [a/groups/admins]: An activation of at most 9h may be refused by the service: Microsoft's pages disagree about less than 1 and more than 8 hours.",
    ]);
    expect(out[out.length - 1]).toBe("Next: npx cdktf diff a");
  });

  test("are left to the CDKTF command line where that runs the program", () => {
    const { code, out, err, folder } = run(files, { CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: "true" });
    expect({ code, out, err }).toEqual({ code: 0, out: [], err: [] });
    expect(readFileSync(join(folder, "cdktf.out/manifest.json"), "utf8")).toContain("payments-devs");
  });
});

describe("error findings", () => {
  // a check like those that the package's entry brings
  const check = `
    const { registerCheck } = require(${JSON.stringify(join(program, "lib/access/checks.js"))});
    registerCheck((models) => models[0].groups.map((g) =>
      ({ rule: "XX-01", severity: g.id.endsWith("info") ? "info" : "error", subject: g.id, message: "is open" })));
  `;
  const group = "{ owners: [dave@contoso.com] }";
  const findings = (text: string) =>
    run({ "config/a.yaml": text, "check.js": check }, { NODE_OPTIONS: "--require ./check.js" });

  test("are printed and counted, and everything is written to be looked into", () => {
    const { code, out, err, folder } = findings(
      `name: a\ngroups:\n  one: ${group}\n  two: ${group}\n  info: ${group}\n`,
    );
    expect(code).toBe(1);
    expect(err).toEqual([
      "error [a/groups/one]: XX-01 is open",
      "error [a/groups/two]: XX-01 is open",
      "2 errors; nothing may be deployed",
    ]);
    expect(out[0]).toBe("Written: cdktf.out/stacks/a/ (cdk.tf.json, access-model.json)");
    expect(written(folder)).toContain("stacks/a/cdk.tf.json");
  });

  test("may be one", () => {
    expect(findings(`name: a\ngroups:\n  one: ${group}\n`).err).toEqual([
      "error [a/groups/one]: XX-01 is open",
      "1 error; nothing may be deployed",
    ]);
  });
});

test("a program of somebody else says in plain node what all of its stacks earn, without a stack trace", () => {
  const folder = mkdtempSync(join(tmpdir(), "aks-entra-run-"));
  const app = `
    const { App } = require("cdktf");
    const { AccessStack, AksCluster, EntraGroup, Guardrails } = require("./lib");
    const app = new App();
    if (process.env.TONIGHT) Guardrails.tonight(app, process.env.TONIGHT);
    for (const id of ["one", "two"]) {
      const stack = new AccessStack(app, id, { subscriptionId: "00000000-0000-0000-0000-000000000000" });
      AksCluster.fromClusterAttributes(stack, "c", { resourceGroup: "rg-" + id, assume: { localAccounts: true } });
    }
    app.synth();
    console.log("not reached");
  `;
  writeFileSync(join(program, "foreign.js"), app);
  const synth = (env: Readonly<Record<string, string>>) => {
    const { PATH, HOME } = process.env;
    const all = { PATH, HOME, ...env } as NodeJS.ProcessEnv;
    return spawnSync(process.execPath, [join(program, "foreign.js")], { cwd: folder, env: all, encoding: "utf8" });
  };
  const { status, stdout, stderr } = synth({});
  expect([status, stdout, stderr]).toEqual([1, "", expect.stringContaining("CL-01")]);
  for (const id of ["one", "two"])
    expect(stderr.match(new RegExp(`^error \\[${id}/c\\]: CL-01 local accounts are on in c `, "gm"))).toHaveLength(1);
  expect(stderr).toContain("2 errors; nothing may be deployed");
  expect(stderr).not.toMatch(/^ +at /m);
  expect(written(folder)).toEqual(expect.arrayContaining(["manifest.json", "stacks/two/cdk.tf.json"]));

  const tonight = synth({ TONIGHT: "nobody gets in, INC0042" });
  expect([tonight.status, tonight.stdout]).toEqual([0, "not reached\n"]);
  expect(tonight.stderr.split("\n")[0]).toBe(
    "warning [one]: TONIGHT ERRORS ARE ONLY WARNINGS, for this reason: nobody gets in, INC0042",
  );
}, 60_000);

test.each([
  ["lib/index.js", ["guardrails/guard.js", "aks/aks-cluster.js", "terraform/end-of-synth.js"]],
  ["lib/cli/commands/check.js", ["guardrails/guard.js", "cli/check/text.js"]],
])("%s loads what it needs at once, and not what answers questions or makes one form", (file, needed) => {
  const list = `require("./${file}"); console.log(JSON.stringify(Object.keys(require.cache)))`;
  const { stdout } = spawnSync(process.execPath, ["--eval", list], { cwd: program, encoding: "utf8" });
  const loaded = (JSON.parse(stdout) as string[]).map((f) => relative(join(program, "lib"), f).replace(/\\/g, "/"));
  expect(loaded).toEqual(expect.arrayContaining(needed));
  const later = ["can", "who", "verbs", "text", "paths", "without", "azure", "standing", "broken", "index"];
  const forms = ["cli/check/sarif.js", "cli/check/junit.js"];
  expect(loaded.filter((f) => [...later.map((l) => `access/${l}.js`), ...forms].includes(f))).toEqual([]);
});

describe("guardrails", () => {
  const open = `name: a
subscriptionId: 00000000-0000-0000-0000-000000000000
groups: { admins: { roleAssignable: true, owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }] } }
clusters:
  c:
    existing: { resourceGroup: rg }
    assume: { localAccounts: enabled }
    access: [{ clusterAdmin: [admins] }]
`;
  const finding =
    "CL-01 local accounts are on in c (as is assumed), so every policy and every activation can be bypassed with --admin";

  test("run without being asked, and an error says where and what to do, and lets nothing be deployed", () => {
    const { code, err, out } = run({ "config/a.yaml": open });
    expect(code).toBe(1);
    expect(err).toEqual([
      `error [a/clusters/c]: ${finding}; fix: turn them off on the cluster, then write assume.localAccounts: disabled, and rotate the certificates of a cluster that had them (config/a.yaml:5:3)`,
      "1 error; nothing may be deployed",
      "What a rule is about and what to do: npx aks-entra explain RULE",
    ]);
    expect(out[0]).toBe("Written: cdktf.out/stacks/a/ (cdk.tf.json, access-model.json)");
  });

  test("let errors through tonight for a reason, loud, and leave the reason in what is written", () => {
    const reason = "the pipeline must go on, INC0042";
    const { code, err, folder } = run({ "config/a.yaml": open }, { AKS_ENTRA_TONIGHT: reason });
    expect(code).toBe(0);
    expect(err.slice(0, -1)).toEqual([
      `warning [a]: TONIGHT ERRORS ARE ONLY WARNINGS, for this reason: ${reason}`,
      `warning [a/clusters/c]: ${finding.replace("CL-01", "CL-01 AN ERROR, LET THROUGH:")} (config/a.yaml:5:3)`,
    ]);
    for (const file of ["manifest.json", "stacks/a/access-model.json"]) {
      expect(readFileSync(join(folder, "cdktf.out", file), "utf8")).toContain(reason);
    }
  });

  test("let nothing through for what is no reason, and write nothing", () => {
    const { code, err, folder } = run({ "config/a.yaml": open }, { AKS_ENTRA_TONIGHT: "true" });
    expect(code).toBe(1);
    expect(err).toEqual([
      expect.stringContaining('"true" is no reason to turn errors into warnings; allowed: a sentence that an auditor'),
    ]);
    expect(written(folder)).toEqual([]);
  });

  test("show what is acknowledged, and stop nothing for it; a date that is over is printed and changes no byte", () => {
    const acknowledged = (until: string) =>
      `${open}guardrails: { acknowledge: [{ rule: CL-01, on: clusters.c, reason: They go in March, until: ${until} }] }\n`;
    const { code, err, folder } = run({ "config/a.yaml": acknowledged("2020-03-31") });
    expect(code).toBe(0);
    expect(err.slice(0, 2)).toEqual([
      `acknowledged [a/clusters/c]: CL-01 acknowledged until 2020-03-31 (They go in March): ${finding.slice(6)} (config/a.yaml:5:3)`,
      expect.stringMatching(
        /^date \[a\/\.guardrails\]: DATE-02 the acknowledgement of CL-01 \(They go in March\) ended \d+ days ago \(config\/a\.yaml:9:29\)$/,
      ),
    ]);
    const later = run({ "config/a.yaml": acknowledged("2099-03-31") });
    expect(later.err.filter((l) => l.startsWith("date"))).toEqual([]);
    for (const file of written(folder)) {
      const bytes = (f: string) => readFileSync(join(f, "cdktf.out", file), "utf8");
      expect(bytes(folder)).toBe(bytes(later.folder).replaceAll("2099", "2020"));
    }
  });
});

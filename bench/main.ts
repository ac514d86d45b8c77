import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type Measured, type Program, type Spread, run, spreadOf } from "./measure";
import { type TerraformJson, countLookUps, countResources, longestChain } from "./terraform-json";

const ROUNDS = 9;
const ROOT = join(__dirname, "..", "..");

const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: { synth: string } };

/** What is measured, in the order in which each round runs it. */
const PROGRAMS = {
  byHand: { node: ["dist/bench/run-by-hand.js"] },
  library: { node: ["dist/bench/run-library.js"] },
  file: { node: ["dist/main.js"] },
  synth: { shell: scripts.synth },
  cdktf: { node: ["--eval", 'require("cdktf")'] },
  entry: { node: ["--eval", 'require("./dist/lib")'] },
  node: { node: ["--eval", "0"] },
  check: { node: ["dist/lib/cli/main.js", "check", "--fail-on", "none", "--models", "MODELS"] },
} satisfies Record<string, Program>;
type Name = keyof typeof PROGRAMS;
const NAMES = Object.keys(PROGRAMS) as Name[];

type Unit = keyof Measured;
type Compare = (ours: number, theirs: number) => number;
const ratio: Compare = (ours, theirs) => ours / theirs;
const difference: Compare = (ours, theirs) => ours - theirs;

/** A measurement with its bound. */
const CONTRACTS: readonly {
  what: string;
  ours: Name;
  theirs: Name;
  unit: Unit;
  compare: Compare;
  atMost: number;
}[] = [
  { what: "program, time", ours: "library", theirs: "byHand", unit: "seconds", compare: ratio, atMost: 1.25 },
  { what: "program, memory", ours: "library", theirs: "byHand", unit: "megabytes", compare: ratio, atMost: 1.2 },
  { what: "config file, time", ours: "file", theirs: "byHand", unit: "seconds", compare: ratio, atMost: 1.6 },
  { what: "config file, memory", ours: "file", theirs: "byHand", unit: "megabytes", compare: ratio, atMost: 1.6 },
  { what: "import, beside cdktf", ours: "entry", theirs: "cdktf", unit: "seconds", compare: difference, atMost: 0.1 },
  {
    what: "aks-entra check, all examples",
    ours: "check",
    theirs: "node",
    unit: "seconds",
    compare: difference,
    atMost: 0.4,
  },
  { what: "npm run synth, compiled", ours: "synth", theirs: "file", unit: "seconds", compare: difference, atMost: 0.4 },
];

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), "aks-entra-bench-"));
  const busy = loadavg()[0];
  try {
    const outdirs = Object.fromEntries(NAMES.map((n) => [n, join(folder, n)])) as Record<Name, string>;
    const models = join(folder, "models");
    execFileSync(process.execPath, ["dist/main.js"], {
      cwd: ROOT,
      env: { ...process.env, AKS_ENTRA_CONFIG: "config", CDKTF_OUTDIR: models },
      stdio: "ignore",
    });
    const rounds: Record<Name, Measured>[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const measured = NAMES.map((n) => [n, run(ROOT, reading(PROGRAMS[n], models), outdirs[n])]);
      // the first round only warms up the disk's cache
      if (round > 0) rounds.push(Object.fromEntries(measured) as Record<Name, Measured>);
    }
    print(rounds, outdirs);
    if (busy > cpus().length / 2) {
      console.log(`\nThe machine was busy with other things (load ${busy.toFixed(1)}): trust ratios, not seconds.`);
    }
  } catch (e) {
    console.error(`The bench could not run: ${(e as Error).message}`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The program with the folder that the models of all examples are in. */
function reading(program: Program, models: string): Program {
  return "shell" in program ? program : { node: program.node.map((a) => (a === "MODELS" ? models : a)) };
}

function print(rounds: readonly Record<Name, Measured>[], outdirs: Readonly<Record<Name, string>>): void {
  console.log(`The article of config/article.yaml; Node ${process.versions.node}, ${cpus().length} CPUs`);
  console.log(`Medians (least to most) of ${ROUNDS} rounds after a warm-up; compared round by round\n`);
  table([
    ["", "ours", "beside it", "compared", "at most", ""],
    ...CONTRACTS.map(({ what, ours, theirs, unit, compare, atMost }) => {
      const compared = spreadOf(rounds.map((r) => compare(r[ours][unit], r[theirs][unit])));
      const show = (n: Name) => spread(spreadOf(rounds.map((r) => r[n][unit])), unit);
      const how = compare === ratio ? ("times" as const) : unit;
      return [
        what,
        show(ours),
        show(theirs),
        spread(compared, how),
        figure(atMost, how),
        verdict(compared.median <= atMost),
      ];
    }),
  ]);

  const sizes = (["library", "file", "byHand"] as const).map((n) => sizesOf(outdirs[n]));
  const [library, file, byHand] = sizes;
  console.log("\nThe Terraform that comes out\n");
  table([
    ["", "program", "config file", "by hand", ""],
    ...(["longest chain", "look-ups at plan", "resources", "outputs"] as const).map((what) => [
      what,
      ...sizes.map((s) => String(s[what])),
      verdict(library[what] <= byHand[what] && file[what] <= byHand[what]),
    ]),
    ["cdk.tf.json", ...sizes.map((s) => kilobytes(s.terraform)), ""],
    ["access-model.json", ...sizes.map((s) => kilobytes(s.model)), ""],
  ]);
}

function sizesOf(outdir: string) {
  const stack = join(outdir, "stacks", "article");
  const json = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8")) as TerraformJson;
  const size = (file: string) => statSync(join(stack, file), { throwIfNoEntry: false })?.size;
  return {
    "longest chain": longestChain(json),
    "look-ups at plan": countLookUps(json),
    resources: countResources(json),
    outputs: Object.keys(json.output ?? {}).length,
    terraform: size("cdk.tf.json"),
    model: size("access-model.json"),
  };
}

function figure(value: number, unit: Unit | "times"): string {
  if (unit === "megabytes") return `${value.toFixed(0)} MB`;
  return unit === "seconds" ? `${value.toFixed(2)} s` : value.toFixed(2);
}

function spread({ median, least, most }: Spread, unit: Unit | "times"): string {
  const digits = unit === "megabytes" ? 0 : 2;
  return `${figure(median, unit)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}

function kilobytes(size: number | undefined): string {
  return size === undefined ? "none" : `${(size / 1024).toFixed(1)} kB`;
}

function verdict(within: boolean): string {
  return within ? "within" : "BEYOND";
}

function table(rows: readonly (readonly string[])[]): void {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((r) => r[i].length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i]))
        .join("  ")
        .trimEnd(),
    );
}

main();

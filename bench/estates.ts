import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ESTATES, type EstateName } from "./estate";
import { type Measured, run, spreadOf } from "./measure";

const ROUNDS = 3;
const ROOT = join(__dirname, "..", "..");
const PROGRAMS = { library: "dist/bench/estate-library.js", byHand: "dist/bench/estate-by-hand.js" } as const;
type Name = keyof typeof PROGRAMS;

/** A bound on what a resource costs by the library, in times of what it costs by hand. */
const COST = 1.3;
const MEGABYTES = 1024;
/** What a resource may cost in the largest estate beside the one before: linear growth, with room for noise. */
const GROWTH = 1.25;

interface Row {
  readonly name: string;
  readonly resources: number;
  readonly seconds: number;
  readonly ratio: number;
  readonly megabytes: number;
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), "aks-entra-estates-"));
  try {
    const rows = (Object.keys(ESTATES) as EstateName[]).map((name) => measure(name, folder));
    print(rows);
  } catch (e) {
    console.error(`The bench could not run: ${(e as Error).message}`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(name: EstateName, folder: string): Row {
  const rounds: Record<Name, Measured>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const one = (p: Name) => run(ROOT, { node: [PROGRAMS[p], name] }, join(folder, p));
    rounds.push({ library: one("library"), byHand: one("byHand") });
  }
  const [library, byHand] = (["library", "byHand"] as const).map((p) => resourcesIn(join(folder, p)));
  if (library !== byHand) throw new Error(`the programs make ${library} and ${byHand} resources`);
  return {
    name,
    resources: library,
    seconds: spreadOf(rounds.map((r) => r.library.seconds)).median,
    ratio: spreadOf(rounds.map((r) => r.library.seconds / r.byHand.seconds)).median,
    megabytes: spreadOf(rounds.map((r) => r.library.megabytes)).most,
  };
}

function resourcesIn(outdir: string): number {
  const stacks = join(outdir, "stacks");
  return readdirSync(stacks)
    .map(
      (s) => JSON.parse(readFileSync(join(stacks, s, "cdk.tf.json"), "utf8")) as { resource?: Record<string, object> },
    )
    .flatMap(({ resource = {} }) => Object.values(resource).map((named) => Object.keys(named).length))
    .reduce((a, b) => a + b, 0);
}

function print(rows: readonly Row[]): void {
  console.log(`\nEstates, beside a program written by hand for the same resources; medians of ${ROUNDS} pairs\n`);
  for (const { name, resources, seconds, ratio, megabytes } of rows) {
    const verdict = ratio <= COST && megabytes <= MEGABYTES ? "within" : "BEYOND";
    console.log(
      `${name}: ${resources} resources, ${seconds.toFixed(2)} s, ${((seconds / resources) * 1000).toFixed(2)} ms each`,
    );
    console.log(
      `  ${ratio.toFixed(2)} times by hand (at most ${COST}), ${megabytes.toFixed(0)} MB (at most ${MEGABYTES})  ${verdict}`,
    );
  }
  const [, middle, large] = rows;
  const growth = large.seconds / large.resources / (middle.seconds / middle.resources);
  console.log(
    `  a resource of the third costs ${growth.toFixed(2)} times one of the second (at most ${GROWTH})  ${growth <= GROWTH ? "within" : "BEYOND"}`,
  );
}

main();

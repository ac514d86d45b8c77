import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ORGANIZATIONS, type OrganizationName } from "./access-models";
import { benchDiff } from "./diff";
import { type Measured, run, spreadOf } from "./measure";
import { type AccessRun, FOUND } from "./run-access";

const ROUNDS = 3;
const ROOT = join(__dirname, "..", "..");
/** What is promised of the third organization, from the start of Node to the last answer. */
const SECONDS = 2;
const MEGABYTES = 500;
/** What a path may cost in twice the organization: linear growth, with room for noise. */
const GROWTH = 1.5;

interface Row extends AccessRun {
  readonly name: string;
  readonly whole: number;
  readonly megabytes: number;
  /** Microseconds a path. */
  readonly each: number;
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), "aks-entra-access-"));
  try {
    print((Object.keys(ORGANIZATIONS) as OrganizationName[]).map((name) => measure(name, folder)));
    benchDiff(folder);
  } catch (e) {
    console.error(`The bench could not run: ${(e as Error).message}`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(name: OrganizationName, folder: string): Row {
  const rounds: (Measured & { readonly found: AccessRun })[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const measured = run(ROOT, { node: ["dist/bench/run-access.js", name] }, folder);
    rounds.push({ ...measured, found: JSON.parse(readFileSync(join(folder, FOUND), "utf8")) as AccessRun });
  }
  const [{ found }] = [...rounds].sort((a, b) => spent(a.found) - spent(b.found));
  return {
    ...found,
    name,
    whole: spreadOf(rounds.map((r) => r.seconds)).median,
    megabytes: spreadOf(rounds.map((r) => r.megabytes)).most,
    each: (spent(found) / found.paths) * 1e6,
  };
}

const spent = ({ seconds }: AccessRun) => seconds.join + seconds.paths + seconds.who;

function print(rows: readonly Row[]): void {
  console.log(`\nEvery path, and who may delete pods on every cluster; medians of ${ROUNDS} runs\n`);
  for (const { name, grants, paths, whole, megabytes, each } of rows) {
    console.log(
      `${name}: ${grants} grants, ${paths} paths, ${whole.toFixed(2)} s, ${megabytes.toFixed(0)} MB, ${each.toFixed(1)} µs a path`,
    );
  }
  const [, , promised, twice, grants] = rows;
  const verdict = promised.whole <= SECONDS && promised.megabytes <= MEGABYTES ? "within" : "BEYOND";
  console.log(`\n  ${promised.name}: at most ${SECONDS} s and ${MEGABYTES} MB  ${verdict}`);
  for (const [what, row] of [
    ["twice as many", twice],
    ["12,000 grants", grants],
  ] as const) {
    const growth = row.each / promised.each;
    const within = growth <= GROWTH ? "within" : "BEYOND";
    console.log(`  ${what}: a path costs ${growth.toFixed(2)} times as much (at most ${GROWTH})  ${within}`);
  }
}

main();

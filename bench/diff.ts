import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ORGANIZATIONS, type OrganizationName } from "./access-models";
import { run, spreadOf } from "./measure";
import { FOUND } from "./run-access";
import type { DiffRun } from "./run-diff";

const ROUNDS = 3;
const ROOT = join(__dirname, "..", "..");
/** What is promised of the third organization, from the start of Node to the last change. */
const SECONDS = 5;
/** What a path may cost in twice the organization, and in the largest: linear growth, with room for noise. */
const GROWTH = 1.5;

interface Row extends DiffRun {
  readonly name: string;
  readonly whole: number;
  readonly megabytes: number;
  /** Microseconds a path. */
  readonly each: number;
}

/** Measures the access diff of every organization, writing to a folder, and prints it. */
export function benchDiff(folder: string): void {
  print((Object.keys(ORGANIZATIONS) as OrganizationName[]).map((name) => measure(name, folder)));
}

function measure(name: OrganizationName, folder: string): Row {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const measured = run(ROOT, { node: ["dist/bench/run-diff.js", name] }, folder);
    return { ...measured, found: JSON.parse(readFileSync(join(folder, FOUND), "utf8")) as DiffRun };
  });
  const [{ found }] = [...rounds].sort((a, b) => a.found.seconds - b.found.seconds);
  return {
    ...found,
    name,
    whole: spreadOf(rounds.map((r) => r.seconds)).median,
    megabytes: spreadOf(rounds.map((r) => r.megabytes)).most,
    each: (found.seconds / found.paths) * 1e6,
  };
}

function print(rows: readonly Row[]): void {
  console.log(`\nThe access diff of a change that concerns everybody; medians of ${ROUNDS} runs\n`);
  for (const { name, paths, gains, losses, weaker, whole, megabytes, each } of rows) {
    const found = `${gains} gains, ${losses} losses, ${weaker} gates weaker`;
    console.log(
      `${name}: ${paths} paths, ${found}, ${whole.toFixed(2)} s, ${megabytes.toFixed(0)} MB, ${each.toFixed(1)} µs a path`,
    );
  }
  const [, , promised, twice, grants] = rows;
  const verdict = promised.whole <= SECONDS ? "within" : "BEYOND";
  console.log(`\n  ${promised.name}: at most ${SECONDS} s  ${verdict}`);
  for (const [what, row] of [
    ["twice as many", twice],
    ["12,000 grants", grants],
  ] as const) {
    const growth = row.each / promised.each;
    const within = growth <= GROWTH ? "within" : "BEYOND";
    console.log(`  ${what}: a path costs ${growth.toFixed(2)} times as much (at most ${GROWTH})  ${within}`);
  }
}

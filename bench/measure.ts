import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A program to measure: what Node gets, or a command for the shell. */
export type Program = { readonly node: readonly string[] } | { readonly shell: string };

/** What one run of a program took. */
export interface Measured {
  readonly seconds: number;
  /** At most; not measured of a shell's commands. */
  readonly megabytes: number;
}

/** Runs a program in the project's folder, writing to a folder of its own; throws what it said if it fails. */
export function run(root: string, program: Program, outdir: string): Measured {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const peak = join(outdir, "peak-memory");
  const env = {
    ...process.env,
    PATH: `${join(root, "node_modules", ".bin")}${delimiter}${process.env.PATH ?? ""}`,
    AKS_ENTRA_CONFIG: "config/article.yaml",
    CDKTF_OUTDIR: outdir,
    BENCH_PEAK_MEMORY: peak,
  };
  const start = process.hrtime.bigint();
  const { status, stdout, stderr } =
    "shell" in program
      ? spawnSync(program.shell, { cwd: root, env, shell: true, encoding: "utf8" })
      : spawnSync(process.execPath, ["--require", "./dist/bench/peak-memory.js", ...program.node], {
          cwd: root,
          env,
          encoding: "utf8",
        });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) {
    const name = "shell" in program ? program.shell : `node ${program.node.join(" ")}`;
    throw new Error(`${name}\n${stdout}${stderr}`);
  }
  return { seconds, megabytes: "shell" in program ? NaN : Number(readFileSync(peak, "utf8")) / 1024 };
}

/** The middle, the least and the most of some numbers. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** What is said of a series of measurements. */
export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, least: sorted[0], most: sorted[sorted.length - 1] };
}

import { spawnSync } from "node:child_process";

/** Ends a process and everything that it started, at once, as when a machine is switched off. */
export function endTree(pid: number): void {
  const parents = spawnSync("ps", ["-e", "-o", "pid=,ppid="], { encoding: "utf8" })
    .stdout.trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const tree = [pid];
  for (const root of tree) tree.push(...parents.filter(([, parent]) => parent === root).map(([child]) => child));
  for (const one of tree) {
    try {
      process.kill(one, "SIGKILL");
    } catch {
      // it has ended by itself
    }
  }
}

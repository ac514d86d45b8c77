import { spawnSync } from "node:child_process";

/**
 * Ends a process and everything that it started, at once, as when a machine is switched off. A Terraform whose caller
 * is gone would write on. Linux and macOS.
 */
export function endTree(pid: number): void {
  const tree = new Set<number>();
  // stopped ones start nothing more, so this comes to an end
  for (let news = [pid]; news.length > 0; news = childrenOf(tree)) {
    for (const one of news) {
      tree.add(one);
      send(one, "SIGSTOP");
    }
  }
  for (const one of tree) send(one, "SIGKILL");
}

/** What the processes started that is not among them. */
function childrenOf(tree: ReadonlySet<number>): number[] {
  const { stdout } = spawnSync("ps", ["-e", "-o", "pid=,ppid="], { encoding: "utf8" });
  const all = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  return all.filter(([child, parent]) => tree.has(parent) && !tree.has(child)).map(([child]) => child);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has ended by itself
  }
}

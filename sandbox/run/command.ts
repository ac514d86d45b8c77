import { type ChildProcess, spawn } from "node:child_process";
import { endTree } from "./process-tree";

/** How a program ended, and what it said. */
export interface Outcome {
  /** The exit code; null if a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Given each line as it comes. */
  readonly onLine?: (line: string) => void;
  /** Given the process, for those who want to end it early. */
  readonly onStart?: (child: ChildProcess) => void;
  /** Ends it, and all that it started. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a program to its end. It never throws: a program that cannot be started has the status 127, one that is not
 * started any more or was ended has none.
 */
export function command(program: string, args: readonly string[], options: CommandOptions): Promise<Outcome> {
  const { signal } = options;
  if (signal?.aborted) return Promise.resolve({ status: null, stdout: "", stderr: "", seconds: 0 });
  const began = performance.now();
  const child = spawn(program, args, { cwd: options.cwd, env: options.env, stdio: ["ignore", "pipe", "pipe"] });
  options.onStart?.(child);
  const end = () => child.pid !== undefined && endTree(child.pid);
  signal?.addEventListener("abort", end, { once: true });
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    let line = "";
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      said[stream] += text;
      const lines = (line + text).split("\n");
      line = lines.pop() ?? "";
      lines.forEach((l) => options.onLine?.(l));
    });
  }
  return new Promise((resolve) => {
    const ended = (status: number | null) => {
      signal?.removeEventListener("abort", end);
      resolve({ status, ...said, seconds: (performance.now() - began) / 1000 });
    };
    child.on("error", (e) => {
      said.stderr += e.message;
      ended(127);
    });
    child.on("close", ended);
  });
}

import { join } from "node:path";
import { type Outcome, command } from "../../sandbox/run/command";
import { signInEnvironment } from "../../sandbox/run/environment";
import { ROOT } from "../../sandbox/run/root";
import { type Trial } from "./e2e";

/** The real command, in a process of its own, signed in as the pipeline of a stack. */
export function aksEntra(run: Trial, stack: string, args: readonly string[]): Promise<Outcome> {
  const env = { ...process.env, ...signInEnvironment(run.session.cloud, run.session.identityOf(stack)) };
  return command(process.execPath, [join(ROOT, "dist/lib/cli/main.js"), ...args], { cwd: run.folder, env });
}

import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { command, type Outcome } from "../../sandbox/run/command";
import { signInEnvironment, toolEnvironment } from "../../sandbox/run/environment";
import { type Session, openSession } from "../../sandbox/session";

/** What a step took: seconds, and calls to the services. */
export interface Took {
  readonly seconds: number;
  readonly calls: number;
}

/** The steps of a deploy's life. */
export type Life = Readonly<Record<"deploy" | "second plan" | "destroy", Took>>;

/** Something that is deployed: its stacks, those first that others need. */
export interface Deployed {
  readonly deploy: (stack: string) => Promise<Outcome>;
  readonly plan: (stack: string) => Promise<Outcome>;
  readonly destroy: (stack: string) => Promise<Outcome>;
}

/** Deploys, plans again and destroys, each in a world of its own. */
export async function live(session: Session, stacks: readonly string[], by: Deployed): Promise<Life> {
  const took = async (names: readonly string[], run: (stack: string) => Promise<Outcome>): Promise<Took> => {
    const before = session.world.journal.count;
    let seconds = 0;
    for (const name of names) {
      const outcome = await run(name);
      if (outcome.status !== 0) throw new Error(`${name}: ${outcome.stdout}\n${outcome.stderr}`);
      seconds += outcome.seconds;
    }
    return { seconds, calls: session.world.journal.count - before };
  };
  const deploy = await took(stacks, by.deploy);
  const plan = await took(stacks, by.plan);
  // PIM does not let go of an assignment in its first five minutes
  session.world.clock.advance({ minutes: 6 });
  const destroy = await took([...stacks].reverse(), by.destroy);
  return { deploy, "second plan": plan, destroy };
}

/** An example by the library, as a pipeline runs it. */
export async function byLibrary(folder: string, config: string, parallelism: number): Promise<Life> {
  return within(folder, config, parallelism, (session) =>
    live(
      session,
      session.stacks.map(({ name }) => name),
      {
        deploy: (stack) => session.as(stack).deploy([stack], ["--ignore-missing-stack-dependencies"]),
        plan: (stack) => session.as(stack).terraform(stack, PLAN),
        destroy: (stack) => session.as(stack).destroy([stack], ["--ignore-missing-stack-dependencies"]),
      },
    ),
  );
}

const PLAN = ["plan", "-detailed-exitcode", "-input=false", "-no-color"];

/** The same by Terraform that somebody wrote by hand: a folder a stack. */
export async function byHand(folder: string, config: string, sources: string, parallelism: number): Promise<Life> {
  return within(folder, config, parallelism, (session) => {
    const stacks = session.stacks.map(({ name }) => name);
    const terraform = async (stack: string, ...runs: string[][]): Promise<Outcome> => {
      const cwd = join(folder, "by-hand", stack);
      mkdirSync(cwd, { recursive: true });
      cpSync(join(sources, stack), cwd, { recursive: true });
      const env = { ...toolEnvironment(), ...signInEnvironment(session.cloud, session.identityOf(stack)) };
      let seconds = 0;
      let last: Outcome | undefined;
      for (const args of runs) {
        last = await command("terraform", args, { cwd, env });
        seconds += last.seconds;
        if (last.status !== 0) break;
      }
      return { ...(last as Outcome), seconds };
    };
    const at = `-parallelism=${parallelism}`;
    return live(session, stacks, {
      deploy: (stack) => terraform(stack, ["init", "-input=false"], ["apply", "-auto-approve", at]),
      plan: (stack) => terraform(stack, PLAN),
      destroy: (stack) => terraform(stack, ["destroy", "-auto-approve", at]),
    });
  });
}

async function within(
  folder: string,
  config: string,
  parallelism: number,
  run: (session: Session) => Promise<Life>,
): Promise<Life> {
  const session = await openSession({ folder, config, parallelism });
  try {
    return await run(session);
  } finally {
    await session.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

import { join } from "node:path";
import { beyond, inventory } from "./inventory";
import { type Outcome } from "./run/command";
import { ROOT } from "./run/root";
import { signInEnvironment, toolEnvironment } from "./run/environment";
import { type Session } from "./session";

const CDKTF = join(ROOT, "node_modules", ".bin", "cdktf");

/** Where the show prints. */
export type Print = (line: string) => void;

/** A step that did not end well, with what the tool said. */
export class StepFailed extends Error {}

/** Runs a step, and prints what it is and how long it took. */
export async function step<T>(print: Print, what: string, run: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s`;
  try {
    const result = await run();
    print(`${seconds()}  ${what}`);
    return result;
  } catch (e) {
    print(`${seconds()}  ${what}: FAILED`);
    throw e;
  }
}

/** Deploys every stack as its identity, plans again, and shows what there is. */
export async function show(session: Session, print: Print): Promise<void> {
  const names = session.stacks.map(({ name }) => name);
  const before = inventory(session.world);
  for (const name of names) {
    const calls = session.world.journal.count;
    await step(print, `cdktf deploy ${name}`, async () =>
      well(await session.as(name).deploy([name], ["--ignore-missing-stack-dependencies"])),
    );
    print(`          ${session.world.journal.count - calls} calls as ${session.identityOf(name).name}`);
  }
  for (const name of names) {
    await step(print, `terraform plan of ${name}: nothing to change`, () => emptyPlan(session, name));
  }
  complainIfAny(session);

  for (const name of names) {
    print(`\nOutputs of ${name}`);
    const { stdout } = well(await session.as(name).terraform(name, ["output", "-no-color"]));
    stdout
      .trimEnd()
      .split("\n")
      .forEach((line) => print(`  ${line}`));
  }
  print("\nWhat now exists");
  for (const line of beyond(inventory(session.world), before)) print(`  ${line}`);
  print("");
}

/** Takes everything away again, the last stack first; the assignments are by then old enough to be removed. */
export async function clear(session: Session, print: Print): Promise<void> {
  session.world.clock.advance({ minutes: 6 });
  for (const { name } of [...session.stacks].reverse()) {
    await step(print, `cdktf destroy ${name}`, async () =>
      well(await session.as(name).destroy([name], ["--ignore-missing-stack-dependencies"])),
    );
  }
  complainIfAny(session);
}

/** How to go on by hand: the environment, one identity a stack, and where the files are. */
export function byHand(session: Session, folder: string, config: string, print: Print): void {
  const settings = toolEnvironment();
  for (const { name } of session.stacks) {
    print(`# ${name}, as ${session.identityOf(name).name}`);
    const env = {
      ...signInEnvironment(session.cloud, session.identityOf(name)),
      AKS_ENTRA_CONFIG: config,
      CHECKPOINT_DISABLE: settings.CHECKPOINT_DISABLE,
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: settings.CDKTF_DISABLE_PLUGIN_CACHE_ENV,
    };
    for (const [key, value] of Object.entries(env)) print(`export ${key}='${value}'`);
    print(`cd '${folder}' && '${CDKTF}' diff ${name} --skip-provider-lock`);
    print(`cd '${session.as(name).stackFolder(name)}' && terraform plan\n`);
  }
}

function complainIfAny({ world }: Session): void {
  const { complaints } = world.journal;
  if (complaints.length > 0) throw new StepFailed(["The run did what no run may do:", ...complaints].join("\n  "));
}

async function emptyPlan(session: Session, name: string): Promise<void> {
  const plan = await session
    .as(name)
    .terraform(name, ["plan", "-detailed-exitcode", "-input=false", "-no-color", "-lock=false"]);
  if (plan.status === 2) throw new StepFailed(`A second plan is not empty:\n${plan.stdout}`);
  well(plan);
}

function well(outcome: Outcome): Outcome {
  if (outcome.status !== 0) throw new StepFailed(`${outcome.stdout}\n${outcome.stderr}`);
  return outcome;
}

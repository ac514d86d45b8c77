import { join } from "node:path";
import { beyond, inventory } from "./inventory";
import { EMPTY_PLAN } from "../lib/gate";
import { type Outcome } from "./run/command";
import { type Json } from "./run/local-backend";
import { type SynthesizedStack } from "./run/project";
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

export interface ShowOptions {
  /** Given what the tools say, line by line. */
  readonly onLine?: (line: string) => void;
  /** Milliseconds that pass; for the progress. */
  readonly now?: () => number;
}

/** Deploys every stack as its identity, plans again, and shows what there is. */
export async function show(session: Session, print: Print, options: ShowOptions = {}): Promise<void> {
  const { onLine, now = () => performance.now() } = options;
  const names = session.stacks.map(({ name }) => name);
  const before = inventory(session.world);
  for (const name of names) {
    const calls = session.world.journal.count;
    const total = resourcesOf(session, name);
    print(`          cdktf deploy ${name}: ${total} to make`);
    const project = session.as(name).with({ onLine: both(onLine, progress(print, total, now)) });
    await step(print, `cdktf deploy ${name}`, async () =>
      well(await project.deploy([name], ["--ignore-missing-stack-dependencies"])),
    );
    print(`          ${session.world.journal.count - calls} calls as ${session.identityOf(name).name}`);
  }
  for (const name of names) {
    await step(print, `terraform plan of ${name}: nothing to change`, () => emptyPlan(session, name));
  }
  print(`          ${EMPTY_PLAN}`);
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

/** What a deploy says as it goes: how much is made by now, at most every so often. */
export function progress(print: Print, total: number, now: () => number): (line: string) => void {
  const made = new Set<string>();
  let last = now();
  return (line) => {
    const address = /(\S+): (?:Creation|Import|Modifications) complete/.exec(line)?.[1];
    if (address === undefined || made.has(address)) return;
    made.add(address);
    if (now() - last < PROGRESS_EVERY || made.size === total) return;
    last = now();
    print(`          ${made.size} of ${total} made`);
  };
}

const PROGRESS_EVERY = 5000;

function both(one: ((line: string) => void) | undefined, other: (line: string) => void): (line: string) => void {
  return (line) => {
    one?.(line);
    other(line);
  };
}

function resourcesOf(session: Session, name: string): number {
  const { terraform } = session.stacks.find((stack) => stack.name === name) as SynthesizedStack;
  return Object.values<Json>(terraform.resource ?? {}).reduce((sum, those) => sum + Object.keys(those).length, 0);
}

/** What the run did and no run may do, to print; undefined if nothing. */
export function complaintsOf({ world }: Pick<Session, "world">): string | undefined {
  const { complaints } = world.journal;
  return complaints.length === 0 ? undefined : ["The run did what no run may do:", ...complaints].join("\n  ");
}

function complainIfAny(session: Session): void {
  const complaints = complaintsOf(session);
  if (complaints !== undefined) throw new StepFailed(complaints);
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

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beyond, inventory } from "../../sandbox/inventory";
import { People } from "../../sandbox/people";
import { type Outcome } from "../../sandbox/run/command";
import { type Json } from "../../sandbox/run/local-backend";
import { ROOT } from "../../sandbox/run/root";
import { type Session, type SessionOptions, openSession } from "../../sandbox/session";

const MINUTES = 60_000;
const missing = process.env.AKS_ENTRA_E2E_MISSING;

/** A day in the life of the examples: before every date in them. */
export const TODAY = new Date("2026-11-25T09:00:00Z");

/** A test that deploys; where Terraform or the providers are not to be had, its name says that, and it is skipped. */
export function deploys(name: string, run: () => Promise<void>, minutes = 15): void {
  (missing === undefined ? test : test.skip)(
    missing === undefined ? name : `${name} (skipped: ${missing})`,
    run,
    minutes * MINUTES,
  );
}

/** Config files by name, or one file's or folder's absolute path. */
export type Config = string | Readonly<Record<string, string>>;

export interface TrialOptions extends Omit<SessionOptions, "config" | "folder"> {
  readonly config: Config;
}

/** A config, a world of its own, and the commands. */
export interface Trial {
  readonly session: Session;
  readonly world: Session["world"];
  readonly people: People;
  readonly folder: string;
  /** What the world holds beyond what was there before the first deploy. */
  made(): string[];
  /** What is gone that was there before the first deploy. */
  lost(): string[];
  /** `cdktf deploy` of each stack by its own identity, the needed ones first; fails unless all succeed. */
  deploy(stack?: string): Promise<void>;
  /** `cdktf deploy` of one stack, however it ends. */
  tryDeploy(stack: string): Promise<Outcome>;
  /** Begins to deploy a stack, and ends everything at once when the service is asked for this. */
  dieAt(stack: string, method: string, path: RegExp, end: (pid: number) => void): Promise<Outcome>;
  destroy(stack?: string): Promise<void>;
  tryDestroy(stack: string): Promise<Outcome>;
  /** What a plan of each stack would change, in Terraform's words; empty if nothing. */
  plan(stack?: string): Promise<string[]>;
  /** What a plan that was saved holds, as JSON. */
  planJson(stack: string): Promise<Json>;
  /** Writes other files in the place of the config, and synthesizes. */
  change(config: Config): Promise<void>;
  /** Object and resource ids in the state of a stack, by address. */
  ids(stack: string): Record<string, string>;
}

const open: { trial: Trial; folder: string }[] = [];

/** Begins a trial; it ends with the test, which fails if the run did anything that no run may do. */
export async function trial({ config, ...options }: TrialOptions): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), "aks-entra-e2e-"));
  const session = await openSession({ now: TODAY, ...options, folder, config: written(folder, config) });
  const { world } = session;
  const before = inventory(world);
  const names = (stack?: string) => (stack === undefined ? session.stacks.map(({ name }) => name) : [stack]);
  const tryDeploy = (stack: string) => session.as(stack).deploy([stack], ["--ignore-missing-stack-dependencies"]);
  const tryDestroy = (stack: string) => session.as(stack).destroy([stack], ["--ignore-missing-stack-dependencies"]);
  const made: Trial = {
    session,
    world,
    people: new People(world),
    folder,
    made: () => beyond(inventory(world), before),
    lost: () => beyond(before, inventory(world)),
    tryDeploy,
    tryDestroy,
    deploy: async (stack) => {
      for (const name of names(stack)) succeed(await tryDeploy(name));
    },
    dieAt: (stack, method, path, end) => {
      const args = ["deploy", stack, "--auto-approve", "--skip-provider-lock", "--ignore-missing-stack-dependencies"];
      return session.as(stack).cdktf(args, {
        onStart: ({ pid }) => world.faults.once(method, path, () => end(pid as number)),
      });
    },
    destroy: async (stack) => {
      for (const name of names(stack).reverse()) succeed(await tryDestroy(name));
    },
    plan: async (stack) => {
      const changes: string[] = [];
      for (const name of names(stack)) changes.push(...planned(await planOf(session, name)));
      return changes;
    },
    planJson: (stack) => planOf(session, stack),
    change: async (next) => {
      await session.resynth(written(folder, next));
    },
    ids: (stack) => idsOf(session.as(stack).state(stack)),
  };
  open.push({ trial: made, folder });
  return made;
}

afterEach(async () => {
  const complaints: string[] = [];
  for (const { trial, folder } of open.splice(0)) {
    complaints.push(...trial.world.journal.complaints);
    await trial.session.close();
    rmSync(folder, { recursive: true, force: true });
  }
  expect(complaints).toEqual([]);
});

/** The outcome, if it is a success. */
export function succeed(outcome: Outcome): Outcome {
  if (outcome.status !== 0) throw new Error(`exit code ${outcome.status}\n${lastOf(outcome)}`);
  return outcome;
}

/** What a tool said at its end, without the frames that it redraws. */
function lastOf({ stdout, stderr }: Outcome): string {
  const lines = `${stdout}\n${stderr}`.replace(/\x1b\[[0-9;]*[A-Za-z]/g, "").split("\n");
  return lines
    .filter((line) => !/Stacks? (deploying|destroying|waiting|done)|Synthesizing|^\s*$/.test(line))
    .slice(-40)
    .join("\n");
}

/** An example of this repository, as text. */
export function example(path: string): string {
  return readFileSync(join(ROOT, "config", path), "utf8");
}

/** The absolute path of an example. */
export function examplePath(path: string): string {
  return join(ROOT, "config", path);
}

/** A text with something else in it; what is replaced has to be there, once. */
export function rewrite(text: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((now, [from, to]) => {
    if (now.split(from).length !== 2) throw new Error(`"${from}" is there ${now.split(from).length - 1} times`);
    return now.replace(from, () => to);
  }, text);
}

function written(folder: string, config: Config): string {
  if (typeof config === "string") return config;
  const to = join(folder, "config");
  rmSync(to, { recursive: true, force: true });
  for (const [name, text] of Object.entries(config)) {
    mkdirSync(dirname(join(to, name)), { recursive: true });
    writeFileSync(join(to, name), text);
  }
  return to;
}

async function planOf(session: Session, stack: string): Promise<Json> {
  const as = session.as(stack);
  const file = `../../../${stack}.tfplan`;
  succeed(await as.terraform(stack, ["init", "-input=false", "-no-color"]));
  succeed(await as.terraform(stack, ["plan", `-out=${file}`, "-input=false", "-no-color"]));
  return JSON.parse(succeed(await as.terraform(stack, ["show", "-json", file])).stdout) as Json;
}

/** One line a change: `update azuread_group.aks-operators`; imports and moves count, and so do outputs. */
function planned(plan: Json): string[] {
  const resources = ((plan.resource_changes ?? []) as Json[]).flatMap(({ address, change, previous_address }) => {
    const verbs = (change.actions as string[]).filter((a) => a !== "no-op" && a !== "read");
    return [
      ...(change.importing ? [`import ${address}`] : []),
      ...(previous_address !== undefined ? [`move ${previous_address} to ${address}`] : []),
      ...(verbs.length > 0 ? [`${verbs.join(" and ")} ${address}`] : []),
    ];
  });
  const outputs = Object.entries<Json>((plan.output_changes ?? {}) as Record<string, Json>).flatMap(([name, change]) =>
    (change.actions as string[]).every((a) => a === "no-op") ? [] : [`${change.actions.join(" and ")} output ${name}`],
  );
  return [...resources, ...outputs].sort();
}

function idsOf(state: Json): Record<string, string> {
  const found = ((state.resources ?? []) as Json[])
    // one that is only begun is there without an instance
    .filter(({ mode, instances }) => mode === "managed" && instances.length > 0)
    .map(({ type, name, instances }): [string, string] => [
      `${type}.${name}`,
      String(instances[0]?.attributes?.object_id ?? instances[0]?.attributes?.id),
    ]);
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isUnknown } from "../lib/access";
import { furnish } from "./existing/furnish";
import { type Cloud, signInEnvironment } from "./run/environment";
import { type Json } from "./run/local-backend";
import { Project, type ProjectOptions, type SynthesizedStack } from "./run/project";
import { type Identity } from "./stand-in/identities";
import { type StandIn, standIn } from "./stand-in/stand-in";
import { World, type WorldOptions } from "./stand-in/world";

export interface SessionOptions
  extends Pick<ProjectOptions, "config" | "onLine" | "terraform" | "signal">, WorldOptions {
  /** An empty folder to work in. */
  readonly folder: string;
  /** How many things Terraform does at a time; 30 by default, since nearly all of a deploy is waiting. */
  readonly parallelism?: number;
  /** What an identity that deploys a stack may do; by default everything on the services that the stack talks to. */
  readonly rights?: (stack: SynthesizedStack) => Pick<Identity, "graph" | "azure">;
}

/** A config, the world that it is deployed to, and whoever deploys it. */
export interface Session {
  readonly world: World;
  /** Where it listens, and what to trust. */
  readonly cloud: Cloud;
  /** What was synthesized last, those stacks first that others need. */
  readonly stacks: readonly SynthesizedStack[];
  /** The identity that deploys a stack. */
  identityOf(stack: string): Identity;
  /** The project, signed in as the identity of a stack. */
  as(stack: string): Project;
  /** Synthesizes anew, and furnishes the world with what the config calls existing since. */
  resynth(config?: string): Promise<readonly SynthesizedStack[]>;
  close(): Promise<void>;
}

const PARALLELISM = 100;

/** Synthesizes a config, makes a world in which everything exists that it takes for granted, and listens. */
export async function openSession(options: SessionOptions): Promise<Session> {
  let project = new Project({ parallelism: PARALLELISM, ...options });
  let stacks = await project.synth();
  const world = new World(tenantOf(stacks), subscriptionsOf(stacks), options);
  furnish(world, stacks);
  const running = await standIn(world);
  const cloud = {
    host: running.host,
    tenantId: world.tenantId,
    certificateFile: certificateFile(options.folder, running),
  };
  const identities = new Map(stacks.map((stack) => [stack.name, identity(world, stack, options.rights)]));
  const identityOf = (stack: string) => {
    const found = identities.get(stack);
    if (found === undefined)
      throw new Error(`no stack is called ${stack}; there are: ${[...identities.keys()].join(", ")}`);
    return found;
  };
  return {
    world,
    cloud,
    get stacks() {
      return stacks;
    },
    identityOf,
    as: (stack) => project.with({ env: signInEnvironment(cloud, identityOf(stack)) }),
    resynth: async (config) => {
      if (config !== undefined) project = project.with({ config });
      const now = await project.synth();
      furnish(world, now);
      for (const stack of now) {
        if (!identities.has(stack.name)) identities.set(stack.name, identity(world, stack, options.rights));
      }
      stacks = now;
      return now;
    },
    close: () => running.close(),
  };
}

function certificateFile(folder: string, { certificate }: StandIn): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "sandbox.pem");
  writeFileSync(file, certificate);
  return file;
}

/** The identity that deploys a stack; the model may name its object id. */
function identity(world: World, stack: SynthesizedStack, rights: SessionOptions["rights"]): Identity {
  const { providers, principal } = {
    providers: Object.keys(stack.terraform.provider ?? {}),
    principal: deployerOf(stack),
  };
  const added = world.identities.add({
    name: `pipeline of ${stack.name}`,
    ...(principal === undefined ? {} : { objectId: principal }),
    ...(rights?.(stack) ?? {
      graph: providers.includes("azuread") ? "all" : [],
      azure: providers.includes("azurerm") ? "all" : [],
    }),
  });
  if (world.directory.get(added.objectId) === undefined) {
    world.directory.addServicePrincipal({ id: added.objectId, appId: added.clientId, displayName: added.name });
  }
  return added;
}

function deployerOf({ model }: SynthesizedStack): string | undefined {
  const principal = model.principals.find(({ id }) => id === model.deployers[0]?.principal);
  return principal === undefined || isUnknown(principal.objectId) ? undefined : principal.objectId;
}

function providersOf(stacks: readonly SynthesizedStack[]): Json[] {
  return stacks.flatMap(({ terraform }) => Object.values<Json[]>(terraform.provider ?? {}).flat());
}

function tenantOf(stacks: readonly SynthesizedStack[]): string {
  const tenants = [...new Set(providersOf(stacks).map(({ tenant_id }) => tenant_id as string | undefined))];
  const known = tenants.filter((tenant) => tenant !== undefined);
  if (known.length > 1) throw new Error(`The sandbox is one tenant; the config has ${known.join(" and ")}.`);
  return known[0] ?? "22222222-2222-2222-2222-222222222222";
}

function subscriptionsOf(stacks: readonly SynthesizedStack[]): string[] {
  const named = providersOf(stacks).map(({ subscription_id }) => subscription_id as string | undefined);
  return [...new Set(named.filter((id) => id !== undefined))];
}

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { Command } from "commander";
import { type Interruption, listenForInterruption } from "./run/interruption";
import { type SynthesizedStack } from "./run/project";
import { type Missing, missingProviders, missingTerraform, providersOf } from "./run/tools";
import { type Session, openSession } from "./session";
import { byHand, clear, complaintsOf, show, step } from "./show";

const print = (line: string) => console.log(line);

interface Options {
  readonly keep?: boolean;
  readonly verbose?: boolean;
}

const HELP = `
Exit code 1 if the config does not synthesize, a step fails, or a run did what no run may do; 2 if a file, Terraform or
a provider is missing; 129, 130 or 143 if it was interrupted.
`;

async function main(): Promise<void> {
  const interruption = listenForInterruption();
  const program = new Command("npm run sandbox --")
    .description("A whole deploy by real Terraform and the real providers, against a tenant that is only pretended.")
    .argument("[config]", "a config file, or a folder of them", join("config", "article.yaml"))
    .option("--keep", "leave it running, and print how to go on by hand")
    .option("--verbose", "show what the tools say")
    .addHelpText("after", HELP)
    .exitOverride((e) => process.exit(e.exitCode === 0 ? 0 : 2));
  program.parse();
  const [config = join("config", "article.yaml")] = program.processedArgs as [string | undefined];
  process.exitCode = await run(resolve(config), program.opts<Options>(), interruption);
}

async function run(config: string, { keep, verbose }: Options, interruption: Interruption): Promise<number> {
  const { signal } = interruption;
  const onLine = verbose ? print : undefined;
  if (!existsSync(config)) return cannot(`There is no ${fromHere(config)}.`);
  const missing = await missingTerraform({ signal });
  if (interruption.code !== undefined) return interruption.code;
  if (missing !== undefined) return cannot(missing.what, missing.how);

  const folder = mkdtempSync(join(tmpdir(), "aks-entra-sandbox-"));
  // a tool that is ended leaves things behind, such as the sockets of providers: they go with the folder
  process.env.TMPDIR = folder;
  let session: Session | undefined;
  try {
    print(`The sandbox deploys ${fromHere(config)}; no tenant, no cost.\n`);
    session = await step(print, "synthesized; Entra, Graph and Azure stand in", () =>
      openSession({ folder, config, signal, onLine }),
    );
    const unreachable = await missingFor(session.stacks, signal);
    if (unreachable !== undefined && !signal.aborted) return cannot(unreachable.what, unreachable.how);
    await show(session, print, { onLine });
    if (!keep) {
      await clear(session, print);
      return 0;
    }
    print("It goes on running; Ctrl+C ends it and clears up. In another terminal:\n");
    byHand(session, folder, config, print);
    await interruption.come;
    return refused(session);
  } catch (e) {
    // what was ended ends badly, which is no news
    if (interruption.code !== undefined) return interruption.code;
    console.error((e as Error).message);
    return 1;
  } finally {
    await session?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first provider that a stack asks for and that is not to be had. */
async function missingFor(stacks: readonly SynthesizedStack[], signal: AbortSignal): Promise<Missing | undefined> {
  const wanted = new Map(
    stacks.map(({ terraform }) => [JSON.stringify(providersOf(terraform)), providersOf(terraform)]),
  );
  for (const providers of wanted.values()) {
    const missing = await missingProviders({ wanted: providers, signal });
    if (missing !== undefined) return missing;
  }
  return undefined;
}

/** What somebody did by hand is judged as well. */
function refused(session: Session): number {
  const complaints = complaintsOf(session);
  if (complaints !== undefined) console.error(complaints);
  return complaints === undefined ? 0 : 1;
}

function cannot(...why: string[]): number {
  console.error(why.join("\n"));
  return 2;
}

function fromHere(path: string): string {
  return relative(process.cwd(), path) || ".";
}

void main();

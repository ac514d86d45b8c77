import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { Command } from "commander";
import { ROOT } from "./run/root";
import { missingTools } from "./run/tools";
import { type Session, openSession } from "./session";
import { byHand, clear, show, step } from "./show";

const print = (line: string) => console.log(line);

interface Options {
  readonly keep?: boolean;
  readonly verbose?: boolean;
}

async function main(): Promise<void> {
  const program = new Command("npm run sandbox --")
    .description("A whole deploy by real Terraform and the real providers, against a tenant that is only pretended.")
    .argument("[config]", "a config file, or a folder of them", join("config", "article.yaml"))
    .option("--keep", "leave it running, and print how to go on by hand")
    .option("--verbose", "show what the tools say")
    .exitOverride((e) => process.exit(e.exitCode === 0 ? 0 : 2));
  program.parse();
  const [config = join("config", "article.yaml")] = program.processedArgs as [string | undefined];
  process.exitCode = await run(resolve(config), program.opts<Options>());
}

async function run(config: string, { keep, verbose }: Options): Promise<number> {
  if (!existsSync(config)) return cannot(`There is no ${relative(process.cwd(), config)}.`);
  const missing = await missingTools();
  if (missing !== undefined) return cannot(`${missing.what}\n${missing.how}`);

  const folder = mkdtempSync(join(tmpdir(), "aks-entra-sandbox-"));
  let session: Session | undefined;
  try {
    print(`The sandbox deploys ${relative(ROOT, config)}; no tenant, no cost.\n`);
    session = await step(print, "synthesized; Entra, Graph and Azure stand in", () =>
      openSession({ folder, config, ...(verbose ? { onLine: print } : {}) }),
    );
    await show(session, print);
    if (keep) {
      print("It goes on running; Ctrl+C ends it and clears up. In another terminal:\n");
      byHand(session, folder, config, print);
      await interrupted();
    } else {
      await clear(session, print);
    }
    return 0;
  } catch (e) {
    console.error((e as Error).message);
    return 1;
  } finally {
    await session?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function cannot(why: string): number {
  console.error(why);
  return 2;
}

function interrupted(): Promise<void> {
  // a listening server alone keeps the process alive
  return new Promise((resolve) => ["SIGINT", "SIGTERM"].forEach((signal) => process.once(signal, () => resolve())));
}

void main();

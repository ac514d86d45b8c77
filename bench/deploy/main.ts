import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../sandbox/run/root";
import { missingTools } from "../../sandbox/run/tools";
import { openSession } from "../../sandbox/session";
import { estateFiles } from "./estate";
import { compare } from "./compare";
import { byHand, byLibrary } from "./side-by-side";

const EXAMPLES = ["article.yaml", "platform"] as const;
const PARALLELISM = 100;
const STEPS = ["deploy", "second plan", "destroy"] as const;
/** How many things at a time the estate is deployed with: Terraform's own number, one between, and the sandbox's. */
const SETTINGS = [10, 30, 100];

async function main(): Promise<void> {
  const missing = await missingTools();
  if (missing !== undefined) {
    console.error(`${missing.what}\n${missing.how}`);
    process.exitCode = 2;
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "aks-entra-bench-deploy-"));
  try {
    if (!process.argv.includes("--estate")) {
      for (const example of EXAMPLES) if (!(await sideBySide(folder, example))) process.exitCode = 1;
    }
    await estate(folder);
  } catch (e) {
    console.error(`The bench could not run: ${(e as Error).message}`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether every step is within its limits. */
async function sideBySide(folder: string, example: string): Promise<boolean> {
  const config = join(ROOT, "config", example);
  const sources = join(ROOT, "bench", "deploy", "by-hand");
  const [ours, theirs] = await Promise.all([
    byLibrary(join(folder, "library"), config, PARALLELISM),
    byHand(join(folder, "hand"), config, sources, PARALLELISM),
  ]);
  console.log(`\nconfig/${example}, beside Terraform written by hand; ${PARALLELISM} things at a time`);
  const compared = STEPS.map((step) => compare(ours[step], theirs[step]));
  compared.forEach(({ text }, i) => console.log(`  ${STEPS[i].padEnd(12)} ${text}`));
  return compared.every(({ within }) => within);
}

/** The first deploy of a large estate is waiting, nearly all of it: what is waited for side by side costs nothing. */
async function estate(folder: string): Promise<void> {
  const config = join(folder, "estate");
  mkdirSync(config);
  for (const [name, text] of Object.entries(estateFiles())) writeFileSync(join(config, name), text);
  console.log("\nThe first deploy of 66 just-in-time groups, and of 40 clusters with 720 role assignments");
  await Promise.all(
    SETTINGS.map(async (parallelism) => {
      const session = await openSession({ folder: join(folder, `estate-${parallelism}`), config, parallelism });
      try {
        for (const { name } of session.stacks) {
          const { status, seconds, stdout, stderr } = await session
            .as(name)
            .deploy([name], ["--ignore-missing-stack-dependencies"]);
          if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
          console.log(`  ${String(parallelism).padStart(3)} at a time: ${name} ${seconds.toFixed(0)} s`);
        }
      } finally {
        await session.close();
      }
    }),
  );
}

void main();

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import type { AccessModel } from "../lib";
import { accessModelOf } from "../lib";
import { loadConfig } from "../lib/config";
import { guard } from "../lib/guardrails";
import { ESTATES, type EstateName } from "./estate";
import { estateByLibrary } from "./estate-library";
import { spreadOf } from "./measure";

const ROUNDS = 5;
/** What guardrails may cost of the synth that they are part of. */
const SHARE = 0.15;
/** What a grant may cost in the largest estate beside the one before: linear growth, with room for noise. */
const GROWTH = 1.25;

interface Row {
  readonly name: string;
  readonly grants: number;
  readonly synth: number;
  readonly guardrails: number;
}

/** A program that makes an app; the example runs as `main.ts` does, without the start of Node. */
const PROGRAMS: Readonly<Record<string, (app: App) => void>> = {
  "config/platform": (app) => void loadConfig(app, "config/platform"),
  ...Object.fromEntries(
    (Object.keys(ESTATES) as EstateName[]).map((name) => [name, (app: App) => estateByLibrary(app, ESTATES[name])]),
  ),
};

// run from the project's folder, by `npm run bench`
function main(): void {
  const folder = mkdtempSync(join(tmpdir(), "aks-entra-guardrails-"));
  try {
    const rows = Object.entries(PROGRAMS).map(([name, make]) => measure(name, make, folder));
    print(rows);
  } catch (e) {
    console.error(`The bench could not run: ${(e as Error).message}`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(name: string, make: (app: App) => void, folder: string): Row {
  const rounds = Array.from({ length: ROUNDS + 1 }, () => {
    const app = new App({ stackTraces: false, outdir: mkdtempSync(join(folder, "app-")) });
    const synth = secondsOf(() => {
      make(app);
      app.synth();
    });
    // the facts of the whole app are asked for once more because of the rules
    let models: AccessModel[] = [];
    const guardrails = secondsOf(() => {
      const stacks = app.node.findAll().filter((c): c is TerraformStack => TerraformStack.isStack(c));
      models = stacks.map((s) => accessModelOf(s, false));
      guard(models);
    });
    return { synth, guardrails, grants: models.reduce((n, m) => n + m.grants.length, 0) };
  }).slice(1);
  return {
    name,
    grants: rounds[0].grants,
    synth: spreadOf(rounds.map((r) => r.synth)).median,
    guardrails: spreadOf(rounds.map((r) => r.guardrails)).median,
  };
}

function secondsOf(run: () => void): number {
  const start = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function print(rows: readonly Row[]): void {
  console.log(`\nGuardrails, as a part of the synth that runs them; medians of ${ROUNDS} rounds after a warm-up\n`);
  for (const { name, grants, synth, guardrails } of rows) {
    const share = guardrails / synth;
    const verdict = share <= SHARE ? "within" : "BEYOND";
    console.log(`${name}: ${grants} grants, ${(guardrails * 1000).toFixed(1)} ms of ${(synth * 1000).toFixed(1)} ms`);
    console.log(`  ${(share * 100).toFixed(1)} % (at most ${SHARE * 100} %)  ${verdict}`);
  }
  const [middle, large] = rows.slice(-2);
  const growth = large.guardrails / large.grants / (middle.guardrails / middle.grants);
  console.log(
    `  a grant of the last costs ${growth.toFixed(2)} times one of that before (at most ${GROWTH})  ${growth <= GROWTH ? "within" : "BEYOND"}`,
  );
}

main();

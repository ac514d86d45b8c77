import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { signInEnvironment } from "../../sandbox/run/environment";
import { type Outcome, command } from "../../sandbox/run/command";
import { type Json } from "../../sandbox/run/local-backend";
import { ROOT } from "../../sandbox/run/root";
import { type Trial, deploys, trial } from "../support/e2e";
import { fleetFile } from "../support/fleet";

const FLEET = { clusters: 10, groups: 20, policies: 3, assignments: 100 };

describe("A tenant that was there before the files", () => {
  deploys(
    "is taken over by one command: nothing is added, changed or destroyed; a stricter tenant is seen, and the gate is red",
    async () => {
      const run = await trial({ config: { "fleet.yaml": fleetFile(FLEET) } });
      await run.deploy("fleet");
      const before = run.made();
      forgetState(run);

      const asked = run.world.journal.count;
      const imported = await aksEntra(run, ["import", "config/fleet.yaml"]);
      expect(imported.stderr).toMatch(/^Looking for what exists of fleet/);
      expect(imported.status).toBe(0);
      const calls = run.world.journal.since(asked).filter(({ method }) => method !== "POST");
      expect([...new Set(calls.map(({ method }) => method))]).toEqual(["GET"]);
      const wanted = addressesOf(run);
      expect(Object.keys(takeover(run)).sort()).toEqual(wanted);
      console.log(
        `${wanted.length} resources, ${imported.seconds.toFixed(1)} s with the start of node: ${imported.stderr}`,
      );

      await run.session.resynth();
      const plan = await run.planJson("fleet");
      expect(changesIn(plan)).toEqual([]);
      expect(verbsOf(plan)).toEqual({ import: wanted.length, "no-op": wanted.length });
      writeFileSync(join(run.folder, "plan.json"), JSON.stringify(plan));
      const green = await aksEntra(run, ["gate", "plan.json", "--adoption"]);
      expect({ status: green.status, said: green.status === 0 ? "" : green.stdout + green.stderr }).toEqual({
        status: 0,
        said: "",
      });

      // the tenant is stricter than the files: somebody changed settings in the portal
      run.people.changeRule("AKS team 03", "member", "Expiration_EndUser_Assignment", { maximumDuration: "PT1H" });
      run.people.changeRule("AKS team 03", "owner", "Enablement_EndUser_Assignment", {
        enabledRules: ["MultiFactorAuthentication", "Justification", "Ticketing"],
      });
      const again = await aksEntra(run, ["import", "config/fleet.yaml"]);
      expect(again.status).toBe(0);
      await run.session.resynth();
      const loosened = await run.planJson("fleet");
      expect(changedIn(loosened)).toEqual([
        "azuread_group_role_management_policy.team-03_member-settings",
        "azuread_group_role_management_policy.team-03_owner-settings",
      ]);
      writeFileSync(join(run.folder, "plan.json"), JSON.stringify(loosened));
      for (const args of [
        ["gate", "plan.json", "--adoption"],
        ["gate", "plan.json"],
      ]) {
        const red = await aksEntra(run, args);
        expect({ args, status: red.status }).toEqual({ args, status: 1 });
        expect(red.stdout).toContain("team-03_member-settings");
      }

      await run.deploy("fleet");
      expect(run.made()).toEqual(before);
      expect(run.lost()).toEqual([]);
      // done imports do nothing; without the file, what Azure does not know of a cluster is written once
      await run.session.resynth();
      expect(await run.plan()).toEqual([]);
      rmSync(join(run.folder, "config", "fleet.takeover.json"));
      await run.session.resynth();
      const last = await run.planJson("fleet");
      const attributes = changesIn(last).map((c) => c.split(":")[0].split(" ")[1]);
      expect([...new Set(attributes)].sort()).toEqual([
        "default_node_pool",
        "prevent_duplicate_names",
        "writeback_enabled",
      ]);
      await run.deploy("fleet");
      expect(await run.plan()).toEqual([]);
    },
    20,
  );
});

/** The real command, in a process of its own, signed in as the pipeline of the stack. */
function aksEntra(run: Trial, args: readonly string[]): Promise<Outcome> {
  const env = { ...process.env, ...signInEnvironment(run.session.cloud, run.session.identityOf("fleet")) };
  return command(process.execPath, [join(ROOT, "dist/lib/cli/main.js"), ...args], { cwd: run.folder, env });
}

function forgetState(run: Trial): void {
  for (const name of ["terraform.fleet.tfstate", "terraform.fleet.tfstate.backup"]) {
    const file = join(run.folder, name);
    if (existsSync(file)) rmSync(file);
  }
}

function takeover(run: Trial): Record<string, string> {
  const text = readFileSync(join(run.folder, "config", "fleet.takeover.json"), "utf8");
  return (JSON.parse(text) as { import: Record<string, string> }).import;
}

/** The address of every resource of the stack. */
function addressesOf(run: Trial): string[] {
  const { terraform } = run.session.stacks.find(({ name }) => name === "fleet")!;
  return Object.entries<Json>(terraform.resource as Record<string, Json>)
    .flatMap(([type, resources]) => Object.keys(resources).map((name) => `${type}.${name}`))
    .sort();
}

/** How many resources a plan imports, and how many it does what with. */
function verbsOf(plan: Json): Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (verb: string) => (counts[verb] = (counts[verb] ?? 0) + 1);
  for (const { mode, change } of (plan.resource_changes ?? []) as Json[]) {
    if (mode !== "managed") continue;
    if (change.importing) count("import");
    for (const action of change.actions as string[]) count(action);
  }
  return counts;
}

/** Each attribute that a plan changes, with what it was and what it will be. */
function changesIn(plan: Json): string[] {
  return ((plan.resource_changes ?? []) as Json[]).flatMap(({ mode, address, change }) =>
    mode !== "managed" || change.actions.join() === "no-op"
      ? []
      : Object.keys({ ...change.before, ...change.after })
          .filter((key) => JSON.stringify(change.before?.[key]) !== JSON.stringify(change.after?.[key]))
          .map(
            (key) =>
              `${address} ${key}: ${JSON.stringify(change.before?.[key])} to ${JSON.stringify(change.after?.[key])}`,
          ),
  );
}

function changedIn(plan: Json): string[] {
  return ((plan.resource_changes ?? []) as Json[])
    .filter(({ mode, change }) => mode === "managed" && change.actions.join() !== "no-op")
    .map(({ address }) => String(address))
    .sort();
}

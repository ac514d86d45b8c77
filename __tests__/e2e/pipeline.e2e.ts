import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type AccessModel } from "../../lib/access";
import { permissionsOf } from "../../lib/permissions";
import { type Outcome, command } from "../../sandbox/run/command";
import { signInEnvironment, toolEnvironment } from "../../sandbox/run/environment";
import { ROOT } from "../../sandbox/run/root";
import { type Identity } from "../../sandbox/stand-in/identities";
import { type Trial, deploys, succeed, trial } from "../support/e2e";
import { type Step, azureDevOpsSteps, githubSteps, recipesOf } from "../support/recipe";
import { rightsOf } from "../support/rights";

const RECIPES = recipesOf(readFileSync(join(ROOT, "docs", "pipelines.md"), "utf8"));
const STACK = "prod";
const CONFIG = `name: prod
tenantId: 22222222-2222-2222-2222-222222222222
subscriptionId: 00000000-0000-0000-0000-000000000000
emergencyAccess:
  accounts:
    - { user: 33333333-3333-4333-8333-333333333334 }
    - { user: 33333333-3333-4333-8333-333333333335 }
deployer: { servicePrincipal: 99999999-9999-4999-8999-999999999999 }
groups:
  sre: { existing: 44444444-4444-4444-8444-444444444401 }
  approvers:
    roleAssignable: true
    owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }]
    members: [{ user: 33333333-3333-4333-8333-333333333331 }, { user: 33333333-3333-4333-8333-333333333332 }]
  admins:
    roleAssignable: true
    owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }]
    pim:
      settings:
        activation: { maximum: 2h, require: [mfa, justification], approvers: [approvers] }
        owner: { activation: { maximum: 1h, require: [mfa, justification], approvers: [approvers] } }
      eligible: [{ principal: sre, until: 2027-06-30, justification: SRE rota }]
conditionalAccess:
  aks:
    state: enabled
    include: [sre, admins]
    require: [mfa, compliantDevice]
    signInFrequency: 4h
    blockDeviceCode: true
clusters:
  old:
    existing: { subscriptionId: 00000000-0000-0000-0000-000000000000, resourceGroup: legacy, name: old }
    assume: { azureRbac: true, localAccounts: disabled }
    access: [{ clusterUser: [sre], clusterAdmin: [admins] }]
`;

/** A repository, a world, and the two identities of its pipeline, which sign in by what the runner says of them. */
class Pipeline {
  public readonly folder = mkdtempSync(join(tmpdir(), "aks-entra-pipeline-"));
  public readonly repository = join(this.folder, "repository");

  public constructor(
    private readonly run: Trial,
    models: readonly AccessModel[],
  ) {
    const identity = (purpose: "plan" | "apply"): Identity =>
      this.run.world.identities.add({
        name: `${purpose} of the pipeline`,
        // the pipeline's own principal is who applies
        ...(purpose === "apply" ? { objectId: this.run.session.identityOf(STACK).objectId } : {}),
        federated: { issuer: ISSUER, subject: purpose },
        ...rightsOf(permissionsOf(models, STACK, purpose)),
      });
    this.identities = { plan: identity("plan"), apply: identity("apply") };
    const installed = join(this.folder, "node_modules", ".bin", "aks-entra");
    mkdirSync(dirname(installed), { recursive: true });
    const cli = JSON.stringify(join(ROOT, "dist", "lib", "cli", "main.js"));
    writeFileSync(installed, `#!/bin/sh\nexec node ${cli} "$@"\n`, { mode: 0o755 });
    mkdirSync(join(this.repository, "config"), { recursive: true });
    const scripts = { synth: `node ${JSON.stringify(join(ROOT, "dist", "main.js"))}` };
    const lock = { name: "access", lockfileVersion: 3, requires: true, packages: { "": { name: "access" } } };
    this.write("package.json", JSON.stringify({ name: "access", private: true, scripts }));
    this.write("package-lock.json", JSON.stringify(lock));
    this.write("cdktf.json", readFileSync(join(ROOT, "cdktf.json"), "utf8"));
    this.write(
      ".gitignore",
      "node_modules/\ncdktf.out/\nreport/\n*.json\n!package*.json\n!cdktf.json\n*.tfstate*\nbase/\n*.md\n",
    );
    this.write("gate-allow.yaml", "");
  }

  private readonly identities: Readonly<Record<"plan" | "apply", Identity>>;

  public write(path: string, text: string): void {
    writeFileSync(join(this.repository, path), text);
  }

  /** Commits, and says which commit `main` is. */
  public async commit(main: boolean): Promise<void> {
    const git = async (...args: string[]) =>
      succeed(
        await command("git", ["-c", "user.name=pipeline", "-c", "user.email=pipeline@contoso.com", ...args], {
          cwd: this.repository,
          env: process.env,
        }),
      );
    if (!existsSync(join(this.repository, ".git"))) await git("init", "--quiet");
    await git("add", "--all");
    await git("commit", "--quiet", "--message", "change", "--allow-empty");
    if (main) await git("update-ref", "refs/remotes/origin/main", "HEAD");
    rmSync(join(this.repository, "base"), { recursive: true, force: true });
    await git("worktree", "prune");
  }

  /** Runs the steps of a job, and gives back how each ended. A job that applies begins with the plan's artifact alone. */
  public async job(steps: readonly Step[], name: "plan" | "apply"): Promise<Record<string, Outcome>> {
    const workspace = name === "plan" ? this.repository : this.fetched();
    const ended: Record<string, Outcome> = {};
    for (const step of steps.filter(({ job }) => job === name)) {
      ended[step.name] = await command("bash", ["-e", "-c", step.run], {
        cwd: workspace,
        env: { ...toolEnvironment(), ...this.signIn(name), ...step.env, ...this.runner(workspace) },
      });
    }
    if (name === "apply") cpSync(join(workspace, STATE), join(this.repository, STATE));
    return ended;
  }

  public read(path: string): string {
    return readFileSync(join(this.repository, path), "utf8");
  }

  public close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** An empty machine with what the job before left: the stack's folder, without providers; and the state, which is remote. */
  private fetched(): string {
    const workspace = mkdtempSync(join(this.folder, "runner-"));
    const stack = join(this.repository, "cdktf.out", "stacks", STACK);
    const copy = (to: string) =>
      cpSync(stack, to, { recursive: true, filter: (path) => !/[\\/]\.terraform([\\/]|$)/.test(path) });
    copy(join(workspace, "cdktf.out", "stacks", STACK));
    copy(join(workspace, "artifacts", "plan"));
    if (existsSync(join(this.repository, STATE))) cpSync(join(this.repository, STATE), join(workspace, STATE));
    return workspace;
  }

  /** What a runner says of itself. */
  private runner(workspace: string): NodeJS.ProcessEnv {
    return { GITHUB_STEP_SUMMARY: join(this.folder, "summary.md"), PIPELINE_WORKSPACE: join(workspace, "artifacts") };
  }

  /** Who the runner is, as GitHub and Azure DevOps tell a job: no secret. */
  private signIn(name: "plan" | "apply"): NodeJS.ProcessEnv {
    const identity = this.identities[name];
    const cloud = signInEnvironment(this.run.session.cloud, identity);
    delete cloud.ARM_CLIENT_SECRET;
    const idToken = token(name);
    return {
      ...cloud,
      ARM_USE_OIDC: "true",
      ARM_OIDC_TOKEN: idToken,
      idToken,
      servicePrincipalId: identity.clientId,
      tenantId: this.run.world.tenantId,
    };
  }
}

const STATE = `terraform.${STACK}.tfstate`;
const ISSUER = "https://token.actions.githubusercontent.com";

function token(subject: string): string {
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const claims = { iss: ISSUER, sub: subject, aud: "api://AzureADTokenExchange" };
  return `${encode({ alg: "none", typ: "JWT" })}.${encode(claims)}.sandbox`;
}

const codes = (ended: Record<string, Outcome>) =>
  Object.fromEntries(Object.entries(ended).map(([name, { status }]) => [name, status]));
const failures = (ended: Record<string, Outcome>) =>
  Object.entries(ended)
    .filter(([, { status }]) => status !== 0)
    .map(([name, { status, stdout, stderr }]) => `${name}: ${status}\n${stdout}\n${stderr}`);

deploys(
  "the recipes plan, gate and apply what was reviewed, by two identities without a secret",
  async () => {
    const run = await trial({ config: { "prod.yaml": CONFIG } });
    const pipeline = new Pipeline(
      run,
      run.session.stacks.map(({ model }) => model),
    );
    try {
      const github = githubSteps(RECIPES[".github/workflows/access.yml"]);
      const devOps = azureDevOpsSteps(RECIPES["azure-pipelines.yml"]);

      // an empty main, and a pull request with everything
      pipeline.write("config/prod.yaml", CONFIG.slice(0, CONFIG.indexOf("emergencyAccess:")));
      await pipeline.commit(true);
      pipeline.write("config/prod.yaml", CONFIG);
      await pipeline.commit(false);
      const planned = await pipeline.job(github, "plan");
      expect(failures(planned)).toEqual([]);
      expect(Object.keys(planned)).toEqual([
        "Install",
        "Synthesize",
        "Synthesize main",
        "Check",
        "Diff",
        "Plan",
        "Gate",
        "Report",
      ]);
      expect(pipeline.read("comment.md")).toContain("Gate: let through");
      expect(pipeline.read("report/2-diff.md")).toContain("admins");
      expect(run.made()).toEqual([]);

      const applied = await pipeline.job(github, "apply");
      expect(failures(applied)).toEqual([]);
      expect(applied.Apply.stdout).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed\./);
      expect(run.made().join("\n")).toContain("admins");
      await pipeline.commit(true);

      // a pull request that loosens is red, and everything is still said
      pipeline.write("config/prod.yaml", CONFIG.replace("state: enabled", "state: reportOnly"));
      await pipeline.commit(false);
      const red = await pipeline.job(github, "plan");
      expect(codes(red)).toMatchObject({ Plan: 0, Gate: 1, Report: 0 });
      expect(pipeline.read("comment.md")).toContain("its state goes from enabled to enabledForReportingButNotEnforced");

      // unless somebody allows it, for a time
      const until = "2099-12-31";
      pipeline.write("gate-allow.yaml", `- { rule: policy-loosened, reason: Roll-out, until: ${until} }\n`);
      expect(
        codes(
          await pipeline.job(
            github.filter(({ name }) => name === "Gate"),
            "plan",
          ),
        ),
      ).toEqual({ Gate: 0 });
      pipeline.write("gate-allow.yaml", "");

      // the same in Azure DevOps, with a change that is harmless
      pipeline.write("config/prod.yaml", CONFIG.replace("SRE rota", "SRE rota of 2027"));
      await pipeline.commit(false);
      const other = await pipeline.job(devOps, "plan");
      expect(failures(other)).toEqual([]);
      expect(pipeline.read("comment.md")).toContain("Gate: let through");
      const updated = await pipeline.job(devOps, "apply");
      expect(failures(updated)).toEqual([]);
      expect(updated.Apply.stdout).toContain("Apply complete! Resources: 0 added, 1 changed, 0 destroyed.");
    } finally {
      pipeline.close();
    }
  },
  20,
);

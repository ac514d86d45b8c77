import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type AccessModel } from "../../lib/access";
import { permissionsOf } from "../../lib/permissions";
import { type Outcome, command } from "../../sandbox/run/command";
import { signInEnvironment, toolEnvironment } from "../../sandbox/run/environment";
import { ROOT } from "../../sandbox/run/root";
import { type Identity } from "../../sandbox/stand-in/identities";
import { type Trial, deploys, rewrite, succeed, trial } from "../support/e2e";
import { PullRequests } from "../support/pull-requests";
import { type Job, type Step, azureDevOpsJobs, githubJobs, recipesOf } from "../support/recipe";
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
    private readonly pullRequests: PullRequests,
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
    this.pullRequests.installGh(join(this.folder, "bin"));
    mkdirSync(join(this.repository, "config"), { recursive: true });
    const scripts = { synth: `node ${JSON.stringify(join(ROOT, "dist", "main.js"))}` };
    const lock = { name: "access", lockfileVersion: 3, requires: true, packages: { "": { name: "access" } } };
    this.write("package.json", JSON.stringify({ name: "access", private: true, scripts }));
    this.write("package-lock.json", JSON.stringify(lock));
    this.write("cdktf.json", readFileSync(join(ROOT, "cdktf.json"), "utf8"));
    this.write(
      ".gitignore",
      "node_modules/\ncdktf.out/\nreport/\n*.json\n!package*.json\n!cdktf.json\n*.tfstate*\nbase/\n*.md\nsynth.txt\n",
    );
    this.write("gate-allow.yaml", "");
  }

  private readonly identities: Readonly<Record<"plan" | "apply", Identity>>;

  public write(path: string, text: string): void {
    writeFileSync(join(this.repository, path), text);
  }

  /** Commits, and says which commit `main` is. */
  public async commit(main: boolean): Promise<void> {
    if (!existsSync(join(this.repository, ".git"))) await this.git("init", "--quiet");
    await this.git("add", "--all");
    await this.git("commit", "--quiet", "--message", "change", "--allow-empty");
    if (main) await this.git("update-ref", "refs/remotes/origin/main", "HEAD");
  }

  /** The variables of the repository. */
  public get vars(): Record<string, string> {
    return {
      TENANT_ID: this.run.world.tenantId,
      SUBSCRIPTION_ID: SUBSCRIPTION,
      PLAN_CLIENT_ID: this.identities.plan.clientId,
      APPLY_CLIENT_ID: this.identities.apply.clientId,
    };
  }

  /** Runs a pipeline as its service would, each step and job if its condition says so, on a machine that is new. */
  public async runs(jobs: readonly Job[]): Promise<Ended> {
    for (const left of [
      "base",
      "report",
      "report.md",
      "comment.md",
      "synth.txt",
      "plan.json",
      "threads.json",
      "cdktf.out",
    ]) {
      rmSync(join(this.repository, left), { recursive: true, force: true });
    }
    await this.git("worktree", "prune");
    const ended: Record<string, Record<string, Outcome>> = {};
    const succeeded = new Set<string>();
    for (const job of jobs) {
      if (!job.runs({ failed: job.needs.some((name) => !succeeded.has(name)) })) continue;
      ended[job.name] = await this.job(job);
      if (failures(ended[job.name]).length === 0) succeeded.add(job.name);
    }
    return ended;
  }

  /** Runs one step of the plan's job again. */
  public step(step: Step): Promise<Outcome> {
    return this.execute(step, "plan", this.repository);
  }

  /** A job that applies begins with the plan's artifact alone. */
  private async job({ name, steps }: Job): Promise<Record<string, Outcome>> {
    const purpose = name === "plan" ? "plan" : "apply";
    const workspace = purpose === "plan" ? this.repository : this.fetched();
    const ended: Record<string, Outcome> = {};
    let failed = false;
    for (const step of steps.filter((s) => s.name !== INSTALLS)) {
      if (!step.runs({ failed })) continue;
      ended[step.name] = await this.execute(step, purpose, workspace);
      failed ||= ended[step.name].status !== 0;
    }
    if (purpose === "apply") cpSync(join(workspace, STATE), join(this.repository, STATE));
    return ended;
  }

  private execute(step: Step, purpose: "plan" | "apply", workspace: string): Promise<Outcome> {
    const [shell, ...options] = step.shell;
    const tools = toolEnvironment();
    return command(shell, [...options, "-c", step.run], {
      cwd: workspace,
      env: {
        ...tools,
        PATH: `${join(this.folder, "bin")}:${tools.PATH}`,
        ...this.signIn(purpose, step),
        ...step.env,
        ...this.runner(workspace),
      },
    });
  }

  private async git(...args: string[]): Promise<void> {
    const who = ["-c", "user.name=pipeline", "-c", "user.email=pipeline@contoso.com"];
    succeed(await command("git", [...who, ...args], { cwd: this.repository, env: process.env }));
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
    return {
      GITHUB_STEP_SUMMARY: join(this.folder, "summary.md"),
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "contoso/access",
      GITHUB_RUN_ID: "4711",
      PIPELINE_WORKSPACE: join(workspace, "artifacts"),
      ...this.pullRequests.environment(NUMBER),
    };
  }

  /** Who the runner is, as GitHub tells a job and Azure DevOps a step with a service connection: no secret. */
  private signIn(purpose: "plan" | "apply", step: Step): NodeJS.ProcessEnv {
    const cloud = signInEnvironment(this.run.session.cloud, this.identities[purpose]);
    delete cloud.ARM_CLIENT_SECRET;
    delete cloud.ARM_CLIENT_ID;
    delete cloud.ARM_TENANT_ID;
    if (step.env.ARM_USE_OIDC === "true") return { ...cloud, ARM_OIDC_TOKEN: token(purpose) };
    if (step.connection === undefined) return cloud;
    const connected = step.connection === "access-apply" ? "apply" : "plan";
    const { clientId } = this.identities[connected];
    return { ...cloud, idToken: token(connected), servicePrincipalId: clientId, tenantId: this.run.world.tenantId };
  }
}

const STATE = `terraform.${STACK}.tfstate`;
const NUMBER = 7;
const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
/** A step that needs the internet; this machine has what it would install. */
const INSTALLS = "Install Terraform";
/** How the steps of each job ended, by the names of both; what did not run is not there. */
type Ended = Readonly<Record<string, Record<string, Outcome>>>;
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
    const pullRequests = await PullRequests.listen();
    const pipeline = new Pipeline(
      run,
      pullRequests,
      run.session.stacks.map(({ model }) => model),
    );
    try {
      const { vars } = pipeline;
      const [workflow, azurePipeline] = [RECIPES[".github/workflows/access.yml"], RECIPES["azure-pipelines.yml"]];
      const github = (pullRequest?: number) => githubJobs(workflow, { pullRequest, vars });
      const devOps = (pullRequest?: number) => azureDevOpsJobs(azurePipeline, { pullRequest });
      // the subscription comes from the pipeline's variables
      const config = rewrite(CONFIG, { [`subscriptionId: ${SUBSCRIPTION}\nemergency`]: "emergency" });
      const change = async (text: string, main = false) => {
        pipeline.write("config/prod.yaml", text);
        await pipeline.commit(main);
      };

      // an empty main, and a pull request with everything
      await change(config.slice(0, config.indexOf("emergencyAccess:")), true);
      await change(config);
      const planned = await pipeline.runs(github(NUMBER));
      expect(failures(planned.plan)).toEqual([]);
      expect(Object.keys(planned)).toEqual(["plan"]);
      expect(Object.keys(planned.plan)).toEqual([
        "Prepare",
        "Install",
        "Synthesize",
        "Synthesize main",
        "Check",
        "Diff",
        "Plan",
        "Gate",
        "Report",
        "Comment",
      ]);
      expect(pullRequests.comment()).toContain("Gate: let through");
      expect(pullRequests.comment()).toContain("https://github.com/contoso/access/actions/runs/4711");
      expect(pipeline.read("report/diff.md")).toContain("admins");
      expect(run.made()).toEqual([]);

      // a pull request that the guardrails refuse gets a comment that says why; nor is it applied if it is merged
      const refused = rewrite(config, {
        "clusterUser: [sre], clusterAdmin: [admins]": "clusterUser: [sre], clusterAdmin: [sre, admins]",
      });
      await change(refused);
      const red = await pipeline.runs(github(NUMBER));
      expect(codes(red.plan)).toMatchObject({ Synthesize: 1, "Synthesize main": 0, Check: 1, Diff: 0, Comment: 0 });
      expect(pullRequests.comment()).toContain("PIM-01");
      expect(pullRequests.comment()).toContain("RBAC Cluster Admin");
      expect(pullRequests.comment()).toContain("Gate:");
      expect(Object.keys(await pipeline.runs(github()))).toEqual(["plan"]);
      expect(run.made()).toEqual([]);

      // nor one that cannot be read
      await change(`${config}nonsense: true\n`);
      const unread = await pipeline.runs(devOps(NUMBER));
      expect(codes(unread.plan)).toMatchObject({ Synthesize: 1, Check: 2, Diff: 2, Plan: 1, Gate: 2, Comment: 0 });
      expect(pullRequests.threads).toHaveLength(1);
      expect(pullRequests.threads[0]).toContain("Not synthesized");
      expect(pullRequests.threads[0]).toContain("nonsense");
      expect(pullRequests.threads[0]).toContain("No gate");
      expect(Object.keys(await pipeline.runs(devOps()))).toEqual(["plan"]);
      expect(run.made()).toEqual([]);

      // after the merge the same file is applied
      await change(config, true);
      const merged = await pipeline.runs(github());
      expect(Object.values(merged).flatMap(failures)).toEqual([]);
      expect(Object.keys(merged.plan)).not.toContain("Comment");
      expect(merged.apply.Apply.stdout).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed\./);
      expect(run.made().join("\n")).toContain("admins");

      // a pull request that loosens is red, and everything is still said
      await change(rewrite(config, { "state: enabled": "state: reportOnly" }));
      const loosened = await pipeline.runs(github(NUMBER));
      expect(codes(loosened.plan)).toMatchObject({ Plan: 0, Gate: 1, Report: 0, Comment: 0 });
      expect(pullRequests.comment()).toContain("its state goes from enabled to enabledForReportingButNotEnforced");

      // unless somebody allows it, for a time
      const until = new Date(Date.now() + 30 * 86_400_000).toJSON().slice(0, 10);
      pipeline.write(
        "gate-allow.yaml",
        `- { rule: policy-loosened, kind: state, reason: Roll-out, until: ${until} }\n`,
      );
      const [{ steps }] = github(NUMBER);
      expect((await pipeline.step(steps.find(({ name }) => name === "Gate")!)).status).toBe(0);
      pipeline.write("gate-allow.yaml", "");

      // a report that is too long for a comment is cut, and says so
      pipeline.write("report/check.md", `${"| a finding |\n".repeat(20_000)}`);
      for (const name of ["Report", "Comment"]) {
        expect((await pipeline.step(steps.find((s) => s.name === name)!)).status).toBe(0);
      }
      expect(pullRequests.comment()).toMatch(/^\*\*Cut, because it is too long for a comment/);

      // the same in Azure DevOps, with a change that is harmless: its thread is written anew
      await change(rewrite(config, { "SRE rota": "SRE rota of 2027" }));
      const other = await pipeline.runs(devOps(NUMBER));
      expect(failures(other.plan)).toEqual([]);
      expect(Object.keys(other)).toEqual(["plan"]);
      expect(pullRequests.threads).toHaveLength(1);
      expect(pullRequests.threads[0]).toContain("Gate: let through");
      const updated = await pipeline.runs(devOps());
      expect(Object.values(updated).flatMap(failures)).toEqual([]);
      expect(updated.apply.Apply.stdout).toContain("Apply complete! Resources: 0 added, 1 changed, 0 destroyed.");
    } finally {
      pipeline.close();
      await pullRequests.close();
    }
  },
  25,
);

import { runInNewContext } from "node:vm";
import { parse } from "yaml";

/** How far a job has come. */
export interface Progress {
  /** One of the steps before, or a job that this one needs, failed. */
  readonly failed: boolean;
}

/** One step of a pipeline that is a command, and what is around it. */
export interface Step {
  readonly name: string;
  readonly run: string;
  /** The shell and its options, as the service starts it. */
  readonly shell: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The service connection by which it signs in; for a step of Azure DevOps. */
  readonly connection?: string;
  /** Whether the service runs it. */
  runs(now: Progress): boolean;
}

/** A job, with its steps in order. */
export interface Job {
  readonly name: string;
  readonly needs: readonly string[];
  readonly steps: readonly Step[];
  runs(now: Progress): boolean;
}

/** What a service knows of the run. */
export interface Trigger {
  /** The number of the pull request; without one it is a push to `main`. */
  readonly pullRequest?: number;
  /** The variables of the repository. */
  readonly vars?: Readonly<Record<string, string>>;
}

type Yaml = Record<string, any>;

/** The YAML blocks of a page, by the comment in their first line: `.github/workflows/access.yml`. */
export function recipesOf(markdown: string): Record<string, Yaml> {
  const blocks = [...markdown.matchAll(/^```yaml\n# (\S+)\n([\s\S]*?)^```$/gm)];
  return Object.fromEntries(blocks.map(([, name, text]) => [name, parse(text) as Yaml]));
}

/** The jobs of a workflow of GitHub Actions; what is an action of somebody's is left out. */
export function githubJobs(workflow: Yaml, { pullRequest, vars = {} }: Trigger): Job[] {
  const known: Yaml = {
    vars,
    env: workflow.env,
    github: {
      event_name: pullRequest === undefined ? "push" : "pull_request",
      ref: pullRequest === undefined ? "refs/heads/main" : `refs/pull/${pullRequest}/merge`,
      token: "token-of-the-run",
      event: { number: pullRequest },
    },
  };
  const filled = (text: unknown) =>
    String(text).replace(/\$\{\{(.*?)\}\}/g, (_, inner: string) => String(runInNewContext(inner, known)));
  const runs = (condition: unknown) => (now: Progress) => {
    const text = String(condition ?? "success()").replace(/^\$\{\{(.*)\}\}$/, "$1");
    // a condition that says nothing of what came before asks for its success
    const whole = /\b(success|failure|cancelled|always)\(/.test(text) ? text : `success() && (${text})`;
    const status = {
      success: () => !now.failed,
      failure: () => now.failed,
      cancelled: () => false,
      always: () => true,
    };
    return Boolean(runInNewContext(whole, { ...known, ...status }));
  };
  const environment = (all: Yaml) => Object.fromEntries(Object.entries(all).map(([name, v]) => [name, filled(v)]));
  return Object.entries(workflow.jobs as Yaml).map(([name, job]) => ({
    name,
    needs: [job.needs ?? []].flat() as string[],
    runs: runs(job.if),
    steps: (job.steps as Yaml[])
      .filter(({ run }) => run !== undefined)
      .map((step) => ({
        name: step.name,
        run: filled(step.run),
        shell: ["bash", "-e"],
        env: environment({ ...workflow.env, ...job.env, ...step.env }),
        runs: runs(step.if),
      })),
  }));
}

/** The stages of a pipeline of Azure DevOps, each with its one job; what is a task of somebody's is left out. */
export function azureDevOpsJobs(pipeline: Yaml, { pullRequest }: Trigger): Job[] {
  const variables: Record<string, string> = {
    "Build.Reason": pullRequest === undefined ? "IndividualCI" : "PullRequest",
    "Build.SourceBranch": pullRequest === undefined ? "refs/heads/main" : `refs/pull/${pullRequest}/merge`,
    "System.AccessToken": "token-of-the-run",
  };
  const runs = (condition: unknown) => (now: Progress) => {
    const known = {
      variables,
      succeeded: () => !now.failed,
      failed: () => now.failed,
      canceled: () => false,
      always: () => true,
      not: (a: boolean) => !a,
      and: (...all: boolean[]) => all.every(Boolean),
      or: (...all: boolean[]) => all.some(Boolean),
      eq: (a: string, b: string) => a.toLowerCase() === b.toLowerCase(),
    };
    return Boolean(runInNewContext(String(condition ?? "succeeded()"), known));
  };
  const filled = (all: Yaml) =>
    Object.fromEntries(
      Object.entries(all).map(([name, v]) => [
        name,
        String(v).replace(/\$\(([\w.]+)\)/g, (whole, of: string) => variables[of] ?? whole),
      ]),
    );
  return (pipeline.stages as Yaml[]).map(({ stage, dependsOn, condition, jobs }) => {
    const [{ steps, strategy }] = jobs as Yaml[];
    return {
      name: String(stage),
      needs: [dependsOn ?? []].flat() as string[],
      runs: runs(condition),
      steps: ((steps ?? strategy.runOnce.deploy.steps) as Yaml[])
        .filter(({ bash, task }) => bash !== undefined || task === "AzureCLI@2")
        .map((step) => ({
          name: String(step.displayName),
          run: String(step.bash ?? step.inputs.inlineScript),
          // neither asks bash to stop at the first command that fails
          shell: ["bash", "--noprofile", "--norc"],
          env: filled({ ...pipeline.variables, ...step.env }),
          connection: step.inputs?.azureSubscription as string | undefined,
          runs: runs(step.condition),
        })),
    };
  });
}

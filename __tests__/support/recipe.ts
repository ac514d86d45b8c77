import { parse } from "yaml";

/** One step of a pipeline that is a command, and what is around it. */
export interface Step {
  readonly job: string;
  readonly name: string;
  readonly run: string;
  readonly env: Readonly<Record<string, string>>;
  /** The service connection by which it signs in; for a step of Azure DevOps. */
  readonly connection?: string;
}

type Yaml = Record<string, any>;

/** The YAML blocks of a page, by the comment in their first line: `.github/workflows/access.yml`. */
export function recipesOf(markdown: string): Record<string, Yaml> {
  const blocks = [...markdown.matchAll(/^```yaml\n# (\S+)\n([\s\S]*?)^```$/gm)];
  return Object.fromEntries(blocks.map(([, name, text]) => [name, parse(text) as Yaml]));
}

/** The commands of a workflow of GitHub Actions, in order; what only GitHub can do is left out. */
export function githubSteps(workflow: Yaml): Step[] {
  return Object.entries(workflow.jobs as Yaml).flatMap(([job, { env, steps }]) =>
    (steps as Yaml[])
      .filter(({ run }) => run !== undefined && !String(run).startsWith("gh "))
      .map(({ name, run, env: own }) => ({ job, name, run, env: literal({ ...workflow.env, ...env, ...own }) })),
  );
}

/** The commands of a pipeline of Azure DevOps, in order; what only Azure DevOps can do is left out. */
export function azureDevOpsSteps(pipeline: Yaml): Step[] {
  return (pipeline.stages as Yaml[]).flatMap(({ stage, jobs }) =>
    (jobs as Yaml[]).flatMap(({ steps, strategy }) =>
      ((steps ?? strategy.runOnce.deploy.steps) as Yaml[])
        .map(({ bash, task, inputs, displayName }) => ({
          job: String(stage),
          name: String(displayName),
          run: String(task === "AzureCLI@2" ? inputs.inlineScript : (bash ?? "")),
          env: literal(pipeline.variables),
          connection: inputs?.azureSubscription as string | undefined,
        }))
        .filter(({ run }) => run !== "" && !run.includes("curl ")),
    ),
  );
}

/** What is written down; the rest is for the runner to know. */
function literal(env: Yaml): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => !String(value).includes("${{")));
}

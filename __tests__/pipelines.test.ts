import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Job, azureDevOpsJobs, githubJobs, recipesOf } from "./support/recipe";

const PAGE = readFileSync(join(__dirname, "..", "docs", "pipelines.md"), "utf8");
const RECIPES = recipesOf(PAGE);
const WORKFLOW = RECIPES[".github/workflows/access.yml"];
const PIPELINE = RECIPES["azure-pipelines.yml"];

/** The steps that run, if those that are named fail. */
function run([{ steps }]: readonly Job[], failing: readonly string[]): string[] {
  let failed = false;
  const ran: string[] = [];
  for (const step of steps) {
    if (!step.runs({ failed })) continue;
    ran.push(step.name);
    failed ||= failing.includes(step.name);
  }
  return ran;
}

describe.each([
  ["GitHub Actions", (pullRequest?: number) => githubJobs(WORKFLOW, { pullRequest })],
  ["Azure DevOps", (pullRequest?: number) => azureDevOpsJobs(PIPELINE, { pullRequest })],
])("the recipe of %s", (_, jobs) => {
  test.each(["Install", "Synthesize", "Synthesize main", "Check", "Plan", "Gate"])(
    "has a comment for a pull request whose %s fails, and says all else that can be said",
    (failing) => {
      const ran = run(jobs(7), [failing]);
      for (const step of ["Check", "Diff", "Plan", "Gate", "Report", "Comment"]) expect(ran).toContain(step);
    },
  );

  test("makes the folder of the report before anything can fail", () => {
    const [{ steps }] = jobs(7);
    const commands = steps.map((s) => s.run);
    expect(commands.findIndex((c) => c.includes("mkdir -p report"))).toBeLessThan(commands.indexOf("npm ci"));
  });

  test("comments on pull requests alone, and applies main alone, if all before has succeeded", () => {
    expect(run(jobs(), [])).not.toContain("Comment");
    const applies = (pullRequest: number | undefined, failed: boolean) => jobs(pullRequest)[1].runs({ failed });
    expect(jobs()[1].needs).toEqual(["plan"]);
    expect([applies(7, false), applies(undefined, true), applies(undefined, false)]).toEqual([false, false, true]);
  });

  test("takes no package of the command's name from the registry when the install has failed", () => {
    const commands = jobs(7).flatMap(({ steps }) => steps.map((s) => s.run));
    for (const command of commands.filter((c) => c.includes("npx "))) expect(command).toContain("npx --no-install ");
  });
});

test("one version of Terraform plans and applies", () => {
  const setups = Object.values<any>(WORKFLOW.jobs).map(({ steps }) =>
    steps.find(({ uses }: any) => String(uses).startsWith("hashicorp/setup-terraform@")),
  );
  const versions = setups.map((s) => s?.with.terraform_version);
  expect(versions).toEqual([PIPELINE.variables.TERRAFORM_VERSION, PIPELINE.variables.TERRAFORM_VERSION]);
  expect(setups.map((s) => s?.with.terraform_wrapper)).toEqual([false, false]);
  for (const { steps } of azureDevOpsJobs(PIPELINE, {})) {
    const first = steps.findIndex((s) => /^\s*terraform /m.test(s.run));
    expect(steps.findIndex((s) => s.name === "Install Terraform")).toBeLessThan(first);
    expect(steps.some((s) => s.name === "Install Terraform")).toBe(true);
  }
});

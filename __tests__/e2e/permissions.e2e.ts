import { type Permissions, ROLE_ADMINISTRATOR, permissionsOf } from "../../lib/permissions";
import { type Outcome } from "../../sandbox/run/command";
import { signInEnvironment } from "../../sandbox/run/environment";
import { type Project } from "../../sandbox/run/project";
import { type Identity } from "../../sandbox/stand-in/identities";
import { type Trial, deploys, example, rewrite, succeed, trial } from "../support/e2e";
import { rightsOf } from "../support/rights";

const STACK = "every-key";
const CONFIG = example("every-key.yaml");
/** The same estate with something else in everything that can be changed in place. */
const CHANGED = rewrite(CONFIG, {
  "tags: { owner: platform }": "tags: { owner: platform-team }",
  "description: People who may activate": "description: People who may activate access",
  "maximum: 2h": "maximum: 90m",
  "justification: On-call rota": "justification: Rota",
  "justification: Roll-out": "justification: Roll-out of 2.0",
  "signInFrequency: 4h": "signInFrequency: 3h",
  "max: 5": "max: 6",
  "reads: false": "reads: true",
});

type Rights = Pick<Identity, "graph" | "azure">;

/** One right that is taken away, and the addresses that are said to need it. */
interface Missing {
  readonly what: string;
  readonly why: readonly string[];
  readonly rights: Rights;
}

/** Every right by itself taken away. */
function eachMissing(all: Permissions): Missing[] {
  const graph = all.graph.map(({ name, why }): Missing => ({
    what: name,
    why,
    rights: rightsOf({ ...all, graph: all.graph.filter((g) => g.name !== name) }),
  }));
  const azure = all.azure.flatMap((at) => {
    const other = (changed: typeof at | undefined) =>
      rightsOf({ ...all, azure: all.azure.flatMap((a) => (a === at ? (changed ?? []) : a)) });
    return [
      ...at.actions.map(({ action, why }): Missing => ({
        what: `${action} at ${at.scope}`,
        why,
        rights: other({ ...at, actions: at.actions.filter((a) => a.action !== action) }),
      })),
      ...(at.assigns?.roles ?? []).map((role): Missing => ({
        what: `the role ${role} in the condition at ${at.scope}`,
        why: at.assigns?.why ?? [],
        rights: other({ ...at, assigns: { ...at.assigns!, roles: at.assigns!.roles.filter((r) => r !== role) } }),
      })),
      ...(at.assigns?.principalTypes ?? []).map((type): Missing => ({
        what: `the principal type ${type} in the condition at ${at.scope}`,
        why: at.assigns?.why ?? [],
        rights: other({
          ...at,
          assigns: { ...at.assigns!, principalTypes: at.assigns!.principalTypes.filter((t) => t !== type) },
        }),
      })),
      ...(at.assigns
        ? [
            {
              what: `${ROLE_ADMINISTRATOR} at ${at.scope}`,
              why: at.assigns.why,
              rights: other({ ...at, assigns: undefined }),
            },
          ]
        : []),
    ];
  });
  return [...graph, ...azure];
}

/** The project, signed in as somebody with these rights. */
function as({ session, world }: Trial, name: string, rights: Rights): Project {
  const { objectId } = session.identityOf(STACK);
  const identity = world.identities.add({ name, objectId, ...rights });
  return session.as(STACK).with({ env: signInEnvironment(session.cloud, identity) });
}

/** What was refused for want of a right, by the address at which Terraform says so. */
function refused({ stdout, stderr }: Outcome): string[] {
  return `${stdout}\n${stderr}`.split(/\bError: /).flatMap((error) => {
    if (!/403|Authorization|Insufficient privileges/.test(error)) return [];
    return /\bwith ([^\s,]+),/.exec(error.replace(/[│╷╵]/g, " "))?.[1] ?? "the provider azurerm";
  });
}

const COMMON = ["-input=false", "-no-color", "-lock=false"];

/** Where it is refused: when a plan is made, a change applied, or what needs it destroyed. */
async function refusedWhere(project: Project, { why }: Missing): Promise<string[]> {
  const targets = why
    .filter((address) => !/[/ ]/.test(address) && !address.startsWith("data."))
    .map((address) => `-target=${address}`);
  const steps = [
    ["plan", ...COMMON],
    ["apply", "-auto-approve", "-parallelism=30", ...COMMON, ...targets],
    ["destroy", "-auto-approve", "-parallelism=30", ...COMMON, ...targets],
  ];
  for (const step of steps) {
    if (step[0] === "destroy" && targets.length === 0) break;
    const outcome = await project.terraform(STACK, step);
    if (outcome.status !== 0) return refused(outcome);
  }
  return [];
}

deploys(
  "with exactly what permissions says a deploy works, and with any one right less it is refused where that says",
  async () => {
    const all = (model: Parameters<typeof permissionsOf>[0][number]) => permissionsOf([model], STACK, "apply");
    const run = await trial({ config: { "every-key.yaml": CONFIG }, rights: ({ model }) => rightsOf(all(model)) });
    const { session, deploy, plan, change } = run;
    const [{ model }] = session.stacks;
    expect([all(model).unknown, all(model).doubts]).toEqual([[], []]);
    await deploy();
    expect(await plan()).toEqual([]);

    const reader = as(run, "the plan's identity", rightsOf(permissionsOf([model], STACK, "plan")));
    succeed(await reader.terraform(STACK, ["plan", "-detailed-exitcode", ...COMMON]));

    await change({ "every-key.yaml": CHANGED });
    succeed(await session.as(STACK).terraform(STACK, ["init", "-input=false", "-no-color"]));
    const wrong: string[] = [];
    // what is destroyed on the way takes others with it: those that only a delete needs come last
    const last = ({ what }: Missing) =>
      /condition|ADMINISTRATOR|Administrator at/.test(what) ? 1 : /delete/.test(what) ? 2 : 0;
    const missing = eachMissing(all(model)).sort((a, b) => last(a) - last(b));
    for (const one of missing) {
      const where = await refusedWhere(as(run, `without ${one.what}`, one.rights), one);
      if (where.length === 0) wrong.push(`without ${one.what} nothing is refused`);
      const elsewhere = where.filter((address) => !one.why.includes(address));
      if (elsewhere.length > 0)
        wrong.push(`without ${one.what} ${elsewhere.join(", ")} is refused, said was ${one.why.join(", ")}`);
    }
    expect(wrong).toEqual([]);
    expect(missing.length).toBeGreaterThan(25);
  },
  25,
);

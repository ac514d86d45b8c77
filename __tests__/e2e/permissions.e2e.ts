import { type AccessModel } from "../../lib/access";
import { type Permissions, ROLE_ADMINISTRATOR, permissionsOf } from "../../lib/permissions";
import { type Outcome } from "../../sandbox/run/command";
import { signInEnvironment } from "../../sandbox/run/environment";
import { type Project } from "../../sandbox/run/project";
import { type Identity } from "../../sandbox/stand-in/identities";
import { type Trial, deploys, example, rewrite, succeed, trial } from "../support/e2e";
import { rightsOf } from "../support/rights";

const STACK = "every-key";
const CONFIG = example("every-key.yaml");
/** The same estate with something else in everything that can be changed in place; the nodes get other machines. */
const CHANGED = rewrite(CONFIG, {
  "tags: { owner: platform }": "tags: { owner: platform-team }",
  "description: People who may activate": "description: People who may activate access",
  "maximum: 2h": "maximum: 90m",
  "justification: On-call rota": "justification: Rota",
  "justification: Roll-out": "justification: Roll-out of 2.0",
  "signInFrequency: 4h": "signInFrequency: 3h",
  "vmSize: Standard_D4s_v5, autoscale: { min: 3, max: 5 }": "vmSize: Standard_D8s_v5, autoscale: { min: 3, max: 6 }",
  "reads: false": "reads: true",
});

type Rights = Pick<Identity, "graph" | "azure">;

/** One right that is taken away, and the addresses that are said to need it. */
interface Missing {
  /** The action that is refused. */
  readonly action?: string;
  readonly what: string;
  readonly why: readonly string[];
  readonly rights: Rights;
}

/** Every right by itself taken away. */
function eachMissing(all: Permissions, { grants }: AccessModel): Missing[] {
  const graph = all.graph.map(({ name, why }): Missing => {
    const rights = rightsOf({ ...all, graph: all.graph.filter((g) => g.name !== name) });
    return { what: name, why, rights };
  });
  const azure = all.azure.flatMap((at): Missing[] => {
    const other = (changed: typeof at) => rightsOf({ ...all, azure: all.azure.map((a) => (a === at ? changed : a)) });
    const of = (role: string) =>
      (at.assigns?.why ?? []).filter((a) => grants.some((g) => g.address === a && g.role === role));
    const { scope, actions, assigns } = at;
    const less = actions.map(({ action, why }) => ({
      action,
      what: `${action} at ${scope}`,
      why,
      rights: other({ ...at, actions: actions.filter((a) => a.action !== action) }),
    }));
    if (assigns === undefined) return less;
    const { roles, principalTypes, why } = assigns;
    return [
      ...less,
      ...roles.map((role) => ({
        what: `the role ${role} in the condition at ${scope}`,
        why: of(role),
        rights: other({ ...at, assigns: { ...assigns, roles: roles.filter((r) => r !== role) } }),
      })),
      ...principalTypes.map((type) => ({
        what: `the principal type ${type} in the condition at ${scope}`,
        why: why.slice(0, 1),
        rights: other({ ...at, assigns: { ...assigns, principalTypes: principalTypes.filter((t) => t !== type) } }),
      })),
      // it reads all that there is as well, which the provider begins with
      {
        what: `${ROLE_ADMINISTRATOR} at ${scope}`,
        why: [...why, PROVIDER],
        rights: other({ ...at, assigns: undefined }),
      },
    ];
  });
  return [...graph, ...azure].sort((a, b) => place(a) - place(b));
}

/**
 * What others depend on is changed first, and fails first: once it is changed, it needs no right any more. What only a
 * delete needs comes last, since a delete takes what depends on it along.
 */
const ORDER = [
  /^RoleManagement\.ReadWrite/,
  /resourceGroups\/write/,
  /managedClusters\/write|subnets\/join/,
  /agentPools/,
  /diagnosticSettings\/write|workspaces/,
  /^(?!.*delete)/,
  /diagnosticSettings\/delete/,
  /managedClusters\/delete/,
  /./,
];
const place = ({ what }: Missing) => ORDER.findIndex((pattern) => pattern.test(what));

/** The project, signed in as somebody with these rights. */
function as({ session, world }: Trial, name: string, rights: Rights): Project {
  const { objectId } = session.identityOf(STACK);
  const identity = world.identities.add({ name, objectId, ...rights });
  return session.as(STACK).with({ env: signInEnvironment(session.cloud, identity) });
}

/** What was refused for want of a right, by the address at which Terraform says so. */
function refused({ stderr }: Outcome): string[] {
  const [, ...errors] = stderr.split(/\bError: /);
  return errors.flatMap((error) => {
    if (!/403|Authorization|Insufficient privileges/.test(error)) return [];
    // what is destroyed is not named, only what was asked of Azure
    const [, action = "nothing"] = /perform\s+action\s+'([^']+)'/.exec(error) ?? [];
    const [, address = action] = /\bwith ([^\s,]+),/.exec(error) ?? [];
    return address.startsWith("provider[") ? PROVIDER : address;
  });
}

const PROVIDER = "the provider azurerm";
const GIVING = "Microsoft.Authorization/roleAssignments/delete";
const COMMON = ["-input=false", "-no-color", "-lock=false"];

/** Where it is refused: when a plan is made, a change applied, or what needs it destroyed. */
async function refusedWhere(project: Project, { why }: Missing): Promise<string[]> {
  const targets = why.filter((address) => !/^data\.| /.test(address)).map((address) => `-target=${address}`);
  const all = ["-auto-approve", "-parallelism=30", ...COMMON, ...targets];
  const steps = [
    ["plan", ...COMMON],
    ...(targets.length === 0
      ? []
      : [
          ["apply", ...all],
          ["destroy", ...all],
        ]),
  ];
  for (const step of steps) {
    const outcome = await project.terraform(STACK, step);
    if (outcome.status === 0) continue;
    const where = refused(outcome);
    return where.length > 0 ? where : [`nothing, but ${outcome.stderr}`];
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
    const missing = eachMissing(all(model), model);
    for (const one of missing) {
      const where = await refusedWhere(as(run, `without ${one.what}`, one.rights), one);
      if (where.length === 0) wrong.push(`without ${one.what} nothing is refused`);
      const elsewhere = where.filter((at) => ![...one.why, one.action ?? GIVING].includes(at));
      if (elsewhere.length > 0)
        wrong.push(`without ${one.what} ${elsewhere.join(", ")} is refused, said was ${one.why.join(", ")}`);
    }
    expect(wrong).toEqual([]);
    expect(missing.length).toBeGreaterThan(25);
  },
  25,
);

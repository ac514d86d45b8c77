import { type Fault } from "../../sandbox/stand-in/faults";
import { endTree } from "../../sandbox/run/process-tree";
import { type Trial, deploys, trial } from "../support/e2e";

const CONFIG = `
name: small
tenantId: 22222222-2222-2222-2222-222222222222
subscriptionId: 00000000-0000-0000-0000-000000000000
location: westeurope
emergencyAccess:
  accounts: [{ user: 33333333-3333-4333-8333-333333333334 }, { user: 33333333-3333-4333-8333-333333333335 }]
groups:
  operators:
    owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }]
    members: [alice@contoso.com, bob@contoso.com]
conditionalAccess:
  people: { state: enabled, include: [operators], require: [mfa] }
clusters:
  old:
    existing: { resourceGroup: legacy }
    assume: { azureRbac: true, localAccounts: disabled }
    access: [{ reader: [operators] }]
`;
const SMALL = [
  "group operators (security); owners serviceprincipal-9999; members alice@contoso.com, bob@contoso.com",
  "operators is Azure Kubernetes Service Cluster User Role on legacy/old",
  "operators is Azure Kubernetes Service RBAC Reader on legacy/old",
  "policy people, enabled; for operators; not user-3334@contoso.com, user-3335@contoso.com; on Azure Kubernetes Service AAD Server from all; wants mfa",
];
const GROUPS = /\/beta\/groups$/;
const POLICIES = /\/identity\/conditionalAccess\/policies$/;
const ROLES = /\/providers\/Microsoft\.Authorization\/roleAssignments\/[^/]+$/i;

const begin = () => trial({ config: { "small.yaml": CONFIG } });
const whole = async ({ made, lost, plan }: Trial) => {
  expect(made()).toEqual(SMALL);
  expect(lost()).toEqual([]);
  expect(await plan()).toEqual([]);
};

/** The same misbehaviour at each kind of thing that is made; how often it was met. */
function everywhere({ world }: Trial, fault: Omit<Fault, "path" | "method">): () => number {
  const armed = [
    world.faults.add({ ...fault, method: "POST", path: GROUPS }),
    world.faults.add({ ...fault, method: "POST", path: POLICIES }),
    world.faults.add({ ...fault, method: "PUT", path: ROLES }),
    world.faults.add({ ...fault, method: "GET", path: /\/beta\/groups\// }),
  ];
  return () => armed.filter(({ met }) => met() > 0).length;
}

/** Who writes, and how many write at a time: after so many calls the first comes again. */
const WRITES = [
  ["POST", GROUPS, 1],
  ["POST", POLICIES, 1],
  ["PUT", ROLES, 2],
] as const;

/** How long it is from the first of these calls to the last, which is the first one tried again. */
function pause({ world }: Trial, [method, path, atOnce]: (typeof WRITES)[number]): () => number {
  const times: number[] = [];
  const watch = () =>
    world.faults.once(method, path, () => {
      times.push(world.clock.now().getTime());
      if (times.length <= atOnce) watch();
    });
  watch();
  return () => (times[atOnce] - times[0]) / 1000;
}

describe("a service that misbehaves", () => {
  deploys("throttles: the deploy waits as long as it is told, and survives", async () => {
    const run = await begin();
    // longer than the provider would wait by itself, which is a second
    const met = everywhere(run, { kind: "throttled", retryAfter: 7 });
    const waits = WRITES.map((write) => pause(run, write));
    await run.deploy();
    expect(met()).toBe(4);
    for (const seconds of waits) expect(seconds()).toBeGreaterThanOrEqual(7);
    await whole(run);
  });

  deploys("does not find for some seconds what was just made: the deploy survives", async () => {
    const run = await begin();
    run.world.faults.slowToAppear(15, { kind: "group" });
    await run.deploy();
    const unseen = run.world.journal.entries.filter(({ url, status }) => /\/groups\//.test(url) && status === 404);
    expect(unseen).not.toEqual([]);
    await whole(run);
  });

  deploys("answers 503: the deploy survives", async () => {
    const run = await begin();
    const met = everywhere(run, { kind: "server-error" });
    await run.deploy();
    expect(met()).toBe(4);
    await whole(run);
  });

  deploys(
    "drops the connection while it reads a new group: the error says so, and a later deploy finishes",
    async () => {
      const run = await begin();
      run.world.faults.add({ kind: "dropped", method: "GET", path: /\/beta\/groups\/[^/]+$/ });
      const outcome = await run.tryDeploy("small");
      expect(outcome.status).not.toBe(0);
      expect(outcome.stdout + outcome.stderr).toContain("EOF");
      await run.deploy();
      await whole(run);
    },
  );

  deploys("drops the connection while a group is made: the error says so, and a later deploy finishes", async () => {
    const run = await begin();
    run.world.faults.add({ kind: "dropped", method: "POST", path: GROUPS });
    const outcome = await run.tryDeploy("small");
    expect(outcome.status).not.toBe(0);
    expect(outcome.stdout + outcome.stderr).toContain("connection may have been reset");
    expect(run.made()).toEqual([]);
    await run.deploy();
    await whole(run);
  });

  deploys("refuses for want of a permission: the error says so, and a later deploy finishes", async () => {
    const run = await begin();
    run.world.faults.add({ kind: "forbidden", method: "POST", path: POLICIES, times: 1 });
    const outcome = await run.tryDeploy("small");
    expect(outcome.status).not.toBe(0);
    expect(outcome.stdout + outcome.stderr).toContain("Insufficient privileges to complete the operation");
    await run.deploy();
    await whole(run);
  });
});

describe("a pipeline that dies in the middle of an apply", () => {
  deploys("before the service heard of the policy: a later deploy finishes it, and makes nothing twice", async () => {
    const run = await begin();
    run.world.faults.add({ kind: "dropped", method: "POST", path: POLICIES });
    await run.dieAt("small", "POST", POLICIES, endTree);
    expect(run.made()).toEqual([SMALL[0]]);
    await run.deploy();
    await whole(run);
  });

  deploys(
    "after the service made the group: a later deploy says that it is there, and makes no second one",
    async () => {
      const run = await begin();
      await run.dieAt("small", "POST", GROUPS, endTree);
      const half = ["group operators (security); owners serviceprincipal-9999; members nobody"];
      expect(run.made()).toEqual(half);
      const outcome = await run.tryDeploy("small");
      expect(outcome.status).not.toBe(0);
      const [group] = run.world.directory.all("group").filter(({ displayName }) => displayName === "operators");
      expect(outcome.stdout + outcome.stderr).toContain(group.id);
      expect(run.made()).toEqual(half);

      await run.change({ "small.yaml": CONFIG.replace("  operators:\n", `  operators:\n    objectId: ${group.id}\n`) });
      await run.deploy();
      await whole(run);
    },
  );
});

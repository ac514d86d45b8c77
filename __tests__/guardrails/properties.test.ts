import fc from "fast-check";
import type { AccessModel, AssignmentEntry, GrantEntry } from "../../lib/access";
import { catalogue, guard } from "../../lib/guardrails";
import {
  ROLE,
  application,
  assignment,
  cluster,
  existingGroup,
  grant,
  group,
  jitGroup,
  model,
  policy,
  settings,
  user,
} from "../support/models";

const PEOPLE = ["alice", "bob", "carol", "robot"];
const JIT = ["j1", "j2", "j3"];
const STANDING = ["s1", "s2"];
const HOLDERS = [...PEOPLE, ...JIT, ...STANDING, "x1"];
const PLACES = ["c1", "c2", "c1/payments", "c1/kube-system", "c2/payments"];

const pick = <T>(from: readonly T[]) => fc.constantFrom(...from);
const some = <T>(from: readonly T[]) => fc.subarray([...from]);

const anyGrant: fc.Arbitrary<GrantEntry> = fc
  .tuple(pick(PLACES), pick(Object.keys(ROLE) as (keyof typeof ROLE)[]), pick(HOLDERS))
  .map(([where, role, who]) => grant(where, role, who));
const anyAssignment: fc.Arbitrary<AssignmentEntry> = fc
  .tuple(pick(["eligible", "eligible", "active"] as const), pick(JIT), pick([...PEOPLE, ...STANDING, "x1"]))
  .map(([kind, into, who]) => assignment(kind, into, who));

/** An app of two clusters, a few groups of each kind, and policies, with access of any kind. */
const anyModel: fc.Arbitrary<AccessModel> = fc
  .record({
    members: fc.tuple(...STANDING.map(() => some(PEOPLE))),
    assignable: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    assignments: fc.uniqueArray(anyAssignment, { selector: (a) => a.id, maxLength: 8 }),
    grants: fc.uniqueArray(anyGrant, { selector: (g) => g.id, maxLength: 10 }),
    include: some([...HOLDERS, "All"]),
    exclude: some(["bob", "s2", "x1"]),
    enforced: fc.boolean(),
    approvers: some(["carol", "s1"]),
    admins: some([...JIT, "s1"]),
    localAccounts: fc.boolean(),
  })
  .map((a) =>
    model({
      principals: [user("alice"), user("bob"), user("carol"), application("robot", 9)],
      groups: [
        ...JIT.map((id, i) => jitGroup(id, { roleAssignable: a.assignable[i], owners: ["carol"] })),
        ...STANDING.map((id, i) => group(id, a.members[i], { roleAssignable: a.assignable[i + 3], owners: [] })),
        existingGroup("x1"),
      ],
      roleSettings: JIT.map((id, i) => settings(id, { approvers: a.approvers, ticket: i === 0 })),
      assignments: a.assignments,
      policies: [
        policy("p1", a.include, { exclude: a.exclude, state: a.enforced ? "enabled" : "disabled" }),
        policy("p2", ["alice"], { applications: ["797f4846-ba00-4fd7-ba43-dac1f8f63013"] }),
      ],
      clusters: [cluster("c1", { adminGroups: a.admins }), cluster("c2", { localAccountsDisabled: !a.localAccounts })],
      grants: a.grants,
      emergencyAccess: [{ id: "e", accounts: ["carol"] }],
    }),
  );

const TOO_MUCH = new Set(catalogue.filter((r) => r.tooMuch).map((r) => r.id));
/** What they find is shown at the first of several grants, so a new grant may move it. */
const MOVING = new Set(["CA-01", "CA-04"]);
const RANK = { error: 3, warning: 2, info: 1 };

/** How serious the worst is that each rule about too much access finds, by its subject. */
function tooMuch(models: AccessModel): Map<string, number> {
  const worst = new Map<string, number>();
  for (const { rule, subject, severity } of guard([models]).findings) {
    if (!TOO_MUCH.has(rule)) continue;
    const key = MOVING.has(rule) ? rule : `${rule} ${subject}`;
    worst.set(key, Math.max(worst.get(key) ?? 0, RANK[severity]));
  }
  return worst;
}

function expectNoLess(before: AccessModel, after: AccessModel): void {
  const now = tooMuch(after);
  for (const [key, rank] of tooMuch(before))
    expect([key, now.get(key) ?? 0]).toEqual([key, Math.max(rank, now.get(key) ?? 0)]);
}

describe("adding access never removes a finding about too much access, nor makes one milder", () => {
  test("by a grant", () => {
    fc.assert(
      fc.property(anyModel, anyGrant, (before, extra) => {
        fc.pre(!before.grants.some((g) => g.id === extra.id));
        expectNoLess(before, { ...before, grants: [...before.grants, extra] });
      }),
      { numRuns: 400 },
    );
  });

  test("by an eligible assignment", () => {
    fc.assert(
      fc.property(anyModel, anyAssignment, (before, extra) => {
        fc.pre(extra.kind === "eligible" && !before.assignments.some((a) => a.id === extra.id));
        expectNoLess(before, { ...before, assignments: [...before.assignments, extra] });
      }),
      { numRuns: 400 },
    );
  });

  test("by another admin group", () => {
    fc.assert(
      fc.property(anyModel, pick([...JIT, ...STANDING]), (before, extra) => {
        const [one, two] = before.clusters;
        const adminGroups = [...new Set([...(one.adminGroups as string[]), extra])];
        expectNoLess(before, { ...before, clusters: [{ ...one, adminGroups }, two] });
      }),
      { numRuns: 200 },
    );
  });
});

test("reordering the input changes nothing", () => {
  const shuffled = (m: AccessModel, seed: number): AccessModel => {
    const reorder = <T>(list: readonly T[]): T[] =>
      list
        .map((v, i) => [v, (i * 7919 + seed * 104729) % 31] as const)
        .sort((a, b) => a[1] - b[1])
        .map(([v]) => v);
    const lists = Object.entries(m).filter(([, v]) => Array.isArray(v)) as [string, unknown[]][];
    return { ...m, ...Object.fromEntries(lists.map(([k, v]) => [k, reorder(v)])) } as AccessModel;
  };
  const other = model({
    stack: "t",
    principals: [{ ...user("alice"), id: "t/alice" }, application("t/robot", 9)],
    groups: [jitGroup("t/admins", { owners: ["t/robot"] })],
    assignments: [assignment("eligible", "t/admins", "t/alice")],
    clusters: [cluster("t/c", { adminGroups: ["t/admins"], runCommandEnabled: true })],
    deployers: [{ id: "t/d", principal: "t/robot" }],
  });
  fc.assert(
    fc.property(anyModel, fc.nat(1000), (one, seed) => {
      const report = guard([one, other]);
      expect(guard([shuffled(other, seed), shuffled(one, seed)])).toEqual(report);
    }),
    { numRuns: 300 },
  );
});

test("nothing is found where nothing is known, and that is said", () => {
  const tenant = { unknown: "only the tenant knows" };
  const models = model({
    groups: [existingGroup("x")],
    clusters: [
      cluster("c", {
        kind: "existing",
        azureRbac: tenant,
        localAccountsDisabled: tenant,
        runCommandEnabled: tenant,
        privateCluster: tenant,
        authorizedIpRanges: tenant,
        adminGroups: tenant,
        auditLogs: tenant,
        entraIntegration: tenant,
        loginMode: tenant,
      }),
    ],
    policies: [
      policy("p", tenant, {
        state: tenant,
        exclude: tenant,
        applications: tenant,
        controls: tenant,
        operator: tenant,
        deviceCodeOnly: tenant,
      }),
    ],
  });
  expect(guard([models]).findings).toEqual([]);
  expect(guard([models]).unknown.length).toBeGreaterThan(10);
});

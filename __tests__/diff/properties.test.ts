import fc from "fast-check";
import type { AccessModel } from "../../lib/access";
import { type AccessDiff, accessDiff } from "../../lib/diff";
import {
  account,
  assignment,
  cluster,
  existingGroup,
  grant,
  group,
  jitGroup,
  model,
  objectId,
  policy,
  settings,
  user,
  TENANT_KNOWS,
} from "../support/models";

const PEOPLE = ["alice", "bob", "carol"];
const GROUPS = ["ops", "admins", "sre"];
const flag = fc.constantFrom<boolean | typeof TENANT_KNOWS>(true, false, TENANT_KNOWS);
const some = (of: readonly string[]) => fc.subarray([...of]);
const end = fc.constantFrom("permanent", "P90D", "P180D", "2027-03-31T23:59:59Z", "2027-06-30T23:59:59Z");

/** One stack or two with a little of everything: people in groups, activations, roles, policies and clusters. */
const estate: fc.Arbitrary<AccessModel[]> = fc
  .record({
    members: some(PEOPLE),
    owners: some(PEOPLE),
    eligible: some([...PEOPLE, "ops", "sre"]),
    ends: end,
    active: some(PEOPLE),
    activation: fc.record({
      maximum: fc.constantFrom("PT1H", "PT8H"),
      mfa: flag,
      justification: flag,
      approvers: fc.oneof(some(["bob", "carol"]), fc.constant(TENANT_KNOWS)),
    }),
    stated: fc.boolean(),
    include: some([...GROUPS, ...PEOPLE]),
    exclude: some(PEOPLE),
    state: fc.constantFrom("enabled" as const, "disabled" as const, "enabledForReportingButNotEnforced" as const),
    controls: fc.subarray(["mfa", "compliantDevice"], { minLength: 1 }),
    operator: fc.constantFrom("AND" as const, "OR" as const),
    localAccountsDisabled: flag,
    roles: fc.uniqueArray(
      fc.tuple(
        fc.constantFrom("prod", "prod/payments", "test"),
        fc.constantFrom("reader", "writer", "admin", "clusterAdmin", "user"),
        fc.constantFrom(...GROUPS, ...PEOPLE),
      ),
      { maxLength: 5, selector: String },
    ),
    acknowledged: fc.boolean(),
    deployer: fc.boolean(),
    split: fc.boolean(),
  })
  .map((c) => {
    const identity = {
      principals: [...PEOPLE.map((p) => user(p)), account("pipeline", 9)],
      groups: [
        group("ops", c.members, { owners: c.owners }),
        jitGroup("admins", { owners: c.owners.slice(1) }),
        existingGroup("sre", { objectId: objectId(5) }),
      ],
      roleSettings: c.stated ? [settings("admins", c.activation)] : [],
      assignments: [
        ...c.eligible.map((p) => assignment("eligible", "admins", p, { expiration: c.ends })),
        ...c.active.map((p) => assignment("active", "admins", p)),
      ],
      policies: [
        policy("people", c.include, { exclude: c.exclude, state: c.state, controls: c.controls, operator: c.operator }),
      ],
    };
    const azure = {
      clusters: [cluster("prod", { localAccountsDisabled: c.localAccountsDisabled }), cluster("test")],
      grants: c.roles.map(([where, role, who]) => grant(where, role, who)),
      deployers: c.deployer ? [{ id: "deployer", principal: "pipeline" }] : [],
      guardrails: [
        {
          id: "guardrails",
          profile: "recommended" as const,
          acknowledge: c.acknowledged ? [{ rule: "CL-01", on: "prod", reason: "Soon", until: null }] : [],
        },
      ],
    };
    return c.split
      ? [model(identity), model({ stack: "t", uses: ["s"], ...azure })]
      : [model({ ...identity, ...azure })];
  });

const turned = (gates: AccessDiff["weaker"]) =>
  gates.map((g) => ({ ...g, aspects: g.aspects.map((a) => ({ name: a.name, before: a.after, after: a.before })) }));

/** The same in the opposite order: of the models, and of every list in them. */
function reversed(models: readonly AccessModel[]): AccessModel[] {
  return [...models].reverse().map((m) => {
    const lists = Object.entries(m).map(([k, v]) => [
      k,
      Array.isArray(v) ? [...(v as unknown[])].reverse() : (v as unknown),
    ]);
    return Object.fromEntries(lists) as AccessModel;
  });
}

test("a state differs from itself in nothing", () => {
  fc.assert(
    fc.property(estate, (x) => {
      expect(accessDiff(x, x)).toEqual({
        gains: [],
        losses: [],
        weaker: [],
        stronger: [],
        unknown: [],
        stacks: { added: [], removed: [] },
      });
    }),
    { numRuns: 150 },
  );
});

test("the other way round gains are losses, and weaker is stronger", () => {
  fc.assert(
    fc.property(estate, estate, (x, y) => {
      const [there, back] = [accessDiff(x, y), accessDiff(y, x)];
      expect(back.losses).toEqual(there.gains);
      expect(back.gains).toEqual(there.losses);
      expect(turned(back.stronger)).toEqual(there.weaker);
      expect(turned(back.weaker)).toEqual(there.stronger);
    }),
    { numRuns: 150 },
  );
});

test("another order of the same says the same", () => {
  fc.assert(
    fc.property(estate, estate, (x, y) => {
      expect(accessDiff(reversed(x), reversed(y))).toEqual(accessDiff(x, y));
    }),
    { numRuns: 150 },
  );
});

test("a role more takes nothing away, and gives somebody something or is had already", () => {
  const more = fc.tuple(
    fc.constantFrom("prod", "prod/payments", "test"),
    fc.constantFrom("reader" as const, "clusterAdmin" as const),
    fc.constantFrom(...PEOPLE),
  );
  fc.assert(
    fc.property(estate, more, (x, [where, role, who]) => {
      const last = x[x.length - 1];
      const added = { ...grant(where, role, who), id: "added" };
      const y = [...x.slice(0, -1), { ...last, grants: [...last.grants, added] }];
      const diff = accessDiff(x, y);
      expect([diff.losses, diff.stronger]).toEqual([[], []]);
      expect(diff.gains.every((g) => g.path.principal === who)).toBe(true);
    }),
    { numRuns: 150 },
  );
});

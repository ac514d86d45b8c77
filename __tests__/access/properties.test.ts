import * as fc from "fast-check";
import {
  type AccessModel,
  type AccessPath,
  type Certainty,
  type When,
  accessSnapshot,
  can,
  estateOf,
  expectationReport,
  pathsOf,
  who,
} from "../../lib/access";
import {
  type ROLE,
  account,
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
  TENANT_KNOWS,
} from "../support/models";

const PEOPLE = ["u0", "u1", "u2", "u3"];
const GROUPS = ["g0", "g1", "g2", "g3"];
const roles: (keyof typeof ROLE)[] = [
  "user",
  "reader",
  "writer",
  "admin",
  "clusterAdmin",
  "adminCredential",
  "contributor",
];
const anybody = fc.constantFrom(...PEOPLE, ...GROUPS, "x", "app");

const world = fc.record({
  members: fc.array(fc.subarray([...PEOPLE, ...GROUPS, "x"]), { minLength: 4, maxLength: 4 }),
  kinds: fc.array(fc.constantFrom("standing", "jit", "existing"), { minLength: 4, maxLength: 4 }),
  owners: fc.array(fc.subarray(PEOPLE, { maxLength: 2 }), { minLength: 4, maxLength: 4 }),
  assignments: fc.array(
    fc.tuple(
      fc.constantFrom("eligible", "active"),
      fc.constantFrom(...GROUPS),
      anybody,
      fc.constantFrom("member", "owner"),
    ),
    { maxLength: 5 },
  ),
  grants: fc.array(fc.tuple(fc.constantFrom("c0", "c1", "c0/pay", "c1/pay"), fc.constantFrom(...roles), anybody), {
    maxLength: 6,
  }),
  admins: fc.subarray(GROUPS, { maxLength: 2 }),
  facts: fc.constantFrom(
    {},
    { azureRbac: false },
    { azureRbac: TENANT_KNOWS },
    { localAccountsDisabled: false },
    { adminGroups: TENANT_KNOWS },
  ),
  included: fc.subarray([...PEOPLE, ...GROUPS]),
  deployers: fc.boolean(),
});

type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

function modelsOf(w: World): AccessModel[] {
  const identity = model({
    stack: "identity",
    principals: [...PEOPLE.map((p) => user(p)), account("x", 1), application("app", 9)],
    groups: GROUPS.map((id, i) => {
      const more = { owners: w.owners[i] };
      if (w.kinds[i] === "existing") return existingGroup(id);
      return w.kinds[i] === "jit" ? jitGroup(id, more) : group(id, w.members[i], more);
    }),
    assignments: w.assignments.map(([kind, into, principal, accessId], i) =>
      assignment(kind as "active", into, principal, { accessId: accessId as "member", id: `a${i}` }),
    ),
    roleSettings: GROUPS.map((g) => settings(g)),
    policies: [policy("p", w.included)],
    emergencyAccess: [{ id: "emergency", accounts: ["x"], clusterAdmin: "g3" }],
    deployers: w.deployers ? [{ id: "d", principal: "app" }] : [],
  });
  const prod = model({
    stack: "prod",
    clusters: [cluster("c0", { adminGroups: w.admins, ...w.facts }), cluster("c1")],
    grants: w.grants.map(([where, role, principal], i) => ({ ...grant(where, role, principal), id: `g${i}` })),
  });
  return [identity, prod];
}

/** What makes a path the same path after something was added. */
const keyOf = ({ principal, via, mode, right }: AccessPath) => JSON.stringify([principal, via, mode, right]);
const WHENS: When[] = ["standing", "activated", "ever"];
const DEEDS = [
  { verb: "get", resource: "pods" },
  { verb: "delete", resource: "pods" },
  { verb: "port-forward", resource: "pods" },
  { verb: "*", resource: "*" },
];

function answers(models: AccessModel[]): Map<string, Certainty> {
  const estate = estateOf(models);
  const all = new Map<string, Certainty>();
  for (const principal of [...PEOPLE, ...GROUPS, "x", "app", "zed@contoso.com"]) {
    for (const deed of DEEDS) {
      for (const when of WHENS) {
        for (const namespace of ["pay", null]) {
          const question = { principal, ...deed, cluster: "c0", namespace, when };
          all.set(JSON.stringify(question), can(estate, question).answer);
        }
      }
    }
  }
  return all;
}

const RUNS = { numRuns: 60 };

test("adding a grant, a member, an owner or an assignment takes away no path, and makes no yes a no", () => {
  const more = fc.oneof(
    fc.record({ grant: fc.tuple(fc.constantFrom("c0", "c0/pay"), fc.constantFrom(...roles), anybody) }),
    fc.record({ member: fc.tuple(fc.nat(3), fc.constantFrom(...PEOPLE)) }),
    fc.record({ owner: fc.tuple(fc.nat(3), fc.constantFrom(...PEOPLE)) }),
    fc.record({
      assignment: fc.tuple(
        fc.constantFrom("eligible", "active"),
        fc.constantFrom(...GROUPS),
        anybody,
        fc.constantFrom("member", "owner"),
      ),
    }),
  );
  fc.assert(
    fc.property(world, more, (w, added) => {
      const add = <T>(lists: T[][], [i, one]: [number, T]) =>
        lists.map((l, k) => (k === i && !l.includes(one) ? [...l, one] : l));
      const wider: World = {
        ...w,
        ...("grant" in added && { grants: [...w.grants, added.grant] }),
        ...("member" in added && { members: add(w.members, added.member) }),
        ...("owner" in added && { owners: add(w.owners, added.owner) }),
        ...("assignment" in added && { assignments: [...w.assignments, added.assignment] }),
      };
      const [before, after] = [w, wider].map((one) => modelsOf(one));
      const paths = new Set(pathsOf(estateOf(after)).map(keyOf));
      expect(
        pathsOf(estateOf(before))
          .map(keyOf)
          .filter((key) => !paths.has(key)),
      ).toEqual([]);
      const [was, is] = [answers(before), answers(after)];
      const rank = { no: 0, unknown: 1, yes: 2 };
      expect([...was].filter(([question, answer]) => rank[is.get(question)!] < rank[answer])).toEqual([]);
    }),
    RUNS,
  );
});

test("the order in which things are written changes nothing", () => {
  fc.assert(
    fc.property(world, fc.infiniteStream(fc.nat(1000)), (w, numbers) => {
      const shuffled = <T>(list: readonly T[]): T[] =>
        list
          .map((item) => [numbers.next().value as number, item] as const)
          .sort(([a], [b]) => a - b)
          .map(([, item]) => item);
      const models = modelsOf(w);
      const others = shuffled(models).map((m) => ({
        ...m,
        principals: shuffled(m.principals),
        groups: shuffled(m.groups).map((g) => ({
          ...g,
          members: Array.isArray(g.members) ? shuffled(g.members as string[]) : g.members,
        })),
        assignments: shuffled(m.assignments),
        grants: shuffled(m.grants),
        clusters: shuffled(m.clusters),
      }));
      expect(pathsOf(estateOf(others))).toEqual(pathsOf(estateOf(models)));
      expect(accessSnapshot(others)).toBe(accessSnapshot(models));
      expect(answers(others)).toEqual(answers(models));
    }),
    RUNS,
  );
});

test("who is in the list of who has the same answer from can, and nobody else has a yes", () => {
  fc.assert(
    fc.property(
      world,
      fc.constantFrom(...DEEDS),
      fc.constantFrom(...WHENS),
      fc.constantFrom("pay", null),
      (w, deed, when, namespace) => {
        const estate = estateOf(modelsOf(w));
        const asked = { ...deed, cluster: "c0", namespace, when };
        const { rows, unknowns } = who(estate, asked);
        const of = (principal: string) => can(estate, { ...asked, principal });
        for (const row of rows) {
          expect(of(row.principal).answer).toBe(row.answer);
          expect(new Set(of(row.principal).paths.map(keyOf))).toEqual(new Set(row.paths.map(keyOf)));
        }
        const listed = new Set(rows.map((r) => r.principal));
        const others = [...PEOPLE, "x", "app", ...GROUPS.filter((_, i) => w.kinds[i] === "existing")].filter(
          (p) => !listed.has(p),
        );
        for (const principal of others) {
          const { answer, why } = of(principal);
          expect(answer).not.toBe("yes");
          // what is unknown is so for a reason that the list has already: a row in it, or what is open for everybody
          if (answer === "unknown")
            expect(why.some((reason) => unknowns.includes(reason) || reason.startsWith("whether "))).toBe(true);
        }
      },
    ),
    RUNS,
  );
});

test("an expectation is broken exactly where the answer is yes, and open where it is unknown", () => {
  fc.assert(
    fc.property(world, anybody, fc.constantFrom(...DEEDS), fc.constantFrom(...WHENS), (w, principal, deed, when) => {
      const models = modelsOf(w);
      const cannot = { principal, ...deed, cluster: "c0", namespace: "pay", when };
      const { findings, unknown } = expectationReport([
        ...models,
        model({ stack: "e", expectations: [{ id: "e", cannot }] }),
      ]);
      const { answer } = can(estateOf(models), cannot);
      expect([findings.length, unknown.length]).toEqual([Number(answer === "yes"), Number(answer === "unknown")]);
    }),
    RUNS,
  );
});

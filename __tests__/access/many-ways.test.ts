import fc from "fast-check";
import {
  type AccessModel,
  type AccessPath,
  accessSnapshot,
  can,
  estateOf,
  expectationReport,
  pathsOf,
  reachedWithout,
  standingAdmins,
  who,
} from "../../lib/access";
import { accessDiff } from "../../lib/diff";
import { accessMatchers } from "../../lib/testing";
import { assignment, cluster, grant, group, jitGroup, model, policy, settings, user } from "../support/models";

const DELETE_NODES = { verb: "delete", resource: "nodes", cluster: "c", when: "activated" } as const;
const names = (n: number) => Array.from({ length: n }, (_, i) => `ns${String(i).padStart(4, "0")}`);

/** Alice is eligible for so many groups of namespaces, and by the last of her own groups for the administrators. */
function platform(n: number): AccessModel {
  return model({
    principals: [user("alice")],
    groups: [group("sre", ["alice"]), ...names(n).map((g) => jitGroup(g)), jitGroup("zadmins")],
    assignments: [...names(n).map((g) => assignment("eligible", g, "alice")), assignment("eligible", "zadmins", "sre")],
    clusters: [cluster("c")],
    grants: [...names(n).map((g) => grant(`c/${g}`, "writer", g)), grant("c", "clusterAdmin", "zadmins")],
  });
}

describe.each([600, 1100])("somebody who is eligible for %i groups", (n) => {
  const now = platform(n);
  const before = { ...now, assignments: now.assignments.filter((a) => a.group !== "zadmins") };
  const estate = estateOf([now]);

  test("is asked about by the last of them as by the first", () => {
    expect(can(estate, { principal: "alice", ...DELETE_NODES }).answer).toBe("yes");
    expect(can(estateOf([before]), { principal: "alice", ...DELETE_NODES }).answer).toBe("no");
    expect(who(estate, DELETE_NODES).rows.map((r) => [r.principal, r.answer])).toEqual([["alice", "yes"]]);
    expect(pathsOf(estate)).toHaveLength(n + 1);
  });

  test("breaks what is expected, in the file and in a test", () => {
    const cannot = { principal: "alice", namespace: null, ...DELETE_NODES };
    const { findings, unknown } = expectationReport([{ ...now, expectations: [{ id: "expect", cannot }] }]);
    expect(findings.map((f) => f.message)).toEqual([expect.stringMatching(/^alice@contoso.com can delete nodes on c/)]);
    expect(unknown).toEqual([]);
    const { pass } = accessMatchers.toAllow.call({ isNot: true }, [now], { principal: "alice", ...DELETE_NODES });
    expect(pass).toBe(true);
  });

  test("gains in a diff what the last of them gives", () => {
    const { gains, losses, unknown } = accessDiff([before], [now]);
    expect(gains.map((g) => [g.kind, g.path.principal])).toEqual([["new-eligible-admin", "alice"]]);
    expect([losses, unknown]).toEqual([[], []]);
  });

  test("is a standing administrator by the last of the groups in which somebody simply is", () => {
    const models = model({
      principals: [user("alice")],
      groups: [...names(n).map((g) => group(g, ["alice"])), group("zadmins", ["alice"])],
      clusters: [cluster("c", { adminGroups: ["zadmins"] })],
    });
    const joined = estateOf([models]);
    expect(standingAdmins(joined, joined.clusters).admins.map((a) => a.principal)).toEqual(["alice"]);
  });
});

describe("more ways into one group than are told apart", () => {
  const pools = Array.from({ length: 30 }, (_, i) => `p${String(i).padStart(2, "0")}`);
  const said = "alice@contoso.com has more ways into adm than the 20 of a kind that are told apart";
  const models = (more: Partial<AccessModel> = {}) =>
    model({
      principals: [user("alice")],
      groups: [...pools.map((p) => jitGroup(p)), group("adm", pools)],
      roleSettings: pools.map((p) => settings(p, { approvers: ["boss"] })),
      assignments: pools.map((p) => assignment("eligible", p, "alice")),
      clusters: [cluster("c", { adminGroups: ["adm"] })],
      ...more,
    });
  const asks = { principal: "alice", verb: "get", resource: "pods", cluster: "c", when: "activated" } as const;

  test("a yes shows twenty of them, and says that there are more", () => {
    const { answer, paths, why } = can(estateOf([models()]), asks);
    expect([answer, paths.length]).toEqual(["yes", 20]);
    expect(why.at(-1)).toBe(said);
  });

  test("whether all of them are blocked is unknown, as it is who may", () => {
    const block = policy("block", pools.slice(0, 29), { controls: ["block"] });
    const estate = estateOf([models({ policies: [block] })]);
    const reason = `whether a policy blocks the sign-in on every way: ${said}`;
    expect(can(estate, asks)).toMatchObject({ answer: "unknown", why: [reason] });
    expect(who(estate, asks).rows).toMatchObject([{ principal: "alice", answer: "unknown", why: [reason] }]);
    const few = models({ policies: [block], assignments: models().assignments.slice(0, 20) });
    expect(can(estateOf([few]), asks).answer).toBe("no");
  });

  test("whether all of them ask for approval is unknown", () => {
    const { paths, unknown } = reachedWithout(estateOf([models()]), "approval");
    expect(paths).toEqual([]);
    expect(unknown).toHaveLength(20);
    expect(unknown[0]).toMatchObject({ certainty: "unknown", unknowns: [said] });
    const few = models({ assignments: models().assignments.slice(0, 20) });
    expect(reachedWithout(estateOf([few]), "approval")).toEqual({ paths: [], unknown: [] });
  });

  test("the snapshot says that there are more", () => {
    expect(accessSnapshot([models()]).split("\n")).toContain(said);
  });

  test("a diff doubts what changed on one of them, and nothing where nothing did", () => {
    const weaker = models({ roleSettings: pools.map((p) => settings(p, { approvers: p === "p29" ? [] : ["boss"] })) });
    expect(accessDiff([models()], [weaker]).unknown.map((u) => [u.subject, ...u.reasons])).toContainEqual([
      "alice",
      said,
    ]);
    const renamed = models({ clusters: [cluster("c", { adminGroups: ["adm"], kubernetesVersion: "1.36" })] });
    expect(accessDiff([models()], [renamed]).unknown).toEqual([]);
  });
});

test("however groups are in each other, each is reached in the easiest manner that there is", () => {
  const size = 9;
  const ids = Array.from({ length: size }, (_, i) => `g${i}`);
  const kinds = ["none", "member", "eligible", "active", "owner"] as const;
  const links = fc.array(fc.constantFrom(...kinds), { minLength: size * (size + 1), maxLength: size * (size + 1) });
  const rank = { standing: 0, active: 1, eligible: 2, "control-plane": 3, emergency: 9 };
  const effort = { member: 0, active: 1, eligible: 2, owner: 3 };

  fc.assert(
    fc.property(links, (drawn) => {
      const from = ["alice", ...ids];
      const link = (f: number, t: number) => (from[f] === ids[t] ? "none" : drawn[f * size + t]);
      const of = (kind: string, t: number) => from.filter((_, f) => link(f, t) === kind);
      const models = model({
        principals: [user("alice")],
        groups: ids.map((id, t) => group(id, of("member", t), { owners: of("owner", t) })),
        assignments: ids.flatMap((id, t) =>
          (["eligible", "active"] as const).flatMap((kind) => of(kind, t).map((p) => assignment(kind, id, p))),
        ),
        clusters: ids.map((id) => cluster(`c-${id}`, { adminGroups: [id] })),
      });
      // the least effort of the hardest step, by widening circles
      const least = new Map<string, number>([["alice", 0]]);
      for (let round = 0; round <= size; round++)
        for (let f = 0; f < from.length; f++)
          for (let t = 0; t < size; t++) {
            const kind = link(f, t);
            const before = least.get(from[f]);
            if (kind === "none" || before === undefined) continue;
            least.set(ids[t], Math.min(least.get(ids[t]) ?? 9, Math.max(before, effort[kind])));
          }
      const found = new Map<string, number>([["alice", 0]]);
      for (const { right, mode } of pathsOf(estateOf([models])) as AccessPath[]) {
        const id = right.cluster.slice(2);
        found.set(id, Math.min(found.get(id) ?? 9, rank[mode]));
      }
      expect(found).toEqual(new Map([...least].sort()));
    }),
    { numRuns: 60 },
  );
});

import { ORGANIZATIONS, modelsOf } from "../../bench/access-models";
import { runDiff } from "../../bench/run-diff";
import { type AccessModel, estateOf, pathsOf } from "../../lib/access";
import { accessDiff } from "../../lib/diff";
import { weakerGates } from "../../lib/diff/gates";
import { type Kept, gained, waysOf } from "../../lib/diff/ways";

/** How often the ways that both sides have are looked at, with so many role settings, clusters and policies more. */
function looks(more: number): { ways: number; looks: number } {
  const [identity, prod] = modelsOf({ people: 20, groups: 10, clusters: 5, namespaces: 2 });
  const copies = <T extends { id: string }>(of: readonly T[], change: (n: number) => Partial<T> = () => ({})): T[] =>
    Array.from({ length: more }, (_, n) => ({ ...of[0], id: `${of[0].id}-${n}`, ...change(n) }));
  const models: AccessModel[] = [
    {
      ...identity,
      roleSettings: [
        ...identity.roleSettings,
        ...copies(identity.roleSettings, (n) => ({ group: `identity/more/${n}` })),
      ],
      policies: [...identity.policies, ...copies(identity.policies)],
    },
    { ...prod, clusters: [...prod.clusters, ...copies(prod.clusters, (n) => ({ name: `more-${n}` }))] },
  ];
  const estate = estateOf(models);
  const side = { estate, key: (id: string) => estate.idOf(id), maybe: () => new Set<string>() };
  const ways = waysOf(pathsOf(estate), side.key);
  let looked = 0;
  const counted = gained(ways, ways, side.maybe).kept.map(({ from, to }): Kept => ({
    get from() {
      looked++;
      return from;
    },
    get to() {
      looked++;
      return to;
    },
  }));
  weakerGates(side, side, counted);
  return { ways: counted.length, looks: looked };
}

test("each way is looked at so many times, however many settings, clusters and policies there are", () => {
  const [few, many] = [looks(1), looks(50)];
  expect(few.ways).toBeGreaterThan(100);
  expect(many).toEqual(few);
  expect(few.looks).toBeLessThanOrEqual(5 * few.ways);
});

test("the bench compares what somebody gains, what somebody loses, and gates that concern everybody", () => {
  const { gains, losses, weaker } = runDiff("250 people, 25 groups, 12 clusters");
  expect(Math.min(gains, losses)).toBeGreaterThan(0);
  // every policy, and the approvals of every just-in-time group that leads somewhere
  expect(weaker).toBeGreaterThanOrEqual(10);
});

test("everybody under an object id in place of a sign-in name is one doubt each, and does not take for ever", () => {
  const before = modelsOf(ORGANIZATIONS["250 people, 25 groups, 12 clusters"]);
  const people = before.flatMap((m) => m.principals).filter((p) => p.userPrincipalName !== undefined);
  const numbers = new Map(people.map((p, n) => [p.id, n]));
  const named = (id: string) => (numbers.has(id) ? `${id}-by-object-id` : id);
  const after = before.map((m) => {
    const renamed = JSON.parse(JSON.stringify(m), (_, v: unknown) =>
      typeof v === "string" ? named(v) : v,
    ) as AccessModel;
    const principals = m.principals.map(({ userPrincipalName, ...p }) => {
      const number = (numbers.get(p.id) ?? 0).toString(16).padStart(12, "0");
      if (userPrincipalName === undefined) return p;
      return { ...p, id: named(p.id), objectId: `aaaaaaaa-aaaa-4aaa-8aaa-${number}` };
    });
    return { ...renamed, principals };
  });
  const start = performance.now();
  const { gains, losses, unknown } = accessDiff(before, after);
  expect([gains, losses]).toEqual([[], []]);
  expect(people.length).toBeGreaterThanOrEqual(250);
  // and one for the role settings that some of them approve
  const ofPeople = unknown.filter((d) => d.what === "may be somebody who had the same");
  expect(ofPeople.length).toBeGreaterThan(0);
  expect(ofPeople.length).toBeLessThanOrEqual(people.length);
  expect(performance.now() - start).toBeLessThan(20_000);
});

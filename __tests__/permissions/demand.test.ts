import fc from "fast-check";
import { type Demand, choose } from "../../lib/permissions";

const NAMES = ["A.Read.All", "B.Read.All", "A.ReadWrite.All", "B.ReadWrite.All", "C.ReadWrite.All"];
const demand: fc.Arbitrary<Demand> = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1 }),
    fc.constantFrom("x", "y"),
    fc.constantFrom("read", "write"),
  )
  .map(([oneOf, why, to]) => ({ oneOf, why: [why], to }));
const demands = fc.array(demand, { maxLength: 8 });
const isMet = (all: readonly Demand[], has: readonly string[]) =>
  all.every(({ oneOf }) => oneOf.some((one) => has.includes(one)));

test("what is chosen meets every demand, and without any one of it some demand is unmet", () => {
  fc.assert(
    fc.property(demands, (all) => {
      const names = choose(all).map(({ name }) => name);
      expect(isMet(all, names)).toBe(true);
      for (const name of names)
        expect(
          isMet(
            all,
            names.filter((n) => n !== name),
          ),
        ).toBe(false);
    }),
  );
});

test("what is named instead meets as much as what was chosen", () => {
  fc.assert(
    fc.property(demands, (all) => {
      const chosen = choose(all);
      for (const { name, instead } of chosen) {
        const rest = chosen.map((c) => c.name).filter((n) => n !== name);
        for (const other of instead) expect(isMet(all, [...rest, other])).toBe(true);
      }
    }),
  );
});

test("the order of what a stack holds does not matter", () => {
  fc.assert(fc.property(demands, (all) => expect(choose([...all].reverse())).toEqual(choose(all))));
});

test("what writes reads as well: the permission to read is not asked for beside it", () => {
  const read = { oneOf: ["G.Read.All", "G.ReadWrite.All"], why: ["g"], to: "read groups" };
  const write = { oneOf: ["G.ReadWrite.All"], why: ["g"], to: "write groups" };
  expect(choose([read]).map((c) => c.name)).toEqual(["G.Read.All"]);
  expect(choose([read, write])).toEqual([
    { name: "G.ReadWrite.All", why: ["g"], to: ["read groups", "write groups"], instead: [] },
  ]);
});

import { modelsOf } from "../../bench/access-models";
import { estateOf, pathsOf, who } from "../../lib/access";

/** Counts what a run looks at instead of measuring its time: the same on every machine. */
function looked(clusters: number): { grants: number; paths: number; asked: number } {
  const models = modelsOf({ people: 60, groups: 10, clusters, namespaces: 20 });
  const estate = estateOf(models);
  let asked = 0;
  const counting = { ...estate, idOf: (id: string) => (asked++, estate.idOf(id)) };
  const paths = pathsOf(counting).length;
  for (const { id } of counting.clusters)
    who(counting, { verb: "delete", resource: "pods", cluster: id, namespace: "ns1" });
  return { grants: models.flatMap((m) => m.grants).length, paths, asked };
}

test("twice the grants are twice the paths and twice the work, no more", () => {
  const [one, two, four] = [10, 20, 40].map(looked);
  expect([two.grants, four.grants]).toEqual([2 * one.grants, 4 * one.grants]);
  expect([two.paths, four.paths]).toEqual([2 * one.paths, 4 * one.paths]);
  expect((four.asked - two.asked) / (two.asked - one.asked)).toBeCloseTo(2, 1);
});

test("12,000 grants of a thousand people are answered at once", () => {
  const models = modelsOf({ people: 1000, groups: 100, clusters: 261, namespaces: 20 });
  expect(models.flatMap((m) => m.grants)).toHaveLength(12_006);
  const estate = estateOf(models);
  const { rows } = who(estate, {
    verb: "delete",
    resource: "pods",
    cluster: "prod/clusters/c7",
    namespace: "ns1",
    when: "activated",
  });
  // one group writes in the namespace and one administers the cluster; two pools are eligible for each, one for both
  expect(rows).toHaveLength(60);
  expect(rows.every((r) => r.answer === "yes")).toBe(true);
});

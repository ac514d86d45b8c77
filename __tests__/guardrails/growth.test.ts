import { modelsOf } from "../../bench/access-models";
import { type Reach } from "../../lib/guardrails/reach";
import { PIM_01 } from "../../lib/guardrails/rules/pim-01";
import { sceneOf } from "../../lib/guardrails/scene";

/** How often PIM-01 looks where a right is, with so many clusters: the same on every machine. */
function looks(clusters: number): number {
  const scene = sceneOf(modelsOf({ people: 30, groups: 6, clusters, namespaces: 2 }));
  let looked = 0;
  const counted = new Map<string, ReturnType<Reach["rightsOf"]>>();
  const rightsOf = (id: string) => {
    const rights =
      counted.get(id) ??
      scene.reach.rightsOf(id).map((right) => ({
        ...right,
        get cluster() {
          looked++;
          return right.cluster;
        },
      }));
    counted.set(id, rights);
    return rights;
  };
  const reach = Object.create(scene.reach, { rightsOf: { value: rightsOf } }) as Reach;
  PIM_01.evaluate({ ...scene, reach });
  return looked;
}

test("what somebody has is compared with what he may activate on the same cluster, not on every one", () => {
  const [few, many] = [looks(30), looks(120)];
  expect(few).toBeGreaterThan(0);
  expect(many / few).toBeLessThan(4.5);
});

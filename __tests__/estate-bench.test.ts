import { estateByHand } from "../bench/estate-by-hand";
import { estateByLibrary } from "../bench/estate-library";
import { newApp, written } from "./support/synth";

test("both programs of the bench make the same resources", () => {
  const size = { clusters: 6, groups: 5, groupsPerCluster: 3, subscriptions: 3 };
  const [library, byHand] = [newApp(), newApp()];
  estateByLibrary(library, size);
  estateByHand(byHand, size);
  for (const stack of ["identity", "clusters-0", "clusters-1", "clusters-2"]) {
    const [ours, theirs] = [library, byHand].map((app) => clean(JSON.parse(written(app, stack))));
    expect(ours).toEqual(theirs);
  }
});

/** Resources and providers, without the framework's metadata and its names for outputs of other stacks. */
function clean({ resource, provider }: Record<string, unknown>): unknown {
  const text = JSON.stringify({ resource, provider }, (key, value: unknown) => (key === "//" ? undefined : value));
  return JSON.parse(text.replace(/outputs\.[\w-]+/g, "outputs"));
}

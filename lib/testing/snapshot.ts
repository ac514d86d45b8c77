import { accessSnapshot as snapshotOf } from "../access";
import { type AccessSubject, clustersIn, pictureOf } from "../terraform";

/**
 * The access of a stack, an app or models as sorted text, one line a path: `expect(accessSnapshot(stack)).toMatchSnapshot()`
 * shows in a review who gains and who loses.
 *
 * Of a stack, it is the access to its clusters; of a stack without clusters, to all of them.
 */
export function accessSnapshot(subject: AccessSubject): string {
  const picture = pictureOf(subject);
  const clusters = clustersIn(picture);
  return snapshotOf(picture.models, clusters.length === 0 ? undefined : clusters);
}

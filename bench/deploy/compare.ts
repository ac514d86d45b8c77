import { type Took } from "./side-by-side";

/** How much slower a step may be than by hand. */
const SLOWER = 1.05;

/** A step beside the same step by hand: in words, and whether it is no slower than it may be and calls no more. */
export function compare(ours: Took, theirs: Took): { readonly text: string; readonly within: boolean } {
  const ratio = ours.seconds / theirs.seconds;
  const within = ratio <= SLOWER && ours.calls <= theirs.calls;
  const text =
    `${ours.seconds.toFixed(1)} s beside ${theirs.seconds.toFixed(1)} s, ${ratio.toFixed(2)} times (at most ${SLOWER}); ` +
    `${ours.calls} calls beside ${theirs.calls}  ${within ? "within" : "BEYOND"}`;
  return { text, within };
}

import { KNOWN_VERBS, RESOURCES, type When, isKnownResource } from "../access";
import { didYouMean, quote } from "../core/text";
import { CannotRun } from "./cannot-run";
import type { Io } from "./io";

/** When somebody is to have a right; the words of `--when`. */
export const WHEN: readonly When[] = ["standing", "activated", "ever"];

/** The text of `--when` in the help. */
export const WHEN_HELP =
  "standing: with nothing to do for it; activated: also after an activation; ever: also by changing a cluster, a role or a group";

/**
 * Checks the words of a deed, as one types them for kubectl: a verb and a resource.
 *
 * A resource that is none of Kubernetes' own may be a custom one: it is said, with the nearest.
 *
 * @throws CannotRun for a verb that there is not
 */
export function checkDeed(verb: string, resource: string, io: Io): void {
  if (!KNOWN_VERBS.includes(verb)) {
    throw new CannotRun(
      `${quote(verb)} is no verb; allowed: ${KNOWN_VERBS.join(", ")}${didYouMean(verb, KNOWN_VERBS)}`,
    );
  }
  if (isKnownResource(resource)) return;
  const near = didYouMean(resource, RESOURCES);
  io.err(`note: ${quote(resource)} is none of Kubernetes' own resources, and is taken for a custom one${near}\n`);
}

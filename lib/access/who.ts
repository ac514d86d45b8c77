import { type Answer, answersFor } from "./answer";
import { type Deed, EVERYBODY, matterOf } from "./can";
import type { Estate } from "./estate";
import { needOf } from "./verbs";

/** Somebody who may, or perhaps may. */
export interface WhoRow extends Answer {
  /** Joined id of a user, a service principal, or a group of which only the tenant knows the members. */
  readonly principal: string;
  readonly answer: "yes" | "unknown";
  /** Of an unknown, the reasons; of a yes, nothing: `can` has the sentences, and the paths are here. */
  readonly why: readonly string[];
}

/** Who may do something, and what nobody here can know. */
export interface Who {
  /** By id. Who may only be a member of a group in the list, or the same as somebody in it, is not in it again. */
  readonly rows: readonly WhoRow[];
  /** What the cluster leaves open for everybody. */
  readonly unknowns: readonly string[];
  /** Why everybody may who is signed in, and so nobody is in the list; null for what needs a right. */
  readonly everybody: string | null;
}

/**
 * Who may do something inside Kubernetes: everybody with a way that gives it, or may give it.
 *
 * A group of which only the tenant knows the members stands for them. Whoever is in the list has the same answer from
 * `can`; whoever is not has no, or unknown for the reasons that the groups in the list and `unknowns` say.
 */
export function who(estate: Estate, deed: Deed): Who {
  const need = needOf(deed.verb, deed.resource);
  if (need.everybody) return { rows: [], unknowns: [], everybody: EVERYBODY };
  const matter = matterOf(estate, deed, need);
  if (matter === undefined)
    return { rows: [], unknowns: [`no model has the cluster ${deed.cluster}`], everybody: null };
  const rows = [...answersFor(estate, matter)].map(([principal, answer]) => ({ principal, ...answer }) as WhoRow);
  return { rows, unknowns: matter.unknowns, everybody: null };
}

import { type Answer, answersFor } from "./answer";
import { type Deed, EVERYBODY, can, mattersOf } from "./can";
import type { Estate } from "./estate";

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
  const matters = mattersOf(estate, deed);
  if (matters === undefined)
    return { rows: [], unknowns: [`no model has the cluster ${deed.cluster}`], everybody: null };
  if (matters.length === 0) return { rows: [], unknowns: [], everybody: EVERYBODY };
  const [{ unknowns }] = matters;
  const each = matters.map((matter) => answersFor(estate, matter));
  if (each.length > 1) return { rows: whoOfAll(estate, deed, each), unknowns, everybody: null };
  const rows = [...each[0]].map(([principal, answer]) => ({ principal, ...answer }) as WhoRow);
  return { rows, unknowns, everybody: null };
}

/**
 * Who may all of several requests, by one right or by several. Whoever has a part, and may be in a group that has the
 * rest, is unknown, and so is such a group.
 */
function whoOfAll(estate: Estate, deed: Deed, each: readonly ReadonlyMap<string, Answer>[]): WhoRow[] {
  const candidates = [...new Set(each.flatMap((answers) => [...answers.keys()]))].sort();
  return candidates.flatMap((principal): WhoRow[] => {
    const { answer, paths, why } = can(estate, { ...deed, principal });
    return answer === "no" ? [] : [{ principal, answer, paths, why: answer === "yes" ? [] : why }];
  });
}

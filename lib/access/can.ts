import { type Answer, type Effect, type Matter, type When, answerFor, openOn } from "./answer";
import { allOf } from "./certainty";
import type { Estate } from "./estate";
import type { ClusterEntry } from "./model";
import { type HeldRight, unknownOf } from "./rights";
import { allowsData } from "./roles";
import { sentenceOf } from "./text";
import { type Need, actionsOf, needsOf } from "./verbs";

/** Why nobody needs a way to a deed. */
export const EVERYBODY = "every user who is signed in may: it lists what the API has";

/** What may be done where, and when. */
export interface Deed {
  /** A verb of the Kubernetes API (`get`, `delete`), `*`, or kubectl's word for one (`exec`, `logs`). */
  readonly verb: string;
  /** As for kubectl: `pods`, `pods/log`, `deployments.apps`, `*`, or a path such as `/metrics`. */
  readonly resource: string;
  /** Any id of a cluster. */
  readonly cluster: string;
  /** The namespace; without one, in all of them, or of the cluster itself. */
  readonly namespace?: string | null;
  /** Default `ever`. */
  readonly when?: When;
}

/** A deed, and who is asked about. */
export interface Question extends Deed {
  /** Any id of a user, a service principal or a group, a sign-in name, or an object id. */
  readonly principal: string;
}

/**
 * Whether somebody may do something inside Kubernetes: yes, no, or unknown, with the paths and the reasons.
 *
 * Asked of a group, it is about whoever is a member of it. What the models do not have is not in the answer: roles
 * that come from a resource group, a subscription or a management group, role bindings inside Kubernetes, and
 * directory roles that change groups.
 */
export function can(estate: Estate, question: Question): Answer {
  const matters = mattersOf(estate, question);
  if (matters === undefined)
    return { answer: "unknown", paths: [], why: [`no model has the cluster ${question.cluster}`] };
  if (matters.length === 0) return { answer: "yes", paths: [], why: [EVERYBODY] };
  const answer = allTogether(matters.map((matter) => answerFor(estate, question.principal, matter)));
  return answer.answer === "no" ? { ...answer, why: [...notThen(estate, question), ...answer.why] } : answer;
}

/** What somebody had before the day that was asked about, or will have after it. */
function notThen({ timeless, idle }: Estate, question: Question): string[] {
  if (timeless === undefined) return [];
  return can(timeless, question).paths.flatMap((path) => {
    const when = path.via.flatMap(({ entry }) => idle.get(entry) ?? []);
    return when.length === 0 ? [] : [`not on that day, ${when.join(", ")}: ${sentenceOf(timeless, path)}`];
  });
}

/** All of them have to be allowed, by one right or by several; a right that allows all of them is enough to name. */
function allTogether(answers: readonly Answer[]): Answer {
  if (answers.length === 1) return answers[0];
  const answer = allOf(answers.map((a) => a.answer));
  const deciding = answers.filter((a) => a.answer === answer);
  const unique = <T>(lists: readonly (readonly T[])[], keyOf: (item: T) => string): T[] => {
    const all = [...new Map(lists.flat().map((item) => [keyOf(item), item])).values()];
    const common = all.filter((item) => lists.every((list) => list.some((other) => keyOf(other) === keyOf(item))));
    return answer === "yes" && common.length > 0 ? common : all;
  };
  return {
    answer,
    paths: unique(
      deciding.map((a) => a.paths),
      (path) => JSON.stringify([path.right.entry, path.via]),
    ),
    why: unique(
      deciding.map((a) => a.why),
      (why) => why,
    ),
  };
}

/**
 * What a deed asks of each right, one for each request that it is; none for what everybody may, nothing if no model has
 * the cluster.
 */
export function mattersOf(estate: Estate, deed: Deed): Matter[] | undefined {
  const needs = needsOf(deed.verb, deed.resource).filter((n) => !n.everybody);
  const cluster = estate.cluster(deed.cluster);
  if (cluster === undefined && needs.length > 0) return undefined;
  return cluster === undefined ? [] : needs.map((need) => matterOf(cluster, deed, need));
}

function matterOf(cluster: ClusterEntry, deed: Deed, need: Need): Matter {
  const namespace = need.everywhere ? null : (deed.namespace ?? null);
  return {
    cluster,
    when: deed.when ?? "ever",
    effectOf: (right) => effectOf(cluster, right, need, namespace),
    unknowns: openOn(cluster),
    note: need.note,
  };
}

function effectOf(
  cluster: ClusterEntry,
  { right, definition, unknowns }: HeldRight,
  need: Need,
  namespace: string | null,
): Effect {
  if (right.namespace !== null && (need.clusterScoped || right.namespace !== namespace)) {
    return {
      answer: "no",
      reason: need.clusterScoped ? "a role in a namespace does not reach it" : "it is another namespace",
      elsewhere: !need.clusterScoped,
    };
  }
  const doubt = unknowns.join("; ");
  if (right.kind !== "azure-role") return doubt === "" ? YES : { answer: "unknown", reason: doubt };
  if (cluster.azureRbac === false)
    return { answer: "no", reason: "Azure RBAC is off there, so that it allows nothing inside Kubernetes" };
  if (definition === undefined) return { answer: "unknown", reason: doubt };
  const { actions, reason } = actionsOf(need, cluster.kubernetesVersion);
  const allowed = actions.map((action) => allowsData(definition, action));
  if (!allowed.includes(true)) return { answer: "no", reason: `it does not allow ${actions.join(" or ")}` };
  if (need.noSuchVerb) return { answer: "unknown", reason: "the verb is none that the authorizer knows" };
  const doubts = [
    ...unknownOf(cluster, "Azure RBAC", cluster.azureRbac),
    ...(allowed.includes(false) && reason !== null ? [reason] : []),
  ];
  return doubts.length === 0 ? YES : { answer: "unknown", reason: doubts.join("; ") };
}

const YES: Effect = { answer: "yes", reason: "" };

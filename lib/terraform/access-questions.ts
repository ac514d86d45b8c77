import type { IConstruct } from "constructs";
import type { Answer, When } from "../access/answer";
import type { Deed } from "../access/can";
import type { AccessPath } from "../access/path";
import type * as Questions from "../access/questions";
import type { Who } from "../access/who";
import { ErrorCode } from "../core/error-codes";
import { isNamespaceName } from "../core/namespace";
import { didYouMean, quote } from "../core/text";
import { Problems } from "../core/validation-error";
import { type AccessSubject, type Picture, meantBy, pictureOf } from "./picture";

/** Most programs ask nothing: what answers is loaded with the first question. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- lazy
const questions = () => require("../access/questions") as typeof Questions;

/** Where one asks: a cluster, and perhaps a namespace of it. */
export interface AccessPlace {
  /** A cluster: a construct, a key or id, or its name. */
  readonly cluster: string | IConstruct;
  /**
   * A namespace.
   *
   * @default - in all of them, or of the cluster itself
   */
  readonly namespace?: string;
}

/** Something that one may do inside Kubernetes. */
export interface AccessDeed extends AccessPlace {
  /** A verb of the Kubernetes API (`get`, `delete`), `*`, or kubectl's word for one (`exec`, `logs`). */
  readonly verb: string;
  /** As for kubectl: `pods`, `pods/log`, `deployments.apps`, `*`, or a path such as `/metrics`. */
  readonly resource: string;
  /**
   * `standing`: with nothing to do for it; `activated`: also after an activation; `ever`: also by changing a group,
   * a role or the cluster.
   *
   * @default "activated"
   */
  readonly when?: When;
}

/** Whether somebody may do something. */
export interface AccessQuestion extends AccessDeed {
  /** A group or a person: a construct, a key or id, a display name, a sign-in name, or an object id. */
  readonly principal: string | IConstruct;
}

/** Which ways to give. */
export interface AccessWays extends Partial<AccessPlace> {
  /** @default - everybody */
  readonly principal?: string | IConstruct;
}

/**
 * Questions to the access model: who may do what inside Kubernetes, when, and in which ways.
 *
 * Asked of a stack, an app or any construct, of an access model, or of several. A construct answers for the whole of
 * its app, because access crosses stacks, and as it is when `of` is called: call it when everything is declared. What
 * only the tenant knows is `unknown`, with the reasons. The command asks the same: `aks-entra can`, `who`.
 */
export class AccessQuestions {
  /** @throws ValidationError QUESTION_SUBJECT */
  public static of(subject: AccessSubject): AccessQuestions {
    return new AccessQuestions(pictureOf(subject));
  }

  private constructor(private readonly picture: Picture) {}

  /**
   * Whether somebody may do something: yes, no or unknown, with the ways that give it, and the reasons in words.
   * Of a group, whether its members may.
   *
   * @throws ValidationError QUESTION_REFERENCE, QUESTION_DEED
   */
  public can(question: AccessQuestion): Answer {
    const principal = meantBy(this.picture, question.principal, "principal");
    return questions().can(this.picture.estate, { principal, ...deedOf(this.picture, question) });
  }

  /**
   * Who may do something. A group of which only the tenant knows the members stands for them.
   *
   * @throws ValidationError QUESTION_REFERENCE, QUESTION_DEED
   */
  public who(deed: AccessDeed): Who {
    return questions().who(this.picture.estate, deedOf(this.picture, deed));
  }

  /**
   * Every way in which somebody reaches a right, of one person or group, to one cluster or namespace, or all of them.
   *
   * @throws ValidationError QUESTION_REFERENCE
   */
  public paths({ principal, cluster, namespace }: AccessWays = {}): AccessPath[] {
    return questions().pathsOf(this.picture.estate, {
      ...(principal === undefined ? {} : { principal: meantBy(this.picture, principal, "principal") }),
      ...(cluster === undefined ? {} : { cluster: meantBy(this.picture, cluster, "cluster") }),
      ...(namespace === undefined ? {} : { namespace }),
    });
  }

  /** What a reader calls somebody or something by its id: the sign-in name, the display name, or the key. */
  public nameOf(id: string): string {
    return this.picture.estate.nameOf(id);
  }

  /** A way in a sentence: `devs is eligible for writers for 180d (2h, mfa), which has RBAC Writer on prod/payments`. */
  public inWords(path: AccessPath): string {
    return questions().sentenceOf(this.picture.estate, path);
  }
}

/**
 * A deed with the ids of what it names.
 *
 * @throws ValidationError QUESTION_REFERENCE, and QUESTION_DEED for a word that there is not: nobody may do that, and
 * whoever expects just this would be content with a slip of the pen
 */
export function deedOf(picture: Picture, { verb, resource, cluster, namespace, when = "activated" }: AccessDeed): Deed {
  const problems = Problems.none();
  const { KNOWN_VERBS, RESOURCES, isKnownResource } = questions();
  if (!KNOWN_VERBS.includes(verb)) {
    const message = `${quote(verb)} is no verb${didYouMean(verb, KNOWN_VERBS)}; allowed: a verb of Kubernetes such as get or delete, or *`;
    problems.add(ErrorCode.QUESTION_DEED, "verb", message);
  }
  if (!isKnownResource(resource)) {
    const message = `${quote(resource)} is no resource that is known here${didYouMean(resource, RESOURCES)}; allowed: a resource of Kubernetes such as pods or pods/log, NAME.GROUP for a custom one, or *`;
    problems.add(ErrorCode.QUESTION_DEED, "resource", message);
  }
  if (namespace !== undefined && !isNamespaceName(namespace)) {
    const message = `${quote(namespace)} is no name of a namespace; allowed: lower-case letters, digits and hyphens, such as payments`;
    problems.add(ErrorCode.QUESTION_DEED, "namespace", message);
  }
  const id = problems.attempt("", () => meantBy(picture, cluster, "cluster"));
  problems.throwIfAny();
  return { verb, resource, cluster: id ?? "", namespace: namespace ?? null, when };
}

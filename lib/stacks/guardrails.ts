import { type App, TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import type { GuardrailsEntry } from "../access/model";
import { ErrorCode } from "../core/error-codes";
import { toRfc3339 } from "../core/expiration";
import { quote } from "../core/text";
import { Problems } from "../core/validation-error";
import { lineOf, saidIn, setTonight, sourceOf, stateFacts } from "../terraform";

const ID = ".guardrails";
const RULE = /^([A-Z]{2,4}-\d{2}|EXPECT)$/;

/** How strictly the guardrails judge what a stack declares. */
export enum GuardrailProfile {
  /** As `RECOMMENDED`; what is only wise there is an error. */
  STRICT = "strict",
  /** Errors for what opens a hole, warnings for what widens one. */
  RECOMMENDED = "recommended",
  /** As `RECOMMENDED`; what Microsoft's article leaves open is a warning. */
  ARTICLE = "article",
}

/** Why a finding may stay. */
export interface AcknowledgeOptions {
  /** Why, in a sentence that an auditor understands. */
  readonly reason: string;
  /**
   * The last day, `2027-03-31`. When it is over the commands say so; what synth writes stays the same.
   *
   * @default - no end; what a file expects (`EXPECT`) wants one, because an expectation that need not hold is none
   */
  readonly until?: string;
  /**
   * Where it is written, `config/prod.yaml:12:5`, for a program that reads it from somewhere.
   *
   * @default - at the construct
   */
  readonly source?: string;
}

/** A finding that somebody has looked at. */
export interface GuardrailAcknowledgement extends AcknowledgeOptions {
  /** The rule, `CL-01`; `EXPECT` for a broken expectation. */
  readonly rule: string;
  /**
   * What it is acknowledged for, with all that is below it.
   *
   * @default - everything in the stack
   */
  readonly on?: IConstruct;
}

/** Which rules apply to what a stack declares, and which of their findings may stay. */
export interface GuardrailsProps {
  /** @default GuardrailProfile.RECOMMENDED */
  readonly profile?: GuardrailProfile;
  /** @default - nothing */
  readonly acknowledge?: readonly GuardrailAcknowledgement[];
}

/**
 * The guardrails of a stack: the rules that look at the whole app at the end of every synth, without being asked.
 *
 * An error among their findings makes every command of the app fail; `skipValidation` does not switch them off, and
 * `Testing.synth` does not run them. See `docs/rules.md`.
 */
export class Guardrails {
  /** The guardrails of the stack around a construct; what is acknowledged is so for that construct and all below it. */
  public static of(construct: IConstruct): Guardrails {
    return new Guardrails(construct);
  }

  /**
   * Turns errors into warnings, in the whole app and for tonight: also `cdktf destroy` goes through then. Says so
   * with every stack, and the reason stays in what is written. The same as the context `aks-entra/tonight`.
   *
   * @throws ValidationError TEXT_EMPTY for something that is no reason
   */
  public static tonight(app: IConstruct, reason: string): void {
    setTonight(app, reason);
  }

  /**
   * What the stacks of an app had to say in its last synth, a line each: errors, warnings, what is acknowledged; that
   * errors are only warnings tonight comes first.
   *
   * Nobody needs it in plain node, where `app.synth()` prints these lines to standard error and throws if there are
   * errors, nor under the CDKTF command line. It is for a program that sets
   * `CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS` itself: that promises the framework to print what is said, and to stop.
   */
  public static report(app: App): string[] {
    return saidIn(app.manifest).map(lineOf);
  }

  private constructor(private readonly construct: IConstruct) {}

  /** Sets the profile of the stack. */
  public profile(profile: GuardrailProfile): this {
    this.notes().profile = profile;
    return this;
  }

  /**
   * Acknowledges what a rule finds: it is shown still, and stops nothing.
   *
   * A broken expectation (`EXPECT`) is acknowledged until a day: for all of the stack, or for a group, a person or a
   * cluster that every way which breaks it goes through.
   *
   * @throws ValidationError NAME_FORMAT, TEXT_EMPTY, DATE_FORMAT, ACKNOWLEDGEMENT_END_MISSING
   */
  public acknowledge(rule: string, options: AcknowledgeOptions): this {
    const { reason, until, source } = options;
    const problems = Problems.none();
    if (!RULE.test(rule)) {
      problems.add(
        ErrorCode.NAME_FORMAT,
        "rule",
        `${quote(rule)} is not the id of a rule; allowed: an id such as CL-01, or EXPECT`,
      );
    }
    if (reason.trim() === "") {
      problems.add(
        ErrorCode.TEXT_EMPTY,
        "reason",
        "no reason is given; allowed: a sentence that an auditor understands",
      );
    }
    if (until === undefined && rule === "EXPECT") {
      problems.add(
        ErrorCode.ACKNOWLEDGEMENT_END_MISSING,
        "until",
        "a broken expectation is acknowledged until a day; allowed: a date such as 2027-03-31, or take the expectation away",
      );
    }
    if (until !== undefined) problems.attempt("until", () => toRfc3339(until, "T23:59:59Z"));
    problems.throwIfAny(this.construct.node.path);
    const on = TerraformStack.isStack(this.construct) ? null : this.construct.node.path;
    this.notes().acknowledged.push({
      rule,
      on,
      reason,
      until: until ?? null,
      ...(source === undefined ? {} : { source }),
    });
    return this;
  }

  private notes(): Notes {
    const stack = TerraformStack.of(this.construct);
    return (stack.node.tryFindChild(ID) as Notes | undefined) ?? new Notes(stack, ID);
  }
}

/** Keeps what a stack says about guardrails. */
class Notes extends Construct {
  public profile: GuardrailsEntry["profile"] = "recommended";
  public readonly acknowledged: GuardrailsEntry["acknowledge"][number][] = [];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    stateFacts(this, () => ({
      guardrails: [
        { id: this.node.path, source: sourceOf(this), profile: this.profile, acknowledge: [...this.acknowledged] },
      ],
    }));
  }
}

import { Duration } from "../core/duration";
import { ErrorCode } from "../core/error-codes";
import { isKnownText } from "../core/known";
import { either, quote } from "../core/text";
import { Problems } from "../core/validation-error";
import { type IPrincipal, PrincipalType } from "../entra";
import { ActivationRequirement } from "./activation-requirement";

/** The ceilings that the provider accepts, in days. */
export const CEILINGS_IN_DAYS: readonly number[] = [15, 30, 90, 180, 365];

/** What happens when somebody activates an eligible assignment. */
export interface ActivationOptions {
  /**
   * The longest time for which it can be activated: half hours from 30 minutes to 23.5 hours, or 24 hours.
   *
   * The provider accepts all of these; whether the service accepts 30 minutes, and more than 8 hours, Microsoft's
   * pages say differently, so those show a warning.
   *
   * @default Duration.hours(8)
   */
  readonly maximum?: Duration;
  /**
   * What the person has to give. At least one of MFA, justification and ticket, because a group whose activation asks
   * for nothing cannot be written in one apply; an authentication context takes the place of MFA.
   *
   * @default - MFA and a justification
   */
  readonly require?: readonly ActivationRequirement[];
  /**
   * Users and groups who approve; two or more people are wise.
   *
   * @default - nobody has to approve
   */
  readonly approvers?: readonly IPrincipal[];
  /**
   * Mail addresses that are told of assignments and activations, beside the default recipients.
   *
   * They go into the mails to administrators and assignees; the mails to approvers take no others.
   *
   * @default - the default recipients only
   */
  readonly alerts?: readonly string[];
}

/** How long eligible assignments may last. */
export interface EligibleOptions {
  /**
   * The ceiling: 15, 30, 90, 180 or 365 days. An assignment beyond it is an error, not a reason to raise it.
   *
   * @default Duration.days(365)
   */
  readonly expireAfter?: Duration;
  /**
   * Whether an assignment may have no end.
   *
   * @default false
   */
  readonly permanentAllowed?: boolean;
}

/** How long active assignments may last, and what making one asks for. */
export interface ActiveOptions {
  /**
   * The ceiling: 15, 30, 90, 180 or 365 days.
   *
   * @default Duration.days(15)
   */
  readonly expireAfter?: Duration;
  /**
   * Whether an assignment may have no end.
   *
   * @default false
   */
  readonly permanentAllowed?: boolean;
  /**
   * What whoever makes an active assignment has to give: a justification always, because rules that ask for nothing
   * cannot be written in one apply, and MFA if you like, which an application such as Terraform's cannot pass.
   *
   * @default - a justification
   */
  readonly require?: readonly ActivationRequirement[];
}

/** PIM's role settings, as they are given. */
export interface RoleSettingsOptions {
  /** @default - 8 hours, with MFA and a justification, no approval */
  readonly activation?: ActivationOptions;
  /** @default - at most 365 days */
  readonly eligible?: EligibleOptions;
  /** @default - at most 15 days */
  readonly active?: ActiveOptions;
}

/**
 * PIM's role settings for the members or the owners of a group.
 *
 * Every rule is written to the tenant, also those left out here: an unwritten rule keeps whatever the tenant has.
 *
 * @see https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-role-settings
 * @see https://registry.terraform.io/providers/hashicorp/azuread/latest/docs/resources/group_role_management_policy
 */
export class RoleSettings {
  /**
   * Settings from options.
   *
   * @throws ValidationError PIM_ACTIVATION_MAXIMUM, PIM_ACTIVATION_REQUIREMENT_MISSING, PIM_MFA_WITH_AUTHENTICATION_CONTEXT,
   * PIM_SEVERAL_AUTHENTICATION_CONTEXTS, PIM_APPROVER_MISSING, PIM_APPROVER_TYPE, PIM_CEILING, PIM_ACTIVE_JUSTIFICATION, PIM_ACTIVE_REQUIREMENT,
   * PIM_ALERT_RECIPIENT
   */
  public static of(options: RoleSettingsOptions = {}): RoleSettings {
    const problems = Problems.none();
    checkActivation(problems.at("activation"), options.activation ?? {});
    checkCeiling(problems.at("eligible"), options.eligible?.expireAfter);
    checkCeiling(problems.at("active"), options.active?.expireAfter);
    checkActiveRequirements(problems.at("active"), options.active?.require ?? [ActivationRequirement.JUSTIFICATION]);
    problems.throwIfAny();
    return new RoleSettings(options);
  }

  /** The longest activation. */
  public readonly activationMaximum: Duration;
  /** Whether activation asks for MFA. */
  public readonly activationMfa: boolean;
  /** The authentication context that activation asks for, if any. */
  public readonly authenticationContext: string | undefined;
  /** Whether activation asks for a justification. */
  public readonly activationJustification: boolean;
  /** Whether activation asks for a ticket. */
  public readonly activationTicket: boolean;
  /** Who approves an activation; nobody has to if empty. */
  public readonly approvers: readonly IPrincipal[];
  /** Who is told, beside the default recipients. */
  public readonly alerts: readonly string[];
  /** The ceiling of eligible assignments. */
  public readonly eligibleExpireAfter: Duration;
  /** Whether an eligible assignment may have no end. */
  public readonly eligiblePermanentAllowed: boolean;
  /** The ceiling of active assignments. */
  public readonly activeExpireAfter: Duration;
  /** Whether an active assignment may have no end. */
  public readonly activePermanentAllowed: boolean;
  /** Whether making an active assignment asks for MFA. */
  public readonly activeMfa: boolean;

  private constructor({ activation = {}, eligible = {}, active = {} }: RoleSettingsOptions) {
    const require = activation.require ?? [ActivationRequirement.MFA, ActivationRequirement.JUSTIFICATION];
    const asks = (kind: ActivationRequirement["kind"]) => require.some((r) => r.kind === kind);
    this.activationMaximum = activation.maximum ?? Duration.hours(8);
    this.activationMfa = asks("mfa");
    this.authenticationContext = require.find((r) => r.kind === "authenticationContext")?.contextId;
    this.activationJustification = asks("justification");
    this.activationTicket = asks("ticket");
    this.approvers = [...(activation.approvers ?? [])];
    this.alerts = [...(activation.alerts ?? [])];
    this.eligibleExpireAfter = eligible.expireAfter ?? Duration.days(365);
    this.eligiblePermanentAllowed = eligible.permanentAllowed ?? false;
    this.activeExpireAfter = active.expireAfter ?? Duration.days(15);
    this.activePermanentAllowed = active.permanentAllowed ?? false;
    this.activeMfa = (active.require ?? []).some((r) => r.kind === "mfa");
  }

  /**
   * The settings for owners where none are given: at most an hour, MFA or the members' authentication context, a
   * justification, and the members' approvers and alerts.
   */
  public forOwners(): RoleSettings {
    const strongest =
      this.authenticationContext === undefined
        ? ActivationRequirement.MFA
        : ActivationRequirement.authenticationContext(this.authenticationContext);
    const hour = Duration.hours(1);
    return RoleSettings.of({
      activation: {
        maximum: hour.isLongerThan(this.activationMaximum) ? this.activationMaximum : hour,
        require: [strongest, ActivationRequirement.JUSTIFICATION],
        approvers: this.approvers.length > 0 ? this.approvers : undefined,
        alerts: this.alerts,
      },
    });
  }

  /** Things that the provider accepts and the service may not, in words. */
  public get doubts(): string[] {
    const minutes = this.activationMaximum.toMinutes();
    if (minutes !== 30 && !(minutes > 8 * 60)) return [];
    return [
      `An activation of at most ${this.activationMaximum} may be refused by the service: Microsoft's pages disagree about less than 1 and more than 8 hours.`,
    ];
  }
}

function checkActivation(problems: Problems, options: ActivationOptions): void {
  const { maximum, require, approvers, alerts = [] } = options;
  if (maximum?.isKnown && !isActivationMaximum(maximum)) {
    problems.add(
      ErrorCode.PIM_ACTIVATION_MAXIMUM,
      "maximum",
      `${quote(maximum.toString())} is no length that PIM offers for an activation; allowed: half hours from 30m to 23h30m, or 24h`,
    );
  }
  if (require !== undefined) checkRequirements(problems, require);
  if (approvers?.length === 0) {
    problems.add(
      ErrorCode.PIM_APPROVER_MISSING,
      "approvers",
      "approval is asked for and nobody can approve; allowed: at least one user or group, or leave it out for no approval",
    );
  }
  approvers?.forEach((approver, i) => {
    if (approver.principalType !== PrincipalType.SERVICE_PRINCIPAL) return;
    problems.add(
      ErrorCode.PIM_APPROVER_TYPE,
      `approvers[${i}]`,
      `${approver.node.path} is a service principal; allowed: users and groups`,
    );
  });
  alerts.forEach((address, i) => {
    if (!isKnownText(address) || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) return;
    problems.add(
      ErrorCode.PIM_ALERT_RECIPIENT,
      `alerts[${i}]`,
      `${quote(address)} is not a mail address; allowed: an address such as secops@contoso.com`,
    );
  });
}

function checkRequirements(problems: Problems, require: readonly ActivationRequirement[]): void {
  const kinds = new Set(require.map((r) => r.kind));
  if (kinds.has("mfa") && kinds.has("authenticationContext")) {
    problems.add(
      ErrorCode.PIM_MFA_WITH_AUTHENTICATION_CONTEXT,
      "require",
      "MFA and an authentication context exclude each other; allowed: one of them, the context's policy can ask for MFA",
    );
  }
  const contexts = new Set(require.flatMap((r) => r.contextId ?? []));
  if (contexts.size > 1) {
    problems.add(
      ErrorCode.PIM_SEVERAL_AUTHENTICATION_CONTEXTS,
      "require",
      `${[...contexts].join(" and ")} are given; allowed: one authentication context`,
    );
  }
  if (!kinds.has("mfa") && !kinds.has("justification") && !kinds.has("ticket")) {
    problems.add(
      ErrorCode.PIM_ACTIVATION_REQUIREMENT_MISSING,
      "require",
      "an activation that asks for nothing cannot be written to a new group; allowed: at least one of MFA, justification and ticket",
    );
  }
}

function checkActiveRequirements(problems: Problems, require: readonly ActivationRequirement[]): void {
  if (!require.some((r) => r.kind === "justification")) {
    problems.add(
      ErrorCode.PIM_ACTIVE_JUSTIFICATION,
      "require",
      "active assignments without a justification cannot be written to a new group; allowed: a justification, alone or with MFA",
    );
  }
  require.forEach(({ kind }, i) => {
    if (kind === "justification" || kind === "mfa") return;
    const what = kind === "ticket" ? "a ticket" : "an authentication context";
    problems.add(
      ErrorCode.PIM_ACTIVE_REQUIREMENT,
      `require[${i}]`,
      `${what} cannot be required of active assignments: the provider never sends it; allowed: a justification, alone or with MFA`,
    );
  });
}

function checkCeiling(problems: Problems, ceiling: Duration | undefined): void {
  if (!ceiling?.isKnown || CEILINGS_IN_DAYS.some((d) => d * 24 * 60 === ceiling.toMinutes())) return;
  problems.add(
    ErrorCode.PIM_CEILING,
    "expireAfter",
    `${quote(ceiling.toString())} is no ceiling that PIM offers; allowed: ${either(CEILINGS_IN_DAYS.map((d) => `${d}d`))}`,
  );
}

function isActivationMaximum(maximum: Duration): boolean {
  const minutes = maximum.toMinutes();
  return minutes % 30 === 0 && minutes <= 24 * 60;
}

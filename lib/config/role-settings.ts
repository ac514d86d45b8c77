import { Duration } from "../core/duration";
import { ErrorCode } from "../core/error-codes";
import { Expiration } from "../core/expiration";
import type { IPrincipal } from "../entra";
import { ActivationRequirement, AssignmentAccess, type AssignmentOptions, RoleSettings, type Ticket } from "../pim";
import type { AssignmentConfig, RequirementConfig, RoleSettingsConfig } from "./schema";
import type { Path, SourceFile } from "./source-file";

/** Finds approvers, which may be groups that are still to be made. */
export type FindApprovers = (refs: readonly (string | { user: string } | { group: string })[], path: Path) => IPrincipal[];

/** Role settings of members and of owners, from a file. */
export interface SettingsPair {
  readonly member: RoleSettings;
  readonly owner: RoleSettings | undefined;
}

/**
 * Role settings as a file has them. What is refused is noted, and settings that allow everything stand in, so that the
 * assignments under them can be looked at and earn no second complaint.
 */
export function readRoleSettings(file: SourceFile, config: RoleSettingsConfig, path: Path, approvers: FindApprovers): SettingsPair {
  const member = readOne(file, config, path, approvers);
  return { member, owner: config.owner && readOne(file, config.owner, [...path, "owner"], approvers) };
}

function readOne(file: SourceFile, config: Omit<RoleSettingsConfig, "owner">, path: Path, approvers: FindApprovers): RoleSettings {
  const { activation, eligible, active } = config;
  const before = file.problems.length;
  const length = (text: string | undefined, ...at: string[]) =>
    text === undefined ? undefined : file.attempt([...path, ...at], () => Duration.parse(text));
  const asks = (list: readonly RequirementConfig[] | undefined, ...at: string[]) =>
    list?.flatMap((r, i) => file.attempt([...path, ...at, i], () => requirement(r)) ?? []);
  const options = {
    activation: activation && {
      maximum: length(activation.maximum, "activation", "maximum"),
      require: asks(activation.require, "activation", "require"),
      approvers: activation.approvers && approvers(activation.approvers, [...path, "activation", "approvers"]),
      alerts: activation.alerts,
    },
    eligible: eligible && {
      expireAfter: length(eligible.expireAfter, "eligible", "expireAfter"),
      permanentAllowed: eligible.permanent === "allowed",
    },
    active: active && {
      expireAfter: length(active.expireAfter, "active", "expireAfter"),
      permanentAllowed: active.permanent === "allowed",
      require: asks(active.require, "active", "require"),
    },
  };
  const settings = file.attempt(path, () => RoleSettings.of(options));
  return settings !== undefined && file.problems.length === before ? settings : RoleSettings.of(ANYTHING);
}

const ANYTHING = { eligible: { permanentAllowed: true }, active: { permanentAllowed: true } };

function requirement(config: RequirementConfig): ActivationRequirement {
  if (typeof config !== "string") return ActivationRequirement.authenticationContext(config.authenticationContext);
  return { mfa: ActivationRequirement.MFA, justification: ActivationRequirement.JUSTIFICATION, ticket: ActivationRequirement.TICKET }[config];
}

/** Where the properties of an assignment stand in a file. */
export function assignmentNames(config: AssignmentConfig): Readonly<Record<string, Path>> {
  const end = config.for !== undefined ? "for" : config.until !== undefined ? "until" : config.permanent ? "permanent" : undefined;
  return { expiration: end === undefined ? [] : [end], start: ["from"], access: ["as"] };
}

/** An assignment as a file has it; nothing if its end cannot be read. */
export function readAssignment(file: SourceFile, config: AssignmentConfig, path: Path): AssignmentOptions | undefined {
  const ends = (["for", "until", "permanent"] as const).filter((k) => config[k] !== undefined);
  if (ends.length > 1) {
    file.report(
      ErrorCode.PIM_EXPIRATION_SEVERAL,
      [...path, ends[1]],
      `${ends.join(" and ")} are given; allowed: exactly one of for, until and permanent`,
    );
    return undefined;
  }
  const { for: length, until } = config;
  let expiration: Expiration | undefined;
  if (length !== undefined) expiration = file.attempt([...path, "for"], () => Expiration.after(Duration.parse(length)));
  else if (until !== undefined) expiration = file.attempt([...path, "until"], () => Expiration.at(until));
  else if (config.permanent) expiration = Expiration.never();
  if (expiration === undefined && ends.length > 0) return undefined;
  return {
    // a missing end, ticket number or justification is for the construct to say
    expiration: expiration as Expiration,
    start: config.from,
    justification: config.justification ?? "",
    ticket: config.ticket as Ticket | undefined,
    access: config.as === "owner" ? AssignmentAccess.OWNER : AssignmentAccess.MEMBER,
  };
}

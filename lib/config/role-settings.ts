import { Duration } from "../core/duration";
import { ErrorCode } from "../core/error-codes";
import { Expiration } from "../core/expiration";
import { ActivationRequirement, AssignmentAccess, type AssignmentOptions, RoleSettings, type Ticket } from "../pim";
import type { Principals } from "./principals";
import type { AssignmentConfig, RequirementConfig, RoleSettingsConfig } from "./schema";
import type { Path, SourceFile } from "./source-file";
import { ANY_SETTINGS } from "./stand-ins";

/** Role settings of members and of owners, from a file. */
export interface SettingsPair {
  readonly member: RoleSettings;
  readonly owner: RoleSettings | undefined;
}

/** Role settings as a file has them. What is refused is noted, and settings that allow any end stand in. */
export function readRoleSettings(
  file: SourceFile,
  config: RoleSettingsConfig,
  path: Path,
  principals: Principals,
): SettingsPair {
  const read = (c: Omit<RoleSettingsConfig, "owner">, at: Path) => readOne(file, c, at, principals);
  return { member: read(config, path), owner: config.owner && read(config.owner, [...path, "owner"]) };
}

function readOne(
  file: SourceFile,
  { activation, eligible, active }: Omit<RoleSettingsConfig, "owner">,
  path: Path,
  principals: Principals,
): RoleSettings {
  const before = file.problems.length;
  const length = (text: string | undefined, ...at: string[]) =>
    text === undefined ? undefined : file.attempt([...path, ...at], () => Duration.parse(text));
  const asks = (list: readonly RequirementConfig[] | undefined, ...at: string[]) =>
    list?.map((r, i) => requirement(file, r, [...path, ...at, i]));
  const approvers = activation?.approvers;
  const options = {
    activation: activation && {
      maximum: length(activation.maximum, "activation", "maximum"),
      require: asks(activation.require, "activation", "require"),
      // a group may approve its own activations, so it need not be there yet
      approvers: approvers && principals.allLater(approvers, [...path, "activation", "approvers"]),
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
  return settings !== undefined && file.problems.length === before && !file.isTouched(path) ? settings : ANY_SETTINGS;
}

const REQUIREMENTS = {
  mfa: ActivationRequirement.MFA,
  justification: ActivationRequirement.JUSTIFICATION,
  ticket: ActivationRequirement.TICKET,
};

function requirement(file: SourceFile, config: RequirementConfig, path: Path): ActivationRequirement {
  if (typeof config === "string") return REQUIREMENTS[config];
  const context = (id: string) => ActivationRequirement.authenticationContext(id);
  const found = file.attempt([...path, "authenticationContext"], () => context(config.authenticationContext));
  if (found === undefined) file.replace(path);
  return found ?? context("c1");
}

/** Where the properties of an assignment stand in a file. */
export function assignmentNames(config: AssignmentConfig, path: Path): Readonly<Record<string, Path>> {
  const [end] = endsOf(config);
  return {
    expiration: end === undefined ? path : [...path, end],
    start: [...path, "from"],
    access: [...path, "as"],
  };
}

/** An assignment as a file has it. If its end is refused, one that every settings allow stands in. */
export function readAssignment(file: SourceFile, config: AssignmentConfig, path: Path): AssignmentOptions {
  const [end, other] = endsOf(config);
  if (other !== undefined) {
    const message = `${end} and ${other} are given; allowed: exactly one of for, until and permanent`;
    file.report(ErrorCode.PIM_EXPIRATION_SEVERAL, [...path, other], message);
  }
  const at = end === undefined ? path : [...path, end];
  const read = end === undefined ? undefined : file.attempt(at, () => expirationOf(config));
  return {
    // a missing end, ticket number or justification is for the construct to say
    expiration: (end === undefined ? undefined : (read ?? Expiration.after(Duration.hours(1)))) as Expiration,
    start: config.from,
    justification: config.justification ?? "",
    ticket: config.ticket as Ticket | undefined,
    access: config.as === "owner" ? AssignmentAccess.OWNER : AssignmentAccess.MEMBER,
    renewal: config.renewal,
    ended: config.ended,
  };
}

function endsOf(config: AssignmentConfig): ("for" | "until" | "permanent")[] {
  return (["for", "until", "permanent"] as const).filter((k) => config[k] !== undefined);
}

function expirationOf({ for: length, until }: AssignmentConfig): Expiration {
  if (length !== undefined) return Expiration.after(Duration.parse(length));
  return until === undefined ? Expiration.never() : Expiration.at(until);
}

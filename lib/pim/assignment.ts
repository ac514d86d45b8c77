import type { ErrorCode as Code } from "../core/error-codes";
import { ErrorCode } from "../core/error-codes";
import { Duration } from "../core/duration";
import { type Expiration, ExpirationType, toRfc3339 } from "../core/expiration";
import { isKnownText } from "../core/known";
import { quote } from "../core/text";
import type { Problems } from "../core/validation-error";
import type { RoleSettings } from "./role-settings";

/** What an assignment makes of its principal. */
export enum AssignmentAccess {
  /** A member of the group. */
  MEMBER = "member",
  /** An owner of the group. */
  OWNER = "owner",
}

/** A ticket of another system; PIM keeps it with the assignment and checks nothing. */
export interface Ticket {
  /** The system, `ServiceNow`. */
  readonly system: string;
  /** The number, `CHG0012345`. */
  readonly number: string;
}

/** How a principal is assigned. */
export interface AssignmentOptions {
  /** When the assignment ends. Changed in place. */
  readonly expiration: Expiration;
  /**
   * When it starts: a date (the beginning of that day in UTC) or a time in RFC 3339.
   *
   * @default - when Terraform applies it
   */
  readonly start?: string;
  /** Why, in words, for the audit log. Changed in place. */
  readonly justification: string;
  /**
   * The ticket that asked for it.
   *
   * @default - none
   */
  readonly ticket?: Ticket;
  /**
   * Member or owner.
   *
   * @default AssignmentAccess.MEMBER
   */
  readonly access?: AssignmentAccess;
  /**
   * How often it was given anew after it had ended: 1, then 2 and so on. What has ended cannot be changed any more, and
   * Terraform does not see an end, so a renewal is another resource, and the one before is forgotten. Before its end an
   * assignment is renewed by another `expiration`, and this stays as it is.
   *
   * @default - it was never given anew
   */
  readonly renewal?: number;
  /**
   * It has ended, and Terraform forgets it: nothing is made, nothing is revoked. Then it can be deleted here.
   *
   * Say so only of what has ended: what Terraform has forgotten goes on until its end. To revoke one, delete it here.
   *
   * @default false
   */
  readonly ended?: boolean;
}

/** The two kinds of assignment, in PIM's words. */
export type AssignmentKind = "eligible" | "active";

/** One block a renewal is rendered; who needs more deletes the assignment for one apply and begins anew. */
const MOST_RENEWALS = 99;

/** Notes what is wrong with an assignment under the given settings. */
export function checkAssignment(
  problems: Problems,
  kind: AssignmentKind,
  options: AssignmentOptions,
  settings: RoleSettings,
): void {
  if (options.expiration === undefined) {
    problems.add(
      ErrorCode.PIM_EXPIRATION_MISSING,
      "expiration",
      "no end is given; allowed: a length of time, a date, or permanent in words",
    );
  } else {
    checkExpiration(problems, kind, options.expiration, settings);
  }
  checkStart(problems, options);
  checkGenerations(problems, options);
  checkText(
    problems,
    ErrorCode.PIM_JUSTIFICATION_MISSING,
    "justification",
    options.justification,
    "a sentence that an auditor understands",
  );
  checkTicket(problems, options.ticket);
}

function checkExpiration(problems: Problems, kind: AssignmentKind, end: Expiration, settings: RoleSettings): void {
  const permanentAllowed = kind === "eligible" ? settings.eligiblePermanentAllowed : settings.activePermanentAllowed;
  const ceiling = kind === "eligible" ? settings.eligibleExpireAfter : settings.activeExpireAfter;
  if (end.type === ExpirationType.NO_EXPIRATION && !permanentAllowed) {
    problems.add(
      ErrorCode.PIM_PERMANENT_NOT_ALLOWED,
      "expiration",
      `an ${kind} assignment without an end is not allowed by the role settings; allowed: an end within ${ceiling}, or settings that allow permanent ${kind} assignments`,
    );
  }
  if (end.duration === undefined) return;
  if (Duration.minutes(5).isLongerThan(end.duration)) {
    problems.add(
      ErrorCode.PIM_EXPIRATION_TOO_SHORT,
      "expiration",
      `${quote(end.duration.toString())} is shorter than PIM allows; allowed: 5 minutes or more`,
    );
  }
  // settings without a ceiling still carry one in the tenant, but Entra does not apply it
  if (!permanentAllowed && end.duration.isLongerThan(ceiling)) {
    problems.add(
      ErrorCode.PIM_EXPIRATION_BEYOND_CEILING,
      "expiration",
      `${quote(end.duration.toString())} is longer than the role settings allow for an ${kind} assignment; allowed: up to ${ceiling}, or raise the ceiling for everybody`,
    );
  }
}

function checkStart(problems: Problems, { start, expiration }: AssignmentOptions): void {
  if (start === undefined) return;
  const from = problems.attempt("start", () => toRfc3339(start, "T00:00:00Z"));
  const until = (expiration as Expiration | undefined)?.dateTime;
  if (from === undefined || until === undefined || !isKnownText(from) || !isKnownText(until)) return;
  if (Date.parse(until) - Date.parse(from) >= 5 * 60_000) return;
  problems.add(
    ErrorCode.PIM_EXPIRATION_TOO_SHORT,
    "expiration",
    `${quote(until)} is not at least 5 minutes after the start, ${quote(from)}; allowed: a later end`,
  );
}

function checkGenerations(problems: Problems, { renewal, ended, expiration }: AssignmentOptions): void {
  if (renewal !== undefined && !(Number.isInteger(renewal) && renewal >= 1 && renewal <= MOST_RENEWALS)) {
    problems.add(
      ErrorCode.PIM_RENEWAL,
      "renewal",
      `${renewal} is not the number of a renewal; allowed: 1 for the first, then 2 and so on to ${MOST_RENEWALS}, or leave it out`,
    );
  }
  if (ended !== true || (expiration as Expiration | undefined)?.type !== ExpirationType.NO_EXPIRATION) return;
  problems.add(
    ErrorCode.PIM_ENDED,
    "ended",
    "an assignment without an end does not end, and forgotten it would go on unseen; allowed: ended beside an end, or delete the assignment, which revokes it",
  );
}

function checkTicket(problems: Problems, ticket: Ticket | undefined): void {
  if (ticket === undefined) return;
  const { system, number } = ticket as Partial<Ticket>;
  if ((system ?? "") !== "" && (number ?? "") !== "") return;
  problems.add(
    ErrorCode.PIM_TICKET_INCOMPLETE,
    "ticket",
    `a ticket has both a system and a number, ${(number ?? "") === "" ? "the number" : "the system"} is missing; allowed: both, such as ServiceNow and CHG0012345`,
  );
}

function checkText(problems: Problems, code: Code, property: string, text: string | undefined, allowed: string): void {
  if (text !== undefined && (!isKnownText(text) || text.trim() !== "")) return;
  problems.add(code, property, `no ${property} is given; allowed: ${allowed}`);
}

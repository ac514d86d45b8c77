import { ErrorCode } from "../core/error-codes";
import { either, didYouMean, quote } from "../core/text";
import { Problems } from "../core/validation-error";
import { type GateFinding, type GateRuleId, KINDS } from "./finding";
import { GATE_RULES } from "./rules";

/** Something that a gate lets through, for a reason and until a day. */
export interface GateException {
  readonly rule: GateRuleId;
  /** Which kind of loosening, for a rule that tells several apart; one of `KINDS`. */
  readonly kind?: string;
  /** It is about what can't be told, and not about what is certain. @default false */
  readonly unknown?: boolean;
  /** Which resource, by its address in the plan; every one if it is left out. */
  readonly address?: string;
  readonly reason: string;
  /** The last day on which it counts, `2027-06-30`, UTC; at most a year ahead. */
  readonly until: string;
}

const KEYS = ["rule", "kind", "unknown", "address", "reason", "until"];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads a list of exceptions.
 *
 * @param value what the file holds: a list, or an object with a list `allow`
 * @param now when it is judged: an end may be a year ahead
 * @throws ValidationError GATE_EXCEPTION, with every problem of the list
 */
export function readExceptions(value: unknown, now: Date): readonly GateException[] {
  const problems = Problems.none();
  const list = isObject(value) && Object.keys(value).join() === "allow" ? value.allow : value;
  const read = Array.isArray(list)
    ? list.map((entry: unknown, i) => readException(problems.at(`[${i}]`), entry, now))
    : [];
  if (!Array.isArray(list) && list !== null && list !== undefined) {
    problems.add(ErrorCode.GATE_EXCEPTION, "", `${quote(list)} is no list of exceptions; allowed: entries of ${FORM}`);
  }
  problems.throwIfAny();
  return read;
}

const FORM = "rule, kind, unknown, address, reason, until";

function readException(problems: Problems, entry: unknown, now: Date): GateException {
  const given = isObject(entry) ? entry : {};
  const wrong = (property: string, message: string) => problems.add(ErrorCode.GATE_EXCEPTION, property, message);
  if (!isObject(entry)) wrong("", `${quote(entry)} is no exception; allowed: an entry of ${FORM}`);
  for (const key of Object.keys(given).filter((k) => !KEYS.includes(k))) {
    wrong(key, `it is not known; allowed: ${either(KEYS)}${didYouMean(key, KEYS)}`);
  }
  const rules = Object.keys(GATE_RULES);
  const { rule, kind, unknown, address, reason, until } = given;
  if (isObject(entry) && rule === undefined) {
    wrong("rule", `it is missing, so it would allow everything; allowed: ${either(rules)}`);
  }
  const kinds = KINDS[rule as GateRuleId];
  if (kinds !== undefined && !kinds.includes(String(kind))) {
    const said = kind === undefined ? "it is missing: an exception is about one kind" : `${quote(kind)} is no kind`;
    wrong("kind", `${said} of ${String(rule)}; allowed: ${either(kinds)}${didYouMean(String(kind ?? ""), kinds)}`);
  }
  if (kinds === undefined && kind !== undefined && rules.includes(String(rule))) {
    wrong("kind", `${String(rule)} knows no kinds; leave it out`);
  }
  if (unknown !== undefined && typeof unknown !== "boolean") {
    wrong(
      "unknown",
      `${quote(unknown)} is neither true nor false; true: about what can't be told; false: what is certain`,
    );
  }
  if (rule !== undefined && !rules.includes(String(rule))) {
    wrong("rule", `${quote(rule)} is no rule; allowed: ${either(rules)}${didYouMean(String(rule), rules)}`);
  }
  if (address !== undefined && (typeof address !== "string" || address === "")) {
    wrong("address", `${quote(address)} is no address; allowed: one as the plan has it, azuread_group.admins`);
  }
  if (isObject(entry) && (typeof reason !== "string" || reason.trim() === "")) {
    wrong("reason", "it is missing; say why this is let through, for whoever reads it in half a year");
  }
  if (isObject(entry) && !isDay(until)) {
    wrong(
      "until",
      `${until === undefined ? "it is missing" : `${quote(until)} is no day`}; allowed: the last day on which it counts, 2027-06-30`,
    );
  }
  const last = aYearAfter(now);
  if (isDay(until) && until > last) {
    wrong("until", `${quote(until)} is more than a year ahead; allowed: ${last} at the latest, then look at it again`);
  }
  return given as unknown as GateException;
}

function aYearAfter(now: Date): string {
  const year = new Date(now);
  year.setUTCFullYear(year.getUTCFullYear() + 1);
  return year.toISOString().slice(0, 10);
}

function isDay(value: unknown): value is string {
  return typeof value === "string" && DAY.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether an exception still counts: its last day does. */
export function isInForce({ until }: GateException, now: Date): boolean {
  return now.toISOString().slice(0, 10) <= until;
}

/** The exception that is about a finding, if there is one: first one that names its address. */
export function exceptionFor(finding: GateFinding, exceptions: readonly GateException[]): GateException | undefined {
  const fitting = exceptions.filter(
    ({ rule, kind, unknown = false, address }) =>
      rule === finding.rule &&
      kind === finding.kind &&
      unknown === (finding.certainty === "unknown") &&
      (address === undefined || address === finding.address),
  );
  return fitting.find(({ address }) => address !== undefined) ?? fitting[0];
}

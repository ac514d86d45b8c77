import { type Finding, sortFindings } from "../access/checks";
import { Duration } from "../core/duration";
import type { AccessModel, AssignmentEntry, GuardrailsEntry } from "../access/model";
import { endOf, endOfAssignment } from "../access/term";
import type { Unchecked } from "./guard";
import { DATED_RULES } from "./notices";
import { type Scene, known, sceneOf } from "./scene";
import { inTerms } from "./words";

const DAY = 24 * 60 * 60 * 1000;
/** From so many days before an end somebody should know. */
const SOON = 30;

/** Whether a day or a time is over. */
export function hasEnded(until: string | null, now: string): boolean {
  return until !== null && endOf(until) < Date.parse(now);
}

/**
 * What has ended, or does so within 30 days: assignments, and acknowledgements of findings. And what is said to have
 * ended, and has not.
 *
 * An end that has passed is an error, one that comes a warning. None is ever part of what synth writes, or stops a
 * deploy: a program prints it, and `aks-entra check` fails on the first.
 *
 * @param now the time, RFC 3339
 */
export function datedFindings(models: readonly AccessModel[], now: string): Finding[] {
  const scene = sceneOf(models);
  const time = Date.parse(now);
  return sortFindings([
    ...scene.assignments.flatMap((a) => [...assignmentEnds(scene, a, time), ...beyondCeiling(scene, a, time)]),
    ...endedOnes(models).flatMap((a) => stillRuns(scene, a, time)),
    ...models.flatMap((m) =>
      m.guardrails.flatMap((g) => g.acknowledge.flatMap((a) => acknowledgementEnds(g, a, time))),
    ),
  ]);
}

/** What is said to have ended, where nobody can tell here whether it has. */
export function datedUnknowns(models: readonly AccessModel[]): Unchecked[] {
  return endedOnes(models)
    .filter((a) => endOfAssignment(a) === undefined)
    .map(({ id, source }) => ({
      rule: DATED_RULES.forgotten,
      subject: id,
      source,
      reason: "whether it has ended: its length counts from when it was applied",
    }));
}

function endedOnes(models: readonly AccessModel[]): AssignmentEntry[] {
  return models.flatMap((m) => m.endedAssignments ?? []);
}

/** `in 12 days`, `12 days ago`, `today`. */
function inDays(from: number, to: number): string {
  const days = Math.floor(Math.abs(to - from) / DAY);
  if (days === 0) return to < from ? "less than a day ago" : "in less than a day";
  const many = `${days} day${days === 1 ? "" : "s"}`;
  return to < from ? `${many} ago` : `in ${many}`;
}

function assignmentEnds(scene: Scene, a: AssignmentEntry, now: number): Finding[] {
  const end = endOfAssignment(a);
  if (end === undefined || end - now > SOON * DAY) return [];
  const what = `the ${a.kind} assignment of ${scene.nameOf(a.principal)} in ${scene.nameOf(a.group)}`;
  const ended = end < now;
  return [
    {
      rule: DATED_RULES.assignment,
      severity: ended ? "error" : "warning",
      subject: a.id,
      source: a.source,
      message: `${what} ${ended ? "ended" : "ends"} ${inDays(now, end)}, and Terraform shows no change when it does`,
      fix: inTerms(a, "another until, or take the line away", "another Expiration.at, or take the assignment away"),
    },
  ];
}

/** Terraform forgets it, nobody revokes it, and from then on no plan and no model shows that somebody is still in. */
function stillRuns(scene: Scene, a: AssignmentEntry, now: number): Finding[] {
  const end = endOfAssignment(a);
  if (end === undefined || end < now) return [];
  return [
    {
      rule: DATED_RULES.forgotten,
      severity: "error",
      subject: a.id,
      source: a.source,
      message: `the ${a.kind} assignment of ${scene.nameOf(a.principal)} in ${scene.nameOf(a.group)} is said to have ended and ends ${inDays(now, end)}: Terraform forgets it and revokes nothing, so the access goes on unseen`,
      fix: inTerms(
        a,
        "take the whole line away, which revokes it, or ended: true once it is over",
        "take the assignment away, which revokes it, or ended: true once it is over",
      ),
    },
  ];
}

/** An end by date that is further away than the role settings allow: PIM refuses it when it is applied today. */
function beyondCeiling(scene: Scene, a: AssignmentEntry, now: number): Finding[] {
  const settings = scene.roleSettings(a.group, a.accessId)?.[a.kind];
  const [end, ceiling] = [known(a.expiration), known(settings?.expireAfter)];
  if (end === undefined || end === "permanent" || end.startsWith("P") || ceiling === undefined) return [];
  if (known(settings?.permanentAllowed) !== false || typeof known(a.start) === "string") return [];
  const minutes = Duration.parse(ceiling).toMinutes();
  if (endOf(end) - now <= minutes * 60_000) return [];
  return [
    {
      rule: DATED_RULES.assignment,
      severity: "error",
      subject: a.id,
      source: a.source,
      message: `the ${a.kind} assignment of ${scene.nameOf(a.principal)} in ${scene.nameOf(a.group)} ends ${inDays(now, endOf(end))}, more than the ${ceiling} that the role settings allow: PIM refuses it today`,
      fix: inTerms(a, "an earlier until", "an earlier Expiration.at"),
    },
  ];
}

function acknowledgementEnds(g: GuardrailsEntry, a: GuardrailsEntry["acknowledge"][number], now: number): Finding[] {
  if (a.until === null || endOf(a.until) - now > SOON * DAY) return [];
  const ended = endOf(a.until) < now;
  return [
    {
      rule: DATED_RULES.acknowledgement,
      severity: ended ? "error" : "warning",
      subject: g.id,
      source: a.source ?? g.source,
      message: `the acknowledgement of ${a.rule} (${a.reason}) ${ended ? "ended" : "ends"} ${inDays(now, endOf(a.until))}`,
      fix: "mend what it is about, or agree on another end",
    },
  ];
}

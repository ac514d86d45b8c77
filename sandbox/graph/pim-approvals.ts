import { type Json } from "../run/local-backend";
import { type User } from "../stand-in/directory";
import { badRequest } from "../stand-in/service-error";
import { type World } from "../stand-in/world";
import { policyFailed } from "./pim-checks";
import { period } from "./pim-period";
import { type Ask, provide, record } from "./pim-requests";
import { rule, settingsOf } from "./pim-rules";
import { type ScheduleRequest, type Status, isEligible, isOrHolds, pim } from "./pim-store";

/** Approvers have a day; then somebody has to ask again. The time cannot be set. */
const WINDOW_HOURS = 24;
const WAITING = Symbol("waiting for an approval");

/** What somebody asked for, while it waits for an approval. */
interface Waiting {
  readonly request: ScheduleRequest;
  readonly ask: Ask;
}

/** Whether an activation waits for an approval. */
export function needsApproval(world: World, { group, accessId }: Ask): boolean {
  return Boolean(approval(world, group.id, accessId).isApprovalRequired);
}

/** Lets an activation wait for an approval. */
export function wait(world: World, ask: Ask): void {
  all(world).push({ request: record(world, ask, { status: "PendingApproval" }), ask });
}

/** The state of a request by now: what has waited for a day waits no longer. */
export function statusOf(world: World, { status, made, targetScheduleId }: ScheduleRequest): Status {
  if (status === "PendingApproval") return passed(world, made) ? "TimedOut" : status;
  const target = pim(world).schedules.find((s) => s.id === targetScheduleId);
  return status === "Provisioned" && target !== undefined && target.start > world.clock.now()
    ? "ScheduleCreated"
    : status;
}

/** Approves or denies what somebody waits for; with the approval the time begins. */
export function decide(
  world: World,
  approver: User,
  who: Pick<Ask, "group" | "principalId" | "accessId">,
  decision: "AdminApproved" | "AdminDenied",
): void {
  const { group, principalId, accessId } = who;
  const found = all(world).find(
    ({ request, ask }) =>
      statusOf(world, request) === "PendingApproval" &&
      ask.group.id === group.id &&
      ask.principalId === principalId &&
      ask.accessId === accessId,
  );
  if (found === undefined) {
    throw badRequest("RoleAssignmentRequestNotFound", `${principalId} waits for no approval in ${group.displayName}.`);
  }
  const own = world.guesses.nobodyApprovesThemselves && approver.id === principalId;
  if (own || !isApprover(world, approver, who)) throw policyFailed(["ApprovalRule"]);
  if (decision === "AdminApproved") {
    if (!isEligible(world, group.id, accessId, principalId)) throw policyFailed(["EligibilityRule"]);
    provide(world, found.ask, period(world, found.ask.scheduleInfo), "activated");
  }
  found.request.status = decision;
}

function isApprover(world: World, { id }: User, { group, accessId }: Pick<Ask, "group" | "accessId">): boolean {
  const stages = approval(world, group.id, accessId).approvalStages as Json[];
  const approvers = stages.flatMap(({ primaryApprovers }) => primaryApprovers as Json[]);
  return approvers.some((one) => isOrHolds(world, String(one.userId ?? one.groupId ?? one.id), id));
}

function passed(world: World, made: Date): boolean {
  return world.clock.now().getTime() - made.getTime() >= WINDOW_HOURS * 3_600_000;
}

function approval(world: World, groupId: string, accessId: Ask["accessId"]): Json {
  return rule(settingsOf(world, groupId, accessId), "Approval_EndUser_Assignment").setting as Json;
}

function all(world: World): Waiting[] {
  return world.store(WAITING, () => []);
}

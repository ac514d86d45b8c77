import { equalities } from "../stand-in/filter";
import { type Call, type Route, created, ok } from "../stand-in/route";
import { badRequest, notFound } from "../stand-in/service-error";
import { group, knownOnly } from "./objects";
import { SCHEDULES } from "./permissions";
import { answerAsk } from "./pim-requests";
import { type Kind, type Schedule, pim, running, standing } from "./pim-store";

const ROOT = "/identityGovernance/privilegedAccess/group";
const FIELDS = [
  "@odata.type",
  "accessId",
  "action",
  "createdBy",
  "groupId",
  "justification",
  "principalId",
  "scheduleInfo",
  "ticketInfo",
];

/** Eligible and active assignments of PIM for Groups: what was asked, and what came of it. */
export const schedules: readonly Route[] = (["eligibility", "assignment"] as const).flatMap((kind) => routes(kind));

function routes(kind: Kind): Route[] {
  const { read, write } = SCHEDULES[kind];
  return [
    {
      method: "POST",
      path: `${ROOT}/${kind}ScheduleRequests`,
      needs: write,
      answer: (call) => {
        knownOnly(call, FIELDS);
        const { accessId, action, groupId, principalId, justification, ticketInfo, scheduleInfo } = call.body;
        if (accessId !== "member" && accessId !== "owner") {
          throw badRequest("InvalidRoleAssignmentRequest", `accessId '${accessId}' is neither member nor owner.`);
        }
        const found = group(call, groupId);
        const ask = {
          kind,
          action,
          group: found,
          principalId,
          accessId,
          justification,
          ticketInfo,
          scheduleInfo,
        } as const;
        return created(answerAsk(call.world, ask).written);
      },
    },
    {
      method: "GET",
      path: `${ROOT}/${kind}ScheduleRequests`,
      needs: read,
      answer: ({ world, query }) => {
        const asked = filter(query);
        const value = pim(world)
          .requests.filter(
            (r) =>
              r.kind === kind &&
              (asked.groupId ?? r.groupId) === r.groupId &&
              (asked.targetScheduleId ?? r.targetScheduleId) === r.targetScheduleId &&
              (asked.principalId ?? r.written.principalId) === r.written.principalId,
          )
          .reverse()
          .map(({ written }) => written);
        return ok({ value });
      },
    },
    {
      method: "POST",
      path: `${ROOT}/${kind}ScheduleRequests/:id/cancel`,
      needs: write,
      answer: ({ params }) => {
        throw notFound("RoleAssignmentRequestNotFound", `Nobody waits for the request ${params.id}.`);
      },
    },
    {
      method: "GET",
      path: `${ROOT}/${kind}Schedules`,
      needs: read,
      answer: (call) => {
        const asked = filter(call.query);
        const value = pim(call.world)
          .schedules.filter(
            (s) =>
              s.kind === kind &&
              standing(call.world, s) &&
              (asked.groupId ?? s.groupId) === s.groupId &&
              (asked.principalId ?? s.principalId) === s.principalId,
          )
          .map((s) => written(call, s));
        return ok({ value });
      },
    },
    {
      method: "GET",
      path: `${ROOT}/${kind}Schedules/:id`,
      needs: read,
      answer: (call) => {
        const found = pim(call.world).schedules.find((s) => s.kind === kind && s.id === call.params.id);
        if (found === undefined || !standing(call.world, found)) {
          throw notFound("ResourceNotFound", `There is no schedule ${call.params.id}.`);
        }
        return ok(written(call, found));
      },
    },
  ];
}

/** PIM wants to know whose lists: without a group or a principal it refuses. */
function filter(query: URLSearchParams): Readonly<Record<string, string>> {
  const asked = equalities(query.get("$filter"), ["groupId", "principalId", "targetScheduleId"]);
  if (asked.groupId === undefined && asked.principalId === undefined) {
    throw badRequest("MissingProvider", "A filter on groupId or principalId is required.");
  }
  return asked;
}

function written(call: Call, s: Schedule): Record<string, unknown> {
  return {
    id: s.id,
    principalId: s.principalId,
    groupId: s.groupId,
    accessId: s.accessId,
    memberType: "direct",
    status: running(call.world, s) ? "Provisioned" : "ScheduleCreated",
    createdDateTime: s.made.toISOString(),
    ...(s.kind === "assignment" && { assignmentType: s.assignmentType }),
    scheduleInfo: {
      startDateTime: s.start.toISOString(),
      recurrence: null,
      expiration: {
        type: s.end === undefined ? "noExpiration" : "afterDateTime",
        duration: null,
        endDateTime: s.end?.toISOString() ?? null,
      },
    },
  };
}

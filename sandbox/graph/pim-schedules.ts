import { equalities } from "../stand-in/filter";
import { type Call, type Route, created, noContent } from "../stand-in/route";
import { badRequest, notFound } from "../stand-in/service-error";
import { group } from "./objects";
import { LIST, ONE, one, page } from "./odata";
import { SCHEDULES } from "./permissions";
import { statusOf } from "./pim-approvals";
import { ACTIONS, answerAsk } from "./pim-requests";
import { type Kind, type Schedule, type ScheduleRequest, pim, running, standing } from "./pim-store";
import { anything, complex, findingsOf, nothing, text } from "./shapes";
import { timestamp } from "./timestamp";

const ROOT = "/identityGovernance/privilegedAccess/group";
/**
 * What somebody may ask; the rules look at the values that are left open here.
 *
 * @see https://learn.microsoft.com/graph/api/resources/privilegedaccessgroupassignmentschedulerequest
 */
const REQUEST = {
  accessId: anything,
  action: anything,
  createdBy: nothing,
  customData: nothing,
  groupId: text,
  justification: text,
  principalId: text,
  scheduleInfo: complex({
    startDateTime: text,
    recurrence: nothing,
    expiration: complex({ type: text, duration: text, endDateTime: text }),
  }),
  ticketInfo: complex({ ticketNumber: text, ticketSystem: text }),
};

/** Eligible and active assignments of PIM for Groups: what was asked, and what came of it. */
export const schedules: readonly Route[] = (["eligibility", "assignment"] as const).flatMap((kind) => [
  ...requestRoutes(kind),
  ...scheduleRoutes(kind),
]);

function requestRoutes(kind: Kind): Route[] {
  const { read, write } = SCHEDULES[kind];
  const path = `${ROOT}/${kind}ScheduleRequests`;
  return [
    {
      method: "POST",
      path,
      needs: write,
      answer: (call) => {
        checkRequest(call);
        const { accessId, groupId, principalId, justification, ticketInfo, scheduleInfo } = call.body;
        const action = ACTIONS.find((one) => one.toLowerCase() === String(call.body.action).toLowerCase());
        if (accessId !== "member" && accessId !== "owner") {
          throw badRequest("InvalidRoleAssignmentRequest", `accessId '${accessId}' is neither member nor owner.`);
        }
        if (action === undefined) {
          throw badRequest("InvalidRoleAssignmentRequest", `There is no action '${String(call.body.action)}'.`);
        }
        const ask = { kind, action, group: group(call, String(groupId)), principalId: String(principalId), accessId };
        const by = call.caller.objectId;
        return created(request(call, answerAsk(call.world, { ...ask, by, justification, ticketInfo, scheduleInfo })));
      },
    },
    {
      method: "GET",
      path,
      needs: read,
      options: [...LIST, "$orderby"],
      answer: (call) => {
        const asked = whose(call, ["groupId", "principalId", "targetScheduleId", "status"]);
        const order = call.query.get("$orderby");
        if (order !== null && !/^createdDateTime(\s+(asc|desc))?$/i.test(order)) {
          throw badRequest("InvalidOrder", `The sandbox does not understand '${order}' of $orderby.`);
        }
        const found = pim(call.world).requests.filter((r) => r.kind === kind && meets(request(call, r), asked));
        return page(call, order !== null && !/desc$/i.test(order) ? found : [...found].reverse(), (r) =>
          request(call, r),
        );
      },
    },
    {
      method: "GET",
      path: `${path}/:id`,
      needs: read,
      options: ONE,
      answer: (call) => one(call, request(call, requestOf(call, kind))),
    },
    {
      method: "POST",
      path: `${path}/:id/cancel`,
      needs: write,
      answer: (call) => {
        const found = requestOf(call, kind);
        const status = statusOf(call.world, found);
        if (status !== "PendingApproval") {
          throw badRequest("RoleAssignmentRequestCannotBeCancelled", `The request is ${status} already.`);
        }
        found.status = "Canceled";
        return noContent();
      },
    },
  ];
}

function scheduleRoutes(kind: Kind): Route[] {
  const { read } = SCHEDULES[kind];
  const path = `${ROOT}/${kind}Schedules`;
  return [
    {
      method: "GET",
      path,
      needs: read,
      options: LIST,
      answer: (call) => {
        const asked = whose(call, ["groupId", "principalId", "accessId"]);
        const found = pim(call.world).schedules.filter((s) => s.kind === kind && standing(call.world, s));
        return page(
          call,
          found.map((s) => schedule(call, s)).filter((s) => meets(s, asked)),
          (s) => s,
        );
      },
    },
    {
      method: "GET",
      path: `${path}/:id`,
      needs: read,
      options: ONE,
      answer: (call) => {
        const found = pim(call.world).schedules.find((s) => s.kind === kind && s.id === call.params.id);
        if (found === undefined || !standing(call.world, found)) {
          throw notFound("ResourceNotFound", `There is no schedule ${call.params.id}.`);
        }
        return one(call, schedule(call, found));
      },
    },
  ];
}

function checkRequest({ world, body }: Call): void {
  const { unknown, wrong } = findingsOf(complex(REQUEST), body ?? {});
  if (unknown.length > 0) {
    world.journal.complain(`a request to PIM has fields that the sandbox does not know: ${unknown.join(", ")}`);
    throw badRequest("InvalidRoleAssignmentRequest", `The sandbox does not know ${unknown.join(", ")}.`);
  }
  if (wrong.length > 0) throw badRequest("InvalidRoleAssignmentRequest", `${wrong.join("; ")}.`);
}

/** PIM wants to know whose lists: without a group or a principal it refuses. */
function whose({ query }: Call, names: readonly string[]): Readonly<Record<string, string>> {
  const asked = equalities(query.get("$filter"), names);
  if (asked.groupId === undefined && asked.principalId === undefined) {
    throw badRequest("MissingProvider", "A filter on groupId or principalId is required.");
  }
  return asked;
}

function meets(written: Readonly<Record<string, unknown>>, asked: Readonly<Record<string, string>>): boolean {
  return Object.entries(asked).every(([name, value]) => String(written[name]).toLowerCase() === value.toLowerCase());
}

function requestOf({ world, params }: Call, kind: Kind): ScheduleRequest {
  const found = pim(world).requests.find((r) => r.kind === kind && r.id === params.id);
  if (found === undefined) throw notFound("RoleAssignmentRequestNotFound", `There is no request ${params.id}.`);
  return found;
}

function request({ world }: Call, r: ScheduleRequest): Record<string, unknown> {
  const { id, principalId, accessId, groupId, targetScheduleId, said } = r;
  return {
    id,
    status: statusOf(world, r),
    ...said,
    principalId,
    accessId,
    groupId,
    targetScheduleId,
  };
}

function schedule({ world }: Call, s: Schedule): Record<string, unknown> {
  return {
    id: s.id,
    scheduleInfo: {
      startDateTime: timestamp(s.start),
      recurrence: null,
      expiration: {
        type: s.end === undefined ? "noExpiration" : "afterDateTime",
        endDateTime: s.end === undefined ? null : timestamp(s.end),
        duration: null,
      },
    },
    createdUsing: s.id.split("_").at(-1),
    createdDateTime: timestamp(s.made),
    modifiedDateTime: null,
    status: running(world, s) ? "Provisioned" : "ScheduleCreated",
    accessId: s.accessId,
    principalId: s.principalId,
    groupId: s.groupId,
    memberType: "Direct",
    ...(s.kind === "assignment" && { assignmentType: s.assignmentType === "assigned" ? "Assigned" : "Activated" }),
  };
}

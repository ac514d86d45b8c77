import {
  PrivilegedAccessGroupAssignmentSchedule,
  type PrivilegedAccessGroupAssignmentScheduleConfig,
} from "@cdktf/provider-azuread/lib/privileged-access-group-assignment-schedule";
import { PrivilegedAccessGroupEligibilitySchedule } from "@cdktf/provider-azuread/lib/privileged-access-group-eligibility-schedule";
import type { GroupRoleManagementPolicy } from "@cdktf/provider-azuread/lib/group-role-management-policy";
import { Construct } from "constructs";
import type { AssignmentEntry, Fact } from "../access/model";
import { ExpirationType, toRfc3339 } from "../core/expiration";
import { type IPrincipal, objectIdLifecycle } from "../entra";
import {
  addressOf,
  followFormerName,
  noteMove,
  CHANGED_BY_HAND,
  Grant,
  attributeFact,
  factOf,
  isKnown,
  isOverridden,
  sourceOf,
  stateFacts,
} from "../terraform";
import type { AssignmentAccess, AssignmentKind, AssignmentOptions } from "./assignment";

/** What one assignment is made from; everything in it was checked before. */
interface PimAssignmentProps {
  readonly group: IPrincipal;
  readonly kind: AssignmentKind;
  readonly principal: IPrincipal;
  readonly access: AssignmentAccess;
  readonly options: AssignmentOptions;
  /** The role settings, which have to stand before the assignment is made. */
  readonly settings: GroupRoleManagementPolicy;
}

/** One eligible or active assignment; made by the verbs of `JitGroup`. */
export class PimAssignment extends Construct {
  /** What has to be there before the assignment holds. */
  public readonly grant: Grant;
  /** Who is assigned. */
  public readonly principal: IPrincipal;
  private readonly text: string;

  constructor(scope: Construct, id: string, props: PimAssignmentProps) {
    super(scope, id);
    const { group, kind, principal, access, options, settings } = props;
    followFormerName(this, principal);
    const config: PrivilegedAccessGroupAssignmentScheduleConfig = {
      groupId: group.objectId,
      principalId: principal.objectId,
      assignmentType: access,
      startDate: options.start === undefined ? undefined : toRfc3339(options.start, "T00:00:00Z"),
      duration: options.expiration.duration?.toIsoString(),
      expirationDate: options.expiration.dateTime,
      permanentAssignment: options.expiration.type === ExpirationType.NO_EXPIRATION ? true : undefined,
      justification: options.justification,
      ticketSystem: options.ticket?.system,
      ticketNumber: options.ticket?.number,
      dependsOn: [settings],
      lifecycle: objectIdLifecycle([principal]),
    };
    const resource =
      kind === "eligible"
        ? new PrivilegedAccessGroupEligibilitySchedule(this, "Default", config)
        : new PrivilegedAccessGroupAssignmentSchedule(this, "Default", config);
    noteMove(resource);
    this.grant = Grant.of(resource);
    this.text = sameness(options);
    this.principal = principal;
    stateFacts(this, () => ({ assignments: [entry(this, resource, props)] }));
  }

  /** Whether this is what somebody asks for once more. */
  public is(options: AssignmentOptions): boolean {
    return sameness(options) === this.text;
  }
}

function sameness({ expiration, start, justification, ticket }: AssignmentOptions): string {
  return JSON.stringify([String(expiration), start, justification, ticket?.system, ticket?.number]);
}

type Schedule = PrivilegedAccessGroupAssignmentSchedule | PrivilegedAccessGroupEligibilitySchedule;

function entry(
  self: Construct,
  resource: Schedule,
  { group, kind, principal, access }: PimAssignmentProps,
): AssignmentEntry {
  return {
    id: self.node.path,
    source: sourceOf(self),
    address: addressOf(resource),
    group: group.node.path,
    principal: principal.node.path,
    kind,
    accessId: access,
    start: attributeFact(resource, "start_date", resource.startDateInput ?? null),
    expiration: expirationOf(resource),
    justification: attributeFact(resource, "justification", resource.justificationInput ?? ""),
    ticket: ticketOf(resource),
  };
}

function ticketOf(resource: Schedule): AssignmentEntry["ticket"] {
  const { ticketSystemInput: system, ticketNumberInput: number } = resource;
  if (isOverridden(resource, "ticket_system") || isOverridden(resource, "ticket_number")) {
    return { unknown: CHANGED_BY_HAND };
  }
  if (system === undefined || number === undefined) return null;
  return isKnown([system, number]) ? { system, number } : { unknown: "known to Terraform only" };
}

/** The end that the provider goes by: a date before a length before none. */
function expirationOf(resource: Schedule): Fact<string> {
  const byHand = ["expiration_date", "duration", "permanent_assignment"].some((a) => isOverridden(resource, a));
  const permanent = resource.permanentAssignmentInput === true ? "permanent" : undefined;
  const end = resource.expirationDateInput ?? resource.durationInput ?? permanent;
  return byHand || end === undefined ? { unknown: CHANGED_BY_HAND } : factOf(end);
}

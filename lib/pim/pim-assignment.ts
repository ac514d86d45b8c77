import {
  PrivilegedAccessGroupAssignmentSchedule,
  type PrivilegedAccessGroupAssignmentScheduleConfig,
} from "@cdktf/provider-azuread/lib/privileged-access-group-assignment-schedule";
import { PrivilegedAccessGroupEligibilitySchedule } from "@cdktf/provider-azuread/lib/privileged-access-group-eligibility-schedule";
import type { GroupRoleManagementPolicy } from "@cdktf/provider-azuread/lib/group-role-management-policy";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { AssignmentEntry, Fact } from "../access/model";
import { ExpirationType, toRfc3339 } from "../core/expiration";
import { type IPrincipal, objectIdLifecycle } from "../entra";
import {
  addressOf,
  addressesIn,
  renderRemoval,
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
    this.text = sameness(options);
    this.principal = principal;
    this.forget(kind, options);
    if (options.ended) {
      this.grant = Grant.of();
      stateFacts(this, () => ({ endedAssignments: [endedEntry(this, props)] }));
      return;
    }
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
        ? new PrivilegedAccessGroupEligibilitySchedule(this, resourceId(options.renewal), config)
        : new PrivilegedAccessGroupAssignmentSchedule(this, resourceId(options.renewal), config);
    noteMove(resource);
    this.grant = Grant.of(resource);
    stateFacts(this, () => ({ assignments: [entry(this, resource, props)] }));
  }

  /** Lets Terraform forget what has ended: the assignments before a renewal, and this one if it is over. */
  private forget(kind: AssignmentKind, { renewal = 0, ended }: AssignmentOptions): void {
    const generations = [...Array(ended ? renewal + 1 : renewal).keys()];
    for (const generation of generations) {
      const addresses = addressesIn(this, TYPES[kind], resourceId(generation));
      for (const address of addresses) renderRemoval(TerraformStack.of(this), address);
    }
  }

  /** Whether this is what somebody asks for once more. */
  public is(options: AssignmentOptions): boolean {
    return sameness(options) === this.text;
  }
}

const UNKNOWN_TICKET = { unknown: "known to Terraform only" };
const TYPES = {
  eligible: PrivilegedAccessGroupEligibilitySchedule.tfResourceType,
  active: PrivilegedAccessGroupAssignmentSchedule.tfResourceType,
} as const;

/** The id of the resource in the construct, and so the end of its address: nothing for what was never renewed. */
function resourceId(renewal = 0): string {
  return renewal === 0 ? "Default" : `renewal-${renewal}`;
}

function sameness({ expiration, start, justification, ticket, renewal, ended }: AssignmentOptions): string {
  return JSON.stringify([String(expiration), start, justification, ticket?.system, ticket?.number, renewal, ended]);
}

/** What somebody says has ended, as it is written: there is no resource that anybody could have changed. */
function endedEntry(self: Construct, { group, kind, principal, access, options }: PimAssignmentProps): AssignmentEntry {
  const { expiration, start, justification, ticket } = options;
  return {
    id: self.node.path,
    source: sourceOf(self),
    group: group.node.path,
    principal: principal.node.path,
    kind,
    accessId: access,
    start: factOf(start === undefined ? null : toRfc3339(start, "T00:00:00Z")),
    expiration: factOf(expiration.dateTime ?? expiration.duration?.toIsoString() ?? "permanent"),
    justification: factOf(justification),
    ticket: ticket === undefined ? null : isKnown([ticket.system, ticket.number]) ? ticket : UNKNOWN_TICKET,
  } as AssignmentEntry;
}

type Schedule = PrivilegedAccessGroupAssignmentSchedule | PrivilegedAccessGroupEligibilitySchedule;

function entry(
  self: Construct,
  resource: Schedule,
  { group, kind, principal, access, options }: PimAssignmentProps,
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
    ...(options.renewal !== undefined && { renewal: options.renewal }),
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
  return isKnown([system, number]) ? { system, number } : UNKNOWN_TICKET;
}

/** The end that the provider goes by: a date before a length before none. */
function expirationOf(resource: Schedule): Fact<string> {
  const byHand = ["expiration_date", "duration", "permanent_assignment"].some((a) => isOverridden(resource, a));
  const permanent = resource.permanentAssignmentInput === true ? "permanent" : undefined;
  const end = resource.expirationDateInput ?? resource.durationInput ?? permanent;
  return byHand || end === undefined ? { unknown: CHANGED_BY_HAND } : factOf(end);
}

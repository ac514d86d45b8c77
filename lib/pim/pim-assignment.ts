import {
  PrivilegedAccessGroupAssignmentSchedule,
  type PrivilegedAccessGroupAssignmentScheduleConfig,
} from "@cdktf/provider-azuread/lib/privileged-access-group-assignment-schedule";
import { PrivilegedAccessGroupEligibilitySchedule } from "@cdktf/provider-azuread/lib/privileged-access-group-eligibility-schedule";
import type { GroupRoleManagementPolicy } from "@cdktf/provider-azuread/lib/group-role-management-policy";
import { Construct } from "constructs";
import type { AssignmentEntry, Fact } from "../access/model";
import { ExpirationType, toRfc3339 } from "../core/expiration";
import type { IPrincipal } from "../entra";
import { Grant, attributeFact, isOverridden, CHANGED_BY_HAND, sourceOf, stateFacts } from "../terraform";
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
  private readonly text: string;
  private readonly principalKey: string;

  constructor(scope: Construct, id: string, props: PimAssignmentProps) {
    super(scope, id);
    const { group, kind, principal, access, options, settings } = props;
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
    };
    const resource =
      kind === "eligible"
        ? new PrivilegedAccessGroupEligibilitySchedule(this, "Default", config)
        : new PrivilegedAccessGroupAssignmentSchedule(this, "Default", config);
    this.grant = Grant.of(resource);
    this.text = sameness(options);
    this.principalKey = principal.principalKey;
    stateFacts(this, () => ({ assignments: [entry(this, resource, props)] }));
  }

  /** Whether this is what somebody asks for once more. */
  public is(principal: IPrincipal, options: AssignmentOptions): boolean {
    return principal.principalKey === this.principalKey && sameness(options) === this.text;
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
  const system = resource.ticketSystemInput;
  const number = resource.ticketNumberInput;
  return {
    id: self.node.path,
    source: sourceOf(self),
    group: group.node.path,
    principal: principal.node.path,
    kind,
    accessId: access,
    start: attributeFact(resource, "start_date", resource.startDateInput ?? null),
    expiration: expirationOf(resource),
    justification: attributeFact(resource, "justification", resource.justificationInput ?? ""),
    ticket: attributeFact(
      resource,
      "ticket_number",
      system !== undefined && number !== undefined ? { system, number } : null,
    ),
  };
}

function expirationOf(resource: Schedule): Fact<string> {
  for (const attribute of ["expiration_date", "duration", "permanent_assignment"]) {
    if (isOverridden(resource, attribute)) return { unknown: CHANGED_BY_HAND };
  }
  return attributeFact(resource, "duration", resource.expirationDateInput ?? resource.durationInput ?? "permanent");
}

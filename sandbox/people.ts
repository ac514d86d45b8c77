import { type Json } from "./run/local-backend";
import { changePolicy, policies } from "./graph/conditional-access";
import { failedEnablement, failedExpiration, policyFailed } from "./graph/pim-checks";
import { period } from "./graph/pim-period";
import { type Ask, provide, record } from "./graph/pim-requests";
import { type Settings, rule, settingsOf } from "./graph/pim-rules";
import { changeSettings } from "./graph/pim-settings-change";
import {
  type AccessId,
  type Kind,
  type ScheduleRequest,
  endAssignments,
  isOrHolds,
  membersOf,
  pim,
  running,
  standing,
} from "./graph/pim-store";
import { type Group, type User } from "./stand-in/directory";
import { badRequest } from "./stand-in/service-error";
import { type World } from "./stand-in/world";

/** What somebody says when they activate. */
export interface Activation {
  /** An ISO 8601 duration, `PT2H`; `PT1H` by default. */
  readonly duration?: string;
  readonly justification?: string;
  readonly ticket?: { readonly system: string; readonly number: string };
  /** The person passed multifactor authentication; true by default. */
  readonly mfa?: boolean;
  /** The person meets the policies of the authentication context that the role settings name; true by default. */
  readonly meetsContext?: boolean;
  /** The sign-in name of who approves at once, where an approval is asked for; without it the request waits. */
  readonly approvedBy?: string;
}

/** What somebody asked for, while it waits for an approval. */
interface Waiting {
  readonly request: ScheduleRequest;
  readonly ask: Ask;
}

const WAITING = Symbol("waiting for an approval");

/** People and administrators who do things that Terraform has no part in. */
export class People {
  public constructor(private readonly world: World) {}

  /**
   * Activates an eligible membership or ownership; from then on the person is among the group's members. Where the role
   * settings ask for an approval, it is `PendingApproval` until somebody approves.
   */
  public activate(
    upn: string,
    groupName: string,
    activation: Activation = {},
    accessId: AccessId = "member",
  ): "Provisioned" | "PendingApproval" {
    const user = this.user(upn);
    const group = this.group(groupName);
    if (!this.isEligible(user, group, accessId)) {
      throw badRequest("RoleAssignmentDoesNotExist", `${upn} is not eligible for ${groupName}.`);
    }
    const ask = askOf(user, group, accessId, activation);
    const settings = settingsOf(this.world, group.id, accessId);
    const failed = this.failedRules(settings, ask, activation);
    if (failed.length > 0) throw policyFailed(failed);
    if (!approval(settings).isApprovalRequired) {
      provide(this.world, ask, period(this.world, ask.scheduleInfo), "activated");
      return "Provisioned";
    }
    const request = record(this.world, ask, { status: "PendingApproval" });
    this.waiting.push({ request, ask });
    if (activation.approvedBy === undefined) return "PendingApproval";
    this.approve(activation.approvedBy, upn, groupName, accessId);
    return "Provisioned";
  }

  /** Lets in somebody who waits for an approval; the time begins now. */
  public approve(approver: string, upn: string, groupName: string, accessId: AccessId = "member"): void {
    const { request, ask } = this.decide(approver, upn, groupName, accessId);
    request.status = "AdminApproved";
    provide(this.world, ask, period(this.world, ask.scheduleInfo), "activated");
  }

  public deny(approver: string, upn: string, groupName: string, accessId: AccessId = "member"): void {
    this.decide(approver, upn, groupName, accessId).request.status = "AdminDenied";
  }

  /** Ends an activation before its time. */
  public deactivate(upn: string, groupName: string, accessId: AccessId = "member"): void {
    if (!endAssignments(this.world, this.group(groupName).id, this.user(upn).id, accessId)) {
      throw badRequest("RoleAssignmentDoesNotExist", `${upn} has nothing active in ${groupName}.`);
    }
  }

  /** Adds a member behind Terraform's back. */
  public addMember(upn: string, groupName: string): void {
    this.group(groupName).members.add(this.user(upn).id.toLowerCase());
  }

  public removeMember(upn: string, groupName: string): void {
    this.group(groupName).members.delete(this.user(upn).id.toLowerCase());
  }

  /** Takes away in the portal what Terraform assigned. */
  public revoke(kind: Kind, upn: string, groupName: string, accessId: AccessId = "member"): void {
    const group = this.group(groupName);
    const user = this.user(upn);
    const found = pim(this.world).schedules.find(
      (s) =>
        s.kind === kind &&
        s.groupId === group.id &&
        s.principalId === user.id &&
        s.accessId === accessId &&
        standing(this.world, s),
    );
    if (found === undefined) throw badRequest("RoleAssignmentDoesNotExist", `${upn} has nothing in ${groupName}.`);
    found.end = this.world.clock.now();
    const ask = { kind, action: "adminRemove", group, principalId: user.id, accessId, by: user.id } as const;
    record(this.world, ask, { status: "Revoked", targetScheduleId: found.id });
  }

  /** The sign-in names of those who are in a group now, activated or not. */
  public members(groupName: string, accessId: AccessId = "member"): string[] {
    return [...membersOf(this.world, this.group(groupName), accessId)]
      .flatMap((id) => this.world.directory.get(id) ?? [])
      .map((o) => (o.kind === "user" ? o.userPrincipalName : o.displayName))
      .sort();
  }

  /** Changes a Conditional Access policy in the portal. */
  public changePolicy(displayName: string, change: Json): void {
    const policy = [...policies(this.world).values()].find((p) => p.displayName === displayName);
    if (policy === undefined) throw new Error(`no policy is called ${displayName}`);
    changePolicy(this.world, policy, change);
  }

  /** Changes one rule of a group's role settings in the portal. */
  public changeRule(groupName: string, accessId: AccessId, ruleId: string, change: Json): void {
    const settings = settingsOf(this.world, this.group(groupName).id, accessId);
    changeSettings(this.world, settings, [{ id: ruleId, ...change }]);
  }

  /** Deletes a user, as when somebody leaves; what they were assigned goes with them. */
  public deleteUser(upn: string): void {
    this.world.directory.remove(this.user(upn).id);
  }

  private isEligible(user: User, group: Group, accessId: AccessId): boolean {
    return pim(this.world).schedules.some(
      (s) =>
        s.kind === "eligibility" &&
        s.groupId === group.id &&
        s.accessId === accessId &&
        running(this.world, s) &&
        isOrHolds(this.world, s.principalId, user.id),
    );
  }

  private failedRules(settings: Settings, ask: Ask, { mfa = true, meetsContext = true }: Activation): string[] {
    const enabled = rule(settings, "Enablement_EndUser_Assignment").enabledRules as string[];
    const context = rule(settings, "AuthenticationContext_EndUser_Assignment").isEnabled as boolean;
    return [
      ...failedExpiration(settings, "Expiration_EndUser_Assignment", period(this.world, ask.scheduleInfo)),
      ...failedEnablement(settings, "Enablement_EndUser_Assignment", ask),
      ...(enabled.includes("MultiFactorAuthentication") && !mfa ? ["MfaRule"] : []),
      ...(context && !meetsContext ? ["AcrsRule"] : []),
    ];
  }

  /** The request that an approver decides about, which then waits no longer. */
  private decide(approver: string, upn: string, groupName: string, accessId: AccessId): Waiting {
    const group = this.group(groupName);
    const { id } = this.user(upn);
    const found = this.waiting.find(
      ({ request, ask }) =>
        request.status === "PendingApproval" &&
        ask.group.id === group.id &&
        ask.principalId === id &&
        ask.accessId === accessId,
    );
    if (found === undefined) throw badRequest("RoleAssignmentRequestNotFound", `${upn} waits for no approval.`);
    const approvers = (approval(settingsOf(this.world, group.id, accessId)).approvalStages as Json[]).flatMap(
      ({ primaryApprovers }) => primaryApprovers as Json[],
    );
    const by = this.user(approver);
    const named = (a: Json) => String(a.userId ?? a.groupId ?? a.id);
    if (!approvers.some((a) => isOrHolds(this.world, named(a), by.id))) throw policyFailed(["ApprovalRule"]);
    return found;
  }

  private get waiting(): Waiting[] {
    return this.world.store(WAITING, () => []);
  }

  private user(upn: string): User {
    const found = this.world.directory.all("user").find((u) => u.userPrincipalName.toLowerCase() === upn.toLowerCase());
    if (found === undefined) throw new Error(`nobody is called ${upn}`);
    return found;
  }

  private group(displayName: string): Group {
    const found = this.world.directory.all("group").find((g) => g.displayName === displayName);
    if (found === undefined) throw new Error(`no group is called ${displayName}`);
    return found;
  }
}

function askOf(user: User, group: Group, accessId: AccessId, activation: Activation): Ask {
  const { duration = "PT1H", justification, ticket } = activation;
  return {
    kind: "assignment",
    action: "selfActivate",
    group,
    principalId: user.id,
    accessId,
    by: user.id,
    justification,
    ticketInfo: ticket && { ticketNumber: ticket.number, ticketSystem: ticket.system },
    scheduleInfo: { expiration: { type: "afterDuration", duration } },
  };
}

function approval(settings: Settings): Json {
  return rule(settings, "Approval_EndUser_Assignment").setting as Json;
}

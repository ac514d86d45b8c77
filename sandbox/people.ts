import { type Json } from "./run/local-backend";
import { changePolicy, policies } from "./graph/conditional-access";
import { decide, needsApproval, wait } from "./graph/pim-approvals";
import { failedEnablement, failedExpiration, policyFailed } from "./graph/pim-checks";
import { period } from "./graph/pim-period";
import { type Ask, checkNotTooShort, provide, record } from "./graph/pim-requests";
import { rule, settingsOf } from "./graph/pim-rules";
import { changeSettings } from "./graph/pim-settings-change";
import { type AccessId, type Kind, activations, isEligible, membersOf, pim, standing } from "./graph/pim-store";
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
    const ask = askOf(user, group, accessId, activation);
    const failed = this.failedRules(ask, activation);
    if (failed.length > 0) throw policyFailed(failed);
    if (!needsApproval(this.world, ask)) {
      provide(this.world, ask, period(this.world, ask.scheduleInfo), "activated");
      return "Provisioned";
    }
    wait(this.world, ask);
    if (activation.approvedBy === undefined) return "PendingApproval";
    this.approve(activation.approvedBy, upn, groupName, accessId);
    return "Provisioned";
  }

  /** Lets in somebody who waits for an approval and is still eligible; the time begins now. */
  public approve(approver: string, upn: string, groupName: string, accessId: AccessId = "member"): void {
    this.decide(approver, upn, groupName, accessId, "AdminApproved");
  }

  public deny(approver: string, upn: string, groupName: string, accessId: AccessId = "member"): void {
    this.decide(approver, upn, groupName, accessId, "AdminDenied");
  }

  /** Ends an activation before its time, five minutes after it began at the earliest. */
  public deactivate(upn: string, groupName: string, accessId: AccessId = "member"): void {
    const [user, group] = [this.user(upn), this.group(groupName)];
    const active = activations(this.world, group.id, user.id, accessId);
    if (active.length === 0) {
      throw badRequest("RoleAssignmentDoesNotExist", `${upn} has nothing active in ${groupName}.`);
    }
    for (const schedule of active) {
      checkNotTooShort(this.world, schedule);
      schedule.end = this.world.clock.now();
      const ask = { kind: "assignment", action: "selfDeactivate", group, accessId } as const;
      const done = { status: "Revoked", targetScheduleId: schedule.id } as const;
      record(this.world, { ...ask, principalId: user.id, by: user.id }, done);
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

  private failedRules(ask: Ask, { mfa = true, meetsContext = true }: Activation): string[] {
    const { group, accessId, principalId } = ask;
    const settings = settingsOf(this.world, group.id, accessId);
    const enabled = rule(settings, "Enablement_EndUser_Assignment").enabledRules as string[];
    const context = rule(settings, "AuthenticationContext_EndUser_Assignment").isEnabled as boolean;
    return [
      ...(isEligible(this.world, group.id, accessId, principalId) ? [] : ["EligibilityRule"]),
      ...failedExpiration(settings, "Expiration_EndUser_Assignment", period(this.world, ask.scheduleInfo)),
      ...failedEnablement(settings, "Enablement_EndUser_Assignment", ask),
      ...(enabled.includes("MultiFactorAuthentication") && !mfa ? ["MfaRule"] : []),
      ...(context && !meetsContext ? ["AcrsRule"] : []),
    ];
  }

  private decide(
    approver: string,
    upn: string,
    groupName: string,
    accessId: AccessId,
    decision: "AdminApproved" | "AdminDenied",
  ): void {
    const who = { group: this.group(groupName), principalId: this.user(upn).id, accessId };
    decide(this.world, this.user(approver), who, decision);
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

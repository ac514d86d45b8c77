import { type Json } from "./run/local-backend";
import { policies } from "./graph/conditional-access";
import { type Ask, failedEnablement, failedExpiration, period, policyFailed, provide } from "./graph/pim-requests";
import { changeSettings } from "./graph/pim-settings";
import { rule, settingsOf } from "./graph/pim-rules";
import { type AccessId, endAssignments, membersOf, pim, running } from "./graph/pim-store";
import { type Group, type User } from "./stand-in/directory";
import { badRequest } from "./stand-in/service-error";
import { type World } from "./stand-in/world";

/** What somebody says when they activate. */
export interface Activation {
  /** An ISO 8601 duration, `PT2H`. */
  readonly duration?: string;
  readonly justification?: string;
  readonly ticket?: { readonly system: string; readonly number: string };
  /** The person passed multifactor authentication; true by default. */
  readonly mfa?: boolean;
  /** The sign-in name of who approves, where an approval is asked for. */
  readonly approvedBy?: string;
}

/** People and administrators who do things that Terraform has no part in. */
export class People {
  public constructor(private readonly world: World) {}

  /** Activates an eligible membership or ownership; from then on the person is among the group's members. */
  public activate(upn: string, groupName: string, activation: Activation = {}, accessId: AccessId = "member"): void {
    const user = this.user(upn);
    const group = this.group(groupName);
    const eligible = pim(this.world).schedules.some(
      (s) =>
        s.kind === "eligibility" &&
        s.groupId === group.id &&
        s.accessId === accessId &&
        running(this.world, s) &&
        this.isOrHolds(s.principalId, user.id),
    );
    if (!eligible) throw badRequest("RoleAssignmentDoesNotExist", `${upn} is not eligible for ${groupName}.`);
    const { duration = "PT1H", justification, ticket } = activation;
    const ask: Ask = {
      kind: "assignment",
      action: "selfActivate",
      group,
      principalId: user.id,
      accessId,
      justification,
      ticketInfo: ticket && { ticketNumber: ticket.number, ticketSystem: ticket.system },
      scheduleInfo: { expiration: { type: "afterDuration", duration } },
    };
    const { start, end } = period(this.world, ask);
    const settings = settingsOf(this.world, group.id, accessId);
    const enabled = rule(settings, "Enablement_EndUser_Assignment").enabledRules as string[];
    const failed = [
      ...failedExpiration(settings, "Expiration_EndUser_Assignment", start, end),
      ...failedEnablement(settings, "Enablement_EndUser_Assignment", ask),
      ...(enabled.includes("MultiFactorAuthentication") && activation.mfa === false ? ["MfaRule"] : []),
      ...(this.lacksApproval(settings, activation.approvedBy) ? ["ApprovalRule"] : []),
    ];
    if (failed.length > 0) throw policyFailed(failed);
    provide(this.world, ask, start, end, "activated");
  }

  /** Ends an activation before its time. */
  public deactivate(upn: string, groupName: string, accessId: AccessId = "member"): void {
    if (!endAssignments(this.world, this.group(groupName).id, this.user(upn).id.toLowerCase(), accessId)) {
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

  /** The sign-in names of those who are in a group now, activated or not. */
  public members(groupName: string, accessId: AccessId = "member"): string[] {
    return [...membersOf(this.world, this.group(groupName), accessId)]
      .map((id) => this.world.directory.get(id))
      .map((o) => (o?.kind === "user" ? o.userPrincipalName : String(o?.displayName)))
      .sort();
  }

  /** Changes a Conditional Access policy in the portal. */
  public changePolicy(displayName: string, change: Json): void {
    const all = policies(this.world);
    const [id, policy] = [...all].find(([, p]) => p.displayName === displayName) ?? [];
    if (id === undefined) throw new Error(`no policy is called ${displayName}`);
    all.set(id, { ...policy, ...change });
  }

  /** Changes one rule of a group's role settings in the portal. */
  public changeRule(groupName: string, accessId: AccessId, ruleId: string, change: Json): void {
    changeSettings(settingsOf(this.world, this.group(groupName).id, accessId), [{ id: ruleId, ...change }]);
  }

  /** Deletes a user, as when somebody leaves. */
  public deleteUser(upn: string): void {
    this.world.directory.remove(this.user(upn).id);
  }

  private lacksApproval(settings: ReturnType<typeof settingsOf>, approver?: string): boolean {
    const { isApprovalRequired, approvalStages } = rule(settings, "Approval_EndUser_Assignment").setting as Json;
    if (!isApprovalRequired) return false;
    if (approver === undefined) return true;
    const { id } = this.user(approver);
    const approvers = (approvalStages as Json[]).flatMap(({ primaryApprovers }) => primaryApprovers as Json[]);
    return !approvers.some((a) => this.isOrHolds(String(a.userId ?? a.groupId), id));
  }

  private isOrHolds(principalId: string, userId: string): boolean {
    if (principalId.toLowerCase() === userId.toLowerCase()) return true;
    const group = this.world.directory.group(principalId);
    return group !== undefined && membersOf(this.world, group, "member").has(userId.toLowerCase());
  }

  private user(upn: string): User {
    const found = this.world.directory.all("user").find((u) => u.userPrincipalName === upn);
    if (found === undefined) throw new Error(`nobody is called ${upn}`);
    return found;
  }

  private group(displayName: string): Group {
    const found = this.world.directory.all("group").find((g) => g.displayName === displayName);
    if (found === undefined) throw new Error(`no group is called ${displayName}`);
    return found;
  }
}

import { GroupWithoutMembers } from "@cdktf/provider-azuread/lib/group-without-members";
import type { GroupRoleManagementPolicy } from "@cdktf/provider-azuread/lib/group-role-management-policy";
import { Construct } from "constructs";
import { ErrorCode } from "../core/error-codes";
import { Problems } from "../core/validation-error";
import {
  type GroupOptions,
  type IEntraGroup,
  type IPrincipal,
  PolicySubjectKind,
  PrincipalType,
  administrativeUnitIds,
  adoptGroup,
  unitNeeds,
  checkGroup,
  groupEntry,
  keyOf,
  objectIdLifecycle,
  takeDisplayName,
  takeFormerId,
  takenOver,
} from "../entra";
import {
  type Grant,
  addressName,
  childScope,
  noteMove,
  requireProvider,
  stackContextOf,
  stateFacts,
  warn,
} from "../terraform";
import { AssignmentAccess, type AssignmentKind, type AssignmentOptions, checkAssignment } from "./assignment";
import { PimAssignment } from "./pim-assignment";
import { RoleSettings } from "./role-settings";
import { writeRoleSettings } from "./role-settings-resource";
import { keepStandingMember } from "./standing-member";

/** An assignment as it is written in the props of a group. */
export interface PrincipalAssignment extends AssignmentOptions {
  /** Who is assigned. */
  readonly principal: IPrincipal;
}

/** What a just-in-time group is made from. */
export interface JitGroupProps extends GroupOptions {
  /**
   * PIM's role settings for members.
   *
   * @default - RoleSettings.of(): activation for at most 8 hours with MFA and a justification, no approval
   */
  readonly memberSettings?: RoleSettings;
  /**
   * PIM's role settings for owners.
   *
   * @default - strict: `memberSettings.forOwners()`
   */
  readonly ownerSettings?: RoleSettings;
  /**
   * Who may activate.
   *
   * @default - nobody
   */
  readonly eligible?: readonly PrincipalAssignment[];
  /**
   * Who is in the group until an end, without activating anything.
   *
   * @default - nobody
   */
  readonly active?: readonly PrincipalAssignment[];
  /**
   * Of a group that was standing before, and has an `objectId`: who is a member still, without an end and without
   * activating. Each is one imported membership; whoever is taken out of this list is taken out of the group.
   *
   * @default - nobody; members that are not written down stay, and Terraform does not see them
   */
  readonly standingMembers?: readonly IPrincipal[];
}

/**
 * A group whose members come and go through Privileged Identity Management.
 *
 * Makes one `azuread_group_without_members`, the role settings of its members and its owners, and one schedule for
 * each assignment, in that order. There is no `members`: such a list would throw out whoever has activated.
 *
 * A group that PIM manages stays so, that cannot be undone.
 *
 * @see https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups
 */
export class JitGroup extends Construct implements IEntraGroup {
  public readonly principalType = PrincipalType.GROUP;
  public readonly policySubjectKind = PolicySubjectKind.GROUP;
  public readonly policySubjectId: string;
  public readonly policySubjectRef: string;
  public readonly principalKey: string;
  public readonly objectId: string;
  public readonly roleAssignable: boolean;
  public readonly justInTime = true;
  /** The name that people see. */
  public readonly displayName: string;
  /** PIM's role settings for members. */
  public readonly memberSettings: RoleSettings;
  /** PIM's role settings for owners. */
  public readonly ownerSettings: RoleSettings;

  private readonly policies: Readonly<Record<AssignmentAccess, GroupRoleManagementPolicy>>;

  /**
   * @throws ValidationError GROUP_OWNER_MISSING, GROUP_OWNER_TYPE, GROUP_OWNERS_TOO_MANY, GROUP_RESTRICTED_UNIT,
   * ID_NOT_A_UUID, TEXT_EMPTY, NAME_FORMAT, NAME_TAKEN, PIM_STANDING_MEMBER, and those of `assignEligible`
   */
  constructor(scope: Construct, id: string, props: JitGroupProps) {
    super(scope, id);
    this.displayName = props.displayName ?? id;
    this.roleAssignable = props.roleAssignable ?? false;
    this.memberSettings = props.memberSettings ?? RoleSettings.of();
    this.ownerSettings = props.ownerSettings ?? this.memberSettings.forOwners();
    const problems = Problems.none();
    checkGroup(problems, this.displayName, props);
    checkUnits(problems, props);
    takeDisplayName(problems, this, this.displayName);
    takeFormerId(problems, this, props.formerly);

    const owners = props.owners ?? [];
    requireProvider(this, "azuread");
    const resource = new GroupWithoutMembers(this, "Default", {
      displayName: this.displayName,
      description: props.description,
      securityEnabled: true,
      assignableToRole: this.roleAssignable,
      preventDuplicateNames: true,
      owners: owners.map((o) => o.objectId),
      administrativeUnitIds: administrativeUnitIds(props),
      lifecycle: objectIdLifecycle(owners),
    });

    noteMove(resource);
    const objectId = takenOver(props);
    adoptGroup(resource, objectId);
    this.objectId = resource.objectId;
    stackContextOf(this)?.publishIn("group_ids", this, this.objectId);
    this.policySubjectId = this.objectId;
    this.policySubjectRef = this.node.path;
    this.principalKey = keyOf(this, objectId ?? this.objectId);
    const member = writeRoleSettings(this, AssignmentAccess.MEMBER, this.memberSettings, { objectId });
    const owner = writeRoleSettings(this, AssignmentAccess.OWNER, this.ownerSettings, { objectId, after: member });
    this.policies = { member, owner };
    for (const doubt of new Set([...this.memberSettings.doubts, ...this.ownerSettings.doubts])) warn(this, doubt);
    stateFacts(this, () => ({
      needs: unitNeeds(this, props),
      groups: [groupEntry(this, resource, "jit", { owners, objectId }, { unknown: "members come and go through PIM" })],
    }));

    (props.eligible ?? []).forEach(
      (a, i) => void problems.attempt(`eligible[${i}]`, () => this.assignEligible(a.principal, a)),
    );
    (props.active ?? []).forEach(
      (a, i) => void problems.attempt(`active[${i}]`, () => this.assignActive(a.principal, a)),
    );
    (props.standingMembers ?? []).forEach(
      (p, i) => void problems.attempt(`standingMembers[${i}]`, () => keepStandingMember(this, p, objectId)),
    );
    problems.throwIfAny(this.node.path);
  }

  /**
   * Lets a principal activate membership or ownership of this group. Asking twice in the same way adds once.
   *
   * A group may be eligible; an activation then covers only the person who asked. A changed end, justification or
   * ticket is changed in place; another principal or access makes another schedule.
   *
   * @throws ValidationError PIM_EXPIRATION_MISSING, PIM_EXPIRATION_TOO_SHORT, PIM_EXPIRATION_BEYOND_CEILING,
   * PIM_PERMANENT_NOT_ALLOWED, PIM_JUSTIFICATION_MISSING, PIM_TICKET_INCOMPLETE, PIM_ASSIGNED_TWICE,
   * PIM_ASSIGNED_TO_ITSELF, PIM_OWNER_TYPE, DATE_FORMAT, ADDRESS_TAKEN
   */
  public assignEligible(principal: IPrincipal, options: AssignmentOptions): Grant {
    return this.assign("eligible", principal, options);
  }

  /**
   * Puts a principal into this group until the assignment ends: standing access with an end, nothing is activated, so
   * neither MFA nor approval runs. Prefer `assignEligible`, and a date to a length of time.
   *
   * @throws ValidationError as `assignEligible`, and PIM_NESTED_ACTIVE for a group in a role-assignable group
   */
  public assignActive(principal: IPrincipal, options: AssignmentOptions): Grant {
    return this.assign("active", principal, options);
  }

  private assign(kind: AssignmentKind, principal: IPrincipal, options: AssignmentOptions): Grant {
    const access = options.access ?? AssignmentAccess.MEMBER;
    const problems = Problems.none();
    checkAssignment(
      problems,
      kind,
      options,
      access === AssignmentAccess.OWNER ? this.ownerSettings : this.memberSettings,
    );
    this.checkPrincipal(problems, kind, principal, access);
    const scope = childScope(this, access === AssignmentAccess.OWNER ? `${kind}-owner` : kind);
    const id = addressName(principal);
    const made = scope.node.children as PimAssignment[];
    const existing = made.find((a) => a.principal.principalKey === principal.principalKey);
    const taken = scope.node.tryFindChild(id) as PimAssignment | undefined;
    if (existing !== undefined && !existing.is(options)) {
      problems.add(
        ErrorCode.PIM_ASSIGNED_TWICE,
        "principal",
        `${principal.node.path} has another ${kind} assignment as ${access} here already; allowed: one for each principal`,
      );
    }
    if (existing === undefined && taken !== undefined) {
      problems.add(
        ErrorCode.ADDRESS_TAKEN,
        "principal",
        `one Terraform address is wanted for ${taken.principal.node.path} and ${principal.node.path}, which have the same name in different places; allowed: another construct id for one of them`,
      );
    }
    problems.throwIfAny(this.node.path);
    return (
      existing ??
      new PimAssignment(scope, id, { group: this, kind, principal, access, options, settings: this.policies[access] })
    ).grant;
  }

  private checkPrincipal(
    problems: Problems,
    kind: AssignmentKind,
    principal: IPrincipal,
    access: AssignmentAccess,
  ): void {
    if (principal.principalKey === this.principalKey) {
      problems.add(
        ErrorCode.PIM_ASSIGNED_TO_ITSELF,
        "principal",
        "a group cannot be assigned to itself; allowed: users and other groups",
      );
    }
    if (principal.principalType !== PrincipalType.GROUP) return;
    if (access === AssignmentAccess.OWNER) {
      problems.add(
        ErrorCode.PIM_OWNER_TYPE,
        "principal",
        `${principal.node.path} is a group; allowed: users and service principals, a group cannot own a group`,
      );
    } else if (kind === "active" && this.roleAssignable) {
      problems.add(
        ErrorCode.PIM_NESTED_ACTIVE,
        "principal",
        `${principal.node.path} is a group, and a role-assignable group holds no groups; allowed: users and service principals, or make the group eligible`,
      );
    }
  }
}

function checkUnits(problems: Problems, props: JitGroupProps): void {
  (props.administrativeUnits ?? []).forEach((unit, i) => {
    if (!unit.restricted) return;
    problems.add(
      ErrorCode.GROUP_RESTRICTED_UNIT,
      `administrativeUnits[${i}]`,
      "PIM cannot manage a group in a restricted management administrative unit; allowed: an ordinary unit",
    );
  });
}

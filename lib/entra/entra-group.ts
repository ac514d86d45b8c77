import { DataAzureadGroup } from "@cdktf/provider-azuread/lib/data-azuread-group";
import { Group } from "@cdktf/provider-azuread/lib/group";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { Fact, GroupEntry } from "../access/model";
import { ErrorCode } from "../core/error-codes";
import { quote } from "../core/text";
import { checkUuid } from "../core/uuid";
import { Problems } from "../core/validation-error";
import {
  addressOf,
  attributeFact,
  factOf,
  formerPathOf,
  isKnown,
  isOverridden,
  CHANGED_BY_HAND,
  noteMove,
  requireProvider,
  sourceOf,
  stackContextOf,
  stateFacts,
  warn,
} from "../terraform";
import {
  type GroupOptions,
  adoptGroup,
  administrativeUnitIds,
  checkDisplayName,
  checkGroup,
  takeDisplayName,
  takeFormerId,
  unitNeeds,
} from "./group-props";
import { PolicySubjectKind } from "./policy-subject";
import { type IPrincipal, PrincipalType, keyOf, objectIdLifecycle } from "./principal";

/** A group, made or used. */
export interface IEntraGroup extends IPrincipal {
  /** Whether directory roles can be assigned to it; unknown for a group that exists. */
  readonly roleAssignable?: boolean;
  /** Whether people have to activate before they are in it. */
  readonly justInTime?: boolean;
}

/** What a standing group is made from. */
export interface EntraGroupProps extends GroupOptions {
  /**
   * Who is in the group. The list is the truth: Terraform removes anybody else.
   *
   * @default - nobody
   */
  readonly members?: readonly IPrincipal[];
}

/**
 * A group whose members are written down: standing access, or the people who may activate just-in-time access.
 *
 * Makes one `azuread_group`. For a group whose members come and go through PIM see `JitGroup`.
 *
 * @see https://registry.terraform.io/providers/hashicorp/azuread/latest/docs/resources/group
 */
export class EntraGroup extends Construct implements IEntraGroup {
  /**
   * A group that exists, by object id; costs no call. It is used, never changed.
   *
   * @throws ValidationError ID_NOT_A_UUID
   */
  public static fromObjectId(scope: Construct, id: string, objectId: string): IEntraGroup {
    const problems = Problems.none();
    checkUuid(problems, "objectId", objectId, "the object id of a group");
    problems.throwIfAny(`${scope.node.path}/${id}`);
    return new ImportedGroup(scope, id, () => objectId, { unknown: "known by its object id only" });
  }

  /**
   * A group that exists, by display name; looked up at every plan.
   *
   * Shows a warning: any member of the tenant may by default make a group of the same name, and then the plan fails,
   * or, once the first one is renamed, access goes to the other.
   *
   * @throws ValidationError TEXT_EMPTY, NAME_FORMAT
   */
  public static fromLookup(scope: Construct, id: string, displayName: string): IEntraGroup {
    const problems = Problems.none();
    checkDisplayName(problems, displayName);
    problems.throwIfAny(`${scope.node.path}/${id}`);
    const find = (group: Construct) => {
      requireProvider(group, "azuread");
      return new DataAzureadGroup(group, "Default", { displayName, securityEnabled: true }).objectId;
    };
    const group = new ImportedGroup(scope, id, find, factOf(displayName), false);
    const which = isKnown(displayName) ? quote(displayName) : group.node.path;
    warn(group, `The group ${which} is looked up by its name, which is not unique in a tenant; use its object id.`);
    return group;
  }

  public readonly principalType = PrincipalType.GROUP;
  public readonly policySubjectKind = PolicySubjectKind.GROUP;
  public readonly policySubjectId: string;
  public readonly policySubjectRef: string;
  public readonly principalKey: string;
  public readonly objectId: string;
  public readonly roleAssignable: boolean;
  /** The name that people see. */
  public readonly displayName: string;

  /**
   * @throws ValidationError GROUP_OWNER_MISSING, GROUP_OWNER_TYPE, GROUP_OWNERS_TOO_MANY, GROUP_NESTED,
   * GROUP_RESTRICTED_UNIT, ID_NOT_A_UUID, TEXT_EMPTY, NAME_FORMAT, NAME_TAKEN
   */
  constructor(scope: Construct, id: string, props: EntraGroupProps) {
    super(scope, id);
    this.displayName = props.displayName ?? id;
    this.roleAssignable = props.roleAssignable ?? false;
    const members = props.members ?? [];
    const problems = Problems.none();
    checkGroup(problems, this.displayName, props);
    checkStanding(problems, props);
    takeDisplayName(problems, this, this.displayName);
    takeFormerId(problems, this, props.formerly);
    problems.throwIfAny(this.node.path);

    requireProvider(this, "azuread");
    const resource = new Group(this, "Default", {
      displayName: this.displayName,
      description: props.description,
      securityEnabled: true,
      assignableToRole: this.roleAssignable,
      preventDuplicateNames: true,
      owners: props.owners.map((o) => o.objectId),
      members: members.map((m) => m.objectId),
      administrativeUnitIds: administrativeUnitIds(props),
      lifecycle: objectIdLifecycle([...props.owners, ...members]),
    });

    noteMove(resource);
    adoptGroup(resource, props.objectId);
    this.objectId = resource.objectId;
    stackContextOf(this)?.publishIn("group_ids", this, this.objectId);
    this.policySubjectId = this.objectId;
    this.policySubjectRef = this.node.path;
    this.principalKey = keyOf(this, props.objectId ?? this.objectId);
    stateFacts(this, () => ({
      needs: unitNeeds(this, props),
      groups: [
        groupEntry(
          this,
          resource,
          "standing",
          props,
          principalsFact(resource, "members", resource.membersInput, members),
        ),
      ],
    }));
  }
}

/** What a group that we make says about itself; owners and members by the constructs that they are. */
export function groupEntry(
  group: IPrincipal,
  resource: TerraformResource & Pick<Group, "displayNameInput" | "assignableToRoleInput" | "ownersInput">,
  kind: "jit" | "standing",
  { owners, objectId }: Pick<GroupOptions, "owners" | "objectId">,
  members: Fact<readonly string[]>,
): GroupEntry {
  const assignable = attributeFact(resource, "assignable_to_role", resource.assignableToRoleInput ?? false);
  const formerly = formerPathOf(group);
  return {
    id: group.node.path,
    ...(formerly === undefined ? {} : { formerly }),
    source: sourceOf(group),
    address: addressOf(resource),
    objectId: objectId === undefined ? { unknown: "given by the directory at apply" } : factOf(objectId),
    displayName: attributeFact(resource, "display_name", resource.displayNameInput ?? ""),
    kind,
    roleAssignable: assignable as Fact<boolean>,
    owners: principalsFact(resource, "owners", resource.ownersInput, owners),
    members,
  };
}

/** The principals of a list, unless it holds other object ids by now than those that were written into it. */
function principalsFact(
  resource: TerraformResource,
  attribute: string,
  input: readonly string[] | undefined,
  written: readonly IPrincipal[],
): Fact<readonly string[]> {
  const changed = JSON.stringify(input) !== JSON.stringify(written.map((p) => p.objectId));
  return changed || isOverridden(resource, attribute) ? { unknown: CHANGED_BY_HAND } : written.map((p) => p.node.path);
}

function checkStanding(problems: Problems, props: EntraGroupProps): void {
  if (!props.roleAssignable) return;
  (props.members ?? []).forEach((member, i) => {
    if (member.principalType !== PrincipalType.GROUP) return;
    problems.add(
      ErrorCode.GROUP_NESTED,
      `members[${i}]`,
      `${member.node.path} is a group; allowed: users and service principals, a role-assignable group holds no groups`,
    );
  });
  (props.administrativeUnits ?? []).forEach((unit, i) => {
    if (!unit.restricted) return;
    problems.add(
      ErrorCode.GROUP_RESTRICTED_UNIT,
      `administrativeUnits[${i}]`,
      "a restricted management administrative unit lets nobody change the members of a role-assignable group; allowed: an ordinary unit, or roleAssignable: false",
    );
  });
}

class ImportedGroup extends Construct implements IEntraGroup {
  public readonly principalType = PrincipalType.GROUP;
  public readonly policySubjectKind = PolicySubjectKind.GROUP;
  public readonly policySubjectId: string;
  public readonly policySubjectRef: string;
  public readonly principalKey: string;
  public readonly objectId: string;
  public readonly objectIdUnchecked: boolean;

  constructor(
    scope: Construct,
    id: string,
    objectId: (self: Construct) => string,
    displayName: Fact<string>,
    given = true,
  ) {
    super(scope, id);
    this.objectId = objectId(this);
    this.policySubjectId = this.objectId;
    this.policySubjectRef = this.node.path;
    this.principalKey = keyOf(this, this.objectId);
    this.objectIdUnchecked = given && !isKnown(this.objectId);
    const tenant = { unknown: "only the tenant knows" };
    stateFacts(this, () => ({
      groups: [
        {
          id: this.node.path,
          source: sourceOf(this),
          objectId: factOf(this.objectId, "given by the directory at apply"),
          displayName,
          kind: "existing",
          roleAssignable: tenant,
          owners: tenant,
          members: tenant,
        },
      ],
    }));
  }
}

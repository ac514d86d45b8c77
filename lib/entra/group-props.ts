import { type TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { FeatureNeed } from "../access/model";
import { ErrorCode } from "../core/error-codes";
import { isKnownText } from "../core/known";
import { quote } from "../core/text";
import { checkUuid, isUuid } from "../core/uuid";
import type { Problems } from "../core/validation-error";
import {
  Registry,
  addressOf,
  formerAddress,
  isKnown,
  renderImport,
  renderRemoval,
  setFormerId,
  stackContextOf,
} from "../terraform";
import type { AdministrativeUnit } from "./administrative-unit";
import { type IPrincipal, PrincipalType } from "./principal";

/** What standing and just-in-time groups have in common. */
export interface GroupOptions {
  /**
   * The name that people see. No other group of the tenant may have it.
   *
   * @default - the construct id
   */
  readonly displayName?: string;
  /**
   * What the group is for.
   *
   * @default - none
   */
  readonly description?: string;
  /**
   * Users and service principals who may change the group, at most 100.
   *
   * Always written: without them the provider makes whoever runs Terraform the only owner. An owner can add members
   * past PIM, so prefer a service principal that nobody can sign in as.
   */
  readonly owners: readonly IPrincipal[];
  /**
   * Whether directory roles can be assigned to the group, which also keeps group administrators out of it.
   *
   * Cannot be changed later: another value makes another group. At most 500 in a tenant.
   *
   * @default false
   * @see https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept
   */
  readonly roleAssignable?: boolean;
  /**
   * Administrative units that the group is in.
   *
   * @default - none
   */
  readonly administrativeUnits?: readonly AdministrativeUnit[];
  /**
   * The construct id that the group had before. What Terraform knows by that name moves, settings, assignments and
   * role assignments among it; without this, another id makes another group.
   *
   * @default - it had no other
   * @see https://developer.hashicorp.com/terraform/language/moved
   */
  readonly formerly?: string;
  /**
   * The object id of a group that exists and is ours from now on: Terraform imports it, and what differs from these
   * props is shown in the plan. What the state knew as a group of the other kind, standing or just-in-time, it forgets
   * and does not destroy. Once it is applied this does nothing, and may be left out.
   *
   * @default - the group is made
   */
  readonly objectId?: string;
}

const displayNames = new Registry();
const TYPES = ["azuread_group", "azuread_group_without_members"] as const;

/** Notes what is wrong with the common part of a group. */
export function checkGroup(problems: Problems, displayName: string, props: GroupOptions): void {
  checkDisplayName(problems, displayName);
  if (props.objectId !== undefined) checkUuid(problems, "objectId", props.objectId, "the object id of a group");
  const owners = props.owners ?? [];
  if (owners.length === 0) {
    problems.add(
      ErrorCode.GROUP_OWNER_MISSING,
      "owners",
      "no owner is given, so whoever runs Terraform would become the owner; allowed: at least one user or service principal",
    );
  }
  if (owners.length > 100) {
    problems.add(ErrorCode.GROUP_OWNERS_TOO_MANY, "owners", `${owners.length} owners are given; allowed: 1 to 100`);
  }
  owners.forEach((owner, i) => {
    if (owner.principalType !== PrincipalType.GROUP) return;
    problems.add(
      ErrorCode.GROUP_OWNER_TYPE,
      `owners[${i}]`,
      `${owner.node.path} is a group; allowed: users and service principals, a group cannot own a group`,
    );
  });
}

/** Takes the id that a group had before, or notes that another construct has it now. */
export function takeFormerId(problems: Problems, group: IConstruct, formerly: string | undefined): void {
  if (formerly === undefined) return;
  const other = group.node.scope?.node.tryFindChild(formerly);
  if (other === undefined) return setFormerId(group, formerly);
  problems.add(
    ErrorCode.GROUP_FORMER_ID_IN_USE,
    "formerly",
    `${quote(formerly)} is the id of ${other.node.path} now; allowed: an id that no other construct there has, or leave it out where the move is done`,
  );
}

/**
 * Takes a group over that exists: imports it, and lets the state forget it under the other type, which no `moved`
 * block can lead away from.
 */
export function adoptGroup(resource: TerraformResource, objectId: string | undefined): void {
  if (objectId === undefined) return;
  renderImport(resource, `/groups/${objectId}`);
  const stack = TerraformStack.of(resource);
  for (const address of new Set([addressOf(resource), formerAddress(resource)])) {
    renderRemoval(stack, otherGroupAddress(address) ?? address);
  }
}

/** The object id of a group that is taken over; nothing for one that is made, or whose id was refused. */
export function takenOver({ objectId }: Pick<GroupOptions, "objectId">): string | undefined {
  return objectId === undefined || !isKnown(objectId) || isUuid(objectId) ? objectId : undefined;
}

/** The address that a group would have if it were of the other kind; nothing for the address of something else. */
export function otherGroupAddress(address: string): string | undefined {
  const [type, name] = address.split(".");
  if (!TYPES.some((t) => t === type)) return undefined;
  return `${TYPES.find((t) => t !== type)}.${name}`;
}

/** Notes what is wrong with a display name. */
export function checkDisplayName(problems: Problems, displayName: string): void {
  if (!isKnownText(displayName)) return;
  if (displayName.trim() === "") {
    problems.add(
      ErrorCode.TEXT_EMPTY,
      "displayName",
      `${quote(displayName)} is empty; allowed: a name that people recognise`,
    );
  }
  if (displayName.includes("'")) {
    problems.add(
      ErrorCode.NAME_FORMAT,
      "displayName",
      `${quote(displayName)} has an apostrophe, on which the provider's search for a group of the same name fails; allowed: any other character`,
    );
  }
}

/** Takes a group's display name in its tenant, or notes who has it. */
export function takeDisplayName(problems: Problems, group: IConstruct, displayName: string): void {
  if (!isKnown(displayName)) return;
  // a stack that names no tenant is compared with itself alone: it may be about any
  const tenant = stackContextOf(group)?.tenantId ?? TerraformStack.of(group).node.path;
  const key = `${tenant}/${displayName}`.toLowerCase();
  const taken = displayNames.find(group, key);
  if (taken === undefined) return displayNames.take(key, group);
  problems.add(
    ErrorCode.NAME_TAKEN,
    "displayName",
    `${quote(displayName)} is also the display name of ${taken.node.path}; allowed: a name that no other group of the tenant has, because Entra accepts the second and the next look-up by name fails`,
  );
}

/** The group's administrative units as Terraform wants them. */
export function administrativeUnitIds(props: GroupOptions): string[] | undefined {
  return props.administrativeUnits?.length ? props.administrativeUnits.map((u) => u.objectId) : undefined;
}

/** What a group needs beyond its type: a right on the administrative units that it is put into. */
export function unitNeeds(group: IConstruct, props: GroupOptions): FeatureNeed[] {
  if (!props.administrativeUnits?.length) return [];
  return [{ id: group.node.path, kind: "feature", feature: "administrative-units" }];
}

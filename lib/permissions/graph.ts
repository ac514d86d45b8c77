import { type AccessModel, type Fact, type GroupEntry, type PrincipalEntry, type TypeNeed, isUnknown } from "../access";
import type { Demand } from "./demand";

/** What an identity does with a stack: makes a plan of it, or applies one. */
export type Purpose = "plan" | "apply";

const READ_USERS = ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
const READ_APPLICATIONS = ["Application.Read.All", "Directory.Read.All"];
const READ_GROUPS = [
  "GroupMember.Read.All",
  "Group.Read.All",
  "Group.ReadWrite.All",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
];
const WRITE_GROUPS = ["Group.ReadWrite.All", "Directory.ReadWrite.All"];
const WRITE_MEMBERS = ["GroupMember.ReadWrite.All", ...WRITE_GROUPS];
const ROLE_MANAGEMENT = ["RoleManagement.ReadWrite.Directory"];
const READ_SETTINGS = ["RoleManagementPolicy.Read.AzureADGroup", "RoleManagementPolicy.ReadWrite.AzureADGroup"];
const schedule = (kind: string) => ({
  read: [`Privileged${kind}Schedule.Read.AzureADGroup`, `Privileged${kind}Schedule.ReadWrite.AzureADGroup`],
  write: [`Privileged${kind}Schedule.ReadWrite.AzureADGroup`],
});

interface Rights {
  /** To refresh it, which every plan does. */
  readonly read: readonly string[];
  /** To make, change and delete it; each of the lists is needed. */
  readonly write?: readonly (readonly string[])[];
  /** What it is called in a sentence. */
  readonly what: string;
}

/**
 * What each type needs, by Microsoft's permission tables of the calls that the provider azuread 3.9 makes for it, the
 * least privileged first.
 *
 * @see https://learn.microsoft.com/graph/permissions-reference
 */
const RESOURCES: Readonly<Record<string, Rights>> = {
  azuread_group: { read: READ_GROUPS, write: [WRITE_GROUPS], what: "groups" },
  azuread_group_without_members: { read: READ_GROUPS, write: [WRITE_GROUPS], what: "groups" },
  azuread_group_member: { read: READ_GROUPS, write: [WRITE_MEMBERS], what: "members" },
  azuread_group_role_management_policy: {
    read: READ_SETTINGS,
    write: [["RoleManagementPolicy.ReadWrite.AzureADGroup"]],
    what: "role settings",
  },
  azuread_privileged_access_group_eligibility_schedule: {
    read: schedule("Eligibility").read,
    write: [schedule("Eligibility").write],
    what: "eligible assignments",
  },
  azuread_privileged_access_group_assignment_schedule: {
    read: schedule("Assignment").read,
    write: [schedule("Assignment").write],
    what: "active assignments",
  },
  azuread_conditional_access_policy: {
    read: ["Policy.Read.ConditionalAccess", "Policy.Read.All"],
    // Graph's known issue: a policy is written by whoever may read all of them and the applications, too
    write: [["Policy.ReadWrite.ConditionalAccess"], ["Policy.Read.All"], READ_APPLICATIONS],
    what: "policies",
  },
};

const DATA: Readonly<Record<string, Rights>> = {
  azuread_user: { read: READ_USERS, what: "users by their sign-in names" },
  azuread_group: { read: READ_GROUPS, what: "groups by their names" },
  azuread_service_principal: { read: READ_APPLICATIONS, what: "service principals" },
  azuread_service_principals: { read: READ_APPLICATIONS, what: "service principals" },
  azuread_group_role_management_policy: { read: READ_SETTINGS, what: "role settings" },
  azuread_client_config: { read: [], what: "nothing" },
};

/** What is said of Microsoft Graph by what a stack holds. */
export interface GraphDemands {
  readonly demands: readonly Demand[];
  /** Types that nothing is known of, with their addresses. */
  readonly unknown: readonly TypeNeed[];
}

/** What a stack demands of Microsoft Graph. */
export function graphDemands(
  model: AccessModel,
  principals: readonly PrincipalEntry[],
  purpose: Purpose,
): GraphDemands {
  const types = (model.needs ?? []).filter((n): n is TypeNeed => n.kind === "resource" || n.kind === "data");
  const ours = types.filter(({ type }) => type.startsWith("azuread_"));
  const rightsOf = ({ kind, type }: TypeNeed): Rights | undefined => (kind === "data" ? DATA : RESOURCES)[type];
  const demands = ours.flatMap((need): Demand[] => {
    const rights = rightsOf(need);
    if (rights === undefined || rights.read.length === 0) return [];
    const demand = (oneOf: readonly string[], to: string): Demand => ({ oneOf, why: need.addresses, to });
    return [
      demand(rights.read, `read ${rights.what}`),
      ...(purpose === "apply" ? (rights.write ?? []).map((oneOf) => demand(oneOf, `write ${rights.what}`)) : []),
    ];
  });
  return {
    demands: [...demands, ...(purpose === "apply" ? ofGroups(model, principals) : [])],
    unknown: ours.filter((need) => rightsOf(need) === undefined),
  };
}

/** What groups need beyond their type. */
function ofGroups(model: AccessModel, principals: readonly PrincipalEntry[]): Demand[] {
  const made = model.groups.filter((g) => g.address !== undefined);
  const addresses = (groups: readonly GroupEntry[]) => groups.map(({ address = "" }) => address);
  const demand = (oneOf: readonly string[], groups: readonly GroupEntry[], to: string): Demand[] =>
    groups.length === 0 ? [] : [{ oneOf, why: addresses(groups), to }];
  const units = new Set((model.needs ?? []).flatMap((n) => (n.kind === "feature" ? [n.id] : [])));
  const owned = (type: PrincipalEntry["type"]) =>
    made.filter(({ owners }) =>
      known(owners, []).some((id) => {
        const owner = principals.find((p) => p.id === id);
        return owner?.type === type && !isDeployer(owner, model, principals);
      }),
    );
  return [
    ...demand(
      ROLE_MANAGEMENT,
      made.filter((g) => known(g.roleAssignable, true)),
      "write role-assignable groups",
    ),
    ...demand(READ_USERS, owned("User"), "look up owners that are users"),
    ...demand(READ_APPLICATIONS, owned("ServicePrincipal"), "look up owners that are service principals"),
    ...demand(
      ["AdministrativeUnit.ReadWrite.All"],
      made.filter(({ id }) => units.has(id)),
      "put groups into administrative units",
    ),
  ];
}

/** The provider does not look up an owner that is the caller itself. */
function isDeployer(owner: PrincipalEntry, model: AccessModel, principals: readonly PrincipalEntry[]): boolean {
  const [deployer] = model.deployers;
  const self = principals.find(({ id }) => id === deployer?.principal);
  if (self === undefined) return false;
  return self.id === owner.id || (!isUnknown(self.objectId) && sameText(self.objectId, owner.objectId));
}

function sameText(a: string, b: Fact<string>): boolean {
  return !isUnknown(b) && a.toLowerCase() === b.toLowerCase();
}

function known<T>(fact: Fact<T>, otherwise: T): T {
  return isUnknown(fact) ? otherwise : fact;
}

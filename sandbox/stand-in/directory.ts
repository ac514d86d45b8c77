import { randomUUID } from "node:crypto";

/** A user, as far as anything here looks at one. */
export interface User {
  readonly kind: "user";
  readonly id: string;
  displayName: string;
  userPrincipalName: string;
  userType: "Member" | "Guest";
  readonly made: Date;
}

/** The service principal of an application. */
export interface ServicePrincipal {
  readonly kind: "servicePrincipal";
  readonly id: string;
  readonly appId: string;
  displayName: string;
  readonly made: Date;
}

/** A group. Members through PIM are not in `members`: see the PIM service. */
export interface Group {
  readonly kind: "group";
  readonly id: string;
  displayName: string;
  description: string | null;
  mailNickname: string;
  securityEnabled: boolean;
  mailEnabled: boolean;
  readonly isAssignableToRole: boolean;
  groupTypes: readonly string[];
  membershipRule: string | null;
  /** `On` or `Paused`, of a rule. */
  membershipRuleProcessingState: string | null;
  readonly resourceBehaviorOptions: readonly string[];
  readonly resourceProvisioningOptions: readonly string[];
  visibility: string | null;
  onPremisesSyncEnabled: boolean | null;
  readonly owners: Set<string>;
  readonly members: Set<string>;
  readonly made: Date;
}

/** An administrative unit. */
export interface AdministrativeUnit {
  readonly kind: "administrativeUnit";
  readonly id: string;
  displayName: string;
  /** Restricted management: only roles scoped to the unit change what is in it. */
  readonly isMemberManagementRestricted: boolean;
  readonly members: Set<string>;
  readonly made: Date;
}

export type DirectoryObject = User | ServicePrincipal | Group | AdministrativeUnit;

/** Everything that Microsoft Entra knows by an object id. */
export class Directory {
  private readonly objects = new Map<string, DirectoryObject>();

  public constructor(private readonly now: () => Date) {}

  public addUser(user: Partial<User> & Pick<User, "userPrincipalName">): User {
    return this.put({
      kind: "user",
      id: randomUUID(),
      displayName: user.userPrincipalName.split("@")[0],
      userType: "Member",
      made: this.now(),
      ...user,
    });
  }

  public addServicePrincipal(principal: Partial<ServicePrincipal> & Pick<ServicePrincipal, "displayName">) {
    return this.put<ServicePrincipal>({
      kind: "servicePrincipal",
      id: randomUUID(),
      appId: randomUUID(),
      made: this.now(),
      ...principal,
    });
  }

  public addGroup(group: Partial<Group> & Pick<Group, "displayName">): Group {
    return this.put({
      kind: "group",
      id: randomUUID(),
      description: null,
      mailNickname: randomUUID().slice(0, 10),
      securityEnabled: true,
      mailEnabled: false,
      isAssignableToRole: false,
      groupTypes: group.membershipRule ? ["DynamicMembership"] : [],
      membershipRule: null,
      membershipRuleProcessingState: group.membershipRule ? "On" : null,
      resourceBehaviorOptions: [],
      resourceProvisioningOptions: [],
      visibility: null,
      onPremisesSyncEnabled: null,
      owners: new Set<string>(),
      members: new Set<string>(),
      made: this.now(),
      ...group,
    });
  }

  public addAdministrativeUnit(unit: Partial<AdministrativeUnit> & Pick<AdministrativeUnit, "displayName">) {
    return this.put<AdministrativeUnit>({
      kind: "administrativeUnit",
      id: randomUUID(),
      isMemberManagementRestricted: false,
      members: new Set<string>(),
      made: this.now(),
      ...unit,
    });
  }

  public get(id: string): DirectoryObject | undefined {
    return this.objects.get(id.toLowerCase());
  }

  public user(id: string): User | undefined {
    const found = this.get(id);
    return found?.kind === "user" ? found : undefined;
  }

  public group(id: string): Group | undefined {
    const found = this.get(id);
    return found?.kind === "group" ? found : undefined;
  }

  public all<K extends DirectoryObject["kind"]>(kind: K): Extract<DirectoryObject, { kind: K }>[] {
    return [...this.objects.values()].filter((o): o is Extract<DirectoryObject, { kind: K }> => o.kind === kind);
  }

  /** Takes an object away, and out of every group and unit it was in, as the directory does. */
  public remove(id: string): void {
    const key = id.toLowerCase();
    this.objects.delete(key);
    for (const object of this.objects.values()) {
      if (object.kind === "group") object.owners.delete(key);
      if (object.kind === "group" || object.kind === "administrativeUnit") object.members.delete(key);
    }
  }

  private put<T extends DirectoryObject>(object: T): T {
    this.objects.set(object.id.toLowerCase(), object);
    return object;
  }
}

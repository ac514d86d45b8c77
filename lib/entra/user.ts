import { DataAzureadUser } from "@cdktf/provider-azuread/lib/data-azuread-user";
import { Construct } from "constructs";
import { ErrorCode } from "../core/error-codes";
import { isKnownText } from "../core/known";
import { quote } from "../core/text";
import { checkUuid } from "../core/uuid";
import { Problems } from "../core/validation-error";
import { isKnown, requireProvider, stateFacts } from "../terraform";
import { PolicySubjectKind } from "./policy-subject";
import { type IPrincipal, PrincipalType, keyOf, oncePerStack, principalEntry } from "./principal";

/** A user. */
export interface IEntraUser extends IPrincipal {
  /** The sign-in name, where it is known. */
  readonly userPrincipalName?: string;
}

/** Users of the directory. This library never makes one. */
export class EntraUser {
  /**
   * A user by object id; costs no call, and goes on working when the user is renamed or deleted.
   *
   * Asking twice in a stack gives the same object.
   *
   * @param id the construct id; the object id unless given, needed where that is a token
   * @throws ValidationError ID_NOT_A_UUID, NAME_FORMAT, ADDRESS_TAKEN
   */
  public static fromObjectId(scope: Construct, objectId: string, id: string = objectId): IEntraUser {
    const problems = Problems.none();
    checkUuid(problems, "objectId", objectId, "the object id of a user");
    problems.throwIfAny(scope.node.path);
    return oncePerStack<IEntraUser>(scope, ".users", id, objectId, (parent) => new ImportedUser(parent, id, objectId));
  }

  /**
   * A user by sign-in name; looked up at every plan.
   *
   * A name that no longer exists fails the plan of the whole stack, so prefer object ids, or groups, for people who
   * may leave. Asking twice in a stack looks up once.
   *
   * @param id the construct id; the sign-in name unless given, needed where that is a token
   * @throws ValidationError NAME_FORMAT, ADDRESS_TAKEN
   * @see https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname
   */
  public static fromLookup(scope: Construct, userPrincipalName: string, id?: string): IEntraUser {
    const problems = Problems.none();
    if (isKnownText(userPrincipalName) && !/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(userPrincipalName)) {
      problems.add(
        ErrorCode.NAME_FORMAT,
        "userPrincipalName",
        `${quote(userPrincipalName)} is not a sign-in name; allowed: NAME@DOMAIN such as alice@contoso.com, or the object id of the user`,
      );
    }
    problems.throwIfAny(scope.node.path);
    const key = id ?? (isKnown(userPrincipalName) ? userPrincipalName.toLowerCase() : userPrincipalName);
    const make = (parent: Construct) => new LookedUpUser(parent, key, userPrincipalName);
    return oncePerStack<IEntraUser>(scope, ".users", key, userPrincipalName, make);
  }
}

class ImportedUser extends Construct implements IEntraUser {
  public readonly principalType = PrincipalType.USER;
  public readonly policySubjectKind = PolicySubjectKind.USER;
  public readonly policySubjectId: string;
  public readonly policySubjectRef: string;
  public readonly principalKey: string;
  public readonly objectIdUnchecked: boolean;

  constructor(
    scope: Construct,
    id: string,
    public readonly objectId: string,
  ) {
    super(scope, id);
    this.policySubjectId = objectId;
    this.policySubjectRef = this.node.path;
    this.principalKey = keyOf(this, objectId);
    this.objectIdUnchecked = !isKnown(objectId);
    stateFacts(this, () => ({ principals: [principalEntry(this)] }));
  }
}

class LookedUpUser extends Construct implements IEntraUser {
  public readonly principalType = PrincipalType.USER;
  public readonly policySubjectKind = PolicySubjectKind.USER;
  public readonly policySubjectId: string;
  public readonly policySubjectRef: string;
  public readonly principalKey: string;
  public readonly objectId: string;

  constructor(
    scope: Construct,
    id: string,
    public readonly userPrincipalName: string,
  ) {
    super(scope, id);
    const lookup = new DataAzureadUser(this, "Default", { userPrincipalName });
    requireProvider(this, "azuread");
    this.objectId = lookup.objectId;
    this.policySubjectId = this.objectId;
    this.policySubjectRef = this.node.path;
    const known = isKnown(userPrincipalName) ? userPrincipalName : undefined;
    this.principalKey = known?.toLowerCase() ?? this.node.path;
    stateFacts(this, () => ({ principals: [principalEntry(this, { userPrincipalName: known })] }));
  }
}

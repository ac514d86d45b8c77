import { Construct } from "constructs";
import { checkUuid } from "../core/uuid";
import { Problems } from "../core/validation-error";
import { isKnown, stateFacts } from "../terraform";
import { PolicySubjectKind } from "./policy-subject";
import { type IPrincipal, PrincipalType, keyOf, oncePerStack, principalEntry } from "./principal";

/** Applications and managed identities of the directory. This library never makes or changes one. */
export class EntraServicePrincipal {
  /**
   * A service principal by object id, which is not its client id; costs no call.
   *
   * Asking twice in a stack gives the same object.
   *
   * @param id the construct id; the object id unless given, needed where that is a token
   * @throws ValidationError ID_NOT_A_UUID, NAME_FORMAT, ADDRESS_TAKEN
   */
  public static fromObjectId(scope: Construct, objectId: string, id: string = objectId): IPrincipal {
    const problems = Problems.none();
    checkUuid(problems, "objectId", objectId, "the object id of a service principal");
    problems.throwIfAny(scope.node.path);
    const make = (parent: Construct) => new ImportedServicePrincipal(parent, id, objectId);
    return oncePerStack<IPrincipal>(scope, ".service-principals", id, objectId, make);
  }
}

class ImportedServicePrincipal extends Construct implements IPrincipal {
  public readonly principalType = PrincipalType.SERVICE_PRINCIPAL;
  public readonly policySubjectKind = PolicySubjectKind.SERVICE_PRINCIPAL;
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

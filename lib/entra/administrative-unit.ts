import { checkUuid } from "../core/uuid";
import { Problems } from "../core/validation-error";

/**
 * An administrative unit that exists, as far as a group needs to know it.
 *
 * Whether it is a *restricted management* unit matters: groups in one cannot be managed with PIM, and the membership
 * of a role-assignable group in one cannot be changed. No data source of the provider tells, so you say it.
 *
 * @see https://learn.microsoft.com/entra/identity/role-based-access-control/admin-units-restricted-management
 */
export class AdministrativeUnit {
  /**
   * An ordinary administrative unit.
   *
   * @throws ValidationError ID_NOT_A_UUID
   */
  public static fromObjectId(objectId: string): AdministrativeUnit {
    return new AdministrativeUnit(objectId, false);
  }

  /**
   * A restricted management administrative unit: for standing groups that are not role-assignable.
   *
   * @throws ValidationError ID_NOT_A_UUID
   */
  public static restrictedFromObjectId(objectId: string): AdministrativeUnit {
    return new AdministrativeUnit(objectId, true);
  }

  private constructor(
    /** The object id. */
    public readonly objectId: string,
    /** Whether only administrators assigned to the unit itself may manage what is in it. */
    public readonly restricted: boolean,
  ) {
    const problems = Problems.none();
    checkUuid(problems, "objectId", objectId, "the object id of an administrative unit");
    problems.throwIfAny();
  }
}

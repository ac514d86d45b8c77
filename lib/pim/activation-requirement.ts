import { ErrorCode } from "../core/error-codes";
import { isKnownText } from "../core/known";
import { quote } from "../core/text";
import { ValidationError } from "../core/validation-error";

/**
 * Something that PIM asks for when an eligible assignment is activated.
 *
 * @see https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-role-settings
 */
export class ActivationRequirement {
  /** Multifactor authentication; not asked for again if it was done in this session. */
  public static readonly MFA = new ActivationRequirement("mfa");
  /** A justification in words. */
  public static readonly JUSTIFICATION = new ActivationRequirement("justification");
  /** Number and system of a ticket; PIM does not check that it exists. */
  public static readonly TICKET = new ActivationRequirement("ticket");

  /**
   * A Conditional Access authentication context, `c1` to `c99`, in place of MFA.
   *
   * A policy of the tenant must target the context: without any, PIM falls back to MFA; if it is off, report-only, or
   * excludes the person, PIM asks for nothing.
   *
   * @throws ValidationError PIM_AUTHENTICATION_CONTEXT_FORMAT
   */
  public static authenticationContext(id: string): ActivationRequirement {
    if (isKnownText(id) && !/^c[1-9]\d?$/.test(id)) {
      const message = `${quote(id)} is not the id of an authentication context; allowed: c1 to c99`;
      throw new ValidationError("", [{ code: ErrorCode.PIM_AUTHENTICATION_CONTEXT_FORMAT, property: "", message }]);
    }
    return new ActivationRequirement("authenticationContext", id);
  }

  private constructor(
    /** Which requirement it is. */
    public readonly kind: "mfa" | "justification" | "ticket" | "authenticationContext",
    /** The id of the authentication context, if it is one. */
    public readonly contextId?: string,
  ) {}
}

import { ErrorCode } from "../core/error-codes";
import { isKnownText } from "../core/known";
import { quote } from "../core/text";
import { isUuid } from "../core/uuid";
import { Problems, ValidationError } from "../core/validation-error";

/**
 * One thing that a policy asks for before it grants access.
 *
 * @see https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-grant
 */
export class GrantControl {
  /** Multifactor authentication of any kind. */
  public static readonly MFA = new GrantControl("mfa");
  /**
   * A device that Intune calls compliant. Device code carries no device, so it can never satisfy this; on Linux only
   * Microsoft Edge can. In report-only, people on macOS, iOS and Android are still asked for a device certificate.
   */
  public static readonly COMPLIANT_DEVICE = new GrantControl("compliantDevice");
  /** A Microsoft Entra hybrid joined device. */
  public static readonly DOMAIN_JOINED_DEVICE = new GrantControl("domainJoinedDevice");
  /** An app with an app protection policy. */
  public static readonly COMPLIANT_APPLICATION = new GrantControl("compliantApplication");
  /** No access at all. */
  public static readonly BLOCK = new GrantControl("block");

  /**
   * An authentication strength, such as phishing-resistant MFA, by id. Takes the place of `MFA`.
   *
   * The built-in ones are 00000000-0000-0000-0000-000000000002 (MFA), …-000000000003 (passwordless MFA) and
   * …-000000000004 (phishing-resistant MFA).
   *
   * @param id the UUID, or the id of an `azuread_authentication_strength_policy`
   * @throws ValidationError ID_NOT_A_UUID
   */
  public static authenticationStrength(id: string): GrantControl {
    const uuid = id.replace(STRENGTH_PATH, "");
    if (isKnownText(id) && !isUuid(uuid)) {
      const message = `${quote(id)} is not the id of an authentication strength; allowed: a UUID such as 00000000-0000-0000-0000-000000000004`;
      throw new ValidationError("", [{ code: ErrorCode.ID_NOT_A_UUID, property: "", message }]);
    }
    return new GrantControl("authenticationStrength", isKnownText(id) ? `${STRENGTH_PREFIX}${uuid}` : id);
  }

  private constructor(
    /** The name that Microsoft Graph has for it. */
    public readonly name: string,
    /** The resource id of the authentication strength, if it is one. */
    public readonly strengthId?: string,
  ) {}
}

const DEVICE_CONTROLS = ["compliantDevice", "domainJoinedDevice"];
const STRENGTH_PREFIX = "/policies/authenticationStrengthPolicies/";
const STRENGTH_PATH = new RegExp(`^${STRENGTH_PREFIX}`);

/** All of some controls, or any of them. */
export class GrantControls {
  /**
   * Every one of these: "Require all the selected controls".
   *
   * @throws ValidationError CA_CONTROL_MISSING, CA_BLOCK_WITH_OTHERS, CA_MFA_WITH_STRENGTH, CA_SEVERAL_STRENGTHS
   */
  public static all(...controls: GrantControl[]): GrantControls {
    return new GrantControls("AND", controls);
  }

  /**
   * One of these: "Require one of the selected controls".
   *
   * @throws ValidationError CA_CONTROL_MISSING, CA_BLOCK_WITH_OTHERS, CA_MFA_WITH_STRENGTH, CA_SEVERAL_STRENGTHS
   */
  public static any(...controls: GrantControl[]): GrantControls {
    return new GrantControls("OR", controls);
  }

  /** Graph's names of the built-in controls, sorted. */
  public readonly builtIn: readonly string[];
  /** The same in the order in which they were given. */
  public readonly asWritten: readonly string[];
  /** The resource id of the authentication strength, if one is asked for. */
  public readonly authenticationStrengthId: string | undefined;

  private constructor(
    /** Whether all or any of them are asked for. */
    public readonly operator: "AND" | "OR",
    controls: readonly GrantControl[],
  ) {
    const strengths = [...new Set(controls.flatMap((c) => c.strengthId ?? []))];
    this.asWritten = [...new Set(controls.filter((c) => c.strengthId === undefined).map((c) => c.name))];
    this.builtIn = [...this.asWritten].sort();
    this.authenticationStrengthId = strengths[0];
    check(this.builtIn, strengths);
  }

  /**
   * Whether a device has to be of a kind, which device code can never show: a device control among all of them, or
   * nothing but device controls to choose from.
   */
  public get asksForDevice(): boolean {
    const devices = this.builtIn.filter((c) => DEVICE_CONTROLS.includes(c)).length;
    if (this.operator === "AND") return devices > 0;
    return devices === this.builtIn.length && this.authenticationStrengthId === undefined;
  }
}

function check(builtIn: readonly string[], strengths: readonly string[]): void {
  const problems = Problems.none();
  if (builtIn.length + strengths.length === 0) {
    problems.add(ErrorCode.CA_CONTROL_MISSING, "", "no control is given; allowed: at least one, or block");
  }
  if (builtIn.includes("block") && builtIn.length + strengths.length > 1) {
    const others = [...builtIn.filter((c) => c !== "block"), ...strengths.map(() => "authenticationStrength")];
    problems.add(
      ErrorCode.CA_BLOCK_WITH_OTHERS,
      "",
      `block stands together with ${others.join(", ")}; allowed: block alone, or the others without it`,
    );
  }
  if (builtIn.includes("mfa") && strengths.length > 0) {
    problems.add(
      ErrorCode.CA_MFA_WITH_STRENGTH,
      "",
      "mfa stands together with an authentication strength; allowed: one of them, a strength is a kind of MFA",
    );
  }
  if (strengths.length > 1) {
    problems.add(
      ErrorCode.CA_SEVERAL_STRENGTHS,
      "",
      `${strengths.length} authentication strengths are given; allowed: one`,
    );
  }
  problems.throwIfAny();
}

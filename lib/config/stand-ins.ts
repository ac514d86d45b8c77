import { AzureRole } from "../aks";
import { GrantControl } from "../conditional-access";
import { RoleSettings } from "../pim";

/**
 * What stands in for values that were refused, so that the rest can be checked: it fits wherever they may stand, and
 * nothing is written in the end.
 */

/** A text that passes every check and is nobody's, as what only Terraform knows does. */
export const UNCHECKED = "${refused}";
/** Role settings under which an assignment earns no complaint. */
export const ANY_SETTINGS = RoleSettings.of({
  eligible: { permanentAllowed: true },
  active: { permanentAllowed: true },
});
/** A role of which nobody knows what it is for. */
export const SOME_ROLE = AzureRole.of("00000000-0000-4000-8000-000000000000");
/** An authentication strength: what it may stand beside is the same for all. */
export const SOME_STRENGTH = GrantControl.authenticationStrength("00000000-0000-0000-0000-000000000002");

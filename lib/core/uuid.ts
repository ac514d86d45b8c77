import { ErrorCode } from "./error-codes";
import { isKnownText } from "./known";
import { quote } from "./text";
import type { Problems } from "./validation-error";

/** The pattern of an object, tenant, subscription or client id, as JavaScript and JSON Schema write it. */
export const UUID_PATTERN = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";
const UUID = new RegExp(UUID_PATTERN);

/** Tells whether a text is a UUID. */
export function isUuid(value: string): boolean {
  return UUID.test(value);
}

/**
 * Checks a literal id; what Terraform will only know later passes.
 *
 * A wrong principal id in a role assignment is the worst of the lot: Azure answers PrincipalNotFound, and the
 * provider tries again for 30 minutes.
 */
export function checkUuid(problems: Problems, property: string, value: string, what: string): void {
  if (!isKnownText(value) || isUuid(value)) return;
  const instead = /^\/?groups\//.test(value) ? "; this is the id of the Terraform resource, use its object_id" : "";
  problems.add(
    ErrorCode.ID_NOT_A_UUID,
    property,
    `${quote(value)} is not ${what}; allowed: a UUID such as 44444444-4444-4444-8444-444444444444${instead}`,
  );
}
